import { expect, test } from "vitest";
import { deadEnds } from "../../src/commands/dead-ends.ts";
import { makePlan } from "../../src/core/plan/plan.ts";
import { lookAround, nodesAfter } from "../../src/core/plan/routes.ts";
import { createSealer } from "../../src/core/settings/secrets.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { group, stackFrom } from "./applied-rules.ts";

const rules = (...alerts: readonly string[]): string => `kind: PrometheusRuleGroup
name: g
location: koreacentral
spec:
  scopes: /subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/r/providers/Microsoft.Monitor/accounts/a
  rules:
    - { record: a:b, expression: up }
${alerts.map((alert) => `    - { ${alert}, expression: up, severity: 1 }\n`).join("")}`;

function said(text: string): readonly string[] {
  const stack = stackFrom(text);
  const sealer = createSealer(new Map());
  const plan = makePlan({ stack, live: [], kinds, sealer });
  const { subscription, resourceGroup } = stack.environment;
  const groups = new Set([`${subscription}/${resourceGroup}`.toLowerCase()]);
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const after = lookAround(nodesAfter(plan.changes, []), groups, { kinds: byName, now: "2026-11-20T12:00:00Z" });
  return deadEnds({ stack, kinds }, after).map(({ at, code, message }) => `${at.line} ${code} ${message}`);
}

const nobody = "has no action group: when it fires nobody is told";

test.each<[string, readonly string[], readonly string[]]>([
  ["none of a group that only records", [], []],
  ["none of an alert that tells somebody", ["alert: A, actionGroups: oncall"], []],
  [
    "one of an alert without a group, at its line",
    ["alert: A, actionGroups: oncall", "alert: B"],
    [`9 g: B ${nobody}`],
  ],
  ["one of several alerts", ["alert: A", "alert: B, actionGroups: oncall", "alert: C"], [`8 g: A, C ${nobody}`]],
  ["none of an alert that is disabled", ["alert: A, enabled: false"], []],
])("dead ends: %s", (_, alerts, expected) => {
  expect(said(`${rules(...alerts)}---\n${group}`)).toEqual(
    expected.map((line) => line.replace(" ", " reaches-nobody ")),
  );
});

const adding = `---
kind: AlertProcessingRule
name: tell
spec:
  scopes: /subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/r
  conditions: [{ field: AlertRuleName, operator: Equals, values: [NAME] }]
  actions: [{ actionType: AddActionGroups, actionGroups: oncall }]
`;

test("dead ends: an alert of several to which a rule adds a group is none", () => {
  const text = `${rules("alert: A", "alert: B")}---\n${group}${adding.replace("NAME", "B")}`;
  expect(said(text)).toEqual([`8 reaches-nobody g: A ${nobody}`]);
});

test("dead ends: a rule that looks for a group's name finds no alert", () => {
  const text = `${rules("alert: A, actionGroups: oncall")}---\n${group}${adding.replace("NAME", "g")}`;
  expect(said(text)).toEqual([expect.stringContaining("alert-name-unknown tell looks for an alert that nobody has")]);
});

test("dead ends: a group without receivers is told with the alerts that refer to it", () => {
  const empty = "kind: ActionGroup\nname: empty\nspec: { groupShortName: empty }\n";
  const alerts = rules("alert: A, actionGroups: empty", "alert: B, actionGroups: empty");
  expect(said(`${alerts}---\n${empty}`)).toEqual(["8 dead-end g: A, B refers to empty, which has no receiver"]);
});

test("dead ends: of several groups the one that leads nowhere is pointed at", () => {
  const empty = "kind: ActionGroup\nname: empty\nspec: { groupShortName: empty }\n";
  const list = "    - { alert: A, expression: up, severity: 1, actionGroups: [oncall,\n        empty] }\n";
  expect(said(`${rules()}${list}---\n${group}---\n${empty}`)).toEqual([
    "9 dead-end g: A refers to empty, which has no receiver",
  ]);
});
