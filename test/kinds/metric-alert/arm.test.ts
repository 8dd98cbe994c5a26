import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { metricAlert } from "../../../src/kinds/metric-alert/metric-alert.ts";
import { readBody, settingsOf } from "../said-of.ts";
import { cluster, component, cpu, ids, learned, rules, vms, webTest } from "./rules.ts";

const azure = "Microsoft.Azure.Monitor";

function bodyOf(spec: JsonObject): JsonObject {
  return metricAlert.toArm(settingsOf(metricAlert, spec));
}

test("a threshold becomes what the portal's JSON view shows", () => {
  expect(bodyOf({ ...rules.static, actionGroups: [{ name: "a", webhookProperties: { x: "y" } }] })).toEqual({
    location: "global",
    properties: {
      severity: 2,
      enabled: true,
      scopes: [cluster],
      windowSize: "PT5M",
      evaluationFrequency: "PT1M",
      autoMitigate: true,
      criteria: {
        "odata.type": `${azure}.MultipleResourceMultipleMetricCriteria`,
        allOf: [{ criterionType: "StaticThresholdCriterion", ...cpu }],
      },
      actions: [{ actionGroupId: "a", webHookProperties: { x: "y" } }],
    },
  });
});

test("the other sorts of criteria become Azure's", () => {
  const criteria = (spec: JsonObject) => bodyOf(spec)["properties"];
  expect(criteria(rules.dynamic)).toMatchObject({
    targetResourceType: "Microsoft.Compute/virtualMachines",
    criteria: {
      "odata.type": `${azure}.MultipleResourceMultipleMetricCriteria`,
      allOf: [{ criterionType: "DynamicThresholdCriterion", ...learned, ignoreDataBefore: "2026-10-01T00:00:00Z" }],
    },
  });
  expect(criteria(rules.webtest)).toMatchObject({
    scopes: [webTest, component],
    criteria: {
      "odata.type": `${azure}.WebtestLocationAvailabilityCriteria`,
      webTestId: webTest,
      componentId: component,
      failedLocationCount: 3,
    },
  });
  expect(bodyOf(rules.promql)).toEqual({
    location: "koreacentral",
    identity: {
      type: "UserAssigned",
      userAssignedIdentities: { [`${ids}/Microsoft.ManagedIdentity/userAssignedIdentities/id-a`]: {} },
    },
    properties: {
      severity: 3,
      enabled: true,
      scopes: [cluster],
      evaluationFrequency: "PT1M",
      criteria: {
        "odata.type": `${azure}.PromQLCriteria`,
        failingPeriods: { for: "PT5M" },
        allOf: [
          { criterionType: "StaticThresholdCriterion", name: "oom", query: "sum by (cluster) (up) == 0" },
          {
            criterionType: "DynamicThresholdCriterion",
            name: "odd",
            query: "sum (rate(x[5m]))",
            operator: "GreaterThan",
            alertSensitivity: "High",
          },
        ],
      },
      resolveConfiguration: { autoResolved: true, timeToResolve: "PT2M" },
      customProperties: { Runbook: "https://example.com" },
      actionProperties: { "Email.Subject": "out of memory" },
      actions: [],
    },
  });
});

test.each(Object.entries(rules))("%s: what is sent is read as what was meant", (_, spec) => {
  const settings = settingsOf(metricAlert, spec);
  expect(readBody(metricAlert, metricAlert.toArm(settings))).toEqual({ settings, beside: undefined });
});

test("a rule of 2019 with nulls and Azure's own leavings is read without any of them", () => {
  const body: JsonObject = {
    location: "Global",
    tags: null,
    identity: null,
    properties: {
      description: "",
      severity: 3,
      enabled: true,
      scopes: [cluster],
      evaluationFrequency: "PT1M",
      windowSize: "PT5M",
      templateType: 8,
      templateSpecificParameters: { direction: "x" },
      lastUpdatedTime: "2019-05-09T00:00:00Z",
      isMigrated: false,
      criteria: {
        "odata.type": `${azure}.SingleResourceMultipleMetricCriteria`,
        allof: [{ ...cpu, monitorTemplateType: 8, dimensions: [], skipMetricValidation: false, metricNamespace: null }],
      },
      actions: null,
    },
  };
  const { settings, beside } = readBody(metricAlert, body);
  expect(beside).toBeUndefined();
  expect(settings).toEqual({
    location: "Global",
    severity: 3,
    enabled: true,
    scopes: [cluster],
    evaluationFrequency: "PT1M",
    windowSize: "PT5M",
    autoMitigate: true,
    criteriaType: "single",
    criteria: [{ form: "static", ...cpu }],
  });
});

test("what we have no word for is beside, at its place", () => {
  const body = bodyOf({ ...rules.static, actionGroups: [{ name: "/a" }] });
  const properties = body["properties"] as JsonObject;
  const criteria = properties["criteria"] as JsonObject;
  const future: JsonObject = {
    ...body,
    properties: {
      ...properties,
      future: 1,
      actions: [{ actionGroupId: "/a", future: 2 }],
      criteria: { ...criteria, future: 3, allOf: [{ criterionType: "StaticThresholdCriterion", ...cpu, future: 4 }] },
    },
  };
  expect(readBody(metricAlert, future).beside).toEqual({
    properties: {
      future: 1,
      actions: { "/a": { future: 2 } },
      criteria: { future: 3, allOf: { metric1: { future: 4 } } },
    },
  });
});

test.each<[string, JsonObject]>([
  ["a sort of criteria", { "odata.type": "Microsoft.Azure.Monitor.Future", rules: [{ name: "a" }] }],
  ["criteria without a sort", { allOf: [cpu] }],
  [
    "a sort of criterion",
    {
      "odata.type": `${azure}.MultipleResourceMultipleMetricCriteria`,
      allOf: [
        { criterionType: "FutureCriterion", name: "a", level: 9 },
        { criterionType: "StaticThresholdCriterion", ...cpu },
      ],
    },
  ],
])("%s nobody knows goes back as it came", (_, criteria) => {
  const body: JsonObject = { location: "global", properties: { severity: 1, criteria } };
  const { settings, beside } = readBody(metricAlert, body);
  expect(beside).toBeUndefined();
  expect(metricAlert.toArm(settings)).toMatchObject({ properties: { criteria } });
});

test.each<[JsonObject]>([
  [{}],
  [{ properties: null }],
  [{ properties: { criteria: null, actions: null } }],
  [{ properties: { criteria: [], actions: {} } }],
  [
    {
      properties: {
        criteria: { "odata.type": `${azure}.PromQLCriteria`, allOf: null, failingPeriods: null },
        actions: [null],
      },
    },
  ],
  [{ properties: { criteria: { "odata.type": `${azure}.WebtestLocationAvailabilityCriteria` } }, identity: "x" }],
  [{ identity: { type: "UserAssigned", userAssignedIdentities: null } }],
])("%j is borne", (body) => {
  const { settings } = readBody(metricAlert, body);
  expect(readBody(metricAlert, metricAlert.toArm(settings)).settings).toEqual(settings);
});

test("what Azure knows of an identity is its own", () => {
  const body: JsonObject = {
    location: "global",
    identity: {
      type: "UserAssigned",
      tenantId: "t",
      userAssignedIdentities: { "/subscriptions/s/a": { clientId: "c", principalId: "p" } },
    },
    properties: {},
  };
  const { settings, beside } = readBody(metricAlert, body);
  expect(settings["identity"]).toEqual({ type: "UserAssigned", userAssignedIdentities: ["/subscriptions/s/a"] });
  expect(beside).toBeUndefined();
});

test("a rule for several virtual machines says their type", () => {
  expect(settingsOf(metricAlert, { ...rules.dynamic, scopes: vms })["targetResourceType"]).toBe(
    "Microsoft.Compute/virtualMachines",
  );
});
