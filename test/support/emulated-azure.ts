import { openAzure } from "../../src/azure/azure.ts";
import { type World, type WorldOptions, createWorld } from "../../src/emulator/arm/world.ts";
import { inProcess } from "../../src/emulator/in-process.ts";
import type { AzureReader, AzureWriter } from "../../src/ports/azure.ts";

/** Azure on this machine, behind the real adapter; the world is there to be looked into. */
export interface EmulatedAzure {
  readonly world: World;
  readonly reader: AzureReader;
  readonly writer: AzureWriter;
}

/** When runs on an emulated Azure happen. */
export const today = "2026-11-20";
export const now = `${today}T12:00:00.000Z`;

/**
 * An empty Azure without limits, in which waiting takes no time. It is the morning of that day, and each thing happens a
 * millisecond after the one before: neither midnight nor a quick machine comes between a test and what it expects.
 */
export async function emulatedAzure(options: Partial<WorldOptions> = {}): Promise<EmulatedAzure> {
  let time = Date.parse(`${today}T09:00:00Z`);
  const world = createWorld({ rateLimits: "off", now: () => new Date(time++), ...options });
  const { reader, writer } = await openAzure({
    cloud: "public",
    env: {},
    version: "0.0.0",
    secrets: [],
    credential: { getToken: () => Promise.resolve({ token: "a token", expiresOnTimestamp: Date.now() + 3_600_000 }) },
    httpClient: inProcess(world),
    clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
  });
  return { world, reader, writer };
}

/** What has been written to a world, in order: `PUT …/metricAlerts/cpu`. */
export function writesIn(world: World): readonly string[] {
  return world.requests
    .filter(({ method }) => method === "PUT" || method === "DELETE")
    .map(({ method, path }) => `${method} ${path}`);
}
