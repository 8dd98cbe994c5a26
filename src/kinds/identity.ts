import type { Complain } from "../core/diagnostic.ts";
import { isList, isObject, type Json, type JsonObject, type Path } from "../core/json.ts";
import type { Parsed, ShortForm } from "../core/kind.ts";
import { placeholderIndex } from "../core/language/placeholder.ts";
import type { Schema, TypeOf } from "../core/settings/schema.ts";

/*
 * The managed identity of a rule. Azure keeps user-assigned identities as a map from id to what it knows about each;
 * here they are a list of ids, so that they compare as ids do (without case, in any order), and what Azure writes into
 * the map is no setting. Azure's own map may be written too: it is one of the short forms.
 */

/** The long form of `identity`, for the schema of every kind that has one. */
export const identity = {
  type: "object",
  additionalProperties: false,
  description:
    "The managed identity the rule reads data with: `SystemAssigned`, or a list of ids of user-assigned identities. It needs the right to read what the rule watches; without an identity a log rule runs with the rights of whoever wrote it last.",
  examples: [
    "SystemAssigned",
    ["/subscriptions/…/resourceGroups/rg-ai/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-alerts"],
  ],
  wants: "`SystemAssigned`, `None`, or a list of ids of user-assigned identities",
  required: ["type"],
  properties: {
    type: {
      type: "string",
      enum: ["SystemAssigned", "UserAssigned", "None"],
      same: "caseless",
      description: "Azure makes an identity for this rule alone (`SystemAssigned`), or it uses yours (`UserAssigned`).",
    },
    userAssignedIdentities: {
      type: "array",
      minItems: 1,
      order: "set",
      description: "The ids of the identities, with `UserAssigned` only.",
      items: {
        type: "string",
        same: "armId",
        pattern: "^/?[Ss](ubscriptions|UBSCRIPTIONS)/",
        wants: "the ARM id of a user-assigned identity; it begins with `/subscriptions/`",
      },
    },
  },
} as const satisfies Schema;

/** The long form of `identity`. */
export type Identity = TypeOf<typeof identity>;

const types = identity.properties.type.enum;

/** `identity: SystemAssigned`, a list of ids, one id, or Azure's map. */
export const identityForm: ShortForm = {
  wants: identity.wants,
  schema: {
    oneOf: [
      { type: "string", enum: ["SystemAssigned", "None"] },
      { type: "array", items: { type: "string" } },
      {
        type: "object",
        required: ["type"],
        properties: { type: { type: "string" }, userAssignedIdentities: { type: "object", additionalProperties: {} } },
      },
    ],
  },
  parse(written) {
    if (typeof written === "string") return parseText(written);
    if (isList(written)) return { value: { type: "UserAssigned", userAssignedIdentities: written } };
    if (isObject(written) && isObject(written["userAssignedIdentities"])) return { value: identityFromArm(written) };
    return undefined;
  },
  print(value) {
    if (!isObject(value)) return undefined;
    const { type, userAssignedIdentities: ids, ...unknown } = value;
    if (Object.keys(unknown).length > 0) return undefined;
    if (ids === undefined) return type === "SystemAssigned" || type === "None" ? type : undefined;
    return type === "UserAssigned" && isList(ids) ? ids : undefined;
  },
};

function parseText(written: string): Parsed {
  if (written.startsWith("/") || placeholderIndex(written) !== undefined) {
    return { value: { type: "UserAssigned", userAssignedIdentities: [written] } };
  }
  const type = types.find((known) => known.toLowerCase() === written.toLowerCase());
  if (type === undefined || type === "UserAssigned") {
    return { complaint: `\`${written}\` is no identity; write ${identityForm.wants}` };
  }
  return type === written ? { value: { type } } : { complaint: `\`${written}\` is spelled \`${type}\`` };
}

/** Azure's `identity` from the long form: the ids become keys. */
export function identityToArm(value: Json | undefined): Json | undefined {
  if (!isObject(value) || !isList(value["userAssignedIdentities"])) return value;
  const ids = value["userAssignedIdentities"].flatMap((id) => (typeof id === "string" ? [[id, {}] as const] : []));
  return { ...value, userAssignedIdentities: Object.fromEntries(ids) };
}

/** The long form from Azure's `identity`: the keys become a list; what Azure knows of each is its own. */
export function identityFromArm(value: JsonObject): JsonObject;
export function identityFromArm(value: Json | undefined): Json | undefined;
export function identityFromArm(value: Json | undefined): Json | undefined {
  if (!isObject(value) || !isObject(value["userAssignedIdentities"])) return value;
  return { ...value, userAssignedIdentities: Object.keys(value["userAssignedIdentities"]) };
}

/** Paths in a body where Azure writes about an identity and nobody else may. */
export const identityOwned: readonly (readonly string[])[] = [
  ["identity", "principalId"],
  ["identity", "tenantId"],
  ["identity", "userAssignedIdentities", "*", "principalId"],
  ["identity", "userAssignedIdentities", "*", "clientId"],
];

/**
 * No identity in the live resource's words. Azure keeps the identity of a PUT without one, and drops it for
 * `{ type: None }` only (https://github.com/hashicorp/terraform-provider-azurerm/issues/26364); so absent and `None` are
 * one wish with two bodies.
 */
export function alignIdentity(desired: Json | undefined, live: Json | undefined): Json | undefined {
  if (isNone(desired)) return live === undefined || live === null ? undefined : { type: "None" };
  return desired;
}

/** True where there is no identity, whichever way that is said. */
export function isNone(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (!isObject(value)) return false;
  const type = value["type"] ?? "None";
  return typeof type === "string" && type.toLowerCase() === "none";
}

/** Complains about an identity whose type and ids do not go together. */
export function checkIdentity(value: Identity | undefined, complain: Complain, path: Path = ["identity"]): void {
  if (value === undefined) return;
  const ids = value.userAssignedIdentities;
  if (value.type === "UserAssigned" && ids === undefined) {
    complain(
      "identity-without-ids",
      path,
      "a `UserAssigned` identity needs `userAssignedIdentities`, a list of their ids",
    );
  }
  if (value.type !== "UserAssigned" && ids !== undefined) {
    const message = `\`userAssignedIdentities\` beside \`type: ${value.type}\`; they go with \`UserAssigned\`, one of the two has to go`;
    complain("identity-without-ids", [...path, "userAssignedIdentities"], message, "key");
  }
}

/** What a person must do for a rule whose identity is new: Azure makes it without any right. */
export function identityHandwork(now: Identity | undefined, before: Identity | undefined): readonly string[] {
  if (now?.type !== "SystemAssigned" || before?.type === "SystemAssigned") return [];
  return [
    "give its new identity the right to read what it watches (Monitoring Reader there); until then the rule fails",
  ];
}

/** What a reader should know before a rule over logs that somebody else wrote is written by us. */
export function identityCautions(identity: Identity | undefined): readonly string[] {
  if (!isNone(identity)) return [];
  return [
    "without `identity` a log rule runs with the rights of its last writer, from this apply on with those of the identity that applies",
  ];
}
