import type { Schema, TypeOf } from "../../core/settings/schema.ts";
import { actionGroups, groupItem, groupName, webhookProperties } from "../action-groups.ts";

const leaf = {
  field: {
    type: "string",
    minLength: 1,
    same: "caseless",
    description:
      "A field of the event: `category`, `operationName`, `resourceId`, `resourceGroup`, `resourceProvider`, `resourceType`, `caller`, `level`, `status`, `subStatus`, or anything that begins with `properties`.",
    examples: ["category", "operationName", "properties.incidentType"],
  },
  equals: {
    type: "string",
    same: "caseless",
    description: "What the field has to be; case does not count.",
    examples: ["ServiceHealth", "Microsoft.ContainerService/managedClusters/delete"],
  },
  containsAny: {
    type: "array",
    order: "set",
    items: { type: "string", minLength: 1, same: "caseless" },
    description:
      "For fields that are lists (`properties.impactedServices[*].ServiceName`): one of these is among them.",
    examples: [["Azure Kubernetes Service (AKS)", "Azure Monitor"]],
  },
} as const satisfies Readonly<Record<string, Schema>>;

/** One element of `allOf`: a field with what it has to be, or several of those of which one is enough. */
export const part = {
  type: "object",
  additionalProperties: false,
  properties: {
    ...leaf,
    anyOf: {
      type: "array",
      order: "set",
      description: "Fields of which one has to be as said; nothing else stands beside `anyOf`.",
      items: { type: "object", additionalProperties: false, required: ["field"], properties: leaf },
    },
  },
} as const satisfies Schema;

/** The long form of an activity log alert. */
export const schema = {
  type: "object",
  title: "ActivityLogAlert",
  description:
    "Alerts on events of the subscription's activity log: what was done to resources, service health, resource health, advice. At most 100 in a subscription, of every sort together.",
  additionalProperties: false,
  required: ["location", "enabled", "condition"],
  properties: {
    location: {
      type: "string",
      minLength: 1,
      default: "global",
      same: "location",
      immutable: true,
      description:
        "`global`, or `westeurope` or `northeurope` where the data must stay there. Service Health needs `global`.",
      examples: ["global", "westeurope"],
    },
    description: { type: "string", description: "What has happened and what to do; reaches every receiver." },
    // Azure makes a rule without `enabled` a disabled one; therefore it is always sent.
    enabled: { type: "boolean", default: true, description: "False: the rule stays but never fires." },
    scopes: {
      type: "array",
      order: "set",
      items: { type: "string", minLength: 1, same: "armId" },
      description:
        "The subscription, resource groups or resources whose events count; the rule's own subscription unless said. Azure takes more than one for some conditions only.",
      examples: ["/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai"],
    },
    tenantScope: {
      type: "string",
      minLength: 1,
      same: "caseless",
      description: "The tenant's GUID, for events of the tenant and of management groups.",
    },
    condition: {
      type: "object",
      additionalProperties: false,
      required: ["allOf"],
      description:
        "Which events: a map from fields to what they have to be. A text is the value, a list several of which one is enough, `{ containsAny: […] }` is for fields that are lists. `category` is needed. Azure's own form is `allOf: […]`.",
      examples: [
        {
          category: "Administrative",
          operationName: ["Microsoft.ContainerService/managedClusters/delete"],
          status: "Succeeded",
        },
        {
          category: "ServiceHealth",
          "properties.incidentType": ["Incident", "Security"],
          "properties.impactedServices[*].ServiceName": { containsAny: ["Azure Kubernetes Service (AKS)"] },
        },
        {
          category: "ResourceHealth",
          "properties.currentHealthStatus": ["Degraded", "Unavailable"],
          "properties.cause": "PlatformInitiated",
        },
      ],
      wants: "a map from fields to what they have to be, or Azure's `allOf: […]`",
      properties: {
        allOf: {
          type: "array",
          minItems: 1,
          order: "set",
          items: part,
          description: "Azure's own form: all of these have to be true.",
        },
      },
    },
    actionGroups: {
      ...actionGroups,
      items: {
        ...groupItem,
        properties: {
          name: groupName,
          webhookProperties,
          actionProperties: {
            type: "object",
            additionalProperties: { type: "string" },
            description: "Settings of the actions themselves, such as the subject of the mail.",
            examples: [{ "Email.Subject": "Service health: ${data.essentials.monitorCondition}" }],
          },
        },
      },
    },
  },
} as const satisfies Schema;

/** An activity log alert in the words of the YAML. */
export type ActivityLogAlert = TypeOf<typeof schema>;

/** One element of `allOf`. */
export type Part = ActivityLogAlert["condition"]["allOf"][number];
