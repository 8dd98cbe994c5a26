import type { JsonObject } from "../../../src/core/json.ts";
import { surroundings } from "../../support/valid-settings.ts";

/** The id of something in the subscription of the laws. */
export const idOf = (type: string, name: string, group = "rg-alerts"): string =>
  `/subscriptions/${surroundings.subscription}/resourceGroups/${group}/providers/${type}/${name}`;

/** An action group as somebody else left it in Azure. */
export function group(name: string, more: JsonObject = {}, resourceGroup?: string): JsonObject {
  const properties = { groupShortName: "x", enabled: true };
  return {
    id: idOf("Microsoft.Insights/actionGroups", name, resourceGroup),
    name,
    location: "Global",
    properties,
    ...more,
  };
}
