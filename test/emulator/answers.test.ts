import { expect, test } from "vitest";
import { at, azure, group, subscription, types } from "./azure.ts";

test("metric alerts answer what they were sent, with actions added and empty dimensions gone", async () => {
  const { create } = azure();
  const criterion = { ...types.metricAlerts.body.properties.criteria.allOf[0], dimensions: [] };
  const { body } = await create("metricAlerts", {
    properties: { criteria: { allOf: [criterion] }, targetResourceRegion: "West US" },
  });
  const { systemData: _, ...rest } = body;
  expect(rest).toEqual({
    ...types.metricAlerts.body,
    id: types.metricAlerts.path,
    name: "one",
    type: "Microsoft.Insights/metricAlerts",
    properties: { ...types.metricAlerts.body.properties, actions: [], targetResourceRegion: "westus" },
  });
});

test("log alerts are enabled unless told otherwise, keep empty dimensions and drop empty actions", async () => {
  const { create } = azure();
  const criterion = { ...types.scheduledQueryRules.body.properties.criteria.allOf[0], dimensions: [] };
  const { body } = await create("scheduledQueryRules", {
    properties: { criteria: { allOf: [criterion] }, actions: { actionGroups: [], customProperties: {} } },
  });
  expect(body.properties).toEqual({
    ...types.scheduledQueryRules.body.properties,
    createdWithApiVersion: "2026-03-01",
    enabled: true,
    criteria: { allOf: [criterion] },
  });
});

test("log alerts are shown with their id in lower case", async () => {
  const { create } = azure();
  const { body } = await create("scheduledQueryRules");
  expect(body.id).toBe(`${group}/providers/microsoft.insights/scheduledqueryrules/one`);
  expect(body.type).toBe("Microsoft.Insights/scheduledQueryRules");
});

test("an activity log alert without `enabled` is created disabled", async () => {
  const { create } = azure();
  expect((await create("activityLogAlerts")).body).toEqual({
    ...types.activityLogAlerts.body,
    id: types.activityLogAlerts.path,
    name: "one",
    type: "Microsoft.Insights/ActivityLogAlerts",
    properties: { ...types.activityLogAlerts.body.properties, enabled: false },
  });
});

test("an action group comes back with every list of receivers, nulls, and its subscription in upper case", async () => {
  const { create } = azure();
  const { body } = await create("actionGroups", {}, "2022-06-01");
  expect(body).toEqual({
    id: `/subscriptions/${subscription.toUpperCase()}/resourceGroups/rg/providers/microsoft.insights/actionGroups/one`,
    type: "Microsoft.Insights/ActionGroups",
    name: "one",
    location: "Global",
    kind: null,
    tags: null,
    properties: {
      groupShortName: "ops",
      enabled: true,
      emailReceivers: [],
      smsReceivers: [],
      webhookReceivers: [],
      eventHubReceivers: [],
      itsmReceivers: [],
      azureAppPushReceivers: [],
      automationRunbookReceivers: [],
      voiceReceivers: [],
      logicAppReceivers: [],
      azureFunctionReceivers: [],
      armRoleReceivers: [],
    },
  });
});

test("receivers get what the service adds to each kind", async () => {
  const { create, world } = azure();
  const { body } = await create(
    "actionGroups",
    {
      properties: {
        emailReceivers: [{ name: "mail", emailAddress: "a@example.com", status: "Disabled" }],
        smsReceivers: [{ name: "sms", countryCode: "1", phoneNumber: "5550100" }],
        voiceReceivers: [{ name: "voice", countryCode: "1", phoneNumber: "5550100" }],
        webhookReceivers: [{ name: "hook", serviceUri: "https://example.com/?token=t" }],
        eventHubReceivers: [
          { name: "hub", eventHubNameSpace: "ns", eventHubName: "hub", subscriptionId: subscription },
        ],
      },
    },
    "2023-01-01",
  );
  expect(body.properties).toMatchObject({
    emailReceivers: [{ name: "mail", emailAddress: "a@example.com", useCommonAlertSchema: false, status: "Enabled" }],
    smsReceivers: [{ name: "sms", countryCode: "1", phoneNumber: "5550100", status: "Enabled" }],
    voiceReceivers: [{ name: "voice", countryCode: "1", phoneNumber: "5550100" }],
    webhookReceivers: [
      {
        name: "hook",
        serviceUri: "https://example.com/?token=t",
        useCommonAlertSchema: false,
        objectId: null,
        identifierUri: null,
        tenantId: null,
      },
    ],
    eventHubReceivers: [{ name: "hub", useCommonAlertSchema: false, tenantId: world.options.tenantId }],
  });
});

test.each([
  { type: "metricAlerts", tags: undefined, answered: undefined },
  { type: "metricAlerts", tags: {}, answered: {} },
  { type: "scheduledQueryRules", tags: undefined, answered: undefined },
  { type: "activityLogAlerts", tags: undefined, answered: undefined },
  { type: "activityLogAlerts", tags: {}, answered: {} },
  { type: "actionGroups", tags: undefined, answered: null },
  { type: "actionGroups", tags: {}, answered: null },
] as const)("$type sent with tags $tags answers $answered", async ({ type, tags, answered }) => {
  const { create } = azure();
  expect((await create(type, { tags })).body.tags).toEqual(answered);
});

test("tags that the portal hides are kept as they were sent", async () => {
  const { ask, create } = azure();
  const tags = { [`hidden-link:${group}/providers/Microsoft.Insights/webTests/w`]: "Resource", "hidden-title": "" };
  await create("metricAlerts", { tags });
  expect((await ask("GET", at("metricAlerts"))).body.tags).toEqual(tags);
});

test("property names are read in any case and answered in the server's", async () => {
  const { create } = azure();
  const { criteria, ...properties } = types.metricAlerts.body.properties;
  const { body } = await create("metricAlerts", {
    properties: {
      ...properties,
      criteria: { "OData.Type": criteria["odata.type"], allof: criteria.allOf },
      actions: [{ actiongroupid: `${group}/x`, webhookProperties: { Key: "v" } }],
    },
  });
  expect(body.properties.criteria).toEqual(criteria);
  expect(body.properties.actions).toEqual([{ actionGroupId: `${group}/x`, webHookProperties: { Key: "v" } }]);
});

test("what closed objects do not know is dropped, what criteria do not know is kept", async () => {
  const { create } = azure();
  const criterion = { ...types.metricAlerts.body.properties.criteria.allOf[0], unknown: 1 };
  const { body } = await create("metricAlerts", {
    unknown: 1,
    etag: "x",
    properties: { unknown: 1, criteria: { allOf: [criterion] }, customProperties: { unknown: "1" } },
  });
  expect([body.unknown, body.etag, body.properties.unknown]).toEqual([undefined, undefined, undefined]);
  expect(body.properties.criteria.allOf[0].unknown).toBe(1);
  expect(body.properties.customProperties).toEqual({ unknown: "1" });
});

test("a name from another language's client, ruleResolveConfiguration, is lost without a word", async () => {
  const { create } = azure();
  const { status, body } = await create("scheduledQueryRules", {
    properties: { ruleResolveConfiguration: { autoResolved: true } },
  });
  expect([status, Object.keys(body.properties)]).toEqual([
    201,
    expect.not.arrayContaining(["ruleResolveConfiguration"]),
  ]);
});

test("a numeric text is a number to the service", async () => {
  const { create } = azure();
  const criterion = { ...types.metricAlerts.body.properties.criteria.allOf[0], threshold: "90" };
  const { body } = await create("metricAlerts", { properties: { criteria: { allOf: [criterion] } } });
  expect(body.properties.criteria.allOf[0].threshold).toBe(90);
});

test("a resource keeps the spelling of its first PUT, whatever case later requests use", async () => {
  const { ask, world } = azure();
  const named = types.metricAlerts.path.replace("/one", "/One");
  const first = await ask("PUT", `${named}?api-version=2026-01-01`, types.metricAlerts.body);
  const shouted = named.replace("/rg/", "//RG/").replace("metricAlerts/One", "METRICALERTS/ONE");
  await ask("PUT", `${shouted}?API-Version=2026-01-01`, types.metricAlerts.body);
  const { status, body } = await ask("GET", at("metricAlerts"));
  expect([status, body.id, body.name]).toEqual([200, named, "One"]);
  expect(body.systemData.createdAt).toBe(first.body.systemData.createdAt);
  expect(world.store.all()).toHaveLength(1);
});

test("ids of metric alerts and action groups hold names as in an address, those of activity log alerts do not", async () => {
  const { ask } = azure();
  for (const type of ["metricAlerts", "actionGroups"] as const) {
    const { body } = await ask("PUT", at(type).replace("/one?", "/on%20call?"), types[type].body);
    expect([body.name, body.id.split("/").at(-1)]).toEqual(["on call", "on%20call"]);
  }
  const path = at("activityLogAlerts").replace(/\/one\?.*/, "/on%20call?api-version=2020-10-01");
  const { body } = await ask("PUT", path, types.activityLogAlerts.body);
  expect([body.name, body.id.split("/").at(-1)]).toEqual(["on call", "on call"]);
});

test("systemData tells who made a rule and who changed it last", async () => {
  let now = Date.parse("2026-03-01T10:00:00.120Z");
  const { ask } = azure({ now: () => new Date(now) });
  const as = (name: string): Record<string, string> => ({ "x-ms-client-principal-name": name });
  await ask("PUT", at("scheduledQueryRules"), types.scheduledQueryRules.body, as("ann@example.com"));
  now += 60_000;
  const { body } = await ask("PUT", at("scheduledQueryRules"), types.scheduledQueryRules.body, as("pipeline"));
  expect(body.systemData).toEqual({
    createdBy: "ann@example.com",
    createdByType: "User",
    createdAt: "2026-03-01T10:00:00.120Z",
    lastModifiedBy: "pipeline",
    lastModifiedByType: "Application",
    lastModifiedAt: "2026-03-01T10:01:00.120Z",
  });
});

test("an identity gets the ids that Entra would give it, the same ones every time", async () => {
  const { create } = azure();
  const first = (await create("metricAlerts", { identity: { type: "SystemAssigned" } })).body.identity;
  expect(first).toEqual({
    type: "SystemAssigned",
    principalId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    tenantId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect((await create("metricAlerts", { identity: { type: "SystemAssigned" } })).body.identity).toEqual(first);
});
