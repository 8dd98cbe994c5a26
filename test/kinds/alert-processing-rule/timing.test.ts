import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import type { Processing, Timing } from "../../../src/core/processing.ts";
import { alertProcessingRule } from "../../../src/kinds/alert-processing-rule/alert-processing-rule.ts";
import { condition, ruleWith } from "./a-processing-rule.ts";

/** A Friday, 12:00 in UTC and 21:00 in Korea. */
const now = "2026-11-20T12:00:00Z";

function processesOf(settings: JsonObject, at = now): readonly Processing[] {
  return alertProcessingRule.processes?.(settings, at) ?? [];
}

function timing(schedule: JsonObject | undefined, at = now): Timing | undefined {
  return processesOf(ruleWith(schedule === undefined ? {} : { schedule }), at)[0]?.timing;
}

const daily = (startTime: string, endTime: string): JsonObject => ({ recurrenceType: "Daily", startTime, endTime });
const weekly = (...daysOfWeek: readonly string[]): JsonObject => ({ recurrenceType: "Weekly", daysOfWeek });
const week = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

describe("when a rule works", () => {
  test.each<[string, JsonObject | undefined, Timing]>([
    ["without a schedule", undefined, { is: "always" }],
    ["with nothing but a zone", { timeZone: "UTC" }, { is: "always" }],
    ["since yesterday", { effectiveFrom: "2026-11-19T00:00:00" }, { is: "always" }],
    ["every day, all day", { recurrences: [{ recurrenceType: "Daily" }] }, { is: "always" }],
    ["on all days of the week", { recurrences: [weekly(...week)] }, { is: "always" }],
    [
      "from tomorrow on",
      { effectiveFrom: "2026-11-21T00:00:00" },
      { is: "at times", said: "from 2026-11-21 00:00 (UTC)", open: false },
    ],
    [
      "until tomorrow",
      { effectiveFrom: "2026-11-19T00:00:00", effectiveUntil: "2026-11-21T00:00:00" },
      { is: "at times", said: "until 2026-11-21 00:00 (UTC)", open: true },
    ],
    [
      "until what is over there and not in UTC",
      { effectiveUntil: "2026-11-20T20:59:59", timeZone: "Korea Standard Time" },
      { is: "over", said: "until 2026-11-20 20:59 (Korea Standard Time)" },
    ],
    [
      "tomorrow night",
      {
        effectiveFrom: "2026-11-21T22:00:00",
        effectiveUntil: "2026-11-22T04:00:00",
        timeZone: "Korea Standard Time",
      },
      { is: "at times", said: "from 2026-11-21 22:00 until 2026-11-22 04:00 (Korea Standard Time)", open: false },
    ],
    [
      "at weekends and at night",
      { recurrences: [weekly("Saturday", "Sunday"), daily("17:00:00", "09:00:00")], timeZone: "Korea Standard Time" },
      {
        is: "at times",
        said: "every Saturday, Sunday and every day 17:00–09:00 (Korea Standard Time)",
        open: true,
      },
    ],
    [
      "on the 20th",
      { recurrences: [{ recurrenceType: "Monthly", daysOfMonth: [1, 20] }], effectiveUntil: "2027-01-01T00:00:00" },
      { is: "at times", said: "on day 1, 20 of every month, until 2027-01-01 00:00 (UTC)", open: true },
    ],
    [
      "in a zone that nobody knows",
      { effectiveUntil: "2026-11-21T00:00:00", timeZone: "Mars" },
      { is: "at times", said: "until 2026-11-21 00:00 (Mars)", open: true },
    ],
  ])("%s", (_, schedule, expected) => {
    expect(timing(schedule)).toEqual(expected);
  });

  test.each<[string, JsonObject, string, boolean]>([
    ["before it opens", daily("13:00:00", "14:00:00"), "2026-11-20T12:59:59Z", false],
    ["as it opens", daily("13:00:00", "14:00:00"), "2026-11-20T13:00:00Z", true],
    ["as it closes", daily("13:00:00", "14:00:00"), "2026-11-20T14:00:00Z", false],
    ["at night, over midnight", daily("22:00:00", "04:00:00"), "2026-11-20T03:00:00Z", true],
    ["by day", daily("22:00:00", "04:00:00"), "2026-11-20T12:00:00Z", false],
    [
      "on Saturday morning, of what opened on Friday",
      { ...weekly("Friday"), startTime: "22:00:00", endTime: "04:00:00" },
      "2026-11-21T03:00:00Z",
      true,
    ],
    [
      "on Friday morning, of what opens on Friday",
      { ...weekly("Friday"), startTime: "22:00:00", endTime: "04:00:00" },
      "2026-11-20T03:00:00Z",
      false,
    ],
  ])("a window is open %s: %o", (_, recurrence, at, open) => {
    expect(timing({ recurrences: [recurrence] }, at)).toMatchObject({ is: "at times", open });
  });

  test("the day is that of the zone", () => {
    const friday = { recurrences: [weekly("Friday")], timeZone: "Korea Standard Time" };
    expect(timing(friday, "2026-11-19T15:00:00Z")).toMatchObject({ open: true });
    expect(timing(friday, "2026-11-20T15:00:00Z")).toMatchObject({ open: false });
  });
});

describe("what a rule does", () => {
  test("is one thing for each of its actions, whatever the case Azure answers", () => {
    const actions = [
      { actionType: "addactiongroups", actionGroups: [{ name: "/a" }, { name: "/b" }] },
      { actionType: "REMOVEALLACTIONGROUPS" },
      { actionType: "CorrelateAlerts", correlateBy: ["x"] },
    ];
    const found = processesOf(ruleWith({ actions, conditions: [condition("Severity", "Equals", "Sev0")] }));
    expect(found.map(({ effect, groups }) => [effect, groups])).toEqual([
      ["adds", ["/a", "/b"]],
      ["silences", []],
    ]);
    expect(found[0]?.conditions).toEqual([
      { field: "Severity", operator: "Equals", values: ["Sev0"], at: ["conditions", 0, "values"] },
    ]);
  });

  test.each<[string, JsonObject]>([
    ["nothing", {}],
    ["texts", { scopes: "x", conditions: "x", actions: "x", schedule: "x" }],
    ["lists of nothing", { scopes: [null], conditions: [null], actions: [null, 1], schedule: [] }],
    ["recurrences of nothing", { actions: [{ actionType: 1 }], schedule: { recurrences: [null, {}], timeZone: 7 } }],
  ])("is not known of %s, and nothing falls over", (_, settings) => {
    expect(processesOf(settings)).toEqual([]);
  });
});
