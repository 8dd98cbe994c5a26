import type { Schema } from "../../core/settings/schema.ts";
import { dimensions, query } from "./rule.ts";

/*
 * The two forms of a criterion. Azure tells them apart by `criterionType`, which it does not need for a number, authors by
 * what they write; `derive` makes the tag `form` of that.
 */

/** The column whose id says which resource an alert is about. */
export const resourceIdColumn = {
  type: "string",
  minLength: 1,
  description:
    "A column with ARM ids: the alert is then told as one of that resource. `_ResourceId` in most tables of a workspace.",
  examples: ["_ResourceId"],
} as const satisfies Schema;

const periods = {
  type: "object",
  additionalProperties: false,
  required: ["numberOfEvaluationPeriods", "minFailingPeriodsToAlert"],
  default: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
  description:
    "In how many of the last windows it must happen; `at least M of N` in conditions. More than one needs a column with times in the result.",
  properties: {
    numberOfEvaluationPeriods: {
      type: "integer",
      minimum: 1,
      maximum: 6,
      default: 1,
      description: "How many windows are looked at: 1 to 6.",
    },
    minFailingPeriodsToAlert: {
      type: "integer",
      minimum: 1,
      maximum: 6,
      default: 1,
      description: "In how many of them it must happen.",
    },
  },
} as const satisfies Schema;

const measured = {
  query: { ...query, description: "This criterion's own query, where the criteria do not share the one above them." },
  resourceIdColumn,
  timeAggregation: {
    type: "string",
    enum: ["Count", "Average", "Minimum", "Maximum", "Total"],
    same: "caseless",
    description: "What is made of a window's rows; in conditions `count`, `avg`, `min`, `max` and `total`.",
  },
  metricMeasureColumn: {
    type: "string",
    minLength: 1,
    description: "The column that is aggregated; none for `Count`, which counts rows.",
    examples: ["ErrorRate"],
  },
  dimensions,
  failingPeriods: periods,
} as const satisfies Readonly<Record<string, Schema>>;

const staticCriterion = {
  type: "object",
  additionalProperties: false,
  leftOut: ["criterionType"],
  required: ["form", "timeAggregation", "operator", "threshold", "failingPeriods"],
  properties: {
    form: { const: "static", derived: true },
    ...measured,
    // Azure's schema says `Equals`; the service takes and answers `Equal` alone
    // (https://github.com/Azure/azure-rest-api-specs/issues/22029).
    operator: {
      type: "string",
      enum: ["Equal", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual"],
      same: "caseless",
      description: "How it is compared with the threshold; in conditions `=`, `>`, `>=`, `<` and `<=`.",
    },
    threshold: { type: "number", description: "The number it is compared with." },
  },
} as const satisfies Schema;

const dynamicCriterion = {
  type: "object",
  additionalProperties: false,
  leftOut: ["criterionType"],
  required: ["form", "timeAggregation", "operator", "alertSensitivity", "failingPeriods"],
  properties: {
    form: { const: "dynamic", derived: true },
    ...measured,
    operator: {
      type: "string",
      enum: ["GreaterThan", "LessThan", "GreaterOrLessThan"],
      same: "caseless",
      description: "On which side of the expected band the alert fires; in conditions `>`, `<` and `><`.",
    },
    alertSensitivity: {
      type: "string",
      enum: ["Low", "Medium", "High"],
      same: "caseless",
      description:
        "How narrow the band of the expected is: `High` fires on small deviations, `Low` on large ones only.",
    },
    ignoreDataBefore: {
      type: "string",
      same: "instant",
      pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)?$",
      wants: "an instant such as `2026-10-01T00:00:00Z`",
      description: "Learn from what came after this instant only.",
      examples: ["2026-10-01T00:00:00Z"],
    },
  },
} as const satisfies Schema;

/** `criteria` of a log alert: matched by place, because Azure gives them no names. */
export const criteria = {
  type: "array",
  minItems: 1,
  description:
    "What of the query's result fires the alert: `count > 50` for rows, `avg ErrorRate > 5` for a column, `where` to split. Or Azure's map.",
  examples: [["count > 50"], ["max P99 > 30000 at least 2 of 3 where AppRoleName includes *"]],
  wants: "conditions such as `count > 50` or `avg ErrorRate > 5`",
  items: {
    type: "object",
    oneOf: [staticCriterion, dynamicCriterion],
    discriminator: { propertyName: "form" },
    wants: "a condition such as `count > 50` or `avg ErrorRate > 5`, or Azure's map",
  },
} as const satisfies Schema;
