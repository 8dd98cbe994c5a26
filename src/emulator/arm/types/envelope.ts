import { at, compact, isObject, withProperties, type Json, type JsonObject } from "../json.ts";
import { guidOf } from "../../guid.ts";
import { closed, mapOf, optional, serverOwned, text, word } from "../property-table.ts";
import type { Place, Situation } from "../resource-type.ts";

/** Who wrote a resource and when: the same six properties in every type that shows them. */
export const systemData = closed({
  createdBy: serverOwned(text),
  createdByType: serverOwned(text),
  createdAt: serverOwned(text),
  lastModifiedBy: serverOwned(text),
  lastModifiedByType: serverOwned(text),
  lastModifiedAt: serverOwned(text),
});

/** A managed identity; which words its type may have differs between the types of resources. */
export function identity(...words: readonly string[]): ReturnType<typeof closed> {
  return closed({
    type: optional(word(...words)),
    principalId: serverOwned(text),
    tenantId: serverOwned(text),
    userAssignedIdentities: optional(mapOf(closed({ principalId: serverOwned(text), clientId: serverOwned(text) }))),
  });
}

/** The identity with the ids that Entra would give it; the same resource gets the same ids in every run. */
export function completeIdentity(sent: Json | undefined, situation: Situation): JsonObject | undefined {
  if (!isObject(sent)) return undefined;
  const { place: owner, tenantId } = situation;
  const seed = `${owner.subscription}/${owner.resourceGroup}/${owner.typeName}/${owner.name}`.toLowerCase();
  const type = at(sent, "type");
  const hasSystem = typeof type === "string" && type.toLowerCase().includes("systemassigned");
  const users = at(sent, "userAssignedIdentities");
  return compact({
    ...sent,
    type,
    principalId: hasSystem ? guidOf(seed) : undefined,
    tenantId: hasSystem ? tenantId : undefined,
    userAssignedIdentities: isObject(users)
      ? Object.fromEntries(
          Object.keys(users).map((id) => [
            id,
            { principalId: guidOf(`${id}/principal`.toLowerCase()), clientId: guidOf(`${id}/client`.toLowerCase()) },
          ]),
        )
      : undefined,
  });
}

/** A resource id with the provider as the request spelled it, which is what most types answer. */
export function idAsAsked(place: Place): string {
  return `/subscriptions/${place.subscription}/resourceGroups/${place.resourceGroup}/providers/${place.namespace}/${place.typeName}/${place.name}`;
}

/** A name in an id as metric alerts and action groups answer it: as it stands in an address (recorded 2019 and 2020). */
export function nameInAddress(name: string): string {
  return encodeURI(name.toWellFormed());
}

/** A PATCH that may change tags and `enabled` alone; `enabled` is given where the type has another word for it. */
export function patchSwitch(
  stored: JsonObject,
  patch: JsonObject,
  enabled = at(patch, "properties", "enabled"),
): JsonObject {
  const changed = enabled === undefined ? stored : withProperties(stored, { enabled });
  return { ...changed, ...compact({ tags: patch["tags"] }) };
}

/** A PATCH that may change every property, one level deep, as metric and log alerts allow it. */
export function patchAll(stored: JsonObject, patch: JsonObject): JsonObject {
  const before = at(stored, "properties");
  const changes = at(patch, "properties");
  return {
    ...stored,
    ...compact({ tags: patch["tags"], identity: patch["identity"] }),
    properties: { ...(isObject(before) ? before : {}), ...(isObject(changes) ? changes : {}) },
  };
}
