import { describe, expect, test } from "vitest";
import { compare } from "../../../src/core/settings/compare.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { alertProcessingRule } from "../../../src/kinds/alert-processing-rule/alert-processing-rule.ts";
import { readBody, settingsOf } from "../said-of.ts";
import { cluster, condition, ruleWith } from "./a-processing-rule.ts";

const oncall = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/oncall";

function same(one: JsonObject, other: JsonObject): boolean {
  const [left, right] = [one, other].map((more) => settingsOf(alertProcessingRule, ruleWith(more)));
  return compare(alertProcessingRule.schema, left ?? {}, right ?? {}).length === 0;
}

describe("on the wire", () => {
  test("groups are ids, and the rest has Azure's names", () => {
    const settings = settingsOf(
      alertProcessingRule,
      ruleWith({ actions: [{ actionType: "AddActionGroups", actionGroups: [{ name: oncall }] }] }),
    );
    expect(alertProcessingRule.toArm(settings)).toEqual({
      location: "global",
      properties: {
        enabled: true,
        scopes: [cluster],
        actions: [{ actionType: "AddActionGroups", actionGroupIds: [oncall] }],
      },
    });
  });

  test("names in a body may have any case", () => {
    const body = {
      LOCATION: "Global",
      properties: { Scopes: [cluster], ACTIONS: [{ ActionType: "AddActionGroups", ActionGroupIDs: [oncall] }] },
    };
    expect(readBody(alertProcessingRule, { location: "Global", properties: body.properties })).toEqual({
      settings: {
        location: "Global",
        enabled: true,
        scopes: [cluster],
        actions: [{ actionType: "AddActionGroups", actionGroups: [{ name: oncall }] }],
      },
      beside: undefined,
    });
  });

  test("an action of a type that only previews had is named whole", () => {
    const actions = [{ actionType: "CorrelateAlerts", correlateBy: [{ field: "essentials.alertRule" }], priority: 1 }];
    const { settings, beside } = readBody(alertProcessingRule, { properties: { scopes: [cluster], actions } });
    expect(settings["actions"]).toEqual([{ actionType: "CorrelateAlerts" }]);
    expect(beside).toEqual({
      properties: { actions: { correlatealerts: { correlateBy: [{ field: "essentials.alertRule" }], priority: 1 } } },
    });
  });
});

describe("whose a body is", () => {
  test.each<[string, JsonObject, boolean]>([
    ["one of 2021", { properties: { scopes: [cluster], actions: [] } }, true],
    ["one that has nothing", {}, true],
    [
      "a suppression of 2019",
      { properties: { type: "Suppression", suppressionConfig: { recurrenceType: "Always" }, status: "Enabled" } },
      false,
    ],
    ["one of 2019 in other case", { properties: { Type: "ActionGroup", actionGroupId: oncall } }, false],
  ])("%s", (_, body, claimed) => {
    expect(alertProcessingRule.claims(body)).toBe(claimed);
  });
});

describe("the same", () => {
  const first = condition("AlertRuleName", "Contains", "a");
  const second = condition("AlertRuleName", "DoesNotContain", "b");

  test.each<[string, JsonObject, JsonObject, boolean]>([
    [
      "words in another case",
      { conditions: [condition("Severity", "Equals", "Sev0")] },
      { conditions: [condition("severity", "equals", "Sev0")] },
      true,
    ],
    [
      "values in another order",
      { conditions: [condition("Severity", "Equals", "Sev0", "Sev1")] },
      { conditions: [condition("Severity", "Equals", "Sev1", "Sev0")] },
      true,
    ],
    [
      "two conditions on one field in another order",
      { conditions: [first, second] },
      { conditions: [second, first] },
      true,
    ],
    ["one of them", { conditions: [first, second] }, { conditions: [second] }, false],
    ["values in another case", { conditions: [first] }, { conditions: [{ ...first, values: ["A"] }] }, false],
    ["no condition and an empty list", { conditions: [] }, {}, true],
    [
      "a zone that is said and UTC",
      { schedule: { effectiveUntil: "2026-12-01T00:00:00" } },
      { schedule: { effectiveUntil: "2026-12-01T00:00:00", timeZone: "UTC" } },
      true,
    ],
    [
      "recurrences in another order",
      { schedule: { recurrences: [{ recurrenceType: "Daily" }, { recurrenceType: "Monthly", daysOfMonth: [1, 2] }] } },
      { schedule: { recurrences: [{ recurrenceType: "monthly", daysOfMonth: [2, 1] }, { recurrenceType: "Daily" }] } },
      true,
    ],
    ["enabled and not", { enabled: false }, {}, false],
  ])("%s", (_, one, other, expected) => {
    expect(same(one, other)).toBe(expected);
  });
});
