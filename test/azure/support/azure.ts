import type { TokenCredential } from "@azure/identity";
import { type AzureOptions, openAzure } from "../../../src/azure/azure.ts";
import type { AzureEvent } from "../../../src/azure/event.ts";
import { type ArmType, AzureError, type AzureReader, type AzureWriter } from "../../../src/ports/azure.ts";
import { type FakeClock, fakeClock } from "./clock.ts";

export const subscription = "11111111-2222-3333-4444-555555555555";
export const group = `/subscriptions/${subscription}/resourceGroups/rg`;
export const metricAlerts: ArmType = {
  name: "Microsoft.Insights/metricAlerts",
  apiVersions: ["2026-01-01", "2024-03-01-preview", "2018-03-01"],
};
export const logAlerts: ArmType = { name: "Microsoft.Insights/scheduledQueryRules", apiVersions: ["2026-03-01"] };
export const cpu = `${group}/providers/Microsoft.Insights/metricAlerts/cpu`;
export const scope = { subscription, resourceGroup: "rg" };

/** A signal that never fires. */
export function never(): AbortSignal {
  return new AbortController().signal;
}

/** A credential that gives the same token always and writes down for what. */
export function fakeCredential(token = "the-token"): TokenCredential & { readonly scopes: string[] } {
  const scopes: string[] = [];
  return {
    scopes,
    getToken: (asked) => {
      scopes.push(...[asked].flat());
      return Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 });
    },
  };
}

/** Azure opened for a test: public cloud, fake credential, fake clock, unless it says otherwise. */
export async function open(
  options: Partial<AzureOptions> & { clock?: FakeClock } = {},
): Promise<{ reader: AzureReader; writer: AzureWriter; events: AzureEvent[]; clock: FakeClock }> {
  const events: AzureEvent[] = [];
  const clock = options.clock ?? fakeClock();
  const { reader, writer } = await openAzure({
    cloud: "public",
    env: {},
    version: "1.2.3",
    secrets: [],
    credential: fakeCredential(),
    onEvent: (event) => events.push(event),
    ...options,
    clock,
  });
  return { reader, writer, events, clock };
}

/** The AzureError that something fails with; anything else fails the test. */
export async function refusedBy(attempt: Promise<unknown>): Promise<AzureError> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof AzureError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
