import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { logCondition, parseLogCondition } from "../../../src/kinds/condition/log-condition.ts";
import { complaintOf } from "./complaint-of.ts";

const rows = { timeAggregation: "Count", operator: "GreaterThan", threshold: 50 };
const rate = { timeAggregation: "Average", metricMeasureColumn: "Rate", operator: "GreaterThan", threshold: 5 };

test.each([
  ["count > 50", rows],
  ["count = 0", { ...rows, operator: "Equal", threshold: 0 }],
  ["avg Rate > 5", rate],
  ["avg 'Error Rate' > 5", { ...rate, metricMeasureColumn: "Error Rate" }],
  ["avg at > 5", { ...rate, metricMeasureColumn: "at" }],
  ["avg count > 5", { ...rate, metricMeasureColumn: "count" }],
  [
    "avg Rate > 5 at least 2 of 3",
    { ...rate, failingPeriods: { numberOfEvaluationPeriods: 3, minFailingPeriodsToAlert: 2 } },
  ],
  [
    "count > 50 at least 1 of 2 where Kind includes request or dependency and Name excludes *",
    {
      ...rows,
      failingPeriods: { numberOfEvaluationPeriods: 2, minFailingPeriodsToAlert: 1 },
      dimensions: [
        { name: "Kind", operator: "Include", values: ["request", "dependency"] },
        { name: "Name", operator: "Exclude", values: ["*"] },
      ],
    },
  ],
  [
    "avg Rate >< dynamic medium 3 of 4 where Role includes *",
    {
      timeAggregation: "Average",
      metricMeasureColumn: "Rate",
      operator: "GreaterOrLessThan",
      alertSensitivity: "Medium",
      failingPeriods: { numberOfEvaluationPeriods: 4, minFailingPeriodsToAlert: 3 },
      dimensions: [{ name: "Role", operator: "Include", values: ["*"] }],
    },
  ],
])("%s", (text, expected) => {
  expect(parseLogCondition(text)).toEqual(expected);
  expect(logCondition.print(expected)).toBe(text);
});

test.each([
  ["count Requests > 5", "Requests", "`count` counts rows and takes no column"],
  ["count", "", "wanted here is a comparison"],
  ["sum Rate > 5", "sum", "did you mean `total`?"],
  ["avg > 5", ">", "the column that `avg` is taken of"],
  ["avg Rate", "", "after the column `Rate` a comparison is missing"],
  ["avg Error Rate > 5", "Rate", "a column whose name has a blank stands in quotes"],
  ["avg Rate from ns > 5", "from", "`from` is for metrics"],
  ["avg Rate > 5 2 of 3", "2 of", "is said `at least M of N`"],
  ["avg Rate > 5 at most 2 of 3", "most", "wanted is `least`"],
  ["avg Rate > 5 at least 2", "", "`of` and a number of windows"],
  ["avg Rate > dynamic low 2 of 3 at least 2 of 3", "at least", "a dynamic test has its `M of N` already"],
  ["avg Rate > 5 where a includes b at least 2 of 3", "at least", "stands before `where`"],
  ["avg Rate > 5 where a startswith b", "startswith", "is for metrics only"],
  ["avg Rate > 5 with skipmetricvalidation", "with", "`skipQueryValidation: true`"],
  ["avg Rate > 5 as x", "as", "a log criterion has no name"],
  ["avg Rate > 5 At least 2 of 3", "At", "is written `at`"],
])("%s is refused at its word", (text, word, says) => {
  const { complaint, at } = complaintOf(parseLogCondition(text));
  expect(complaint).toContain(says);
  expect(at).toBe(word === "" ? text.length : text.indexOf(word));
});

const shortless: readonly (readonly [JsonObject, string])[] = [
  [{ ...rows, operator: "Equals" }, "the operator the service refuses"],
  [{ ...rows, query: "Heartbeat" }, "a query of its own"],
  [{ ...rows, metricMeasureColumn: "Rate" }, "a count of a column"],
  [{ timeAggregation: "Average", operator: "GreaterThan", threshold: 5 }, "an average of nothing"],
  [{ ...rows, resourceIdColumn: "_ResourceId" }, "a column of resources"],
  [{ ...rows, dimensions: [{ name: "a", operator: "StartsWith", values: ["b"] }] }, "an operator of metrics"],
];

test.each(shortless)("%j has no short form: %s", (criterion) => {
  expect(logCondition.print(criterion)).toBeUndefined();
});
