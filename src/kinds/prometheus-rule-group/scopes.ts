import { isList, type Json } from "../../core/json.ts";
import { parseArmId } from "../../core/resource.ts";

/** True for the id of an Azure Monitor workspace, which holds Prometheus metrics. */
export function isMonitorWorkspace(id: string): boolean {
  return parseArmId(id)?.type.toLowerCase() === "microsoft.monitor/accounts";
}

/** The workspace among the scopes of a group. */
export function workspaceIn(scopes: Json | undefined): string | undefined {
  return idsIn(scopes).find(isMonitorWorkspace);
}

/** The clusters among the scopes of a group: Azure takes one. */
export function clustersIn(scopes: Json | undefined): readonly string[] {
  return idsIn(scopes).filter((id) => !isMonitorWorkspace(id));
}

function idsIn(scopes: Json | undefined): readonly string[] {
  return isList(scopes) ? scopes.filter((scope) => typeof scope === "string") : [];
}
