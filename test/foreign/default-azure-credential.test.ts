import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTlsEmulator, type TlsEmulator } from "../support/tls-emulator.ts";
import { patience } from "./support/clients.ts";
import { printed, ran } from "./support/shell.ts";

/*
 * A program of somebody else, which knows nothing of emulators: a plain `new DefaultAzureCredential()` and Microsoft's
 * own client. Environment variables alone bring it here.
 */
const program = `
import { DefaultAzureCredential } from "@azure/identity";
import { MonitorClient } from "@azure/arm-monitor";
const client = new MonitorClient(new DefaultAzureCredential(), "44444444-4444-4444-4444-444444444444", {
  endpoint: process.env.EMULATOR,
});
const made = await client.actionGroups.createOrUpdate("rg", "ops", { location: "global", groupShortName: "ops", enabled: true });
const names = [];
for await (const { name } of client.actionGroups.listByResourceGroup("rg")) names.push(name);
await client.actionGroups.delete("rg", "ops");
console.log(JSON.stringify({ made: made.name, names }));
`;

// Where modules are found from.
const folder = resolve(import.meta.dirname, "../..");

let emulator: TlsEmulator;
beforeAll(async () => {
  emulator = await startTlsEmulator();
}, patience);
afterAll(() => emulator.stop());

const node = (env: Readonly<Record<string, string>>): ReturnType<typeof ran> =>
  ran(process.execPath, ["--input-type=module", "--eval", program], { env, folder });

test("DefaultAzureCredential needs nothing but environment variables", async () => {
  const { PATH = "" } = process.env;
  const variables = Object.entries(emulator.env).filter(([name]) =>
    /^(EMULATOR|AZURE_\w+|NODE_EXTRA_CA_CERTS|NO_PROXY)$/.test(name),
  );
  expect(await printed(node({ PATH, ...Object.fromEntries(variables) }))).toEqual({ made: "ops", names: ["ops"] });
});

test("a client that does not trust the emulator's authority sends it nothing", async () => {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = emulator.env;
  const { code, err } = await node(env);
  expect([code, err]).toEqual([1, expect.stringMatching(/endpoints_resolution_error|EnvironmentCredential/)]);
});
