import { expect, test } from "vitest";
import { addFault } from "../../src/emulator/arm/world.ts";
import { azure, group, subscription, types } from "./azure.ts";

const there = `${group}/providers/microsoft.insights/actiongroups/ONE`;
const actions = [{ actionGroupId: there }];
const rules = {
  metricAlerts: { actions },
  scheduledQueryRules: { actions: { actionGroups: [there] } },
  activityLogAlerts: { actions: { actionGroups: actions } },
} as const;

test.each(["metricAlerts", "scheduledQueryRules", "activityLogAlerts"] as const)(
  "%s whose action group is not there are taken, and refused where a fault minds",
  async (type) => {
    const { create, world } = azure();
    const properties = rules[type];
    expect((await create(type, { properties })).status).toBeLessThan(300);
    addFault(world, `PUT ${type} mind-groups`);
    const { status, body } = await create(type, { properties });
    expect([status, body.code]).toEqual([400, "BadRequest"]);
    expect(body.message).toContain(`Arm resource ${there} is invalid or in a different subscription as alert rule.`);
    await create("actionGroups");
    expect((await create(type, { properties })).status).toBe(200);
  },
);

test("a caller who may not read an action group may not refer to it, and is told which right he lacks", async () => {
  const { create, world } = azure({ caller: "pipeline" });
  await create("actionGroups");
  addFault(world, `PUT * unreadable=${group}/providers/Microsoft.Insights/actionGroups`);
  const { status, body } = await create("metricAlerts", { properties: { actions } });
  expect([status, body.error.code]).toEqual([403, "LinkedAuthorizationFailed"]);
  expect(body.error.message).toBe(
    `The client 'pipeline' with object id 'pipeline' has permission to perform action 'Microsoft.Insights/metricAlerts/write' on scope '${types.metricAlerts.path}'; however, it does not have permission to perform action(s) 'microsoft.insights/actiongroups/read' on the linked scope(s) '${there}' (respectively) or the linked scope(s) are invalid.`,
  );
  expect(world.store.all().map(({ type }) => type.name)).toEqual(["actionGroups"]);
  expect((await create("metricAlerts")).status).toBe(200);
});

test("a caller who may not read a subscription may not watch what is in it", async () => {
  const { create, world } = azure();
  addFault(world, `PUT * unreadable=/subscriptions/${subscription.toUpperCase()}/`);
  const log = await create("activityLogAlerts");
  expect(log.body.error.message).toContain(
    `action(s) 'Microsoft.Resources/subscriptions/read' on the linked scope(s) '/subscriptions/${subscription}'`,
  );
  const metric = await create("metricAlerts", { properties: { actions } });
  expect(metric.body.error.message).toContain(
    "action(s) 'microsoft.insights/actiongroups/read,microsoft.compute/virtualmachines/read' on",
  );
});

test("an id that only begins alike is somebody else's", async () => {
  const { create, world } = azure();
  addFault(world, `PUT * unreadable=${group.slice(0, -1)}`);
  expect((await create("metricAlerts", { properties: { actions } })).status).toBe(200);
});
