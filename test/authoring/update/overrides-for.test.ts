import { describe, expect, test } from "vitest";
import { overridesFor, type OverriddenFor } from "../../../src/authoring/update/overrides-for.ts";
import { wishText } from "../../../src/authoring/update/texts.ts";
import { planner } from "../../../src/commands/import/update.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { azureOf, rest, rightly, secrets, swap, textsOf, workspaceText } from "./kept-by-hand.ts";

const cpu = `# made for production
kind: MetricAlert
name: cpu
adopt: true
spec:
  severity: 2 # warning
  scopes: \${cluster}
  windowSize: 5m
  evaluationFrequency: 1m
  criteria:
    - avg node_cpu > \${maxErrorRate}
  actionGroups: oncall
`;
const memory = `kind: MetricAlert
name: memory-\${each.key}
forEach: { a: { limit: 1 }, b: { limit: 2 } }
spec:
  severity: 2
  scopes: \${cluster}
  windowSize: 5m
  evaluationFrequency: 1m
  criteria: avg node_mem > \${each.value.limit}
`;
const errors = `kind: LogAlert
name: errors
spec:
  severity: 1
  scopes: \${logs}
  windowSize: 5m
  evaluationFrequency: 5m
  query: |
    T
    | take 1
  criteria: count > 5
`;
const oncall = `kind: ActionGroup
name: oncall
spec:
  groupShortName: oncall
  emailReceivers: [{ name: admin, emailAddress: a@b.c }]
  webhookReceivers: [{ name: slack, serviceUri: "\${secret:hook}", useCommonAlertSchema: true }]
`;
const files = (...documents: readonly string[]): string => documents.join("---\n");

/** What became of files made for production, when staging has what `there` says. */
function overridden(
  rules: string,
  there: string,
  { thereWorkspace = workspaceText, owned = "nobody's" as "nobody's" | "ours" } = {},
): OverriddenFor & { readonly rules: string; readonly workspace: string; readonly rest: readonly string[] } {
  const texts = textsOf(rules);
  const compiled = rightly(texts);
  const resources = azureOf(rightly(textsOf(there, thereWorkspace)), "staging", owned);
  const plan = planner({ kinds, secrets }, resources);
  const done = overridesFor({ texts, compiled, environment: "staging", kinds, plan });
  const after = rightly(done.texts);
  const wishes = (one: typeof after): readonly string[] => one.stacks.get("production")!.resources.map(wishText);
  expect(wishes(after)).toEqual(wishes(compiled));
  return {
    ...done,
    rules: done.texts.rules[0]!.text,
    workspace: done.texts.workspace.text,
    rest: plan(after.stacks.get("staging")!).changes.flatMap(rest),
  };
}

const adoption = "adopt tags.tocsin-stack";

describe("a second environment", () => {
  test("that is as the first one is only adopts, where nothing says so yet", () => {
    const rules = files(cpu, oncall);
    const done = overridden(rules, rules);
    expect(done.rest).toEqual([adoption, adoption]);
    expect(done.rules).toBe(`${rules}environments:\n  staging: { adopt: true }\n`);
    expect(done.workspace).toBe(workspaceText);
  });

  test("becomes overrides of what differs", () => {
    const rules = files(cpu, oncall);
    const done = overridden(rules, swap(rules, ["severity: 2", "severity: 4"], ["a@b.c", "stg@b.c"]));
    expect(done.rest).toEqual([adoption, adoption]);
    expect(done.rules).toBe(
      files(
        `${cpu}environments:\n  staging: { spec: { severity: 4 } }\n`,
        `${oncall}environments:\n  staging: { adopt: true, spec: { emailReceivers: { admin: { emailAddress: stg@b.c } } } }\n`,
      ),
    );
  });

  test("gets variables of its own, where all that use one want the same", () => {
    const rules = files(cpu, oncall, memory);
    const there = swap(
      workspaceText,
      ["managedClusters/aks", "managedClusters/stg"],
      ["maxErrorRate: 20", "maxErrorRate: 33"],
    );
    const done = overridden(rules, rules, { thereWorkspace: there });
    expect(done.rest).toEqual([adoption, adoption, adoption, adoption]);
    expect(done.workspace).toContain(`    variables:
      maxErrorRate: 33
      cluster: /subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/stg
`);
    expect(done.rules).not.toContain("scopes: /");
  });

  test("overrides where two that use a variable want different things", () => {
    const rules = files(swap(cpu, ["  actionGroups: oncall\n", ""]), memory);
    const done = overridden(rules, swap(rules, ["scopes: ${cluster}", "scopes: ${other}"]));
    expect(done.rest).toEqual([adoption, adoption, adoption]);
    expect(done.workspace).toBe(workspaceText);
    expect(done.rules).toContain('  staging: { spec: { scopes: "${other}" } }\n');
  });

  test("has its own entries of `forEach`", () => {
    const done = overridden(memory, swap(memory, ["limit: 2", "limit: 9"]));
    expect(done.rest).toEqual([adoption, adoption]);
    expect(done.rules).toBe(`${memory}environments:\n  staging: { adopt: true, forEach: { b: { limit: 9 } } }\n`);
  });

  test("joins `only` where what it would keep out is there, and nothing else does", () => {
    const alone = (text: string): string => `${text}only: [production]\n`;
    const done = overridden(files(alone(errors), alone(memory)), files(memory, cpu, oncall));
    // In every environment there is, it says `only` no more.
    expect(done.rules).toBe(files(alone(errors), `${memory}environments:\n  staging: { adopt: true }\n`));
    expect(done.adopting.map(({ name }) => name)).toEqual(["memory-a", "memory-b"]);
  });

  test("leaves what was made for it alone, whatever Azure has", () => {
    const rules = `${errors}only: [staging]\nadopt: true\n`;
    const done = overridden(rules, swap(rules, ["severity: 1", "severity: 3"]));
    expect(done.rules).toBe(rules);
    expect(done.rest).toEqual(["adopt severity tags.tocsin-stack"]);
  });

  test("leaves on what was written for it and is not applied yet", () => {
    const rules = files(`${errors}only: [staging]\n`, memory);
    expect(overridden(rules, memory).rules).toBe(`${rules}environments:\n  staging: { adopt: true }\n`);
  });

  test("switches off what it does not have, when nothing in it is the stack's yet", () => {
    const done = overridden(files(errors, memory), swap(memory, [", b: { limit: 2 }", ""]));
    expect(done.rest).toEqual([adoption]);
    expect(done.rules).toBe(
      files(
        `${errors}environments:\n  staging: false\n`,
        `${memory}environments:\n  staging: { adopt: true, forEach: { b: null } }\n`,
      ),
    );
    expect(done.notThere.map(({ desired, off }) => [desired.name, off])).toEqual([
      ["errors", true],
      ["memory-b", true],
    ]);
  });

  test("keeps what is not there and others refer to", () => {
    const done = overridden(
      files(cpu, oncall),
      cpu.replace("  actionGroups: oncall\n", "  actionGroups: oncall\n") + `---\n${oncall}`,
    );
    expect(done.notThere).toEqual([]);
    const without = overridden(files(cpu, oncall), swap(cpu, ["  actionGroups: oncall\n", ""]));
    expect(without.rules).toContain("environments:\n  staging: { spec: { actionGroups: null } }\n");
    expect(without.rules).toContain(`${oncall}environments:\n  staging: false\n`);
  });

  test("leaves what is missing where the stack has resources already", () => {
    const rules = files(errors, memory);
    const done = overridden(rules, memory, { owned: "ours" });
    expect(done.rules).toBe(rules);
    expect(done.notThere.map(({ off, because }) => [off, because])).toEqual([
      [
        false,
        "it is not in Azure, and the stack has other resources in staging; the next `apply` creates it, unless you write `staging: false` under its `environments`",
      ],
    ]);
  });

  test("leaves everything where nothing of it exists", () => {
    const done = overridden(errors, "");
    expect(done.rules).toBe(errors);
    expect(done.notThere[0]?.because).toBe("nothing of the stack is in staging yet; the next `apply` creates it");
  });

  test("keeps its secrets in Azure, where they are other ones", () => {
    const done = overridden(oncall, swap(oncall, ["${secret:hook}", "https://hooks.example/another-one"]));
    expect(done.rest).toEqual([adoption]);
    expect(done.workspace).toContain("    secrets: { hook: { live: true } }\n");
    expect(done.liveSecrets).toEqual(["hook"]);
    expect(done.rules + done.workspace).not.toContain("another-one");
  });
});
