import type { Schema } from "../../core/settings/schema.ts";

/*
 * The five forms of a criterion. Azure tells them apart by `odata.type` and `criterionType`, authors by what they write
 * into them; `derive` makes the tag `form` of that.
 */

/** Azure's tags, in the words of both its kinds of alert. */
const leftOut = ["criterionType", "odata.type"] as const;

const name = {
  type: "string",
  minLength: 1,
  description:
    "The criterion's name; it stands in the alert's payload and is the key for overrides. Without one it is `Metric1`, `Metric2`, … by place.",
  examples: ["Metric1", "latency"],
} as const satisfies Schema;

const instant = {
  type: "string",
  same: "instant",
  pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)?$",
  wants: "an instant such as `2026-10-01T00:00:00Z`",
  description: "Learn from what came after this instant only, such as the day of a move or a redesign.",
  examples: ["2026-10-01T00:00:00Z"],
} as const satisfies Schema;

const sensitivity = {
  type: "string",
  enum: ["Low", "Medium", "High"],
  same: "caseless",
  description: "How narrow the band of the expected is: `High` fires on small deviations, `Low` on large ones only.",
} as const satisfies Schema;

const dynamicOperator = {
  type: "string",
  enum: ["GreaterThan", "LessThan", "GreaterOrLessThan"],
  same: "caseless",
  description: "On which side of the expected band the alert fires; in conditions `>`, `<` and `><`.",
} as const satisfies Schema;

const dimension = {
  type: "object",
  additionalProperties: false,
  required: ["name", "operator", "values"],
  properties: {
    name: { type: "string", minLength: 1, description: "The dimension's name as the metric has it." },
    operator: {
      type: "string",
      enum: ["Include", "Exclude", "StartsWith"],
      same: "caseless",
      description: "Which values count. `StartsWith` stands in no published schema, and the service takes it.",
    },
    values: {
      type: "array",
      minItems: 1,
      order: "set",
      items: { type: "string" },
      description: "Values of the dimension. `*` is every value, present and future; each is an alert of its own.",
      examples: [["*"], ["system", "user"]],
    },
  },
} as const satisfies Schema;

const metric = {
  name,
  metricName: {
    type: "string",
    minLength: 1,
    description: "The metric, by its name for the REST API rather than the one the portal shows.",
    examples: ["Percentage CPU", "node_cpu_usage_percentage"],
  },
  metricNamespace: {
    type: "string",
    ifDeclared: true,
    same: "caseless",
    description: "Where the metric's name is looked up; needed for custom metrics and for parts of a resource.",
    examples: ["Microsoft.Storage/storageAccounts/fileServices", "azure.applicationinsights"],
  },
  timeAggregation: {
    type: "string",
    enum: ["Average", "Minimum", "Maximum", "Total", "Count"],
    same: "caseless",
    description: "What is made of all samples in a window; in conditions `avg`, `min`, `max`, `total` and `count`.",
  },
  dimensions: {
    type: "array",
    order: { by: "name" },
    items: dimension,
    description: "Which series of the metric are looked at. Without it all series are one.",
  },
  skipMetricValidation: {
    type: "boolean",
    description:
      "Let the rule be written before the metric has ever been sent; needed for custom metrics of something new.",
  },
} as const satisfies Readonly<Record<string, Schema>>;

/** The metric is compared with a number. */
const staticCriterion = {
  type: "object",
  additionalProperties: false,
  leftOut,
  required: ["form", "name", "metricName", "timeAggregation", "operator", "threshold"],
  properties: {
    form: { const: "static", derived: true },
    ...metric,
    operator: {
      type: "string",
      enum: ["Equals", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual"],
      same: "caseless",
      description: "How the metric is compared with the threshold; in conditions `=`, `>`, `>=`, `<` and `<=`.",
    },
    threshold: { type: "number", description: "The number the metric is compared with, in the metric's own unit." },
  },
} as const satisfies Schema;

/** The metric is compared with what Azure has learned of it. */
const dynamicCriterion = {
  type: "object",
  additionalProperties: false,
  leftOut,
  required: ["form", "name", "metricName", "timeAggregation", "operator", "alertSensitivity", "failingPeriods"],
  properties: {
    form: { const: "dynamic", derived: true },
    ...metric,
    operator: dynamicOperator,
    alertSensitivity: sensitivity,
    failingPeriods: {
      type: "object",
      additionalProperties: false,
      required: ["numberOfEvaluationPeriods", "minFailingPeriodsToAlert"],
      description: "In how many of the last windows the metric must leave the expected band.",
      properties: {
        numberOfEvaluationPeriods: { type: "integer", minimum: 1, description: "How many windows are looked at." },
        minFailingPeriodsToAlert: { type: "integer", minimum: 1, description: "In how many of them it must happen." },
      },
    },
    ignoreDataBefore: instant,
  },
} as const satisfies Schema;

const query = {
  type: "string",
  minLength: 1,
  same: "lines",
  description: "PromQL; the alert fires for every series that the query gives.",
  examples: ['sum by (cluster) (kube_pod_container_status_last_terminated_reason{reason="OOMKilled"}) > 0'],
} as const satisfies Schema;

/** A query in PromQL that holds its own comparison. */
const promqlCriterion = {
  type: "object",
  additionalProperties: false,
  leftOut,
  required: ["form", "name", "query"],
  properties: { form: { const: "promql", derived: true }, name, query },
} as const satisfies Schema;

/** A query in PromQL whose result is compared with what Azure has learned of it. */
const promqlDynamicCriterion = {
  type: "object",
  additionalProperties: false,
  leftOut,
  required: ["form", "name", "query", "operator", "alertSensitivity"],
  properties: {
    form: { const: "promqlDynamic", derived: true },
    name,
    query,
    operator: dynamicOperator,
    alertSensitivity: sensitivity,
    ignoreDataBefore: instant,
  },
} as const satisfies Schema;

/** A web test fails from several places. In Azure it has no name, so every one is called the same. */
const webtestCriterion = {
  type: "object",
  additionalProperties: false,
  leftOut,
  required: ["form", "name", "webTestId", "componentId", "failedLocationCount"],
  properties: {
    form: { const: "webtest", derived: true },
    name: {
      type: "string",
      pattern: "^Metric1$",
      derived: true,
      wants: "no name, since Azure keeps none for a web test",
    },
    webTestId: { type: "string", minLength: 1, same: "armId", description: "The ARM id of the web test." },
    componentId: {
      type: "string",
      minLength: 1,
      same: "armId",
      description: "The ARM id of the Application Insights component that the test belongs to.",
    },
    failedLocationCount: {
      type: "integer",
      minimum: 1,
      description: "From how many places the test must fail within a window.",
    },
  },
} as const satisfies Schema;

/** `criteria` of a metric alert. */
export const criteria = {
  type: "array",
  minItems: 1,
  maxItems: 5,
  order: { by: "name" },
  numbered: "Metric",
  description:
    "What fires the alert; with several, all at once. All are conditions, or all are `{ query: … }` in PromQL, or it is one `{ webTestId, componentId, failedLocationCount }`.",
  examples: [["avg Percentage CPU > 80"], ["total Transactions > dynamic medium 2 of 4 where ApiName includes *"]],
  wants: "conditions such as `avg Percentage CPU > 80`, queries in PromQL, or one web test",
  items: {
    oneOf: [staticCriterion, dynamicCriterion, promqlCriterion, promqlDynamicCriterion, webtestCriterion],
    discriminator: { propertyName: "form" },
    type: "object",
    wants: "a condition such as `avg Percentage CPU > 80`, `{ query: … }` in PromQL, or a web test",
  },
} as const satisfies Schema;
