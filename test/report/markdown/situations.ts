import { apply } from "../../../src/commands/apply.ts";
import { drift } from "../../../src/commands/drift.ts";
import { plan } from "../../../src/commands/plan.ts";
import { shownOf } from "../../../src/core/plan/comment.ts";
import type { Location } from "../../../src/core/location.ts";
import type { PlanReport, Planned } from "../../../src/core/plan/report.ts";
import { addFault } from "../../../src/emulator/arm/world.ts";
import { plant } from "../../../src/emulator/arm/seed.ts";
import { applyMarkdown } from "../../../src/report/markdown/apply-markdown.ts";
import { driftMarkdown } from "../../../src/report/markdown/drift-markdown.ts";
import type { MarkdownLook } from "../../../src/report/markdown/look.ts";
import { planMarkdown } from "../../../src/report/markdown/plan-markdown.ts";
import type { EmulatedAzure } from "../../support/emulated-azure.ts";
import {
  azureAtNight,
  azureWith,
  cpu,
  errors,
  group,
  inPortal,
  inputsFor,
  memory,
  planFrom,
  rewritten,
  rules,
  withoutChance,
  type Rules,
} from "./on-stage.ts";

/** The look of a comment on a pull request. */
export const look: MarkdownLook = {
  linkTo: ({ file, line }: Location) =>
    `https://github.com/company/alerts/blob/4f2d9c1e5b7a8c3d6e9f0a1b2c3d4e5f6a7b8c9d/${file}#L${line}`,
  limit: 30_000,
  more: { text: "job summary", url: "https://github.com/company/alerts/actions/runs/42" },
};

function planned(report: PlanReport): Planned {
  if (report.planned === undefined) throw new Error(JSON.stringify(report.diagnostics));
  return report.planned;
}

const twenty: Rules = {
  "rules/oncall.yaml": [group],
  "rules/many.yaml": Array.from({ length: 20 }, (_, index) =>
    errors.replace("http-5xx-rate", `http-5xx-rate-${index}`).replace('"api"', `"api-${index}"`),
  ),
};

const updated = rewritten(
  rewritten(rewritten(rules, "cpu_usage_percentage > 80", "cpu_usage_percentage > 90"), "> 20", "> 50"),
  "    | project",
  "    | where Errors > 3\n    | project",
);

const foreign = {
  id: "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai-alerts/providers/Microsoft.Insights/actionGroups/ai-oncall",
  location: "global",
  tags: { "tocsin-stack": "web/production" },
  properties: { groupShortName: "web", enabled: true },
};

/** What people are told in pull requests, by the name of its golden file. */
export const comments: Readonly<Record<string, () => Promise<string>>> = {
  "plan-first": async () => planMarkdown(await plan(inputsFor(await azureAtNight(), rules)), look),
  // README.md shows it.
  "plan-example": async () => {
    const mine = rewritten(rewritten(rules, "cpu_usage_percentage > 80", "cpu_usage_percentage > 90"), "> 20", "> 50");
    const meanwhile = (azure: EmulatedAzure): Promise<void> => inPortal(azure, "aks-node-memory-high", severity(4));
    return planMarkdown(await planFrom(rules, mine, { meanwhile }), look);
  },
  "plan-update": async () => planMarkdown(await planFrom(rules, updated), look),
  "plan-replace": async () =>
    planMarkdown(
      await planFrom(rules, rules, {
        rewrite: (text) => text.replace("location: koreacentral", "location: japaneast"),
      }),
      look,
    ),
  "plan-rename": async () =>
    planMarkdown(
      await planFrom(
        rules,
        rewritten(rules, "name: aks-node-cpu-high\n", "name: aks-cpu\nformerly: aks-node-cpu-high\n"),
      ),
      look,
    ),
  "plan-delete-refused": async () => {
    const more = { "rules/more.yaml": [1, 2].map((n) => cpu.replace("aks-node-cpu-high", `aks-cpu-${n}`)) };
    return planMarkdown(
      await planFrom(
        { ...rules, ...more },
        { "rules/oncall.yaml": [group], "rules/api.yaml": [errors] },
        { rewrite: (text) => `${text}guard: { maximumDeletes: 30% }\n` },
      ),
      look,
    );
  },
  "plan-blocked": async () => {
    const azure = await azureAtNight();
    plant(azure.world, [foreign]);
    return planMarkdown(await plan(inputsFor(azure, rules)), look);
  },
  "plan-adoptions": async () => {
    const many = {
      ...rules,
      "rules/more.yaml": [1, 2, 3].map((n) => cpu.replace("aks-node-cpu-high", `aks-cpu-${n}`)),
    };
    const azure = await azureWith(many);
    plant(
      azure.world,
      azure.world.store.all().map(({ body }) => ({ ...body, tags: {} })),
    );
    const adopting = Object.entries(many).map(([file, texts]): [string, readonly string[]] => [
      file,
      texts.map((text) => text.replace("\nspec:", "\nadopt: true\nspec:")),
    ]);
    const files = rewritten(Object.fromEntries(adopting), "ErrorRate > 5", "ErrorRate > 3");
    return planMarkdown(await plan(inputsFor(azure, files)), look);
  },
  "plan-secret": async () => {
    const more = rewritten(rules, "${secret:slackWebhook}", "${secret:pager}");
    return planMarkdown(await planFrom(rules, more), look);
  },
  "plan-secret-not-compared": async () => planMarkdown(await planFrom(rules, updated, { secrets: new Map() }), look),
  "plan-elsewhere": async () => {
    const mine = rewritten(updated, "ai-oncall\n  emailR", "oncall\n  emailR");
    const meanwhile = async (azure: EmulatedAzure): Promise<void> => {
      await inPortal(azure, "aks-node-memory-high", severity(4));
      await inPortal(azure, "http-5xx-rate", severity(3));
      await inPortal(azure, "aks-node-cpu-high", (body: any) => {
        body.properties.criteria.allOf[0].threshold = 95;
        return body;
      });
    };
    return planMarkdown(await planFrom(rules, mine, { meanwhile }), look);
  },
  "plan-restores": async () => {
    const report = await planFrom(updated, rules);
    const restores = { id: "abc1234f0a2b4c6d8e0f1a2b3c4d5e6f7a8b9c0d", title: "alerts: warn earlier (#39)" };
    return planMarkdown({ ...report, planned: { ...planned(report), restores } }, look);
  },
  "plan-paging": async () => {
    const night = "---\nkind: ActionGroup\nname: night\nspec: { groupShortName: night }\n";
    const mute =
      "kind: AlertProcessingRule\nname: maintenance\nspec:\n  scopes: ${cluster}\n  actions: [{ actionType: RemoveAllActionGroups }]\n" +
      '  schedule: { timeZone: UTC, recurrences: [{ recurrenceType: Weekly, daysOfWeek: [Saturday], startTime: "22:00:00", endTime: "04:00:00" }] }\n';
    const after = rewritten(
      rewritten(
        rewritten(rules, "admin@company.com", "duty@company.com"),
        /(ErrorRate > 5\]\n {2}actionGroups: )ai-oncall/,
        "$1night",
      ),
      /(aks-node-memory-high[^]*?) {2}actionGroups: ai-oncall\n/,
      "$1",
    );
    return planMarkdown(await planFrom(rules, { ...after, "rules/night.yaml": [night.slice(4), mute] }), look);
  },
  "plan-errors": async () =>
    planMarkdown(
      await plan(
        inputsFor(
          await azureAtNight(),
          rewritten(
            rewritten(rewritten(rules, "severity: 2", "severty: 2"), "avg ErrorRate", "avarage ErrorRate"),
            "80 %",
            "80% | `x`",
          ),
        ),
      ),
      look,
    ),
  "plan-nothing": async () => planMarkdown(await planFrom(rules, rules), look),
  "plan-cut": async () => planMarkdown(await plan(inputsFor(await azureAtNight(), twenty)), { ...look, limit: 9000 }),
  "plan-retired": async () =>
    planMarkdown(
      await planFrom(rules, rules, {
        rewrite: (text) => text.replace("location: koreacentral", "location: koreacentral\n    retired: true"),
      }),
      look,
    ),
  apply: async () => applyMarkdown(withoutChance(await apply(inputsFor(await azureAtNight(), rules))), look),
  "apply-failed": async () => {
    const azure = await azureWith({ "rules/oncall.yaml": [group], "rules/aks.yaml": [cpu] });
    addFault(
      azure.world,
      "PUT scheduledQueryRules 400 code=BadRequest message=The query could not be resolved: Failed to resolve table 'AppRequest'",
    );
    const more = rewritten(rules, "ai-oncall\n  emailR", "oncall\n  emailR");
    return applyMarkdown(withoutChance(await apply(inputsFor(azure, more))), look);
  },
  "apply-blocked": async () => {
    const azure = await azureAtNight();
    plant(azure.world, [foreign]);
    const report = await apply(inputsFor(azure, { "rules/oncall.yaml": [group] }));
    return applyMarkdown(withoutChance(report), look);
  },
  "apply-refused": async () =>
    applyMarkdown(
      await apply(
        inputsFor(
          await azureWith(rules),
          { "rules/oncall.yaml": [group] },
          {
            rewrite: (text) => `${text}guard: { maximumDeletes: 30% }\n`,
          },
        ),
      ),
      look,
    ),
  "apply-unseen": async () => {
    const report = withoutChance(await apply(inputsFor(await azureWith(rules), updated)));
    const changes = report.planned?.changes ?? [];
    const gone = shownOf({ changes: changes.slice(1).map((change) => ({ ...change, name: "aks-node-memory-high" })) });
    return applyMarkdown({ ...report, unseen: changes.slice(0, 1).map(({ id }) => id), gone }, look);
  },
  "apply-nothing": async () => applyMarkdown(await apply(inputsFor(await azureWith(rules), rules)), look),
};

const severity = (value: number) => (body: any) => ({ ...body, properties: { ...body.properties, severity: value } });

/** What people are told in the issue about drift. */
export const issues: Readonly<Record<string, () => Promise<string>>> = {
  "drift-changed": async () => {
    const azure = await azureWith(rules);
    await inPortal(azure, "aks-node-cpu-high", (body: any) => {
      const edited = severity(3)(body);
      edited.properties.criteria.allOf[0].threshold = 95;
      return edited;
    });
    await inPortal(azure, "http-5xx-rate", (body: any) => {
      const edited = severity(1)(body);
      const [first] = edited.properties.criteria.allOf;
      first.query = first.query.replace("Total > 20", "Total > 500");
      return edited;
    });
    return driftMarkdown(await drift(inputsFor(azure, rules)), look);
  },
  "drift-missing-and-unexpected": async () => {
    const azure = await azureWith(rules);
    await inPortal(azure, "aks-node-memory-high", "delete");
    return driftMarkdown(await drift(inputsFor(azure, { ...rules, "rules/api.yaml": [] })), look);
  },
  "drift-not-ours": async () => {
    const azure = await azureWith(rules);
    await inPortal(azure, "http-5xx-rate", (body) => ({ ...body, tags: { "tocsin-stack": "web/production" } }));
    await inPortal(azure, "aks-node-memory-high", (body) => ({ ...body, tags: {} }));
    const files = { ...rules, "rules/aks.yaml": [cpu, memory.replace("\nspec:", "\nadopt: true\nspec:")] };
    return driftMarkdown(await drift(inputsFor(azure, files)), look);
  },
  "drift-retired": async () => {
    const rewrite = (text: string): string =>
      text.replace("location: koreacentral", "location: koreacentral\n    retired: true");
    return driftMarkdown(await drift(inputsFor(await azureWith(rules), rules, { rewrite })), look);
  },
  "drift-none": async () => driftMarkdown(await drift(inputsFor(await azureWith(rules), rules)), look),
};
