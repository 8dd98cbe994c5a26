import { describe, expect, test } from "vitest";
import { compare } from "../../../src/core/settings/compare.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { logAlert } from "../../../src/kinds/log-alert/log-alert.ts";
import { readBody, settingsOf } from "../said-of.ts";
import { alert, count, dynamic, usual, workspace } from "./a-log-alert.ts";

describe("to Azure and back", () => {
  test.each<[string, JsonObject]>([
    ["the least", {}],
    ["a dynamic threshold", { criteria: [{ ...dynamic, ignoreDataBefore: "2026-10-01T00:00:00Z" }] }],
    ["two queries", { criteria: [count, { ...count, query: "b" }] }],
    ["a column of ids for one of two criteria", { criteria: [{ ...count, resourceIdColumn: "_ResourceId" }, count] }],
    ["a mute", { muteActionsDuration: "PT30M" }],
    ["a way to resolve", { resolveConfiguration: { timeToResolve: "PT30M" } }],
    [
      "everything else",
      {
        description: "a",
        displayName: "b",
        identity: { type: "UserAssigned", userAssignedIdentities: ["/subscriptions/s/i"] },
        targetResourceTypes: ["Microsoft.Compute/virtualMachines"],
        overrideQueryTimeRange: "P2D",
        resourceIdColumn: "_ResourceId",
        actionGroups: [{ name: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/actionGroups/a" }],
        customProperties: { Reason: "${data.essentials.monitorCondition}" },
        actionProperties: { "Email.Subject": "x" },
        skipQueryValidation: true,
        checkWorkspaceAlertsStorageConfigured: true,
        criteria: [{ ...count, dimensions: [{ name: "a", operator: "Exclude", values: ["b"] }] }],
      },
    ],
  ])("%s", (_, more) => {
    const settings = settingsOf(logAlert, alert(more));
    expect(readBody(logAlert, logAlert.toArm(settings))).toEqual({ settings, beside: undefined });
  });

  test("the body", () => {
    expect(
      logAlert.toArm(settingsOf(logAlert, alert({ criteria: [dynamic], actionGroups: [{ name: "/a" }] }))),
    ).toEqual({
      location: "koreacentral",
      kind: "LogAlert",
      properties: {
        severity: 1,
        enabled: true,
        scopes: [workspace],
        windowSize: "PT5M",
        evaluationFrequency: "PT5M",
        autoMitigate: true,
        skipQueryValidation: false,
        checkWorkspaceAlertsStorageConfigured: false,
        criteria: { allOf: [{ criterionType: "DynamicThresholdCriterion", query: "AppRequests", ...dynamic }] },
        actions: { actionGroups: ["/a"] },
      },
    });
  });

  const answer = {
    id: "/subscriptions/s/resourceGroups/g/providers/microsoft.insights/scheduledqueryrules/a",
    name: "a",
    type: "microsoft.insights/scheduledqueryrules",
    location: "koreacentral",
    etag: "1",
    systemData: { createdBy: "x" },
    properties: {
      createdWithApiVersion: "2021-08-01",
      isLegacyLogAnalyticsRule: false,
      isWorkspaceAlertsStorageConfigured: false,
      displayName: "A rule",
      severity: 1,
      enabled: true,
      scopes: [workspace.toLowerCase()],
      evaluationFrequency: "PT5M",
      windowSize: "PT5M",
      criteria: {
        allOf: [
          {
            query: "AppRequests",
            timeAggregation: "Count",
            metricMeasureColumn: null,
            resourceIdColumn: null,
            dimensions: [],
            operator: "GreaterThan",
            threshold: 50,
            failingPeriods: usual,
          },
        ],
      },
    },
  };

  test("what Azure adds, leaves out and fills in is no difference", () => {
    const live = readBody(logAlert, answer);
    const { displayName, ...settings } = live.settings;
    expect(live.beside).toBeUndefined();
    expect(displayName).toBe("A rule");
    expect(compare(logAlert.schema, settings, settingsOf(logAlert, alert()))).toEqual([]);
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["a mute of no length", { autoMitigate: true, muteActionsDuration: "PT0S" }, {}],
    [
      "a default beside resolveConfiguration",
      { autoMitigate: true, resolveConfiguration: { autoResolved: true, timeToResolve: "PT10M" } },
      { resolveConfiguration: { timeToResolve: "PT10M" } },
    ],
    ["an empty resolveConfiguration", { autoMitigate: true, resolveConfiguration: null }, {}],
    ["actions of an old rule", { actions: [{ actionGroupId: "/A" }] }, { actionGroups: [{ name: "/a" }] }],
    ["actions that carry nothing", { actions: { actionGroups: [], customProperties: {} } }, {}],
    [
      "a criterion that says it is static",
      { criteria: { allOf: [{ ...answer.properties.criteria.allOf[0], criterionType: "StaticThresholdCriterion" }] } },
      {},
    ],
  ])("%s reads as what it means", (_, more, expected) => {
    const { displayName: _displayName, ...properties } = answer.properties;
    const live = readBody(logAlert, { ...answer, properties: { ...properties, ...more } });
    expect(live.beside).toBeUndefined();
    expect(compare(logAlert.schema, live.settings, settingsOf(logAlert, alert(expected)))).toEqual([]);
  });

  test("a criterion of a sort nobody knows comes back as it went", () => {
    const criterion = { criterionType: "OracleCriterion", query: "AppRequests", wisdom: 7 };
    const body = { ...answer, properties: { ...answer.properties, criteria: { allOf: [criterion] } } };
    const { settings } = readBody(logAlert, body);
    expect((logAlert.toArm(settings)["properties"] as JsonObject)["criteria"]).toEqual({ allOf: [criterion] });
  });

  test("what we have no word for is found", () => {
    const body = {
      ...answer,
      properties: { ...answer.properties, future: 1, actions: { actionGroups: [], other: 2 } },
    };
    expect(readBody(logAlert, body).beside).toEqual({ properties: { future: 1, actions: { other: 2 } } });
  });
});

test.each<[string | null | undefined, boolean]>([
  [undefined, true],
  [null, true],
  ["LogAlert", true],
  ["logalert", true],
  ["LogToMetric", false],
  ["EventLogAlert", false],
])("a body of kind %j is a log alert: %j", (kind, claimed) => {
  expect(logAlert.claims(kind === undefined ? {} : { kind })).toBe(claimed);
});

test("a rule that a saved search made is nobody's", () => {
  expect(logAlert.claims({ properties: { isLegacyLogAnalyticsRule: true } })).toBe(false);
});
