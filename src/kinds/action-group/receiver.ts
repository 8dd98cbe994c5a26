import type { Schema } from "../../core/settings/schema.ts";

/*
 * What receivers of an action group have in common, as of api-version 2026-09-01 (`actionGroups.json` in Azure/azure-rest-api-specs).
 * Azure fills `useCommonAlertSchema` and `useAadAuth` with false where a PUT leaves them out; hence their defaults. It
 * also writes `status` and `verificationStatus`, which nobody can set and which are therefore no settings.
 */

/** Every list: matched and overridden by the names of its receivers. */
export const list = { type: "array", order: { by: "name" } } as const satisfies Schema;

/** One receiver: closed, so that a misspelt property is found. */
export const receiver = { type: "object", additionalProperties: false } as const satisfies Schema;

/** A receiver's name. */
export const name = {
  type: "string",
  minLength: 1,
  description: "The receiver's name: unique in the group, over all types of receivers and whatever the case.",
} as const satisfies Schema;

/** Which shape a receiver is sent. */
export const useCommonAlertSchema = {
  type: "boolean",
  default: false,
  description:
    "Send the common alert schema, one shape for every kind of alert, instead of a shape of its own for each.",
} as const satisfies Schema;

/** How a receiver signs in, where it can. */
export const managedIdentity = {
  type: "string",
  same: "caseless",
  description:
    "The principal id (not the ARM id) of one of the group's identities: the group signs in with it instead of a key in the address. Supported for runbooks, event hubs and logic apps; its roles are yours to assign.",
  examples: ["30fe7a91-cd31-4edf-96ab-52883b3199cd"],
} as const satisfies Schema;
