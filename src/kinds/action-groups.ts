import { isObject } from "../core/json.ts";
import type { ShortForm } from "../core/kind.ts";
import type { Schema } from "../core/settings/schema.ts";

/*
 * Whom a rule tells. The word is `actionGroups` in every kind, whatever Azure calls it there, and it is a list of
 * `{ name }`, a name in this stack or an ARM id. Kinds whose groups take more spread their own `items` over this:
 *
 *   actionGroups: { ...actionGroups, items: { ...groupItem, properties: { name: groupName, webhookProperties } } }
 */

/** The `name` of a reference to an action group. */
export const groupName = {
  type: "string",
  minLength: 1,
  same: "armId",
  refersTo: "Microsoft.Insights/actionGroups",
  description: "An action group: its name in this stack, or its ARM id.",
  examples: ["ai-oncall"],
} as const satisfies Schema;

/** What an action group's webhooks are told besides the alert. */
export const webhookProperties = {
  type: "object",
  additionalProperties: { type: "string" },
  description:
    "Added to what the group's webhooks are sent, for this rule only. The common alert schema leaves it out.",
  examples: [{ service: "ai" }],
} as const satisfies Schema;

/** One reference without extras; for kinds whose groups take some, spread and give `properties`. */
export const groupItem = {
  type: "object",
  additionalProperties: false,
  required: ["name"],
  properties: { name: groupName },
  wants: "the name of an action group, its ARM id, or `{ name: … }`",
} as const satisfies Schema;

/** `actionGroups` of a kind whose references are names and nothing more. */
export const actionGroups = {
  type: "array",
  maxItems: 5,
  order: { by: "name" },
  description:
    "Whom the alert tells: action groups of this stack by name, or by ARM id. At most five; without one nobody is told.",
  examples: ["ai-oncall", ["ai-oncall", "platform"]],
  items: groupItem,
} as const satisfies Schema;

/** `actionGroups/*`: a text is a name or an id. */
export const actionGroupForm: ShortForm = {
  wants: groupItem.wants,
  schema: { type: "string", minLength: 1, description: groupName.description, examples: groupName.examples },
  parse: (written) => (typeof written === "string" ? { value: { name: written } } : undefined),
  print(value) {
    if (!isObject(value)) return undefined;
    const { name, ...extras } = value;
    return typeof name === "string" && Object.keys(extras).length === 0 ? name : undefined;
  },
};
