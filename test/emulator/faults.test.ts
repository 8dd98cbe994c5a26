import { expect, test } from "vitest";
import { addFault, clearFaults } from "../../src/emulator/arm/world.ts";
import { at, azure, group, subscription, types } from "./azure.ts";

const lists = {
  group: `${group}/providers/Microsoft.Insights/metricAlerts?api-version=2026-01-01`,
  subscription: `/subscriptions/${subscription}/providers/Microsoft.Insights/metricAlerts?api-version=2026-01-01`,
};

test("a fault strikes its method and type as often as it says, after what it lets pass", async () => {
  const { ask, create, world } = azure();
  addFault(world, "PUT metricAlerts 429 retry-after=7 times=2 after=1");
  const statuses: number[] = [];
  for (let turn = 0; turn < 4; turn++) statuses.push((await create("metricAlerts")).status);
  expect(statuses).toEqual([200, 429, 429, 200]);
  addFault(world, "PUT metricAlerts 503");
  expect((await create("actionGroups")).status).toBe(201);
  expect((await ask("GET", at("metricAlerts"))).status).toBe(200);
  clearFaults(world);
  expect((await create("metricAlerts")).status).toBe(200);
});

test.each([
  { target: "metricAlerts/ONE", hits: [true, false] },
  { target: "metricalerts/two", hits: [false, false] },
  { target: "/metricAlerts$/", hits: [false, true] },
  { target: "metricAlerts", hits: [true, true] },
  { target: "resourceGroups", hits: [false, false] },
])("the target $target means the resource, the list: $hits", async ({ target, hits }) => {
  const { ask, create, world } = azure();
  await create("metricAlerts");
  addFault(world, `GET ${target} 418`);
  const item = await ask("GET", at("metricAlerts"));
  const list = await ask("GET", lists.group);
  expect([item.status === 418, list.status === 418]).toEqual(hits);
});

test.each([
  { fault: "* * 401", status: 401, header: "www-authenticate" },
  { fault: "* * 429 retry-after=3", status: 429, header: "retry-after" },
])("$fault comes with its header and ARM's form of error", async ({ fault, status, header }) => {
  const { ask, world } = azure();
  addFault(world, fault);
  const answer = await ask("GET", at("metricAlerts"));
  expect(answer.status).toBe(status);
  expect(answer.headers[header]).toBeDefined();
  expect(answer.body.error).toEqual({ code: expect.any(String), message: expect.any(String) });
});

test("a body can be given word for word", async () => {
  const { ask, world } = azure();
  addFault(world, '* * 400 body={"Code":"BadRequest","Message":null}');
  expect((await ask("GET", at("metricAlerts"))).body).toEqual({ Code: "BadRequest", Message: null });
});

test("a status may hide that the server did what it was asked", async () => {
  const { ask, create, world } = azure();
  addFault(world, "PUT * 500 acted times=1");
  expect((await create("metricAlerts")).status).toBe(500);
  expect((await ask("GET", at("metricAlerts"))).status).toBe(200);
});

test("a stale read shows the state before the last PUT", async () => {
  const { ask, create, world } = azure();
  await create("metricAlerts");
  await create("metricAlerts", { properties: { severity: 0 } });
  addFault(world, "GET metricAlerts stale times=1");
  expect((await ask("GET", at("metricAlerts"))).body.properties.severity).toBe(2);
  expect((await ask("GET", at("metricAlerts"))).body.properties.severity).toBe(0);
});

test("a new resource can be hidden from its first reads", async () => {
  const { ask, create, world } = azure();
  await create("metricAlerts");
  addFault(world, "GET metricAlerts hide-new=2");
  const statuses: number[] = [];
  for (let turn = 0; turn < 3; turn++) statuses.push((await ask("GET", at("metricAlerts"))).status);
  expect(statuses).toEqual([404, 404, 200]);
});

test("the list of a subscription can lag behind, the list of a group does not", async () => {
  let now = Date.parse("2026-11-20T12:00:00Z");
  const { ask, create, world } = azure({ now: () => new Date(now) });
  addFault(world, "GET metricAlerts lag=47000");
  await create("metricAlerts");
  const count = async (url: string): Promise<number> => (await ask("GET", url)).body.value.length;
  expect([await count(lists.subscription), await count(lists.group)]).toEqual([0, 1]);
  now += 47_000;
  expect(await count(lists.subscription)).toBe(1);
});

test("in the old dress activity log alerts are full of nulls", async () => {
  const { ask, create, world } = azure();
  await create(
    "activityLogAlerts",
    { properties: { actions: { actionGroups: [{ actionGroupId: "/a" }] } } },
    "2017-04-01",
  );
  addFault(world, "* * dress=old");
  expect((await ask("GET", at("activityLogAlerts", "2017-04-01"))).body).toMatchObject({
    kind: null,
    identity: null,
    tags: {},
    location: "Global",
    properties: {
      description: null,
      condition: { "odata.type": null, allOf: [{ containsAny: null, "odata.type": null, equals: "ServiceHealth" }] },
      actions: { actionGroups: [{ actionGroupId: "/a", webhookProperties: null }] },
    },
  });
});

test("in the old dress action groups spell their event hubs small, metric alerts tell their template", async () => {
  const { ask, create, world } = azure();
  addFault(world, "* * dress=old");
  const { body } = await create("actionGroups", {}, "2019-06-01");
  expect(body).toMatchObject({
    kind: null,
    identity: null,
    tags: {},
    properties: { eventhubReceivers: [], tags: null },
  });
  expect(body.properties.eventHubReceivers).toBeUndefined();
  const rule = await create("metricAlerts", {}, "2018-03-01");
  expect(rule.body.properties.templateType).toBe(8);
  expect(rule.body.properties.targetResourceType).toBe("Microsoft.Compute/virtualMachines");
  expect(rule.body.properties.criteria.allOf[0]).toMatchObject({
    dimensions: [],
    metricNamespace: "Microsoft.Compute/virtualMachines",
  });
  const refused = await create("metricAlerts", { properties: { severity: 9 } });
  expect(Object.keys(refused.body)).toEqual(["Code", "Message"]);
  expect((await ask("GET", lists.group)).body.value[0].properties.templateType).toBe(8);
});

test("what the old dress answers is taken back as if nothing had been", async () => {
  const { ask, create, world } = azure();
  for (const type of ["metricAlerts", "scheduledQueryRules", "activityLogAlerts", "actionGroups"] as const) {
    await create(type);
    const before = (await ask("GET", at(type))).body;
    addFault(world, "GET * dress=old");
    const old = (await ask("GET", at(type))).body;
    clearFaults(world);
    const { body } = await ask("PUT", at(type), old);
    expect(body.properties.scopes).toEqual(before.properties.scopes);
    expect(body.properties.condition).toEqual(before.properties.condition);
    expect(body.properties.emailReceivers).toEqual(before.properties.emailReceivers);
  }
});

test("a property of the future is in every object, is kept when sent back, and invented again when not", async () => {
  const { ask, create, world } = azure();
  addFault(world, "* * dress=future");
  const { body } = await create("activityLogAlerts");
  const invented = body.propertyOfTheFuture;
  expect(invented).toBeDefined();
  expect(body.properties.propertyOfTheFuture).toBe(invented);
  expect(body.properties.condition.allOf[0].propertyOfTheFuture).toBe(invented);
  const condition = { allOf: [{ ...body.properties.condition.allOf[0], propertyOfTheFuture: "mine" }] };
  await ask("PUT", at("activityLogAlerts"), { ...body, properties: { ...body.properties, condition } });
  const kept = (await ask("GET", at("activityLogAlerts"))).body;
  expect(kept.properties.condition.allOf[0].propertyOfTheFuture).toBe("mine");
  const replaced = (await create("activityLogAlerts")).body;
  expect(replaced.properties.condition.allOf[0].propertyOfTheFuture).toBe(invented);
  clearFaults(world);
  const today = (await ask("GET", at("activityLogAlerts"))).body;
  expect(today.properties.propertyOfTheFuture).toBeUndefined();
});

test("a property of the future that came too early was not kept", async () => {
  const { ask, create, world } = azure();
  await create("activityLogAlerts", { properties: { propertyOfTheFuture: "mine" } });
  addFault(world, "* * dress=future");
  expect((await ask("GET", at("activityLogAlerts"))).body.properties.propertyOfTheFuture).not.toBe("mine");
});

test("the shuffled dress turns sets round, and spells ids and durations in another way", async () => {
  const { ask, create, world } = azure();
  const vms = [
    `${group}/providers/Microsoft.Compute/virtualMachines/A`,
    `${group}/providers/Microsoft.Compute/virtualMachines/B`,
  ];
  await create("metricAlerts", {
    tags: { id: vms[0]! },
    properties: {
      scopes: vms,
      targetResourceType: "Microsoft.Compute/virtualMachines",
      targetResourceRegion: "westeurope",
      evaluationFrequency: "PT1H",
      windowSize: "P1D",
    },
  });
  addFault(world, "GET * dress=shuffled");
  const { body } = await ask("GET", at("metricAlerts"));
  const start = `/subscriptions/${subscription.toUpperCase()}/resourcegroups/RG/providers/microsoft.compute/virtualmachines`;
  expect(body.properties.scopes).toEqual([`${start}/B`, `${start}/A`]);
  expect([body.properties.evaluationFrequency, body.properties.windowSize]).toEqual(["PT60M", "PT24H"]);
  expect(body.tags).toEqual({ id: vms[0] });
});

test("the shuffled dress leaves the conditions of log alerts in their order", async () => {
  const { create, world } = azure();
  addFault(world, "* * dress=shuffled");
  const query = types.scheduledQueryRules.body.properties.criteria.allOf[0];
  const allOf = [query, { ...query, query: "Perf" }];
  const { body } = await create("scheduledQueryRules", { properties: { criteria: { allOf } } });
  expect(body.properties.criteria.allOf).toEqual(allOf);
});
