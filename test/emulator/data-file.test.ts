import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stateOf } from "../../src/emulator/arm/world-state.ts";
import { createWorld } from "../../src/emulator/arm/world.ts";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { at, types, typeNames } from "./azure.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-emulator-"));
});
afterEach(() => rm(folder, { recursive: true }));

const start = (dataFile: string): Promise<Emulator> =>
  startEmulator({ dataFile, world: createWorld({ rateLimits: "off" }) });

test("a world outlives its process", async () => {
  const file = join(folder, "azure.json");
  const first = await start(file);
  for (const type of typeNames) {
    await fetch(first.url + at(type), { method: "PUT", body: JSON.stringify(types[type].body) });
  }
  const before = stateOf(first.world);
  await first.close();
  const second = await start(file);
  expect(stateOf(second.world)).toEqual(before);
  const updated = await fetch(second.url + at("actionGroups"), {
    method: "PUT",
    body: JSON.stringify(types.actionGroups.body),
  });
  expect(updated.status).toBe(200);
  await second.close();
  expect(await readdir(folder)).toEqual(["azure.json"]);
});

test("the file is written without waiting for the end", async () => {
  const file = join(folder, "azure.json");
  const emulator = await start(file);
  await fetch(emulator.url + at("actionGroups"), { method: "PUT", body: JSON.stringify(types.actionGroups.body) });
  await expect.poll(() => readFile(file, "utf8").catch(() => "")).toContain("groupShortName");
  await emulator.close();
});

test.each([
  { what: "no JSON", text: "{" },
  { what: "something else", text: '{"name":"tocsin","version":"1.0.0"}' },
  {
    what: "an unknown type",
    text: JSON.stringify({
      version: 1,
      subscriptions: [],
      groups: [],
      events: [],
      resources: [{ place: { namespace: "Microsoft.Web", typeName: "sites" } }],
    }),
  },
])("a data file that holds $what is an error that names it, and stays as it is", async ({ text }) => {
  const file = join(folder, "broken.json");
  await writeFile(file, text);
  await expect(start(file)).rejects.toThrow(/broken\.json` is no data file of the emulator/);
  expect(await readFile(file, "utf8")).toBe(text);
});

test("a data file that cannot be written is told at the start", async () => {
  await expect(start(join(folder, "nowhere", "azure.json"))).rejects.toThrow("cannot write its data file");
});
