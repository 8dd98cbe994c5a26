import { beforeEach, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { plant } from "../../../src/emulator/arm/seed.ts";
import { emulatedAzure, type EmulatedAzure } from "../../support/emulated-azure.ts";
import { begun, importFrom, inputsAfter } from "../../support/importing.ts";
import { apply } from "../../../src/commands/apply.ts";
import { plan } from "../../../src/commands/plan.ts";
import { group, idOf } from "./imported-bodies.ts";

let azure: EmulatedAzure;

beforeEach(async () => {
  azure = await emulatedAzure();
});

function logRule(name: string, properties: JsonObject): JsonObject {
  return { id: idOf("Microsoft.Insights/scheduledQueryRules", name), name, location: "koreacentral", properties };
}

test.each<[string, JsonObject, string, RegExp]>([
  ["Azure's own", group("Application Insights Smart Detection"), "azure", /Azure makes it by itself/],
  [
    "Azure's own, for Windows nodes",
    {
      id: idOf("Microsoft.AlertsManagement/prometheusRuleGroups", "NodeAndKubernetesRecordingRulesRuleGroup-Win-aks"),
      name: "NodeAndKubernetesRecordingRulesRuleGroup-Win-aks",
      location: "koreacentral",
      properties: { scopes: [idOf("Microsoft.Monitor/accounts", "amw")], rules: [{ record: "a:b", expression: "up" }] },
    },
    "azure",
    /managed Prometheus/,
  ],
  ["a policy's", group("x", { tags: { _deployed_by_amba: "True" } }), "policy", /would make it again/],
  ["another service's", group("x", { managedBy: "/subscriptions/a/b" }), "managed", /managed by/],
  ["another stack's", group("x", { tags: { "tocsin-stack": "web/x" } }), "another-stack", /belongs to `web\/x`/],
  [
    "ours without a definition",
    group("x", { tags: { "tocsin-stack": "laws/production" } }),
    "no-definition",
    /the next plan deletes it/,
  ],
  ["of the API of 2018", logRule("x", { source: { query: "x" }, action: {}, schedule: {} }), "no-words", /2018-04-16/],
  ["of a saved search", logRule("x", { isLegacyLogAnalyticsRule: true, criteria: {} }), "no-words", /saved search/],
  [
    "of a kind nobody knows",
    { ...logRule("x", { criteria: {} }), kind: "Future" },
    "no-words",
    /no kind here has words for a `Future`/,
  ],
])("what is %s is left out, and the reason is told", async (_whose, body, reason, because) => {
  plant(azure.world, [body]);
  const { report, made } = await importFrom(azure);
  expect(report.leftOut).toMatchObject([{ reason, because: expect.stringMatching(because), name: body["name"] }]);
  expect(made).toEqual([]);
  const named = await importFrom(azure, { choice: { names: report.leftOut.map(({ name }) => name) } });
  expect(named.made.length).toBe(reason === "no-words" ? 0 : 1);
});

test("a body that no definition can say is named with its path, and the rest is imported", async () => {
  plant(azure.world, [
    group("good"),
    group("bad", { properties: { groupShortName: "longer than twelve", enabled: true } }),
  ]);
  const { report } = await importFrom(azure);
  expect(report.leftOut).toMatchObject([
    { name: "bad", reason: "no-words", at: expect.stringMatching(/^groupShortName: /) },
  ]);
  expect(report.files.flatMap((file) => file.definitions ?? [])).toMatchObject([{ name: "good", adopts: true }]);
});

test("words and numbers as templates spell them are what they say", async () => {
  const criterion = {
    name: "a",
    metricName: "Http5xx",
    operator: "greaterThan",
    threshold: "5",
    timeAggregation: "total",
  };
  const dimensions = [{ name: "Instance", operator: "include", values: ["*"] }];
  const rest = { severity: 2, enabled: "true", evaluationFrequency: "PT1M", windowSize: "PT5M" };
  const criteria = {
    "odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
    allOf: [{ ...criterion, criterionType: "staticThresholdCriterion", dimensions }],
  };
  const scopes = [idOf("Microsoft.Web/sites", "shop")];
  const id = idOf("Microsoft.Insights/metricAlerts", "5xx");
  plant(azure.world, [{ id, name: "5xx", location: "global", properties: { ...rest, scopes, criteria } }]);
  const after = await importFrom(azure);
  expect(after.report).toMatchObject({ leftOut: [], files: [{ definitions: [{ adopts: true }] }] });
  expect(after.made[0]?.text).toContain("- total Http5xx > 5 where Instance includes * as a\n");
  expect((await plan(inputsAfter(azure, after))).planned?.changes.map(({ action }) => action)).toEqual(["adopt"]);
});

test("what refers to something that is no action group is left out, and where it does is told", async () => {
  const topic = idOf("Microsoft.EventGrid/topics", "t");
  const properties = { scopes: [idOf("Microsoft.Web/sites", "shop")], actions: { actionGroups: [topic] } };
  const criteria = { allOf: [{ query: "x", timeAggregation: "Count", operator: "GreaterThan", threshold: 1 }] };
  const rest = { severity: 1, evaluationFrequency: "PT5M", windowSize: "PT5M", enabled: true };
  plant(azure.world, [logRule("x", { ...properties, ...rest, criteria })]);
  const { report } = await importFrom(azure);
  expect(report.leftOut).toMatchObject([
    { at: expect.stringMatching(/^actionGroups\[0\].name: .*topics\/t` is no id of a/) },
  ]);
});

test("what rules of one name have besides goes to the rule it was on, in whatever spelling it is in Azure", async () => {
  const rule = (length: string, more: JsonObject = {}): JsonObject => ({
    alert: "PodCrashLooping",
    expression: "up == 0",
    for: length,
    resolveConfiguration: { autoResolved: true, timeToResolve: length },
    ...more,
  });
  const id = idOf("Microsoft.AlertsManagement/prometheusRuleGroups", "pods");
  const scopes = [idOf("Microsoft.Monitor/accounts", "amw")];
  const rules = [rule("PT90M", { future: "new" }), rule("PT5M")];
  plant(azure.world, [{ id, name: "pods", location: "koreacentral", properties: { enabled: true, scopes, rules } }]);
  const after = await importFrom(azure);
  expect(after.report.files.flatMap((file) => file.definitions ?? [])).toMatchObject([{ name: "pods", adopts: true }]);
  expect(after.made[0]?.text).toContain("future: new");
  expect(await apply(inputsAfter(azure, after))).toMatchObject({ results: [{ outcome: "applied" }] });
});

test("names that stand in ids as in an address are names like any others, in references too", async () => {
  const scope = idOf("Microsoft.Web/sites", "shop");
  const rule = (name: string): JsonObject => ({
    id: idOf("Microsoft.Insights/metricAlerts", encodeURIComponent(name)),
    name,
    location: "global",
    properties: {
      severity: 2,
      enabled: true,
      scopes: [scope],
      evaluationFrequency: "PT1M",
      windowSize: "PT5M",
      criteria: {
        "odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        allOf: [{ name: "a", metricName: "Http5xx", operator: "GreaterThan", threshold: 5, timeAggregation: "Total" }],
      },
      actions: [{ actionGroupId: idOf("Microsoft.Insights/actionGroups", "on%20call") }],
    },
  });
  plant(azure.world, [rule("5xx of the shop"), rule("지연 높음"), group("on call")]);
  const after = await importFrom(azure);
  expect(after.made.map(({ text }) => text).join("")).toMatch(/name: 5xx of the shop\n[^]*actionGroups: on call\n/);
  expect(JSON.stringify(after.made)).not.toMatch(/%20|%[A-F]/);
  const first = await plan(inputsAfter(azure, after));
  expect(first.planned?.changes.map(({ action }) => action)).toEqual(["adopt", "adopt", "adopt"]);
  const { results } = await apply(inputsAfter(azure, after));
  expect(results.map(({ outcome }) => outcome)).toEqual(["applied", "applied", "applied"]);
  expect((await plan(inputsAfter(azure, after))).planned).toMatchObject({ changes: [], unchanged: 3 });
});

test("a text that no file may hold leaves its resource out", async () => {
  plant(azure.world, [group("bell", { tags: { ring: "\u0007" } }), group("good")]);
  const { report } = await importFrom(azure);
  expect(report.leftOut).toMatchObject([{ name: "bell", at: expect.stringContaining("U+0007") }]);
  expect(report.files.length).toBe(1);
});

test("what a plan would not take over as it is says why above itself, and is not adopted", async () => {
  const tags = { "tocsin-stack": "laws/production", "tocsin-source": "another/repository" };
  plant(azure.world, [group("contested", { tags })]);
  const { report, made } = await importFrom(azure, { choice: { names: ["contested"] } });
  expect(made[0]?.text).toMatch(/^# This is not what Azure has:\n#   it was written by another repository/m);
  expect(made[0]?.text).not.toContain("adopt");
  expect(report.files[0]?.definitions).toMatchObject([
    { name: "contested", adopts: false, because: [expect.any(String)] },
  ]);
});

test("a tag that would end its comment and go on as a definition stays a comment", async () => {
  const evil = "x\nkind: ActionGroup\nname: evil\nspec: { groupShortName: evil }\n---";
  const tags = { "tocsin-stack": "laws/production", "tocsin-source": evil };
  plant(azure.world, [group("contested", { tags })]);
  const { made } = await importFrom(azure, { choice: { names: ["contested"] } });
  expect(made[0]?.text).toMatch(
    /^# {3}it was written by another repository, x\uFFFDkind: ActionGroup\uFFFDname: evil/m,
  );
  expect(made[0]?.text).not.toMatch(/^(?:kind: ActionGroup\n)?name: evil|^---/m);
});

test("a resource of ours that lost its definition is kept by the one that is written for it", async () => {
  plant(azure.world, [
    group("lost", { tags: { "tocsin-stack": "laws/production", "tocsin-source": "example/rules" } }),
  ]);
  const after = await importFrom(azure, { choice: { names: ["lost"] } });
  expect(after.made[0]?.text).not.toContain("adopt");
  expect((await plan(inputsAfter(azure, after))).planned).toMatchObject({ changes: [], unchanged: 1 });
});

test("what a definition renames is no resource of its own", async () => {
  plant(azure.world, [group("old", { tags: { "tocsin-stack": "laws/production", "tocsin-source": "example/rules" } })]);
  const text = "kind: ActionGroup\nname: new\nformerly: old\nspec: { groupShortName: x }\n";
  const { report } = await importFrom(azure, { files: [{ path: "rules/a.yaml", text }] });
  expect(report).toMatchObject({ defined: 1, leftOut: [], files: [] });
});

test("a secret in the name of what has none stays in Azure, and what is beside it goes along", async () => {
  const runbook = (name: string): JsonObject => ({
    automationAccountId: idOf("Microsoft.Automation/automationAccounts", "a"),
    runbookName: name,
    webhookResourceId: idOf("Microsoft.Automation/automationAccounts", "w"),
    isGlobalRunbook: false,
    serviceUri: `https://canary.example.com/${name}`,
    invented: true,
  });
  const properties = {
    groupShortName: "x",
    enabled: true,
    automationRunbookReceivers: [runbook("one"), runbook("two")],
  };
  plant(azure.world, [group("x", { properties })]);
  const after = await importFrom(azure);
  expect(after.report.files[0]?.definitions).toMatchObject([{ adopts: true }]);
  expect(after.made[0]?.text).not.toMatch(/arm:|canary|hidden/);
  const { planned } = await plan(inputsAfter(azure, after));
  expect(planned?.changes).toMatchObject([{ action: "adopt", carried: [expect.any(String), expect.any(String)] }]);
});

test("tags that people made are written, those of the environment are not said again, hidden ones are left alone", async () => {
  const tags = {
    team: "ai",
    costCenter: "4711",
    owner: "mine",
    "hidden-link:/x": "Resource",
    "tocsin-protect": "true",
  };
  plant(azure.world, [group("x", { tags })]);
  const text = begun.replace(
    "location: koreacentral\n",
    "location: koreacentral\n    tags: { costCenter: '4711', owner: all }\n",
  );
  const after = await importFrom(azure, { text });
  expect(after.made[0]?.text).toContain("tags: { team: ai, owner: mine }\nadopt: true\nprotect: true\n");
  const { planned } = await plan(inputsAfter(azure, after));
  expect(planned?.changes.map(({ action }) => action)).toEqual(["adopt"]);
});

test("a tag that holds a secret by its name or its form stays in Azure alone", async () => {
  const tags = { team: "ai", apiKey: "canary", "db-password": "canary", note: "https://x/?sig=canary0123456789abcdef" };
  plant(azure.world, [group("x", { tags })]);
  const after = await importFrom(azure);
  expect(after.made[0]?.text).toContain("tags: { team: ai }\n");
  expect(JSON.stringify(after)).not.toContain("canary");
  const { planned } = await plan(inputsAfter(azure, after));
  expect(planned?.changes.map(({ action }) => action)).toEqual(["adopt"]);
});
