import { expect, test } from "vitest";
import type { JsonObject } from "../../src/emulator/arm/json.ts";
import { refusal, group, types, type TypeName } from "./azure.ts";

const single = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria";
const vm = (name: string): string => `${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
const fixed = types.metricAlerts.body.properties.criteria.allOf[0];
const { threshold: _, ...unfixed } = fixed;
const dynamic = {
  ...unfixed,
  criterionType: "DynamicThresholdCriterion",
  alertSensitivity: "High",
  failingPeriods: { numberOfEvaluationPeriods: 4, minFailingPeriodsToAlert: 4 },
};
const groups = (count: number): string[] => Array.from({ length: count }, (_, index) => `${group}/g${index}`);

test.each<{ type: TypeName; why: string; properties: JsonObject; message: RegExp }>([
  {
    type: "metricAlerts",
    why: "several scopes with criteria for one",
    properties: { scopes: [vm("a"), vm("b")], criteria: { "odata.type": single } },
    message: /Only single resource is allowed for criteria type SingleResourceMultipleMetricCriteria/,
  },
  {
    type: "metricAlerts",
    why: "several scopes without their type",
    properties: { scopes: [vm("a"), vm("b")], targetResourceRegion: "westus" },
    message: /targetResourceType is required/,
  },
  {
    type: "metricAlerts",
    why: "scopes of different types",
    properties: {
      scopes: [vm("a"), `${group}/providers/Microsoft.Web/sites/s`],
      targetResourceType: "x",
      targetResourceRegion: "y",
    },
    message: /different from the selected target resource type/,
  },
  {
    type: "metricAlerts",
    why: "several public addresses",
    properties: {
      scopes: ["a", "b"].map((name) => `${group}/providers/Microsoft.Network/publicIPAddresses/${name}`),
      targetResourceType: "Microsoft.Network/publicIPAddresses",
      targetResourceRegion: "westus",
    },
    message: /Alerts are currently not supported with multi resource level for Microsoft.Network\/publicIPAddresses\./,
  },
  { type: "metricAlerts", why: "a severity of 5", properties: { severity: 5 }, message: /Severity 5/ },
  { type: "metricAlerts", why: "no severity", properties: { severity: undefined }, message: /'severity' not found/ },
  { type: "metricAlerts", why: "no window", properties: { windowSize: undefined }, message: /'windowSize' not found/ },
  {
    type: "metricAlerts",
    why: "a window of 10 minutes",
    properties: { windowSize: "PT10M" },
    message: /windowSize PT10M/,
  },
  {
    type: "metricAlerts",
    why: "a frequency of 2 minutes",
    properties: { evaluationFrequency: "PT2M" },
    message: /PT2M/,
  },
  {
    type: "metricAlerts",
    why: "a window shorter than the frequency",
    properties: { windowSize: "PT1M" },
    message: /window size PT1M is smaller/,
  },
  {
    type: "metricAlerts",
    why: "a dynamic threshold over 6 hours",
    properties: { windowSize: "PT6H", criteria: { allOf: [dynamic] } },
    message: /windowSize PT6H/,
  },
  {
    type: "metricAlerts",
    why: "a dynamic threshold in criteria for one resource",
    properties: { criteria: { "odata.type": single, allOf: [dynamic] } },
    message: /Error parsing request payload/,
  },
  {
    type: "metricAlerts",
    why: "a dynamic threshold beside another condition",
    properties: { criteria: { allOf: [dynamic, { ...fixed, name: "b" }] } },
    message: /dynamic thresholds/,
  },
  {
    type: "metricAlerts",
    why: "six conditions",
    properties: { criteria: { allOf: [1, 2, 3, 4, 5, 6].map((name) => ({ ...fixed, name: String(name) })) } },
    message: /at most 5/,
  },
  {
    type: "metricAlerts",
    why: "one name for two conditions",
    properties: { criteria: { allOf: [fixed, fixed] } },
    message: /'cpu' is not unique/,
  },
  {
    type: "metricAlerts",
    why: "more failing periods than periods",
    properties: {
      criteria: {
        allOf: [{ ...dynamic, failingPeriods: { numberOfEvaluationPeriods: 2, minFailingPeriodsToAlert: 3 } }],
      },
    },
    message: /3 is greater than numberOfEvaluationPeriods 2/,
  },
  {
    type: "metricAlerts",
    why: "an unknown aggregation",
    properties: { criteria: { allOf: [{ ...fixed, timeAggregation: "Mean" }] } },
    message: /"Mean" is not/,
  },
  {
    type: "metricAlerts",
    why: "unknown criteria",
    properties: { criteria: { "odata.type": "Microsoft.Azure.Monitor.Guess" } },
    message: /odata.type/,
  },
  {
    type: "metricAlerts",
    why: "PromQL criteria without an identity",
    properties: {
      criteria: {
        "odata.type": "Microsoft.Azure.Monitor.PromQLCriteria",
        allOf: [{ criterionType: "StaticThresholdCriterion", name: "q", query: "up" }],
      },
    },
    message: /identity is required/,
  },
  {
    type: "metricAlerts",
    why: "six action groups",
    properties: { actions: groups(6).map((actionGroupId) => ({ actionGroupId })) },
    message: /at most 5/,
  },
  { type: "metricAlerts", why: "text for a boolean", properties: { enabled: "yes" }, message: /must be a boolean/ },
  { type: "metricAlerts", why: "text for a list", properties: { scopes: vm("a") }, message: /must be an array/ },
])("$type: $why is refused", async ({ type, properties, message }) => {
  const body = { code: "BadRequest", message: expect.stringMatching(message) };
  expect(await refusal(type, properties)).toEqual({ status: 400, body });
});
