import type { JsonObject } from "../../src/core/json.ts";
import { needsFor, type Need } from "../../src/core/rights/needs.ts";

/** `docs/permissions.md`: what each command needs, and a role that has it. */
export function permissionsPage(armTypes: readonly string[]): string {
  const needs = needsFor(armTypes);
  const table = (task: Need["task"]): string =>
    [
      "| action | where | why | built-in role |",
      "| --- | --- | --- | --- |",
      ...needs
        .filter((need) => need.task === task)
        .map(({ action, where, because, without, role }) => {
          const optional = without === undefined ? "" : `. Without it: ${without}`;
          return `| \`${action}\` | ${where} | ${because}${optional} | ${role} |`;
        }),
    ].join("\n");
  const role = JSON.stringify(
    customRole(armTypes, ["/subscriptions/00000000-0000-0000-0000-000000000000"]),
    undefined,
    2,
  );
  return `${[
    "# What Tocsin needs in Azure",
    "`init`, `validate`, `show`, `import --from` and `emulator` need nothing: they do not sign in. What is missing of the rest says [`tocsin doctor`](doctor.md). Rights are those of the identity that the command runs as, and count in each environment by themselves.",
    "## `plan`, `drift`, `import`, `doctor`: reading",
    "Monitoring Reader on the environment's resource groups is enough. It has `*/read` like Reader: no key is among what it reads, but what action groups hold is, and Azure gives the addresses of webhooks back as they are. What rules watch may lie elsewhere: a plan that may not read there has fewer warnings, and says so.",
    table("look"),
    "## `apply`: the same, and writing",
    "Monitoring Contributor on the environment's resource groups, and Monitoring Reader on what the rules watch. What the definitions do not use need not be allowed: `doctor` asks for the kinds that there are. A secure webhook's Entra application has to be owned by the identity besides, which no role says.",
    table("apply"),
    "## A role of your own",
    "Monitoring Contributor can also read the keys of Log Analytics workspaces and change data collection. A role with what `apply` needs in the environment's resource groups and nothing else: write it to a file, with your subscriptions in `AssignableScopes`, and create it with `az role definition create --role-definition FILE`. What rules watch still takes a role that reads there.",
    `\`\`\`json\n${role}\n\`\`\``,
    "Written from `src/core/rights` by `test/core/rights/permissions-page.test.ts`; do not edit.",
  ].join("\n\n")}\n`;
}

/**
 * A role with what `apply` needs in the environment's resource groups and nothing else, for
 * `az role definition create --role-definition FILE`. Monitoring Contributor has it all too, and the keys of workspaces,
 * data collection and more besides.
 */
export function customRole(armTypes: readonly string[], assignableScopes: readonly string[]): JsonObject {
  return {
    Name: "Tocsin Apply",
    IsCustom: true,
    Description: "Reads, writes and deletes alert rules, action groups and alert processing rules, and nothing else.",
    Actions: needsFor(armTypes)
      .filter(({ where }) => where === "the environment's resource groups")
      .map(({ action }) => action)
      .toSorted(),
    NotActions: [],
    AssignableScopes: assignableScopes,
  };
}
