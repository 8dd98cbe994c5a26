import { isList, isObject, type Json, type JsonObject } from "../../core/json.ts";
import { envelopeIn, envelopeOut } from "../../core/kind.ts";
import type { AlertProcessingRule } from "./schema.ts";

/**
 * True for a body in the shape of the api-versions since 2021. That of 2019-05-05-preview has other words for all of it
 * (`type: Suppression`, `scope`, `status`), and would read as a rule that has nothing and does nothing.
 */
export function isProcessingRule(body: JsonObject): boolean {
  const { properties } = body;
  if (!isObject(properties)) return true;
  const names = new Set(Object.keys(properties).map((name) => name.toLowerCase()));
  return !["type", "status", "scope", "suppressionconfig"].some((name) => names.has(name));
}

/** The ARM body of settings: groups are ids in it. */
export function toArm({ actions, ...rest }: AlertProcessingRule): JsonObject {
  const { properties, ...top } = envelopeOut(rest);
  // Sound because settings are JSON.
  const said = (actions as readonly Json[]).map(actionToArm);
  return { ...top, properties: { ...(isObject(properties) ? properties : {}), actions: said } };
}

function actionToArm(action: Json): Json {
  if (!isObject(action)) return action;
  const { actionGroups, ...rest } = action;
  return isList(actionGroups) ? { ...rest, actionGroupIds: actionGroups.map(idOf) } : action;
}

/** A reference is an id and nothing more; what is none stays as it is, so that it can be read again. */
function idOf(group: Json): Json {
  if (!isObject(group)) return group;
  const { name, ...extras } = group;
  return typeof name === "string" && Object.keys(extras).length === 0 ? name : group;
}

/** The settings of a body; names in it may have any case. */
export function fromArm(body: JsonObject): JsonObject {
  const settings = envelopeIn(body);
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) =>
      name.toLowerCase() === "actions" && isList(value) ? [name, value.map(actionFromArm)] : [name, value],
    ),
  );
}

function actionFromArm(action: Json): Json {
  if (!isObject(action)) return action;
  return Object.fromEntries(
    Object.entries(action).map(([name, value]) =>
      name.toLowerCase() === "actiongroupids" && isList(value)
        ? ["actionGroups", value.map((id): Json => (typeof id === "string" ? { name: id } : id))]
        : [name, value],
    ),
  );
}
