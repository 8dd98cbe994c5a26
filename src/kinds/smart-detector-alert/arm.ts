import { isList, isObject, type Json, type JsonObject } from "../../core/json.ts";
import { envelopeIn, envelopeOut } from "../../core/kind.ts";
import type { SmartDetectorAlert } from "./schema.ts";

/*
 * Long form ↔ ARM body (SmartDetectorAlertRulesApi 2021-04-01 in Azure/azure-rest-api-specs). Azure says `state` for
 * `enabled`, `"Sev3"` for 3, `scope` for `scopes`, and keeps what goes with the groups in one object with their ids.
 */

/** The ARM body of a rule. Azure wants `actionGroups` to be there, so it is, with whatever groups there are. */
export function toArm(settings: SmartDetectorAlert): JsonObject {
  // Sound because settings are JSON; live ones may hold less and other things than the type says.
  const json = settings as unknown as JsonObject;
  const { enabled, severity, scopes, actionGroups, customEmailSubject, customWebhookPayload, ...rest } = json;
  const { properties, ...top } = envelopeOut(rest);
  return {
    ...top,
    properties: {
      ...(isObject(properties) ? properties : {}),
      ...member("state", typeof enabled === "boolean" ? (enabled ? "Enabled" : "Disabled") : enabled),
      ...member("severity", typeof severity === "number" ? `Sev${severity}` : severity),
      ...member("scope", scopes),
      actionGroups: {
        ...member("customEmailSubject", customEmailSubject),
        ...member("customWebhookPayload", customWebhookPayload),
        groupIds: isList(actionGroups) ? actionGroups.map(groupId) : [],
      },
    },
  };
}

function groupId(group: Json): Json {
  return isObject(group) ? (group["name"] ?? null) : group;
}

/** The long form of a rule from a body of any api-version; a word nobody knows stays as it is. */
export function fromArm(body: JsonObject): JsonObject {
  const { state, severity, scope, actionGroups, ...rest } = renamed(envelopeIn(body), [
    "state",
    "severity",
    "scope",
    "actionGroups",
  ]);
  return {
    ...rest,
    ...member("enabled", enabledOf(state)),
    ...member("severity", severityOf(severity)),
    ...member("scopes", scope),
    ...groupsOf(actionGroups),
  };
}

function enabledOf(state: Json | undefined): Json | undefined {
  if (typeof state !== "string") return state;
  const word = state.toLowerCase();
  return word === "enabled" ? true : word === "disabled" ? false : state;
}

/** `Sev2`, and `2`, which Microsoft's own templates write. */
function severityOf(severity: Json | undefined): Json | undefined {
  const digits = typeof severity === "string" ? /^(?:sev)?(\d+)$/i.exec(severity)?.[1] : undefined;
  return digits === undefined ? severity : Number(digits);
}

/**
 * The groups and what stands beside them. Microsoft's examples of answers have `actionGroups` as a list of
 * `{ actionGroupId }` too, as other rules do.
 */
function groupsOf(actionGroups: Json | undefined): JsonObject {
  if (isList(actionGroups)) return { actionGroups: actionGroups.map(reference) };
  if (!isObject(actionGroups)) return member("actionGroups", actionGroups);
  const { groupIds, customEmailSubject, customWebhookPayload } = renamed(actionGroups, [
    "groupIds",
    "customEmailSubject",
    "customWebhookPayload",
  ]);
  return {
    ...member("actionGroups", isList(groupIds) ? groupIds.map(reference) : groupIds),
    ...member("customEmailSubject", customEmailSubject),
    ...member("customWebhookPayload", customWebhookPayload),
  };
}

function reference(group: Json): Json {
  if (typeof group === "string") return { name: group };
  if (!isObject(group)) return group;
  const { actionGroupId, ...rest } = renamed(group, ["actionGroupId"]);
  return { ...member("name", actionGroupId), ...rest };
}

/** Names that Azure answers in another case, in the case asked for. */
function renamed(object: JsonObject, names: readonly string[]): JsonObject {
  const nameOf = (key: string): string => names.find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [nameOf(key), value]));
}

function member(name: string, value: Json | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}
