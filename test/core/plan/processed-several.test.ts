import { describe, expect, test } from "vitest";
import { guard } from "../../../src/core/plan/guard.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { metBy } from "../../../src/core/plan/processed.ts";
import { fallsSilent, lookAround, pagingOf, reachesSomebody, type Surveyed } from "../../../src/core/plan/routes.ts";
import type { DesiredResource } from "../../../src/core/stack.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { pagingOf as pagingText } from "../../../src/report/paging-lines.ts";
import { plain, print } from "../../../src/report/print.ts";
import { group, made } from "./made.ts";

const now = "2026-11-20T12:00:00Z";
const byName = new Map(kinds.map((kind) => [kind.name, kind]));
const rg = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai";
const workspace = `${rg}/providers/Microsoft.Monitor/accounts/amw`;
const cluster = `${rg}-aks/providers/Microsoft.ContainerService/managedClusters/aks`;

const alert = (name: string, severity: number, more: JsonObject = {}): JsonObject => ({
  form: "alert",
  alert: name,
  expression: "up == 0",
  severity,
  actionGroups: [{ name: "oncall" }],
  ...more,
});

const holding = (alerts: readonly JsonObject[], more: JsonObject = {}): DesiredResource =>
  made("PrometheusRuleGroup", "pods", {
    location: "koreacentral",
    scopes: [workspace],
    rules: [...alerts, { form: "record", record: "a:b", expression: "up" }],
    ...more,
  });

const pods = holding([alert("Down", 1), alert("Slow", 3)]);

const rule = (more: JsonObject = {}): DesiredResource =>
  made("AlertProcessingRule", "mute", { scopes: [rg], actions: [{ actionType: "RemoveAllActionGroups" }], ...more });

const adds = { actions: [{ actionType: "AddActionGroups", actionGroups: [{ name: "manager" }] }] };

const when = (field: string, operator: string, ...values: readonly string[]): JsonObject => ({
  conditions: [{ field, operator, values }],
});

function around(...resources: readonly DesiredResource[]): Surveyed {
  const nodes = new Map([group("oncall"), group("manager"), ...resources].map((node) => [node.id, node]));
  return lookAround(nodes, new Set(), { kinds: byName, now });
}

const paged = (held: DesiredResource, ...rules: readonly DesiredResource[]) =>
  pagingOf(held, around(held, ...rules), byName);

/** What rules do to each alert: `Down silences`. */
function rulesOver(held: DesiredResource, ...rules: readonly DesiredResource[]): readonly string[] {
  return (paged(held, ...rules).alerts ?? []).flatMap(({ name, processedBy = [] }) =>
    processedBy.map(({ effect, perhaps = [] }) => [name, effect, ...perhaps].join(" ")),
  );
}

describe("a processing rule meets each alert of a Prometheus rule group by itself", () => {
  test.each<[string, JsonObject, readonly string[]]>([
    ["all of them", {}, ["Down silences", "Slow silences"]],
    ["those of a severity", when("Severity", "Equals", "Sev3"), ["Slow silences"]],
    ["one by its own name", when("AlertRuleName", "Equals", "down"), ["Down silences"]],
    ["none by the group's name", when("AlertRuleName", "Equals", "pods"), []],
    [
      "those of the group by its id",
      when("AlertRuleId", "Equals", holding([]).armId),
      ["Down silences", "Slow silences"],
    ],
    ["those of Prometheus", when("MonitorService", "Equals", "Prometheus"), ["Down silences", "Slow silences"]],
    ["none of another service", when("MonitorService", "Equals", "Platform"), []],
    ["none of logs", when("SignalType", "NotEquals", "Metric"), []],
    [
      "those of workspaces",
      when("TargetResourceType", "Equals", "microsoft.monitor/accounts"),
      ["Down silences", "Slow silences"],
    ],
    [
      "perhaps, by a description that is made when they fire",
      when("Description", "Contains", "pod"),
      ["Down silences where its `Description` fits", "Slow silences where its `Description` fits"],
    ],
    ["none elsewhere", { scopes: [`${rg}-2`] }, []],
  ])("%s", (_, more, expected) => {
    expect(rulesOver(pods, rule(more))).toEqual(expected);
  });

  test("on the cluster, where the group is limited to one", () => {
    const limited = holding([alert("Down", 1)], { scopes: [workspace, cluster] });
    expect(rulesOver(limited, rule({ scopes: [cluster] }))).toEqual(["Down silences"]);
    expect(rulesOver(limited, rule({ scopes: [workspace] }))).toEqual([]);
  });

  test("perhaps, by a severity that an alert does not say", () => {
    const silent = holding([{ form: "alert", alert: "Down", expression: "up == 0" }]);
    expect(rulesOver(silent, rule(when("Severity", "Equals", "Sev3")))).toEqual([
      "Down silences where its `Severity` fits",
    ]);
  });

  test("but not one that is disabled, nor any of a group that is", () => {
    const off = holding([alert("Down", 1, { enabled: false }), alert("Slow", 3)]);
    expect(rulesOver(off, rule())).toEqual(["Slow silences"]);
    expect(rulesOver(holding([alert("Down", 1)], { enabled: false }), rule())).toEqual([]);
  });
});

describe("who is reached", () => {
  test("nobody, where each alert is silenced; somebody, where one is not", () => {
    expect(reachesSomebody(paged(pods, rule()))).toBe(false);
    expect(reachesSomebody(paged(pods, rule(when("Severity", "Equals", "Sev3"))))).toBe(true);
  });

  test("whom a rule adds, where the alerts have no group", () => {
    const deaf = holding([alert("Down", 1, { actionGroups: [] })]);
    expect(reachesSomebody(paged(deaf))).toBe(false);
    expect(reachesSomebody(paged(deaf, rule(adds)))).toBe(true);
  });

  test("a group falls silent where a rule silences one of its alerts for good, not where it does at times", () => {
    const slow = when("AlertRuleName", "Equals", "Slow");
    const weekly = {
      schedule: { recurrences: [{ recurrenceType: "Weekly", daysOfWeek: ["Sunday"] }], timeZone: "UTC" },
    };
    expect(fallsSilent(paged(pods), paged(pods, rule(slow)))).toBe(true);
    expect(fallsSilent(paged(pods), paged(pods, rule({ ...slow, ...weekly })))).toBe(false);
    expect(fallsSilent(paged(pods, rule(slow)), paged(pods))).toBe(false);
  });

  // Two always pass.
  test("the guard counts such a group once, and not the rule", () => {
    const mute = rule();
    const [before, after] = [around(pods, rule(adds)), around(pods, mute)];
    const refused = guard({
      changes: [{ action: "create", desired: mute, wish: { settings: mute.settings, tags: {} } }],
      ours: [pods.id, pods.id, pods.id, mute.id],
      desired: 4,
      limits: { maximumDeletes: { count: 0 }, unreviewed: "apply" },
      before,
      after,
      kinds: byName,
    });
    expect(refused.map(({ message }) => message)).toEqual([
      expect.stringContaining("3 would fall silent (pods, pods, pods)"),
    ]);
  });
});

test.each<[string, JsonObject, readonly string[], readonly string[]]>([
  ["the group, where all of it is meant", {}, ["pods"], []],
  ["the alert, where it is not", when("Severity", "Equals", "Sev3"), ["Slow of pods"], []],
  ["the group, where all of it may be meant", when("AlertContext", "Contains", "x"), [], ["pods"]],
  ["nothing elsewhere", { scopes: [`${rg}-2`] }, [], []],
])("a rule is said to meet %s", (_, more, surely, perhaps) => {
  const { nodes, processing } = around(pods, rule(more));
  expect(metBy(processing[0]!, nodes, byName)).toEqual({ surely, perhaps });
});

describe("who is paged is told", () => {
  const told = (held: DesiredResource, ...rules: readonly DesiredResource[]): readonly string[] =>
    print(pagingText(paged(held, ...rules), held.name), { paint: plain, columns: 100 })
      .trimEnd()
      .split("\n");

  test("alert by alert, with what rules do to each", () => {
    expect(told(pods, rule(when("Severity", "Equals", "Sev3")))).toEqual([
      "  Down (severity 1): oncall: e-mail oncall@x.com (a)",
      "  Slow (severity 3): nobody: mute silences it",
    ]);
    expect(told(holding([alert("Down", 1), alert("Up", 1)]), rule(adds))).toEqual([
      "  Down, Up (severity 1): oncall: e-mail oncall@x.com (a)",
      "  Down, Up (severity 1): manager: e-mail manager@x.com (a) (added by mute)",
    ]);
  });

  test("of a group that has no receiver in its own words", () => {
    expect(told(made("ActionGroup", "empty", { groupShortName: "empty" }))).toEqual(["  nobody: it has no receiver"]);
  });
});

describe("a smart detector alert is met", () => {
  const smart = made("SmartDetectorAlert", "failures", {
    location: "global",
    description: "Failures",
    severity: 3,
    scopes: [`${rg}/providers/Microsoft.Insights/components/appi`],
    detector: { id: "FailureAnomaliesDetector" },
    frequency: "PT1M",
    actionGroups: [{ name: "oncall" }],
  });

  test.each<[string, JsonObject, readonly string[]]>([
    ["where it looks", {}, ["silences"]],
    ["by its name", when("AlertRuleName", "Equals", "failures"), ["silences"]],
    ["by its id", when("AlertRuleId", "Equals", smart.armId), ["silences"]],
    ["by its severity", when("Severity", "NotEquals", "Sev3"), []],
    ["by its service", when("MonitorService", "Equals", "Smart Detector"), ["silences"]],
    ["by its type", when("TargetResourceType", "Equals", "Microsoft.Insights/components"), ["silences"]],
    ["perhaps, by its signal", when("SignalType", "Equals", "Log"), ["silences where its `SignalType` fits"]],
    ["perhaps, by its text", when("Description", "Equals", "x"), ["silences where its `Description` fits"]],
    ["not elsewhere", { scopes: [`${rg}-2`] }, []],
  ])("%s", (_, more, expected) => {
    const { processedBy = [] } = paged(smart, rule(more));
    expect(processedBy.map(({ effect, perhaps = [] }) => [effect, ...perhaps].join(" "))).toEqual(expected);
  });
});
