import { describe, expect, test } from "vitest";
import { addFault } from "../../src/emulator/arm/world.ts";
import { at, azure, subscription } from "./azure.ts";
import { cases, type Case } from "./day-cases.ts";

/** The service as it answered on days of the past: it changes under an unchanged api-version (recorded 2018 to 2025). */

function look(body: unknown, path: Case["path"]): unknown {
  // Sound because tests reach in at will: what is not there is undefined.
  const reached = path.reduce<any>((here, step) => here?.[step], body);
  if (path.length > 0) return reached;
  return Object.fromEntries(["kind", "identity"].flatMap((name) => (name in reached ? [[name, reached[name]]] : [])));
}

describe.each(cases)("$type told $what", ({ type, version, changes, path, days }) => {
  test.each(days)("as of %s", async (day, there) => {
    const { ask, create, world } = azure();
    addFault(world, `* * dress=${day}`);
    const { body } = await create(type, changes, version);
    expect(look(body, path)).toEqual(there);
    expect(look((await ask("GET", at(type, version))).body, path)).toEqual(there);
  });
});

test("systemData of log alerts came in the summer of 2021", async () => {
  for (const [day, there] of [
    ["2021-05-31", false],
    ["2021-08-13", true],
  ] as const) {
    const { create, world } = azure();
    addFault(world, `* * dress=${day}`);
    expect("systemData" in (await create("scheduledQueryRules", {}, "2021-08-01")).body).toBe(there);
  }
});

test("errors of the providers began with capitals until 2021", async () => {
  for (const [day, keys] of [
    ["2021-02-09", ["Code", "Message"]],
    ["2021-02-22", ["code", "message"]],
  ] as const) {
    const { create, world } = azure();
    addFault(world, `* * dress=${day}`);
    const { body } = await create("metricAlerts", { properties: { severity: 9 } });
    expect(Object.keys(body)).toEqual(keys);
  }
});

test("a body that cannot be parsed is told with its place today, and without on any day of the past", async () => {
  const { create, world } = azure();
  const twice = { properties: { severity: "high" } };
  expect((await create("metricAlerts", twice)).body.message).toContain("Path 'properties.severity' must be a number.");
  addFault(world, "* * dress=2024-04-28");
  expect((await create("metricAlerts", twice)).body.message).toMatch(/^Error parsing request payload Activity ID: /);
});

test("what was not found had no address to read more until 2019, and its namespace always is as it was asked for", async () => {
  const { ask, world } = azure();
  const asked = at("activityLogAlerts").replace("Microsoft.Insights", "microsoft.insights");
  const told = "The Resource 'microsoft.insights/activityLogAlerts/one' under resource group 'rg' was not found.";
  expect((await ask("GET", asked)).body.error.message).toBe(
    `${told} For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
  addFault(world, "* * dress=2019-04-16");
  expect((await ask("GET", asked)).body.error.message).toBe(told);
});

test.each([
  ["2019-04-16", { "-writes": "1199" }],
  ["2024-04-28", { "-resource-requests": "24" }],
])("a PUT of an action group tells on %s how many are left as %j", async (day, left) => {
  const { create, world } = azure({ rateLimits: "real" });
  addFault(world, `* * dress=${day}`);
  const { headers } = await create("actionGroups", {}, "2019-06-01");
  expect(remaining(headers)).toEqual(left);
});

test.each([
  ["2023-10-18", { "-writes": "1199" }],
  ["2024-09-02", { "-writes": "399", "-global-writes": "5999" }],
  ["2025-06-01", { "-writes": "199", "-global-writes": "2999" }],
])("the front door tells on %s that %j are left", async (day, left) => {
  const { create, world } = azure({ rateLimits: "real" });
  addFault(world, `* * dress=${day}`);
  expect(remaining((await create("activityLogAlerts")).headers)).toEqual(left);
});

function remaining(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const told = Object.entries(headers).filter(([name]) => name.startsWith("x-ms-ratelimit-remaining-subscription"));
  return Object.fromEntries(
    told.map(([name, count]) => [name.replace("x-ms-ratelimit-remaining-subscription", ""), count]),
  );
}

test("an old version of action groups has no sign-in for webhooks, and a PUT with it takes it away", async () => {
  const { ask, create } = azure();
  const hook = { name: "hook", serviceUri: "https://example.com", useAadAuth: true, objectId: subscription };
  await create("actionGroups", { properties: { webhookReceivers: [hook] } });
  const old = await ask("GET", at("actionGroups", "2018-03-01"));
  expect(old.body.properties.webhookReceivers).toEqual([
    { name: "hook", serviceUri: "https://example.com", useCommonAlertSchema: false },
  ]);
  await ask("PUT", at("actionGroups", "2018-03-01"), old.body);
  const erased = await ask("GET", at("actionGroups"));
  expect(erased.body.properties.webhookReceivers[0].useAadAuth).toBeUndefined();
});
