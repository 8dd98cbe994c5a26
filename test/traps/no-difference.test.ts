import { expect, test } from "vitest";
import type { JsonObject } from "../../src/core/json.ts";
import { changesAgainst, insights, live, vm } from "./against-azure.ts";

/*
 * Differences that other tools have shown again and again although nobody changed anything. Each was seen in the wild;
 * docs/traps.md has the sources.
 */

/** A GUID with letters, which has a case to come back in. */
const otherTeam = "2b3c4d5e-6f70-4a81-9b2c-d3e4f5a6b7c8";
const otherVm = `/subscriptions/${otherTeam}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm1`;

const metricAlert = `kind: MetricAlert
name: cpu
spec:
  severity: 2
  scopes: ${otherVm}
  windowSize: 5m
  evaluationFrequency: 1m
  criteria:
    - avg Percentage CPU > 80 as cpu
    - max Available Memory Bytes < 1e9 as memory
  actionGroups: [/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ops/providers/Microsoft.Insights/actionGroups/ops]
`;

const cpu = {
  criterionType: "StaticThresholdCriterion",
  name: "cpu",
  metricName: "Percentage CPU",
  operator: "GreaterThan",
  threshold: 80.0,
  timeAggregation: "Average",
};
const memory = {
  criterionType: "StaticThresholdCriterion",
  name: "memory",
  metricName: "Available Memory Bytes",
  operator: "LessThan",
  threshold: 1_000_000_000,
  timeAggregation: "Maximum",
};

const opsGroup =
  "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ops/providers/Microsoft.Insights/actionGroups/ops";

const usual = {
  severity: 2,
  enabled: true,
  autoMitigate: true,
  scopes: [otherVm],
  windowSize: "PT5M",
  evaluationFrequency: "PT1M",
  criteria: { "odata.type": "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria", allOf: [cpu, memory] },
  actions: [{ actionGroupId: opsGroup }],
};

const metricRule = (changed: JsonObject, around: JsonObject = {}): JsonObject =>
  live("metricAlerts", "cpu", { properties: { ...usual, ...changed }, ...around });

const rule = (allOf: readonly JsonObject[], more: JsonObject = {}): JsonObject => ({
  criteria: { ...usual.criteria, allOf, ...more },
});

test.each<[string, JsonObject]>([
  ["as it was written", metricRule({})],
  [
    "the action group's id comes back in another case",
    metricRule({
      actions: [
        {
          actionGroupId: opsGroup.toLowerCase().replace("/rg-ops/", "/RG-OPS/"),
        },
      ],
    }),
  ],
  [
    "the subscription's GUID comes back in upper case",
    metricRule({ scopes: [otherVm.replace(otherTeam, otherTeam.toUpperCase())] }),
  ],
  ["the whole id of what is watched comes back in upper case", metricRule({ scopes: [otherVm.toUpperCase()] })],
  [
    "webhook properties come back as null, or as nothing",
    metricRule({ actions: [{ actionGroupId: opsGroup, webHookProperties: null }] }),
  ],
  ["webhook properties come back empty", metricRule({ actions: [{ actionGroupId: opsGroup, webHookProperties: {} }] })],
  ["criteria come back in another order", metricRule(rule([memory, cpu]))],
  ["dimensions come back as an empty list", metricRule(rule([{ ...cpu, dimensions: [] }, memory]))],
  ["minutes come back as seconds", metricRule({ windowSize: "PT300S", evaluationFrequency: "PT60S" })],
  [
    "a number has a fraction of nothing",
    metricRule(
      rule([
        { ...cpu, threshold: 80.0 },
        { ...memory, threshold: 1e9 },
      ]),
    ),
  ],
  [
    "an old rule carries its template",
    metricRule(
      rule([{ ...cpu, monitorTemplateType: 8, metricNamespace: "microsoft.compute/virtualmachines" }, memory], {
        templateType: 8,
      }),
    ),
  ],
  [
    "Azure fills in the type of what is watched",
    metricRule({ targetResourceType: "microsoft.compute/virtualmachines" }),
  ],
  [
    "hidden links and others' tags are there",
    metricRule(
      {},
      {
        tags: {
          "tocsin-stack": "shop/prod",
          "tocsin-source": "example/rules",
          "hidden-link:/a": "Resource",
          "hidden-link:/b": "Resource",
          team: "x",
        },
      },
    ),
  ],
  ["the region is spelled with a capital", metricRule({}, { location: "Global" })],
  [
    "Azure says who wrote it",
    metricRule({}, { etag: '"1"', systemData: { lastModifiedBy: "a", lastModifiedAt: "2026-11-01T00:00:00Z" } }),
  ],
])("a metric alert: %s", async (_, body) => {
  expect(await changesAgainst(metricAlert, [body])).toEqual(["unchanged: 1"]);
});

const logAlert = `kind: LogAlert
name: errors
spec:
  severity: 0
  scopes: \${vm}
  windowSize: 24h
  evaluationFrequency: 1h
  query: |
    AppRequests
    | where Success == false
  criteria: [count = 5]
`;

const logRule = (changed: JsonObject, around: JsonObject = {}): JsonObject =>
  live("scheduledQueryRules", "errors", {
    location: "koreacentral",
    kind: "LogAlert",
    properties: {
      severity: 0,
      enabled: true,
      autoMitigate: true,
      scopes: [vm],
      windowSize: "P1D",
      evaluationFrequency: "PT1H",
      criteria: {
        allOf: [
          {
            query: "AppRequests\n| where Success == false",
            timeAggregation: "Count",
            operator: "Equals",
            threshold: 5.0,
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
          },
        ],
      },
      ...changed,
    },
    ...around,
  });

test.each<[string, JsonObject]>([
  ["the operator is `Equals` in Azure and `Equal` in its documentation", logRule({})],
  ["a day is 24 hours", logRule({ windowSize: "PT24H", evaluationFrequency: "PT60M" })],
  ["autoMitigate is not echoed", logRule({ autoMitigate: null })],
  ["muted for no time at all, as an old api-version wrote it", logRule({ muteActionsDuration: "PT0S" })],
  ["actions without anything in them are dropped", logRule({ actions: { actionGroups: [], customProperties: {} } })],
  [
    "display name and creation are Azure's",
    logRule({ createdWithApiVersion: "2021-08-01", isWorkspaceAlertsStorageConfigured: false }),
  ],
  [
    "its id and type come back in lower case",
    logRule(
      {},
      {
        type: "microsoft.insights/scheduledqueryrules",
        id: `${insights.replace("Microsoft.Insights", "microsoft.insights")}/scheduledqueryrules/errors`,
      },
    ),
  ],
])("a log alert: %s", async (_, body) => {
  expect(await changesAgainst(logAlert, [body])).toEqual(["unchanged: 1"]);
});

const serviceHealth = `kind: ActivityLogAlert
name: health
spec:
  condition:
    category: ServiceHealth
    properties.impactedServices[*].ServiceName: { containsAny: [Azure Monitor, Virtual Machines] }
    properties.impactedServices[*].ImpactedRegions[*].RegionName: { containsAny: [Korea Central, Global] }
  actionGroups: [/subscriptions/s/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/a, /subscriptions/s/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/b]
`;

const services = {
  field: "properties.impactedServices[*].ServiceName",
  containsAny: ["Virtual Machines", "Azure Monitor"],
};
const regions = {
  field: "properties.impactedServices[*].ImpactedRegions[*].RegionName",
  containsAny: ["Global", "Korea Central"],
};
const groupOf = (name: string): JsonObject => ({
  actionGroupId: `/subscriptions/s/resourcegroups/RG/providers/microsoft.insights/actiongroups/${name}`,
  webhookProperties: {},
});

test.each<[string, readonly JsonObject[]]>([
  [
    "services, regions and groups come back in another order",
    [regions, services, { field: "category", equals: "ServiceHealth" }],
  ],
  [
    "with the nulls of the years before 2022",
    [
      { field: "Category", equals: "ServiceHealth", containsAny: null, "odata.type": null } as JsonObject,
      services,
      regions,
    ],
  ],
])("an activity log alert: %s", async (_, allOf) => {
  const body = live("activityLogAlerts", "health", {
    kind: null,
    identity: null,
    properties: {
      enabled: true,
      description: null,
      scopes: ["subscriptions/11111111-1111-1111-1111-111111111111"],
      condition: { allOf, "odata.type": null },
      actions: { actionGroups: [groupOf("b"), groupOf("a")] },
    },
  });
  expect(await changesAgainst(serviceHealth, [body])).toEqual(["unchanged: 1"]);
});

test("a rule that Azure made of an identity it gave up is as it was written", async () => {
  const body = metricRule({}, { identity: { type: "None" } });
  expect(await changesAgainst(metricAlert, [body])).toEqual(["unchanged: 1"]);
});
