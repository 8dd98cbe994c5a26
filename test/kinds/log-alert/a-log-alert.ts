import type { JsonObject } from "../../../src/core/json.ts";

/** What the rules of these tests look at. */
export const workspace = "/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w";
/** A criterion on rows. */
export const count = { timeAggregation: "Count", operator: "GreaterThan", threshold: 50 };
/** What Azure does unless told. */
export const usual = { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 };
/** A criterion on what Azure has learned of a column. */
export const dynamic = {
  timeAggregation: "Average",
  metricMeasureColumn: "Requests",
  operator: "GreaterOrLessThan",
  alertSensitivity: "Medium",
  failingPeriods: { numberOfEvaluationPeriods: 4, minFailingPeriodsToAlert: 3 },
};

/** A log alert with what the test is about. */
export function alert(more: JsonObject = {}): JsonObject {
  return {
    severity: 1,
    scopes: [workspace],
    windowSize: "PT5M",
    evaluationFrequency: "PT5M",
    query: "AppRequests",
    criteria: [count],
    ...more,
  };
}
