import type { Schema, TypeOf } from "../../core/settings/schema.ts";
import { identity } from "../identity.ts";
import { actions } from "./actions.ts";
import { notifications } from "./notifications.ts";

/** The properties that are lists of receivers, by their names in Azure. */
export const receivers = { ...notifications, ...actions } as const satisfies Readonly<Record<string, Schema>>;

/** The long form of an action group. */
export const schema = {
  type: "object",
  title: "ActionGroup",
  description:
    "Who is told when an alert fires, and what is started: receivers of twelve types. Rules name the group in `actionGroups`.",
  additionalProperties: false,
  required: ["location", "groupShortName", "enabled"],
  properties: {
    location: {
      type: "string",
      minLength: 1,
      default: "global",
      same: "location",
      immutable: true,
      description:
        "`global`, or the region that processes the group, where its data must stay there. Service Health alerts need a `global` group.",
      examples: ["global", "germanywestcentral"],
    },
    // Unlike the rules, a group takes both sorts of identity at once.
    identity: {
      ...identity,
      description:
        "The managed identities the group's receivers sign in with (`managedIdentity`): `SystemAssigned`, or a list of ids of user-assigned identities.",
      properties: {
        ...identity.properties,
        type: {
          ...identity.properties.type,
          enum: [...identity.properties.type.enum, "SystemAssigned,UserAssigned"],
          description:
            "Azure makes an identity for this group alone (`SystemAssigned`), or it uses yours (`UserAssigned`), or both.",
        },
      },
    },
    groupShortName: {
      type: "string",
      minLength: 1,
      maxLength: 12,
      description: "Stands in mails and text messages as the sender: 1 to 12 characters.",
      examples: ["ai-oncall"],
      wants: "1 to 12 characters",
    },
    enabled: {
      type: "boolean",
      default: true,
      description: "False: none of the receivers is told anything.",
    },
    ...receivers,
  },
} as const satisfies Schema;

/** An action group in the words of the YAML. */
export type ActionGroup = TypeOf<typeof schema>;
