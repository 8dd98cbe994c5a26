import { MonitorClient } from "@azure/arm-monitor";
import { createEmptyPipeline, createPipelineRequest, RestError } from "@azure/core-rest-pipeline";
import { expect, test } from "vitest";
import { addFault, createWorld } from "../../src/emulator/arm/world.ts";
import { inProcess } from "../../src/emulator/in-process.ts";
import { at, subscription, types } from "./azure.ts";

const world = (): ReturnType<typeof createWorld> => createWorld({ rateLimits: "off" });

function client(of: ReturnType<typeof createWorld>): MonitorClient {
  const token = { token: "opaque", expiresOnTimestamp: Date.now() + 3_600_000 };
  return new MonitorClient({ getToken: () => Promise.resolve(token) }, subscription, { httpClient: inProcess(of) });
}

test("Microsoft's own client creates, reads, lists and deletes a metric alert", async () => {
  const monitor = client(world());
  const created = await monitor.metricAlerts.createOrUpdate("rg", "one", {
    location: "global",
    severity: 2,
    enabled: true,
    scopes: ["/subscriptions/x/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm"],
    evaluationFrequency: "PT5M",
    windowSize: "PT15M",
    criteria: {
      odataType: "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria",
      allOf: [
        {
          criterionType: "StaticThresholdCriterion",
          name: "cpu",
          metricName: "Percentage CPU",
          timeAggregation: "Average",
          operator: "GreaterThan",
          threshold: 90,
        },
      ],
    },
  });
  expect(created.name).toBe("one");
  expect((await monitor.metricAlerts.get("rg", "one")).severity).toBe(2);
  const listed: (string | undefined)[] = [];
  for await (const rule of monitor.metricAlerts.listBySubscription()) listed.push(rule.name);
  expect(listed).toEqual(["one"]);
  await monitor.metricAlerts.delete("rg", "one");
  await expect(monitor.metricAlerts.get("rg", "one")).rejects.toMatchObject({
    code: "ResourceNotFound",
    statusCode: 404,
  });
});

test("Microsoft's own client follows the pages of a list", async () => {
  const paged = createWorld({ rateLimits: "off", pageSize: 2 });
  const monitor = client(paged);
  for (const name of ["a", "b", "c", "d", "e"]) {
    await monitor.actionGroups.createOrUpdate("rg", name, { location: "global", groupShortName: name, enabled: true });
  }
  const listed: (string | undefined)[] = [];
  for await (const found of monitor.actionGroups.listByResourceGroup("rg")) listed.push(found.name);
  expect(listed).toEqual(["a", "b", "c", "d", "e"]);
});

test("Microsoft's own client reads the activity log", async () => {
  const monitor = client(world());
  await monitor.actionGroups.createOrUpdate("rg", "a", { location: "global", groupShortName: "a", enabled: true });
  const since = new Date(Date.now() - 60_000).toISOString();
  const operations: (string | undefined)[] = [];
  for await (const event of monitor.activityLogs.list(`eventTimestamp ge '${since}' and resourceGroupName eq 'rg'`)) {
    operations.push(event.operationName?.value);
  }
  expect(operations).toEqual(["Microsoft.Insights/actionGroups/write", "Microsoft.Insights/actionGroups/write"]);
});

test("Microsoft's own client tries a dropped connection again", async () => {
  const faulty = world();
  addFault(faulty, "PUT * drop-after times=1");
  const monitor = client(faulty);
  const body = { location: "global", groupShortName: "a", enabled: true };
  expect((await monitor.actionGroups.createOrUpdate("rg", "a", body)).name).toBe("a");
  expect(faulty.requests.map((seen) => seen.status)).toEqual(["dropped", 200]);
});

function send(of: ReturnType<typeof createWorld>, options: { body?: string | Uint8Array; abortSignal?: AbortSignal }) {
  const request = createPipelineRequest({
    url: `https://management.azure.com${at("actionGroups")}`,
    method: "PUT",
    ...options,
  });
  return createEmptyPipeline().sendRequest(inProcess(of), request);
}

test("a dropped connection is the error a socket gives", async () => {
  const faulty = world();
  addFault(faulty, "* * drop-before");
  const error: unknown = await send(faulty, { body: "{}" }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RestError);
  expect(error).toMatchObject({ code: "ECONNRESET" });
});

test("bodies may be bytes", async () => {
  const body = new TextEncoder().encode(JSON.stringify(types.actionGroups.body));
  expect((await send(world(), { body })).status).toBe(201);
});

test("waiting for a slow answer ends when the caller gives up", async () => {
  const slow = world();
  addFault(slow, "* * latency=60000");
  const controller = new AbortController();
  const sent = send(slow, { body: "{}", abortSignal: controller.signal });
  controller.abort();
  await expect(sent).rejects.toMatchObject({ name: "AbortError" });
});
