import { describe, expect, test } from "vitest";
import { apply } from "../../src/commands/apply.ts";
import { load } from "../../src/commands/load.ts";
import { plan } from "../../src/commands/plan.ts";
import { show } from "../../src/commands/show.ts";
import { readWorkspace } from "../../src/core/language/workspace.ts";
import type { PlanReport } from "../../src/core/plan/report.ts";
import { arm } from "../../src/emulator/arm/arm.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { emulatedAzure, type EmulatedAzure } from "../support/emulated-azure.ts";
import { inputsFor } from "../support/stacks.ts";

const subscription = "/subscriptions/11111111-1111-1111-1111-111111111111";
const group = `${subscription}/resourceGroups/rg-alerts`;
const now = "2026-11-20T12:00:00Z";

const workspaceText = `stack: ai
rules: [rules/*.yaml]
guard: { maximumDeletes: 100% }
variables: { cluster: "\${group}/providers/Microsoft.ContainerService/managedClusters/aks", group: "/subscriptions/\${subscription}/resourceGroups/rg-ai" }
environments:
  production: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg-alerts }
`;

const alerts = `kind: ActionGroup
name: oncall
spec: { groupShortName: oncall, emailReceivers: [{ name: a, emailAddress: a@x.com }] }
---
kind: MetricAlert
name: cpu
spec: { severity: 2, scopes: "\${cluster}", windowSize: 5m, evaluationFrequency: 1m, criteria: avg node_cpu > 80, actionGroups: oncall }
`;

/** A processing rule for the cluster, with the rest of its spec as lines. */
function rule(name: string, ...lines: readonly string[]): string {
  const spec = ['scopes: "${cluster}"', ...lines].map((line) => `  ${line}\n`).join("");
  return `---\nkind: AlertProcessingRule\nname: ${name}\nspec:\n${spec}`;
}

const mute = "actions: RemoveAllActionGroups";

function inputs(text: string, azure: EmulatedAzure) {
  const workspace = readWorkspace({ path: "tocsin.yaml", text: workspaceText }).value;
  if (workspace === undefined) throw new Error("the workspace of the test is none");
  const { environments } = workspace;
  const files = [{ path: "rules/a.yaml", text: alerts + text }];
  const loaded = load({ workspace, files, diagnostics: [], environments, kinds, today: now.slice(0, 10) });
  const [compiled] = loaded.stacks;
  return {
    ...inputsFor(azure, compiled!.stack),
    workspace,
    loaded,
    diagnostics: compiled!.diagnostics,
    secrets: new Map<string, string>(),
    now,
  };
}

async function planned(text: string, azure?: EmulatedAzure): Promise<PlanReport> {
  return plan(inputs(text, azure ?? (await emulatedAzure())));
}

async function put(azure: EmulatedAzure, name: string, properties: JsonObject, version = "2021-08-08"): Promise<void> {
  const outcome = await arm(
    {
      method: "PUT",
      url: `https://management.azure.com${group}/providers/Microsoft.AlertsManagement/actionRules/${name}?api-version=${version}`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ location: "Global", properties }),
    },
    azure.world,
  );
  expect(outcome).toMatchObject({ outcome: "answered", answer: { status: version === "2021-08-08" ? 201 : 200 } });
}

async function said(text: string): Promise<readonly string[]> {
  const { diagnostics } = await planned(text);
  return diagnostics.map(({ code, at, message }) => `${at.line}:${at.column} ${code}: ${message}`);
}

describe("what is warned of", () => {
  test("an alert that nobody has, with the name that was meant", async () => {
    const conditions = "conditions: [{ field: AlertRuleName, operator: Equals, values: [cpu, cpuu] }]";
    expect(await said(rule("m", conditions, mute))).toEqual([
      "13:72 alert-name-unknown: m looks for an alert that nobody has: none of the stack or of its resource groups is called `cpuu`; did you mean `cpu`?",
    ]);
  });

  test("not of an alert that a plan of some names leaves out", async () => {
    const conditions = "conditions: [{ field: AlertRuleName, operator: Equals, values: [cpu] }]";
    const given = { ...inputs(rule("m", conditions, mute), await emulatedAzure()), names: ["m"] };
    const { diagnostics, planned: made } = await plan(given);
    expect([diagnostics, made?.changes.map(({ name }) => name)]).toEqual([[], ["m"]]);
  });

  test("a part of a name that no alert has", async () => {
    const conditions = "conditions: [{ field: AlertRuleName, operator: Contains, values: [CP, oncall] }]";
    expect(await said(rule("m", conditions, mute))).toEqual([
      "13:73 alert-name-unknown: m looks for an alert that nobody has: none of the stack or of its resource groups has `oncall` in its name",
    ]);
  });

  test("an added group that tells nobody", async () => {
    const empty = "---\nkind: ActionGroup\nname: empty\nspec: { groupShortName: empty }\n";
    const action = "actions: [{ actionType: AddActionGroups, actionGroups: empty }]";
    expect(await said(empty + rule("m", action))).toEqual(["17:58 dead-end: m refers to empty, which has no receiver"]);
  });

  test("a window that is over, and a scope that is not its own", async () => {
    const schedule = "schedule: { effectiveUntil: 2026-11-19T10:00:00 }";
    expect(await said(rule("m", schedule, mute))).toEqual([
      "13:31 window-is-over: the window was over at `2026-11-19T10:00:00`, so the rule does nothing any more; delete it, or give it a new date",
    ]);
    const elsewhere = rule("m", mute).replace('"${cluster}"', "/subscriptions/22222222-2222-2222-2222-222222222222");
    const { diagnostics } = await planned(elsewhere);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ["scope-of-another-subscription", "warning"],
    ]);
  });

  test("an alert without a group is not, where a rule always adds one", async () => {
    const deaf =
      '---\nkind: MetricAlert\nname: deaf\nspec: { severity: 2, scopes: "${cluster}", windowSize: 5m, evaluationFrequency: 1m, criteria: avg x > 1 }\n';
    const add = "actions: [{ actionType: AddActionGroups, actionGroups: oncall }]";
    const weekly = "schedule: { recurrences: [{ recurrenceType: Weekly, daysOfWeek: Sunday }] }";
    const codes = async (text: string) => (await planned(text)).diagnostics.map(({ code }) => code);
    expect(await codes(deaf)).toEqual(["reaches-nobody"]);
    expect(await codes(deaf + rule("tell", add))).toEqual([]);
    expect(await codes(deaf + rule("tell", add, weekly))).toEqual(["reaches-nobody"]);
  });
});

describe("against Azure", () => {
  const many = [
    rule(
      "once",
      "schedule: { effectiveFrom: 2026-12-05T22:00:00, effectiveUntil: 2026-12-06T04:00:00, timeZone: Korea Standard Time }",
      mute,
    ),
    rule(
      "weekly",
      "conditions: [{ field: Severity, operator: NotEquals, values: [Sev0, Sev1] }, { field: AlertRuleName, operator: Contains, values: c }, { field: AlertRuleName, operator: DoesNotContain, values: mem }]",
      "schedule: { recurrences: [{ recurrenceType: Weekly, daysOfWeek: [Saturday, Sunday] }, { recurrenceType: Daily, startTime: 17:00:00, endTime: 09:00:00 }, { recurrenceType: Monthly, daysOfMonth: [1] }] }",
      "actions: [{ actionType: AddActionGroups, actionGroups: oncall }]",
    ),
  ].join("");

  test("what was applied is as it is wanted, groups first", async () => {
    const azure = await emulatedAzure();
    const report = await apply(inputs(many, azure));
    expect(report.results.map(({ outcome, name }) => [outcome, name])).toEqual([
      ["applied", "oncall"],
      ["applied", "once"],
      ["applied", "weekly"],
      ["applied", "cpu"],
    ]);
    const { planned: again } = await planned(many, azure);
    expect([again?.changes, again?.unchanged]).toEqual([[], 4]);
  });

  test("mutes in force are listed with their end, whosever they are, and others are not", async () => {
    const azure = await emulatedAzure();
    await apply(inputs(rule("ours", mute), azure));
    const scopes = [subscription];
    const silence = { scopes, enabled: true, actions: [{ actionType: "RemoveAllActionGroups" }] };
    const schedule = { effectiveFrom: "2026-11-20T20:00:00", effectiveUntil: "2026-11-21T08:00:00" };
    await put(azure, "night", { ...silence, schedule: { ...schedule, timeZone: "Korea Standard Time" } });
    await put(azure, "later", { ...silence, schedule });
    await put(azure, "off", { ...silence, enabled: false });
    await put(azure, "context", {
      ...silence,
      conditions: [{ field: "AlertContext", operator: "Contains", values: ["x"] }],
    });
    await put(azure, "nobody", { ...silence, scopes: [`${subscription}/resourceGroups/other`] });
    const old = { type: "Suppression", scope: { scopeType: "Subscription", values: scopes }, status: "Enabled" };
    await put(azure, "old", { ...old, suppressionConfig: { recurrenceType: "Always" } }, "2019-05-05-preview");
    const { planned: made } = await planned(rule("ours", mute), azure);
    expect(made?.changes).toEqual([]);
    expect(made?.notes).toEqual([
      "AlertProcessingRule context (of no stack) silences perhaps cpu: at all times, without an end",
      "AlertProcessingRule night (of no stack) silences cpu: until 2026-11-21 08:00 (Korea Standard Time)",
      "AlertProcessingRule nobody (of no stack) silences no alert that is known here: at all times, without an end",
      "AlertProcessingRule old (of no stack) silences cpu: at all times, without an end",
      "AlertProcessingRule ours silences cpu: at all times, without an end",
    ]);
  });

  test("a rule of 2019 is read in today's words, and adopted without a change", async () => {
    const azure = await emulatedAzure();
    await put(
      azure,
      "old",
      {
        type: "Suppression",
        scope: { scopeType: "ResourceGroup", values: [`${subscription}/resourceGroups/rg-ai`] },
        conditions: { severity: { operator: "Equals", values: ["Sev3"] } },
        suppressionConfig: {
          recurrenceType: "Weekly",
          schedule: {
            startDate: "12/09/2018",
            endDate: "12/18/2030",
            startTime: "06:00:00",
            endTime: "14:00:00",
            recurrenceValues: [0, 6],
          },
        },
      },
      "2019-05-05-preview",
    );
    const text = rule(
      "old",
      "conditions: [{ field: Severity, operator: Equals, values: Sev3 }]",
      "schedule: { effectiveFrom: 2018-12-09T00:00:00, effectiveUntil: 2030-12-18T00:00:00, recurrences: [{ recurrenceType: Weekly, daysOfWeek: [Sunday, Saturday], startTime: 06:00:00, endTime: 14:00:00 }] }",
      mute,
    )
      .replace('"${cluster}"', '"${group}"')
      .replace("name: old\n", "name: old\nadopt: true\n");
    const { planned: made } = await planned(text, azure);
    const change = made?.changes.find(({ name }) => name === "old");
    expect([change?.action, change?.differences.filter(({ path }) => !path.startsWith("tags"))]).toEqual(["adopt", []]);
  });
});

describe("show", () => {
  test("says what a rule does, and of an alert which rules process it", async () => {
    const given = inputs(
      rule("quiet", "conditions: [{ field: AlertRuleName, operator: NotEquals, values: mem }]", mute),
      await emulatedAzure(),
    );
    const [shown] = show("quiet", given).shown;
    expect(shown?.processes).toEqual([{ effect: "silences", groups: [], surely: ["cpu"], perhaps: [] }]);
    const [alert] = show("cpu", given).shown;
    expect([alert?.processes, alert?.paging.processedBy]).toEqual([undefined, [{ name: "quiet", effect: "silences" }]]);
  });
});
