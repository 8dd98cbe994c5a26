import type { JsonObject } from "../../../src/core/json.ts";

/** Ids of things that metric alerts watch and use. */
export const ids = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai/providers";
export const cluster = `${ids}/Microsoft.ContainerService/managedClusters/my-aks`;
export const webTest = `${ids}/Microsoft.Insights/webtests/site`;
export const component = `${ids}/Microsoft.Insights/components/my-ai`;
export const vms = [`${ids}/Microsoft.Compute/virtualMachines/vm1`, `${ids}/Microsoft.Compute/virtualMachines/vm2`];

export const cpu: JsonObject = {
  name: "Metric1",
  metricName: "Percentage CPU",
  timeAggregation: "Average",
  operator: "GreaterThan",
  threshold: 80,
};

export const learned: JsonObject = {
  name: "Metric1",
  metricName: "Percentage CPU",
  timeAggregation: "Average",
  operator: "GreaterOrLessThan",
  alertSensitivity: "Medium",
  failingPeriods: { numberOfEvaluationPeriods: 4, minFailingPeriodsToAlert: 2 },
};

/** One legal rule of each sort, in long form as the author's layers give it. */
export const rules = {
  static: {
    severity: 2,
    scopes: [cluster],
    windowSize: "PT5M",
    evaluationFrequency: "PT1M",
    criteria: [cpu],
  },
  dynamic: {
    severity: 3,
    scopes: vms,
    targetResourceRegion: "koreacentral",
    windowSize: "PT15M",
    evaluationFrequency: "PT15M",
    criteria: [{ ...learned, ignoreDataBefore: "2026-10-01T00:00:00Z" }],
    actionGroups: [{ name: "ai-oncall", webhookProperties: { service: "ai" } }],
  },
  webtest: {
    severity: 1,
    windowSize: "PT5M",
    evaluationFrequency: "PT1M",
    criteria: [{ name: "Metric1", webTestId: webTest, componentId: component, failedLocationCount: 3 }],
  },
  promql: {
    severity: 3,
    identity: {
      type: "UserAssigned",
      userAssignedIdentities: [`${ids}/Microsoft.ManagedIdentity/userAssignedIdentities/id-a`],
    },
    scopes: [cluster],
    evaluationFrequency: "PT1M",
    for: "PT5M",
    criteria: [
      { name: "oom", query: "sum by (cluster) (up) == 0" },
      { name: "odd", query: "sum (rate(x[5m]))", operator: "GreaterThan", alertSensitivity: "High" },
    ],
    resolveConfiguration: { timeToResolve: "PT2M" },
    customProperties: { Runbook: "https://example.com" },
    actionProperties: { "Email.Subject": "out of memory" },
  },
} as const satisfies Readonly<Record<string, JsonObject>>;
