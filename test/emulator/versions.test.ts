import { expect, test } from "vitest";
import { resourceTypes } from "../../src/emulator/arm/resource-types.ts";
import { at, azure, group, subscription, types } from "./azure.ts";

test.each(
  resourceTypes.flatMap((type) =>
    type.apiVersions.map((version) => ({ namespace: type.namespace, type: type.name, version })),
  ),
)("$type is served with $version", async ({ namespace, type, version }) => {
  const { ask } = azure();
  const url = `${group}/providers/${namespace}/${type}?api-version=${version}`;
  expect((await ask("GET", url)).status).toBe(200);
});

test("an unknown api-version is refused with the versions there are", async () => {
  const { ask, create } = azure();
  await create("metricAlerts");
  const { status, body } = await ask("GET", at("metricAlerts", "2031-01-01"));
  expect([status, body.error.code]).toEqual([400, "NoRegisteredProviderFound"]);
  expect(body.error.message).toContain(
    "location 'westeurope' and API version '2031-01-01' for type 'metricAlerts'. The supported api-versions are '2018-03-01, 2024-03-01-preview, 2026-01-01'.",
  );
});

test("the first api-version of log alerts is refused with the reason", async () => {
  const { ask } = azure();
  const { status, body } = await ask("GET", at("scheduledQueryRules", "2018-04-16"));
  expect(status).toBe(400);
  expect(body.error.message).toContain("another shape");
});

test("an older version hides newer properties, and a PUT with it erases them", async () => {
  const { ask, create } = azure();
  await create("metricAlerts", { identity: { type: "SystemAssigned" }, properties: { customProperties: { a: "b" } } });
  const old = await ask("GET", at("metricAlerts", "2018-03-01"));
  expect([old.body.identity, old.body.systemData, old.body.properties.customProperties]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect((await ask("GET", at("metricAlerts"))).body.properties.customProperties).toEqual({ a: "b" });
  await ask("PUT", at("metricAlerts", "2018-03-01"), old.body);
  const erased = await ask("GET", at("metricAlerts"));
  expect([erased.body.identity, erased.body.properties.customProperties]).toEqual([undefined, undefined]);
  expect(erased.body.systemData).toBeDefined();
});

test.each([
  { version: "2023-01-01", known: [] },
  { version: "2023-09-01-preview", known: ["incidentReceivers"] },
  { version: "2024-10-01-preview", known: ["incidentReceivers", "managedIdentity", "identity"] },
  { version: "2026-09-01", known: ["incidentReceivers", "managedIdentity", "identity", "triggerName", "scope"] },
])("action groups of $version know $known of what is new", async ({ version, known }) => {
  const { create } = azure();
  const incident = { name: "i", connection: { name: "c", id: "d" }, incidentManagementService: "Icm", mappings: {} };
  const { body } = await create(
    "actionGroups",
    {
      identity: { type: "SystemAssigned,UserAssigned", userAssignedIdentities: { [`${group}/x`]: {} } },
      properties: {
        incidentReceivers: [incident],
        logicAppReceivers: [
          { name: "l", resourceId: "r", callbackUrl: "u", managedIdentity: "m", triggerName: "manual" },
        ],
        azureFunctionReceivers: [
          { name: "f", functionAppResourceId: "r", functionName: "n", httpTriggerUrl: "u", scope: "api://x/.default" },
        ],
      },
    },
    version,
  );
  const found = {
    incidentReceivers: body.properties.incidentReceivers,
    managedIdentity: body.properties.logicAppReceivers[0].managedIdentity,
    identity: body.identity,
    triggerName: body.properties.logicAppReceivers[0].triggerName,
    scope: body.properties.azureFunctionReceivers[0].scope,
  };
  expect(Object.entries(found).flatMap(([name, value]) => (value === undefined ? [] : [name]))).toEqual(known);
});

test.each([
  { version: "2021-08-01", known: ["autoMitigate"] },
  { version: "2023-12-01", known: ["autoMitigate", "resolveConfiguration", "actionProperties"] },
  {
    version: "2026-03-01",
    known: ["autoMitigate", "resolveConfiguration", "actionProperties", "criterionType", "ignoreDataBefore"],
  },
])("log alerts of $version show $known", async ({ version, known }) => {
  const { ask, create, world } = azure();
  await create("scheduledQueryRules", {
    properties: {
      actions: { actionProperties: { "Email.Subject": "s" } },
      resolveConfiguration: { autoResolved: true },
      criteria: {
        allOf: [
          {
            criterionType: "DynamicThresholdCriterion",
            query: "Heartbeat",
            timeAggregation: "Count",
            operator: "GreaterOrLessThan",
            alertSensitivity: "Medium",
            ignoreDataBefore: "2026-01-01T00:00:00Z",
          },
        ],
      },
    },
  });
  // No PUT may hold both, so the one is stored by hand.
  const [stored] = world.store.all();
  const properties = { ...(stored!.body["properties"] as object), autoMitigate: true };
  world.store.set({ ...stored!, body: { ...stored!.body, properties } });
  const { body } = await ask("GET", at("scheduledQueryRules", version));
  const found = {
    autoMitigate: body.properties.autoMitigate,
    resolveConfiguration: body.properties.resolveConfiguration,
    actionProperties: body.properties.actions.actionProperties,
    criterionType: body.properties.criteria.allOf[0].criterionType,
    ignoreDataBefore: body.properties.criteria.allOf[0].ignoreDataBefore,
  };
  expect(Object.entries(found).flatMap(([name, value]) => (value === undefined ? [] : [name]))).toEqual(known);
});

test("the preview of activity log alerts shows systemData, the stable version after it does not", async () => {
  const { ask, create } = azure();
  await create("activityLogAlerts");
  expect((await ask("GET", at("activityLogAlerts", "2023-01-01-preview"))).body.systemData).toBeDefined();
  expect((await ask("GET", at("activityLogAlerts", "2026-01-01"))).body.systemData).toBeUndefined();
});

test("createdWithApiVersion stays with the version that made the rule", async () => {
  const { create } = azure();
  await create("scheduledQueryRules", {}, "2021-08-01");
  expect((await create("scheduledQueryRules")).body.properties.createdWithApiVersion).toBe("2021-08-01");
});

test("the provider lists its types with their api-versions, newest first", async () => {
  const { ask } = azure();
  const { body } = await ask(
    "GET",
    `/subscriptions/${subscription}/providers/microsoft.insights?api-version=2021-04-01`,
  );
  expect(body.namespace).toBe("Microsoft.Insights");
  expect(body.registrationState).toBe("Registered");
  const listed = body.resourceTypes.find((type: { resourceType: string }) => type.resourceType === "metricAlerts");
  expect(listed.apiVersions).toEqual(["2026-01-01", "2024-03-01-preview", "2018-03-01"]);
  expect(Object.keys(types)).toEqual(
    expect.arrayContaining(body.resourceTypes.map((type: { resourceType: string }) => type.resourceType)),
  );
});
