import type { Schema } from "../../core/settings/schema.ts";
import { list, name, receiver, useCommonAlertSchema } from "./receiver.ts";

const emailAddress = {
  type: "string",
  minLength: 1,
  examples: ["admin@company.com"],
} as const satisfies Schema;

const phone = {
  countryCode: {
    type: "string",
    minLength: 1,
    description: "The country's code, digits only, in quotes.",
    examples: ["82", "1"],
    wants: 'digits in quotes, such as `"82"`',
  },
  phoneNumber: {
    type: "string",
    minLength: 1,
    description:
      "The number without the country's code, in quotes: YAML reads `0101234567` as a number without its zero.",
    examples: ["0101234567"],
  },
} as const satisfies Readonly<Record<string, Schema>>;

/** The receivers that are people. */
export const notifications = {
  emailReceivers: {
    ...list,
    description:
      "People and lists who get a mail. A new address has to be confirmed with a code within 30 minutes of the apply, or nothing is ever sent to it.",
    examples: [[{ name: "admin", emailAddress: "admin@company.com" }]],
    items: {
      ...receiver,
      required: ["name", "emailAddress"],
      properties: {
        name,
        emailAddress: { ...emailAddress, description: "The address; at most 64 characters." },
        useCommonAlertSchema,
      },
    },
  },
  smsReceivers: {
    ...list,
    description: "Telephones that get a text message: at most one in five minutes, and not in every country.",
    examples: [[{ name: "oncall", countryCode: "82", phoneNumber: "1012345678" }]],
    items: {
      ...receiver,
      required: ["name", "countryCode", "phoneNumber"],
      properties: { name, ...phone },
    },
  },
  voiceReceivers: {
    ...list,
    description: "Telephones that are called: at most once in five minutes, and not in every country.",
    examples: [[{ name: "oncall", countryCode: "82", phoneNumber: "1012345678" }]],
    items: {
      ...receiver,
      required: ["name", "countryCode", "phoneNumber"],
      properties: { name, ...phone },
    },
  },
  azureAppPushReceivers: {
    ...list,
    description: "Azure accounts whose mobile app shows the alert.",
    examples: [[{ name: "admin-phone", emailAddress: "admin@company.com" }]],
    items: {
      ...receiver,
      required: ["name", "emailAddress"],
      properties: {
        name,
        emailAddress: { ...emailAddress, description: "The account the mobile app is signed in with." },
      },
    },
  },
  armRoleReceivers: {
    ...list,
    description: "Everybody who has a role in the subscription gets a mail.",
    examples: [[{ name: "owners", roleId: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635" }]],
    items: {
      ...receiver,
      required: ["name", "roleId"],
      properties: {
        name,
        roleId: {
          type: "string",
          minLength: 1,
          same: "caseless",
          description:
            "The GUID of a built-in role. Mail goes to five of them only: Owner, Contributor, Reader, Monitoring Contributor, Monitoring Reader.",
          examples: ["8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "749f88d5-cbae-40b8-bcfc-e573ddc772fa"],
        },
        useCommonAlertSchema,
      },
    },
  },
} as const satisfies Readonly<Record<string, Schema>>;
