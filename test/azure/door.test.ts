import { expect, test } from "vitest";
import { openReader } from "../../src/azure/azure.ts";
import type { Cloud } from "../../src/core/language/workspace.ts";
import type { Method } from "../../src/azure/exchange.ts";
import { openAccessDoor, openLine, openReadingDoor, openWritingDoor, type DoorParts } from "../../src/azure/door.ts";
import { openPurse } from "../../src/azure/retry.ts";
import { scrubber } from "../../src/core/settings/scrub.ts";
import type { Call } from "../../src/azure/settle.ts";
import { openTurns } from "../../src/azure/turns.ts";
import {
  cpu,
  fakeCredential,
  group,
  metricAlerts,
  never,
  open,
  refusedBy,
  scope,
  subscription,
} from "./support/azure.ts";
import { fakeClock } from "./support/clock.ts";
import { type InMemory, ok, replies } from "./support/in-memory.ts";
import { serve } from "./support/server.ts";

const origin = "https://management.azure.com";

async function partsOver(azure: InMemory): Promise<DoorParts> {
  const connection = {
    origin,
    signIn: "credential",
    scope: `${origin}/.default`,
    authorityHost: "https://login.microsoftonline.com",
    federationAudience: "api://AzureADTokenExchange",
  } as const;
  const clock = fakeClock();
  const line = await openLine({ connection, credential: fakeCredential(), version: "1", httpClient: azure.client });
  const turns = openTurns(clock, 8);
  return { connection, line, clock, turns, purse: openPurse(), scrub: scrubber([]), onEvent: () => undefined };
}

function callOf<M extends Method>(method: M, path: string, at = origin): Call<M> {
  const demand = { subscription, type: "Microsoft.Insights/metricAlerts", doing: "read" } as const;
  return { method, url: new URL(path, at), wish: "try it", demand };
}

test.each<[Cloud, string, string]>([
  ["public", "https://management.azure.com", "https://management.azure.com/.default"],
  ["usgovernment", "https://management.usgovcloudapi.net", "https://management.usgovcloudapi.net/.default"],
  ["china", "https://management.chinacloudapi.cn", "https://management.chinacloudapi.cn/.default"],
  [{ resourceManager: "https://arm.stack.example" }, "https://arm.stack.example", "https://arm.stack.example/.default"],
  [
    { resourceManager: "https://arm.stack.example/", audience: "https://management.stack.example/abc" },
    "https://arm.stack.example",
    "https://management.stack.example/abc/.default",
  ],
])("cloud %j is asked at %s with a token for %s", async (cloud, endpoint, wanted) => {
  const azure = replies(ok({ value: [] }));
  const credential = fakeCredential();
  const { reader } = await open({ cloud, credential, httpClient: azure.client });
  await reader.list(metricAlerts, scope, never());
  expect(azure.seen[0]?.url.origin).toBe(endpoint);
  expect(azure.seen[0]?.header("authorization")).toBe("Bearer the-token");
  expect(credential.scopes).toEqual([wanted]);
});

test("an endpoint takes the place of the cloud's, with the cloud's audience", async () => {
  const azure = replies(ok({ value: [] }));
  const credential = fakeCredential();
  const endpoint = "https://localhost:8443/";
  const { reader } = await open({ cloud: "usgovernment", endpoint, credential, httpClient: azure.client });
  await reader.list(metricAlerts, scope, never());
  expect(azure.seen[0]?.url.origin).toBe("https://localhost:8443");
  expect(credential.scopes).toEqual(["https://management.usgovcloudapi.net/.default"]);
});

test("plain http to this machine is asked without a token, past any proxy", async () => {
  const server = await serve((_, response) => response.end('{"value":[]}'));
  const before = process.env["HTTP_PROXY"];
  process.env["HTTP_PROXY"] = "http://127.0.0.1:1";
  try {
    const credential = fakeCredential();
    const { reader } = await open({ endpoint: server.url, credential });
    expect(await reader.list(metricAlerts, scope, never())).toEqual([]);
    expect(credential.scopes).toEqual([]);
  } finally {
    if (before === undefined) delete process.env["HTTP_PROXY"];
    else process.env["HTTP_PROXY"] = before;
  }
});

test("every request names us and carries an id that its retries keep", async () => {
  const azure = replies({ status: 500 }, ok({ value: [] }));
  const { reader } = await open({ httpClient: azure.client });
  await reader.list(metricAlerts, scope, never());
  expect(azure.seen[0]?.header("user-agent")).toMatch(/^tocsin\/1\.2\.3 azsdk-js-arm-monitor\//);
  const ids = azure.seen.map((one) => one.header("x-ms-client-request-id"));
  expect(ids[0]).toMatch(/^[\da-f-]{36}$/);
  expect(ids[1]).toBe(ids[0]);
});

test.each([
  "https://evil.example/subscriptions/s/providers/Microsoft.Insights/metricAlerts?$skiptoken=1",
  "https://management.azure.com.evil.example/subscriptions/s/providers/a/b",
  "https://management.azure.com@evil.example/subscriptions/s/providers/a/b",
  "http://management.azure.com/subscriptions/s/providers/a/b",
  "https://management.azure.com:444/subscriptions/s/providers/a/b",
  "//evil.example/subscriptions/s/providers/a/b",
])("a next page at %s is not followed, and no token leaves", async (nextLink) => {
  const azure = replies(ok({ value: [], nextLink }));
  const { reader } = await open({ httpClient: azure.client });
  const error = await refusedBy(reader.list(metricAlerts, scope, never()));
  expect(error.reason).toBe("rejected");
  expect(error.message).toContain("tokens go to our own endpoint only");
  expect(azure.seen).toHaveLength(1);
});

test("a redirect is not followed, on its own origin or another", async () => {
  for (const location of ["https://evil.example/", `${cpu}?api-version=1`]) {
    const azure = replies({ status: 307, headers: { location } }, ok({}));
    const { reader } = await open({ httpClient: azure.client });
    const error = await refusedBy(reader.get(metricAlerts, cpu, never()));
    expect(error.message).toContain("redirects are not followed");
    expect(azure.seen).toHaveLength(1);
  }
});

test("the reader's door refuses every method but GET before anything is sent", async () => {
  const azure = replies(ok({}));
  const door = openReadingDoor(await partsOver(azure));
  // @ts-expect-error A PUT does not fit through the reader's door, and the compiler knows.
  const put = door.send(callOf("PUT", cpu), never());
  expect((await refusedBy(put)).message).toContain("may not pass this door");
  // @ts-expect-error Nor does a DELETE.
  await refusedBy(door.send(callOf("DELETE", cpu), never()));
  expect(azure.seen).toEqual([]);
});

test("what openReader gives has no method that writes", async () => {
  const azure = replies(ok({}));
  const options = { cloud: "public", env: {}, version: "1", secrets: [], httpClient: azure.client } as const;
  expect(Object.keys(await openReader(options)).toSorted()).toEqual(["ask", "get", "indexed", "isThere", "list"]);
});

test.each([
  "/",
  "/subscriptions",
  "/tenants",
  `/subscriptions/${subscription}/resources/x`,
  `/subscriptions/${subscription}/locations`,
  `/subscriptions/${subscription}/resourceGroups/rg/resources`,
  "/providers/a/b",
  "//x/y",
])("the reader's door refuses the path %s", async (path) => {
  const azure = replies(ok({}));
  const door = openReadingDoor(await partsOver(azure));
  const url = new URL(origin);
  url.pathname = path;
  await refusedBy(door.send({ ...callOf("GET", cpu), url }, never()));
  expect(azure.seen).toEqual([]);
});

test("the writer's door reads resources only", async () => {
  const azure = replies(ok({}));
  const door = openWritingDoor(await partsOver(azure));
  for (const path of [`/subscriptions/${subscription}`, `/subscriptions/${subscription}/resources`, group])
    await refusedBy(door.send({ ...callOf("GET", cpu), url: new URL(path, origin) }, never()));
  expect(azure.seen).toEqual([]);
});

test("doctor's door lets nothing through but what is there and what one may do", async () => {
  const azure = replies(ok({}));
  const door = openAccessDoor(await partsOver(azure));
  const through = async (path: string): Promise<boolean> => {
    const url = new URL(path, origin);
    const before = azure.seen.length;
    await door.send({ ...callOf("GET", cpu), url }, never()).catch(() => undefined);
    return azure.seen.length > before;
  };
  const own = `/subscriptions/${subscription}`;
  for (const path of [own, group, `${own}/providers/a`, `${group}/providers/Microsoft.Authorization/permissions`])
    expect([path, await through(path)]).toEqual([path, true]);
  for (const path of ["/subscriptions", cpu, `${group}/providers/a/b`, `${own}/providers/a/b`, `${own}/resources`])
    expect([path, await through(path)]).toEqual([path, false]);
  // @ts-expect-error A PUT does not fit through it, and the compiler knows.
  await refusedBy(door.send(callOf("PUT", group), never()));
});

test.each([
  group,
  `/subscriptions/${subscription}`,
  `${group}/providers/Microsoft.Insights`,
  `${group}/providers/Microsoft.Insights/metricAlerts`,
  `/subscriptions/${subscription}/providers/Microsoft.Insights/metricAlerts/cpu`,
  `${cpu}/../..`,
])("the writer's door never deletes %s", async (path) => {
  const azure = replies(ok({}));
  const door = openWritingDoor(await partsOver(azure));
  await refusedBy(door.send(callOf("DELETE", path), never()));
  await refusedBy(door.send(callOf("PUT", path), never()));
  expect(azure.seen).toEqual([]);
});
