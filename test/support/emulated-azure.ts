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

/** An empty Azure without limits, in which waiting takes no time. */
export async function emulatedAzure(options: Partial<WorldOptions> = {}): Promise<EmulatedAzure> {
  const world = createWorld({ rateLimits: "off", ...options });
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
