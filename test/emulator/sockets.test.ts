import { createServer, request } from "node:http";
import { afterEach, expect, test } from "vitest";
import { createWorld, addFault } from "../../src/emulator/arm/world.ts";
import { startEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator/http.ts";
import { at, types } from "./azure.ts";

const running: Emulator[] = [];
afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.close();
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ world: createWorld({ rateLimits: "off" }), ...options });
  running.push(emulator);
  return emulator;
}

const put = (emulator: Emulator): Promise<Response> =>
  fetch(emulator.url + at("metricAlerts"), { method: "PUT", body: JSON.stringify(types.metricAlerts.body) });
const get = (emulator: Emulator): Promise<Response> => fetch(emulator.url + at("metricAlerts"));

test("it listens on loopback and answers over HTTP", async () => {
  const emulator = await start();
  expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const created = await put(emulator);
  expect([created.status, created.headers.get("content-type")]).toEqual([200, "application/json; charset=utf-8"]);
  const read: unknown = await (await get(emulator)).json();
  expect(read).toEqual(await created.json());
  const deleted = await fetch(emulator.url + at("metricAlerts"), { method: "DELETE" });
  const again = await fetch(emulator.url + at("metricAlerts"), { method: "DELETE" });
  expect([deleted.status, await deleted.text(), again.status]).toEqual([200, "", 204]);
});

test("a path with doubled slashes is the same path, at its beginning too", async () => {
  const emulator = await start();
  await put(emulator);
  expect((await fetch(emulator.url + at("metricAlerts").replace("/metricAlerts", "//metricAlerts"))).status).toBe(200);
  const status = await new Promise((resolve, reject) => {
    const { port } = new URL(emulator.url);
    request({ port, host: "127.0.0.1", path: `/${at("metricAlerts")}` }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on("error", reject)
      .end();
  });
  expect(status).toBe(200);
});

test.each([
  { fault: "PUT * drop-before times=1", after: 404 },
  { fault: "PUT * drop-after times=1", after: 200 },
])("$fault ends the connection, and the resource is $after after that", async ({ fault, after }) => {
  const emulator = await start();
  addFault(emulator.world, fault);
  await expect(put(emulator)).rejects.toThrow("fetch failed");
  expect((await get(emulator)).status).toBe(after);
  expect(emulator.world.requests.map((seen) => seen.status)).toEqual(["dropped", after]);
});

test("a cut answer breaks off in the middle", async () => {
  const emulator = await start();
  await put(emulator);
  addFault(emulator.world, "GET * cut=20");
  const answer = await get(emulator);
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow("terminated");
});

test("a malformed answer is whole and yet no JSON", async () => {
  const emulator = await start();
  await put(emulator);
  addFault(emulator.world, "GET * malformed");
  const text = await (await get(emulator)).text();
  expect(text).toMatch(/^\{"id"/);
  expect(() => void JSON.parse(text)).toThrow(SyntaxError);
});

test("a slow answer comes late", async () => {
  const emulator = await start();
  addFault(emulator.world, "GET * latency=80");
  const begin = performance.now();
  expect((await get(emulator)).status).toBe(404);
  expect(performance.now() - begin).toBeGreaterThan(70);
});

test("closing does not wait for idle or hanging clients", async () => {
  const emulator = await start();
  addFault(emulator.world, "GET * latency=60000");
  const hanging = get(emulator).catch((error: Error) => error.message);
  await expect.poll(() => emulator.world.requests.length).toBe(1);
  await running.pop()?.close();
  expect(await hanging).toBe("fetch failed");
});

test("a bug of the emulator is told as one, with a status that no client tries again", async () => {
  const world = createWorld({ rateLimits: "off" });
  const get = (): never => {
    throw new Error("the store is broken");
  };
  const emulator = await start({ world: { ...world, store: { ...world.store, get } } });
  const answer = await fetch(emulator.url + at("metricAlerts"));
  expect([answer.status, await answer.json()]).toEqual([
    501,
    { error: { code: "EmulatorBug", message: "Error: the store is broken" } },
  ]);
});

test("a port that is taken is an error", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await expect(startEmulator({ port })).rejects.toThrow("EADDRINUSE");
  await new Promise((resolve) => other.close(resolve));
});

test("the back door tells and changes what the front shows", async () => {
  const emulator = await start();
  const door = async (method: string, what: string, body = ""): Promise<any> => {
    const answer = await fetch(`${emulator.url}/_emulator/${what}`, { method, ...(body === "" ? {} : { body }) });
    return { status: answer.status, body: await answer.json() };
  };
  await door("POST", "seed", JSON.stringify([{ ...types.metricAlerts.body, id: types.metricAlerts.path }]));
  expect((await get(emulator)).status).toBe(200);
  await door("POST", "faults", "GET metricAlerts 503 times=1\n\nPUT * 500 times=1\n");
  expect((await door("GET", "faults")).body).toHaveLength(2);
  expect((await get(emulator)).status).toBe(503);
  await door("DELETE", "faults");
  expect((await put(emulator)).status).toBe(200);
  expect((await door("GET", "requests")).body.map((seen: { status: number }) => seen.status)).toEqual([200, 503, 200]);
  expect((await door("GET", "state")).body.resources).toHaveLength(1);
  await door("POST", "reset");
  expect((await get(emulator)).status).toBe(404);
  await door("POST", "plant", JSON.stringify([{ id: types.metricAlerts.path, odd: true }]));
  expect(await (await get(emulator)).json()).toEqual({ id: types.metricAlerts.path, odd: true });
  expect((await door("POST", "faults", "nonsense")).status).toBe(400);
  expect((await door("GET", "nothing")).status).toBe(400);
});

test("the back door is shut to pages in a browser", async () => {
  const emulator = await start();
  const headers = { origin: "https://example.com" };
  expect((await fetch(`${emulator.url}/_emulator/reset`, { method: "POST", headers })).status).toBe(403);
});
