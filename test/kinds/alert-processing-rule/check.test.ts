import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { alertProcessingRule } from "../../../src/kinds/alert-processing-rule/alert-processing-rule.ts";
import { longForm } from "../../support/long-form.ts";
import { saidOf } from "../said-of.ts";
import { condition, ruleWith } from "./a-processing-rule.ts";

const said = (more: JsonObject): readonly string[] => saidOf(alertProcessingRule, ruleWith(more));
const conditions = (...all: readonly JsonObject[]): readonly string[] => said({ conditions: all });
const schedule = (more: JsonObject): readonly string[] => said({ schedule: more });
const recurrence = (more: JsonObject): readonly string[] => schedule({ recurrences: [more] });
const actions = (...all: readonly JsonObject[]): readonly string[] => said({ actions: all });

const add = { actionType: "AddActionGroups", actionGroups: [{ name: "oncall" }] };
const remove = { actionType: "RemoveAllActionGroups" };

test("a rule that has the least is fine", () => {
  expect(said({})).toEqual([]);
});

test("a rule somewhere else than everywhere is warned of", () => {
  expect(said({ location: "westeurope" })).toEqual([
    "location: unlisted-region: alert processing rules live in `global`; `westeurope` is not known to take them",
  ]);
  expect(said({ location: "Global" })).toEqual([]);
});

describe("conditions", () => {
  test.each<[string, readonly JsonObject[], readonly string[]]>([
    ["every severity", [condition("Severity", "NotEquals", "Sev0", "sev4")], []],
    ["a custom metric's namespace", [condition("MonitorService", "Equals", "my.own.metrics")], []],
    ["a part of a name", [condition("AlertRuleName", "Contains", "aks")], []],
    [
      "two parts of one name",
      [condition("AlertRuleName", "Contains", "a"), condition("AlertRuleName", "DoesNotContain", "b")],
      [],
    ],
    [
      "a number for a severity",
      [condition("Severity", "Equals", "0")],
      ["conditions.0.values.0: illegal-value: `0` is none of Azure's filter values for `Severity`; write `Sev0`"],
    ],
    [
      "a word for a severity",
      [condition("Severity", "Equals", "Sev1", "Warning")],
      ["conditions.0.values.1: illegal-value: `Warning` is none of Azure's filter values for `Severity`; write `Sev2`"],
    ],
    [
      "an end that there is not",
      [condition("MonitorCondition", "Equals", "Resolve")],
      [
        "conditions.0.values.0: illegal-value: `Resolve` is none of Azure's filter values for `MonitorCondition`; did you mean `Resolved`?",
      ],
    ],
    [
      "a part of a severity",
      [condition("Severity", "Contains", "Sev")],
      ["conditions.0.operator: operator-not-for-field: `Severity` takes `Equals` and `NotEquals` only, not `Contains`"],
    ],
    [
      "a misspelt service",
      [condition("MonitorService", "Equals", "Platfrom")],
      [
        "conditions.0.values.0: unlisted-condition-value: `MonitorService` is not known to be `Platfrom`; did you mean `Platform`?",
      ],
    ],
    [
      "a name where an id is wanted",
      [condition("AlertRuleId", "Equals", "cpu")],
      [
        "conditions.0.values.0: unlisted-condition-value: `AlertRuleId` is an ARM id, which begins with `/subscriptions/`; `cpu` is none and never met",
      ],
    ],
    [
      "a type without its provider",
      [condition("TargetResourceType", "Equals", "virtualMachines")],
      [
        "conditions.0.values.0: unlisted-condition-value: `virtualMachines` is no type of resources; such a one is `Microsoft.Compute/virtualMachines`",
      ],
    ],
    [
      "a blank at the end",
      [condition("AlertRuleName", "Equals", "cpu ")],
      ["conditions.0.values.0: blank-in-condition-value: the blanks around `cpu` count when Azure compares"],
    ],
    [
      "two severities at once",
      [condition("Severity", "Equals", "Sev1"), condition("severity", "Equals", "Sev2")],
      ["conditions.1.field: illegal-value: `field: severity` is not known here; did you mean `Severity`?"],
    ],
    [
      "two names at once",
      [condition("AlertRuleName", "Equals", "a"), condition("AlertRuleName", "Equals", "b", "c")],
      ["conditions.1: condition-never-true: no alert meets all conditions on `AlertRuleName`: they exclude each other"],
    ],
    [
      "a name and not the name",
      [condition("AlertRuleName", "Equals", "a"), condition("AlertRuleName", "NotEquals", "A", "b")],
      ["conditions.1: condition-never-true: no alert meets all conditions on `AlertRuleName`: they exclude each other"],
    ],
    [
      "none of the severities",
      [condition("Severity", "NotEquals", "Sev0", "Sev1", "Sev2", "Sev3", "Sev4")],
      ["conditions.0: condition-never-true: no alert meets this: every value that `Severity` can have is excluded"],
    ],
    [
      "six values",
      [condition("AlertRuleName", "Equals", "a", "b", "c", "d", "e", "f")],
      ["conditions.0.values: illegal-value: `values` has more than 5 elements, which Azure does not take"],
    ],
  ])("%s", (_, all, expected) => {
    expect(conditions(...all)).toEqual(expected);
  });

  test.each<[number, string]>([
    [0, 'a severity is `Sev0` here, anything else is quoted: `"0"`'],
    [429, 'a severity is `Sev0` to `Sev4` here, anything else is quoted: `"429"`'],
  ])("the number %s is shown as what it was surely meant to be", (number, hint) => {
    const written = ruleWith({ conditions: [{ field: "Severity", operator: "Equals", values: [number] }] });
    expect(longForm(alertProcessingRule, written).said).toEqual([
      `conditions.0.values.0: values are texts, and \`${number}\` is a number; ${hint}`,
    ]);
  });
});

describe("actions", () => {
  test.each<[string, readonly JsonObject[], readonly string[]]>([
    ["groups are added", [add], []],
    [
      "no group is added",
      [{ actionType: "AddActionGroups" }],
      ["actions.0: missing-property: `AddActionGroups` needs `actionGroups`: whom to tell besides"],
    ],
    [
      "groups are removed by name",
      [{ ...remove, actionGroups: [{ name: "oncall" }] }],
      [
        "actions.0.actionGroups: unknown-property: `actionGroups` belongs to `AddActionGroups`; `RemoveAllActionGroups` names none",
      ],
    ],
    [
      "the same twice",
      [add, add],
      ["actions.1: action-twice: `AddActionGroups` stands here a second time; one can name several groups"],
    ],
    [
      "added and removed",
      [add, remove],
      [
        "actions: added-and-removed: `RemoveAllActionGroups` wins over `AddActionGroups`, whose groups are never told; keep one of them",
      ],
    ],
    ["none", [], [": missing-property: `actions` is missing"]],
  ])("%s", (_, all, expected) => {
    expect(actions(...all)).toEqual(expected);
  });

  test("an action by its name alone is the action", () => {
    const { settings, said: complaints } = longForm(
      alertProcessingRule,
      ruleWith({ actions: "RemoveAllActionGroups" }),
    );
    expect(complaints).toEqual([]);
    expect(settings["actions"]).toEqual([remove]);
  });
});

describe("schedules", () => {
  test.each<[string, JsonObject, readonly string[]]>([
    ["once", { effectiveFrom: "2026-12-05T22:00:00", effectiveUntil: "2026-12-06T04:00:00" }, []],
    ["with fractions", { effectiveFrom: "2026-12-05T22:00:00.0000000" }, []],
    [
      "with a zone in the date",
      { effectiveFrom: "2026-12-05T22:00:00Z" },
      [
        "schedule.effectiveFrom: illegal-value: `effectiveFrom: 2026-12-05T22:00:00Z` is not what is wanted here: a date and time of the schedule's `timeZone`, without a zone of its own, such as `2026-12-05T22:00:00`",
      ],
    ],
    [
      "on a day that there is not",
      { effectiveUntil: "2026-02-30T10:00:00" },
      ["schedule.effectiveUntil: illegal-value: `effectiveUntil: 2026-02-30T10:00:00` is no day of the calendar"],
    ],
    [
      "over before it begins",
      { effectiveFrom: "2026-12-06T04:00:00", effectiveUntil: "2026-12-05T22:00:00" },
      [
        "schedule.effectiveUntil: window-never-opens: the rule would be over at `2026-12-05T22:00:00`, before it begins at `2026-12-06T04:00:00`",
      ],
    ],
    [
      "in a zone by everybody else's name",
      { timeZone: "Asia/Seoul" },
      [
        "schedule.timeZone: illegal-value: Azure takes Windows' names of time zones here: `Asia/Seoul` is `Korea Standard Time`",
      ],
    ],
    [
      "in a misspelt zone",
      { timeZone: "Korea Standart Time" },
      [
        "schedule.timeZone: illegal-value: `Korea Standart Time` is no time zone of Windows; did you mean `Korea Standard Time`?",
      ],
    ],
    ["in UTC", { timeZone: "utc" }, []],
  ])("%s", (_, more, expected) => {
    expect(schedule(more)).toEqual(expected);
  });

  test.each<[string, JsonObject, readonly string[]]>([
    ["every day", { recurrenceType: "Daily", startTime: "17:00:00", endTime: "09:00:00" }, []],
    ["whole days of a week", { recurrenceType: "Weekly", daysOfWeek: ["Saturday"] }, []],
    ["days of a month", { recurrenceType: "Monthly", daysOfMonth: [1, 31] }, []],
    [
      "a week without days",
      { recurrenceType: "Weekly" },
      ["schedule.recurrences.0: missing-property: `Weekly` needs `daysOfWeek`, such as `daysOfWeek: [Saturday]`"],
    ],
    [
      "days of the week in a month",
      { recurrenceType: "Monthly", daysOfMonth: [1], daysOfWeek: ["Monday"] },
      [
        "schedule.recurrences.0.daysOfWeek: unknown-property: `daysOfWeek` belongs to `Weekly`, and this recurrence is `Monthly`",
      ],
    ],
    [
      "only a start",
      { recurrenceType: "Daily", startTime: "17:00:00" },
      [
        "schedule.recurrences.0: unclear-window: `startTime` stands without `endTime`; write both, or neither for the whole day",
      ],
    ],
    [
      "no length",
      { recurrenceType: "Daily", startTime: "17:00:00", endTime: "17:00:00" },
      [
        "schedule.recurrences.0.endTime: unclear-window: the window opens and closes at `17:00:00`; leave both out for the whole day",
      ],
    ],
    [
      "hours and minutes only",
      { recurrenceType: "Daily", startTime: "17:00", endTime: "18:00:00" },
      [
        "schedule.recurrences.0.startTime: illegal-value: `startTime: 17:00` is not what is wanted here: a time of day such as `22:00:00`",
      ],
    ],
    [
      "the 32nd",
      { recurrenceType: "Monthly", daysOfMonth: [32] },
      ["schedule.recurrences.0.daysOfMonth.0: illegal-value: `32` is more than 31"],
    ],
  ])("%s", (_, more, expected) => {
    expect(recurrence(more)).toEqual(expected);
  });
});

describe("in its place and on a day", () => {
  const where = { subscription: "11111111-1111-1111-1111-111111111111", today: "2026-11-20" };
  const inPlace = (more: JsonObject): readonly string[] => {
    const found: string[] = [];
    alertProcessingRule.checkInPlace(ruleWith(more), where, (code, path) => found.push(`${path.join(".")}: ${code}`));
    return found;
  };

  test.each<[string, JsonObject, readonly string[]]>([
    ["its own subscription", {}, []],
    ["its own subscription in capitals", { scopes: [`/SUBSCRIPTIONS/${where.subscription.toUpperCase()}`] }, []],
    [
      "another one's resource",
      { scopes: [`/subscriptions/${where.subscription}`, "/subscriptions/22222222-2222-2222-2222-222222222222"] },
      ["scopes.1: scope-of-another-subscription"],
    ],
    ["a window of today", { schedule: { effectiveUntil: "2026-11-20T00:00:00", timeZone: "UTC" } }, []],
    [
      "a window of yesterday",
      { schedule: { effectiveUntil: "2026-11-19T23:59:59", timeZone: "UTC" } },
      ["schedule.effectiveUntil: window-is-over"],
    ],
    [
      "a window of today that was over yesterday elsewhere",
      { schedule: { effectiveUntil: "2026-11-20T08:00:00", timeZone: "Korea Standard Time" } },
      ["schedule.effectiveUntil: window-is-over"],
    ],
    [
      "a window of yesterday that is open elsewhere",
      { schedule: { effectiveUntil: "2026-11-19T20:00:00", timeZone: "Hawaiian Standard Time" } },
      [],
    ],
  ])("%s", (_, more, expected) => {
    expect(inPlace(more)).toEqual(expected);
  });
});
