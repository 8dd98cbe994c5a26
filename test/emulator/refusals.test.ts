import { expect, test } from "vitest";
import type { JsonObject } from "../../src/emulator/arm/json.ts";
import { at, azure, refusal, group, subscription, types, type TypeName } from "./azure.ts";

const single = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria";
const vm = (name: string): string => `${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
const fixed = types.metricAlerts.body.properties.criteria.allOf[0];

test.each<{ type: TypeName; why: string; properties: JsonObject; message: RegExp }>([
  {
    type: "activityLogAlerts",
    why: "actions without groups",
    properties: { actions: { actionGroups: undefined } },
    message: /actionGroups/,
  },
  {
    type: "activityLogAlerts",
    why: "a level with ResourceHealth",
    properties: {
      condition: {
        allOf: [
          { field: "category", equals: "ResourceHealth" },
          { field: "level", equals: "Error" },
        ],
      },
    },
    message: /'level' is not supported/,
  },
  {
    type: "activityLogAlerts",
    why: "no category",
    properties: { condition: { allOf: [{ field: "level", equals: "Error" }] } },
    message: /'category'/,
  },
  {
    type: "activityLogAlerts",
    why: "anyOf and field in one item",
    properties: { condition: { allOf: [{ field: "category", anyOf: [{ field: "category", equals: "Security" }] }] } },
    message: /either anyOf or field/,
  },
  {
    type: "activityLogAlerts",
    why: "an unknown field",
    properties: {
      condition: {
        allOf: [
          { field: "category", equals: "Security" },
          { field: "colour", equals: "red" },
        ],
      },
    },
    message: /'colour' is not supported/,
  },
  { type: "activityLogAlerts", why: "no scope", properties: { scopes: [] }, message: /at least one/ },
  {
    type: "actionGroups",
    why: "a short name of 13 characters",
    properties: { groupShortName: "x".repeat(13) },
    message: /13 characters/,
  },
  { type: "actionGroups", why: "no short name", properties: { groupShortName: undefined }, message: /groupShortName/ },
  {
    type: "actionGroups",
    why: "one name for two receivers of different kinds",
    properties: {
      emailReceivers: [{ name: "Ops", emailAddress: "a@example.com" }],
      armRoleReceivers: [{ name: "ops", roleId: "r" }],
    },
    message: /'ops' is not unique/,
  },
  {
    type: "actionGroups",
    why: "a receiver without what it needs",
    properties: { webhookReceivers: [{ name: "hook" }] },
    message: /'serviceUri' not found in JSON. Path 'properties.webhookReceivers\[0\]'/,
  },
])("$type: $why is refused", async ({ type, properties, message }) => {
  const body = { code: "BadRequest", message: expect.stringMatching(message) };
  expect(await refusal(type, properties)).toEqual({ status: 400, body });
});

test.each([
  { type: "metricAlerts", activity: true },
  { type: "scheduledQueryRules", activity: true },
  { type: "activityLogAlerts", activity: false },
  { type: "actionGroups", activity: false },
] as const)("errors of $type are flat, Activity ID: $activity", async ({ type, activity }) => {
  const { create } = azure();
  const { body } = await create(type, { properties: undefined });
  expect(Object.keys(body)).toEqual(["code", "message"]);
  expect(/ Activity ID: [0-9a-f-]{36}\.$/.test(body.message)).toBe(activity);
});

test("the form of a metric alert's criteria cannot be changed", async () => {
  const { create } = azure();
  await create("metricAlerts");
  const { status, body } = await create("metricAlerts", { properties: { criteria: { "odata.type": single } } });
  expect(status).toBe(400);
  expect(body.message).toContain(
    "Updating from StaticThresholdCriteria and odata.type MultipleResourceMultipleMetricCriteria to StaticThresholdCriteria and odata.type SingleResourceMultipleMetricCriteria is not supported",
  );
});

test.each<{ change: string; body: JsonObject; message: string }>([
  { change: "scope", body: { properties: { scopes: [vm("other")] } }, message: "Scope can not be updated" },
  { change: "kind", body: { kind: "SimpleLogAlert" }, message: "Kind can not be updated" },
])("the $change of a log alert cannot be changed", async ({ body, message }) => {
  const { create } = azure();
  await create("scheduledQueryRules");
  const refused = await create("scheduledQueryRules", body);
  expect([refused.status, refused.body.message]).toEqual([400, expect.stringContaining(message)]);
});

test.each<{ type: TypeName; name: string }>([
  { type: "metricAlerts", name: "a#b" },
  { type: "metricAlerts", name: "ends." },
  { type: "metricAlerts", name: "x".repeat(251) },
  { type: "scheduledQueryRules", name: "a/b" },
  { type: "activityLogAlerts", name: "with blank" },
  { type: "actionGroups", name: "a&b" },
])("$type may not be called $name", async ({ type, name }) => {
  const { ask } = azure();
  const url = at(type).replace("/one?", `/${encodeURIComponent(name)}?`);
  expect((await ask("PUT", url, types[type].body)).status).toBe(400);
});

test.each<{ type: TypeName; why: string; body: JsonObject }>([
  { type: "metricAlerts", why: "a day in hours", body: { properties: { windowSize: "PT24H" } } },
  {
    type: "metricAlerts",
    why: "a dimension operator that no schema has",
    body: {
      properties: {
        criteria: { allOf: [{ ...fixed, dimensions: [{ name: "d", operator: "StartsWith", values: ["x"] }] }] },
      },
    },
  },
  {
    type: "metricAlerts",
    why: "a web test with its component",
    body: {
      properties: {
        scopes: [
          `${group}/providers/Microsoft.Insights/webTests/w`,
          `${group}/providers/Microsoft.Insights/components/c`,
        ],
        criteria: {
          "odata.type": "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria",
          allOf: undefined,
          webTestId: "w",
          componentId: "c",
          failedLocationCount: 2.0,
        },
      },
    },
  },
  {
    type: "scheduledQueryRules",
    why: "muting without auto mitigation",
    body: { properties: { autoMitigate: false, muteActionsDuration: "PT1H" } },
  },
  {
    type: "scheduledQueryRules",
    why: "a resolve configuration alone",
    body: { properties: { resolveConfiguration: {} } },
  },
  {
    type: "scheduledQueryRules",
    why: "a simple log alert without times",
    body: {
      kind: "SimpleLogAlert",
      properties: {
        severity: undefined,
        evaluationFrequency: undefined,
        windowSize: undefined,
        criteria: { allOf: [{ query: "Syslog", minRecurrenceCount: 3 }] },
      },
    },
  },
  {
    type: "activityLogAlerts",
    why: "a tenant instead of scopes",
    body: { properties: { scopes: undefined, tenantScope: subscription } },
  },
  {
    type: "metricAlerts",
    why: "an action group that is not there",
    body: { properties: { actions: [{ actionGroupId: `${group}/providers/microsoft.insights/actionGroups/gone` }] } },
  },
])("$type: $why is accepted", async ({ type, body }) => {
  const { create } = azure();
  const answer = await create(type, body);
  expect([answer.status < 300, answer.body.message]).toEqual([true, undefined]);
});

test("a world that minds refuses a rule whose action group is not there", async () => {
  const { create } = azure({ missingActionGroups: "refused" });
  const actions = [{ actionGroupId: `${group}/providers/microsoft.insights/actiongroups/ONE` }];
  expect((await create("metricAlerts", { properties: { actions } })).status).toBe(400);
  await create("actionGroups");
  expect((await create("metricAlerts", { properties: { actions } })).status).toBe(200);
});
