import { expect, test } from "vitest";
import { at, azure, group, types } from "./azure.ts";

const start = Date.parse("2026-11-20T12:00:00Z");

test("the 26th write of an action group within a minute is told to wait", async () => {
  let now = start;
  const { create } = azure({ rateLimits: "real", now: () => new Date(now) });
  const first = await create("actionGroups");
  expect(first.headers["x-ms-ratelimit-remaining-subscription-resource-requests"]).toBe("24");
  for (let write = 0; write < 24; write++) expect((await create("actionGroups")).status).toBe(200);
  now += 20_000;
  const { status, headers, body } = await create("actionGroups");
  expect([status, headers["retry-after"], body.error.code]).toEqual([429, "40", "ResourceRequestsThrottled"]);
  now += 39_999;
  expect((await create("actionGroups")).headers["retry-after"]).toBe("1");
  now += 1;
  expect((await create("actionGroups")).status).toBe(200);
});

test("log alerts tell their window in their own headers", async () => {
  let now = start;
  const { ask, create } = azure({ rateLimits: "real", now: () => new Date(now) });
  await create("scheduledQueryRules");
  now += 5000;
  const { headers } = await create("scheduledQueryRules");
  expect(headers).toMatchObject({
    "x-rate-limit-limit": "1m",
    "x-rate-limit-remaining": "28",
    "x-rate-limit-reset": "2026-11-20T12:01:00.0000000Z",
  });
  expect((await ask("GET", at("scheduledQueryRules"))).headers["x-rate-limit-remaining"]).toBe("49");
});

test("ARM's buckets fill again by the second, one per caller and a shared one", async () => {
  let now = start;
  const { ask } = azure({ rateLimits: "real", now: () => new Date(now) });
  const url = `${group}/providers/Microsoft.Insights/metricAlerts?api-version=2026-01-01`;
  const first = await ask("GET", url);
  expect(first.headers["x-ms-ratelimit-remaining-subscription-reads"]).toBe("249");
  expect(first.headers["x-ms-ratelimit-remaining-subscription-global-reads"]).toBe("3749");
  for (let read = 0; read < 249; read++) await ask("GET", url);
  const { status, headers, body } = await ask("GET", url);
  expect([status, headers["retry-after"], body.error.code]).toEqual([429, "1", "SubscriptionRequestsThrottled"]);
  const another = await ask("GET", url, undefined, { "x-ms-client-principal-name": "another" });
  expect(another.headers["x-ms-ratelimit-remaining-subscription-reads"]).toBe("249");
  now += 1000;
  expect((await ask("GET", url)).headers["x-ms-ratelimit-remaining-subscription-reads"]).toBe("24");
});

test("the numbers can be scaled and switched off", async () => {
  const ten = azure({ rateLimits: 10, now: () => new Date(start) });
  expect((await ten.create("actionGroups")).headers["x-ms-ratelimit-remaining-subscription-resource-requests"]).toBe(
    "249",
  );
  const off = azure({ rateLimits: "off" });
  const { headers } = await off.ask("PUT", at("actionGroups"), types.actionGroups.body);
  expect(Object.keys(headers).filter((name) => name.includes("rate"))).toEqual([]);
});
