import { expect, onTestFinished, test } from "vitest";
import { addFault, createWorld, type World } from "../../src/emulator/arm/world.ts";
import { startEmulator } from "../../src/emulator/http.ts";
import { inProcess } from "../../src/emulator/in-process.ts";
import type { ArmType } from "../../src/ports/azure.ts";
import { group, never, open, refusedBy, scope, subscription } from "./support/azure.ts";
import { fakeClock } from "./support/clock.ts";

const actionGroups: ArmType = {
  name: "Microsoft.Insights/actionGroups",
  apiVersions: ["2024-10-01-preview", "2023-01-01"],
};
const logAlerts: ArmType = { name: "Microsoft.Insights/scheduledQueryRules", apiVersions: ["2026-03-01"] };
const groupBody = { location: "Global", properties: { groupShortName: "oncall", enabled: true } };

function groupId(name: string): string {
  return `${group}/providers/Microsoft.Insights/actionGroups/${name}`;
}

async function overHttp(world: World) {
  const emulator = await startEmulator({ world });
  onTestFinished(() => emulator.close());
  return open({ endpoint: emulator.url });
}

async function inMemory(world: World) {
  return open({ endpoint: "http://localhost:1", httpClient: inProcess(world) });
}

test.each([
  ["over HTTP", overHttp],
  ["in process", inMemory],
])("a resource's life, %s", async (_, openOver) => {
  const { reader, writer } = await openOver(createWorld());
  expect(await reader.get(actionGroups, groupId("a"), never())).toBeUndefined();
  const put = await writer.put(actionGroups, groupId("a"), groupBody, never());
  expect(put).toMatchObject({
    apiVersion: "2024-10-01-preview",
    body: { name: "a", properties: { groupShortName: "oncall" } },
  });
  expect(await reader.get(actionGroups, groupId("a"), never())).toEqual(put);
  expect(await reader.list(actionGroups, scope, never())).toEqual([put]);
  expect(await writer.delete(actionGroups, groupId("a"), never())).toBe("deleted");
  expect(await writer.delete(actionGroups, groupId("a"), never())).toBe("was-not-there");
  expect(await reader.list(actionGroups, scope, never())).toEqual([]);
});

test("lists in pages are whole", async () => {
  const { reader, writer } = await overHttp(createWorld({ pageSize: 2 }));
  for (const name of ["a", "b", "c", "d", "e"]) await writer.put(actionGroups, groupId(name), groupBody, never());
  expect(await reader.list(actionGroups, scope, never())).toHaveLength(5);
});

test("the activity log tells what was written, over its pages", async () => {
  const { reader, writer } = await overHttp(createWorld({ activityLogPageSize: 2 }));
  for (const name of ["a", "b", "c"]) await writer.put(actionGroups, groupId(name), groupBody, never());
  const now = Date.now();
  const [from, to] = [now - 3_600_000, now + 3_600_000].map((instant) => new Date(instant).toISOString());
  const question = { about: "activity-log", subscription, from: from!, to: to!, resourceGroup: "rg" } as const;
  expect((await Array.fromAsync(reader.ask(question, never()))).length).toBeGreaterThanOrEqual(3);
});

test("a missing group is an error for a list, and nothing for a get", async () => {
  const { reader } = await overHttp(createWorld({ anyResourceGroup: false }));
  expect((await refusedBy(reader.list(actionGroups, scope, never()))).code).toBe("ResourceGroupNotFound");
  expect(await reader.get(actionGroups, groupId("a"), never())).toBeUndefined();
});

test.each([
  ["dropped before it was done", false],
  ["dropped after it was done", true],
])("a PUT that is %s is interrupted, once", async (_, acted) => {
  const world = createWorld();
  addFault(world, { methods: ["PUT"], target: "*", effect: { do: "drop", acted } });
  const { reader, writer } = await overHttp(world);
  expect((await refusedBy(writer.put(actionGroups, groupId("a"), groupBody, never()))).reason).toBe("interrupted");
  expect(world.requests.filter((request) => request.method === "PUT")).toHaveLength(1);
  expect((await reader.get(actionGroups, groupId("a"), never())) !== undefined).toBe(acted);
});

test("a hundred log alerts and sixty action groups are written at the service's own pace, all of them", async () => {
  const clock = fakeClock();
  const world = createWorld({ now: () => new Date(clock.now()) });
  const { writer } = await open({ endpoint: "http://localhost:1", httpClient: inProcess(world), clock });
  const began = clock.now();
  const logBody = {
    location: "koreacentral",
    properties: {
      severity: 1,
      enabled: true,
      evaluationFrequency: "PT5M",
      windowSize: "PT5M",
      scopes: [`${group}/providers/Microsoft.OperationalInsights/workspaces/logs`],
      criteria: { allOf: [{ query: "AppRequests", timeAggregation: "Count", operator: "GreaterThan", threshold: 5 }] },
    },
  };
  const names = Array.from({ length: 100 }, (_, index) => `n${index}`);
  await Promise.all([
    ...names.map((name) =>
      writer.put(logAlerts, `${group}/providers/Microsoft.Insights/scheduledQueryRules/${name}`, logBody, never()),
    ),
    ...names.slice(0, 60).map((name) => writer.put(actionGroups, groupId(name), groupBody, never())),
  ]);
  // Thirty log alerts a minute: the last ten go after three whole windows.
  const minutes = (clock.now() - began) / 60_000;
  expect(minutes).toBeGreaterThanOrEqual(3);
  expect(minutes).toBeLessThan(5);
  expect(world.requests.filter((request) => request.status === 429).length).toBeLessThan(10);
});
