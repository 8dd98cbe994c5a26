import type { JsonObject } from "../json.ts";
import { needsFor } from "./needs.ts";

/**
 * A role with what `apply` needs in the environment's resource groups and nothing else, for
 * `az role definition create --role-definition FILE`. Monitoring Contributor has it all too, and the keys of workspaces,
 * data collection and more besides.
 */
export function customRole(armTypes: readonly string[], assignableScopes: readonly string[]): JsonObject {
  return {
    Name: "Tocsin Apply",
    IsCustom: true,
    Description: "Reads, writes and deletes alert rules, action groups and alert processing rules, and nothing else.",
    Actions: needsFor(armTypes)
      .filter(({ where }) => where === "the environment's resource groups")
      .map(({ action }) => action)
      .toSorted(),
    NotActions: [],
    AssignableScopes: assignableScopes,
  };
}
