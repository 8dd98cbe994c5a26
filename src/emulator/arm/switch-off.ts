import { randomUUID } from "node:crypto";
import { textAt, withProperties, type JsonObject } from "./json.ts";
import { tellChange, type World } from "./world.ts";

const reason = "Alert has been failing consistently with the same exception for the past week";

/**
 * What Azure does to a log alert whose query has failed for a week: switches it off, and says so in the activity log as
 * its own doing (https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-troubleshoot-log, "log alert rule was disabled").
 */
export function switchOff(world: World, body: JsonObject): void {
  const id = textAt(body, "id") ?? "";
  const found = world.store.all().find(({ type, place }) => type.idOf(place).toLowerCase() === id.toLowerCase());
  if (found === undefined || found.type.name !== "scheduledQueryRules") {
    throw new Error(`\`${id}\` is no log alert that is there`);
  }
  const { type, place } = found;
  world.store.set({ ...found, body: withProperties(found.body, { enabled: false }), before: found.body });
  world.events.push({
    at: world.options.now().getTime(),
    caller: "Microsoft.Insights/ScheduledQueryRules",
    claims: {},
    correlationId: randomUUID(),
    operationId: randomUUID(),
    eventDataId: randomUUID(),
    operation: "Microsoft.Insights/ScheduledQueryRules/disable/action",
    method: "",
    clientRequestId: "",
    resourceId: type.idOf(place).toUpperCase(),
    resourceType: `${type.namespace}/${type.name}`,
    subscription: place.subscription,
    resourceGroup: place.resourceGroup,
    outcome: "Succeeded",
    status: undefined,
    reason,
  });
  tellChange(world);
}
