import { expect, test } from "vitest";
import { lastActivities } from "../../src/commands/activity.ts";
import type { JsonObject } from "../../src/core/json.ts";
import type { AzureReader } from "../../src/ports/azure.ts";
import { emulatedAzure } from "../support/emulated-azure.ts";
import { all, applied, inputsOf } from "./applied-rules.ts";
import { switchOff } from "../../src/emulator/arm/switch-off.ts";
import { makePlanFor } from "../../src/commands/plan.ts";

const group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-alerts";
const id = `${group}/providers/Microsoft.Insights/scheduledQueryRules/errors`;

const event = (word: string, at: string, caller = "Microsoft.Insights/ScheduledQueryRules") => ({
  operationName: { value: `Microsoft.Insights/ScheduledQueryRules/${word}` },
  resourceId: id,
  caller,
  status: { value: "Succeeded" },
  eventTimestamp: at,
});

async function readerOf(events: readonly JsonObject[]): Promise<AzureReader> {
  const { reader } = await emulatedAzure();
  return {
    ...reader,
    ask: async function* () {
      yield* events;
    },
  };
}

const off = "disable/action";

test.each([
  ["2026-11-10T00:00:00Z", "2026-11-10T00:00:00.5000000Z"],
  ["2026-11-10T00:00:00.4Z", "2026-11-10T00:00:00.4000001Z"],
  ["2026-11-10T00:00:00Z", "2026-11-10T00:00:00Z"],
])(
  "what somebody did at the instant %s or after it, at %s, is not taken for Azure's doing",
  async (disabled, written) => {
    const events = [event(off, disabled), event("write", written, "me@example.com")];
    for (const order of [events, events.toReversed()]) {
      const span = { places: [{ subscription: "s", resourceGroup: "g" }], days: 1, now: "2026-11-20T00:00:00Z" };
      const last = await lastActivities(await readerOf(order), span, new AbortController().signal);
      expect([...last.values()]).toMatchObject([{ by: "me@example.com" }]);
    }
  },
);

test.each(["attacker@example.com", "1d78a85d-813d-46f0-b496-dd72f50a3ec0", "Microsoft.InsightsX/y"])(
  "what %s switches off is switched on again",
  async (caller) => {
    const azure = await emulatedAzure();
    await applied(azure, all);
    switchOff(azure.world, { id });
    const inputs = inputsOf(azure, all);
    const told = async (by?: string) => {
      const reader = {
        ...azure.reader,
        ...(await readerOf([event(off, "2026-11-10T00:00:00Z", by)])),
        list: azure.reader.list,
      };
      const { made, diagnostics } = await makePlanFor({ ...inputs, reader });
      return [
        made?.plan.changes.filter(({ action }) => action !== "keep").map(({ action }) => action),
        diagnostics.map(({ code }) => code).filter((code) => code === "switched-off-by-azure"),
      ];
    };
    expect(await told(caller)).toEqual([["update"], []]);
    expect(await told()).toEqual([[], ["switched-off-by-azure"]]);
  },
);
