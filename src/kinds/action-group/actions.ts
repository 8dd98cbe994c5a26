import type { Schema } from "../../core/settings/schema.ts";
import { list, managedIdentity, name, receiver, useCommonAlertSchema } from "./receiver.ts";

/** The receivers that are programs: what they are sent goes to an address, a hub, a ticket. */
export const actions = {
  webhookReceivers: {
    ...list,
    description: "Addresses that are sent the alert as JSON: chat, on-call tools, your own services.",
    examples: [[{ name: "slack", serviceUri: "${secret:slackWebhook}", useCommonAlertSchema: true }]],
    items: {
      ...receiver,
      required: ["name", "serviceUri"],
      properties: {
        name,
        serviceUri: {
          type: "string",
          minLength: 1,
          writeOnly: true,
          description: "The address. Who knows it can send to it, so it is a secret however it is written.",
          examples: ["${secret:slackWebhook}", "https://hooks.slack.com/services/${secret:slackPath}"],
        },
        useCommonAlertSchema,
        useAadAuth: {
          type: "boolean",
          default: false,
          description:
            "A secure webhook: the call carries a Microsoft Entra token for the application `objectId`. Whoever applies must be an owner of that application.",
        },
        objectId: {
          type: "string",
          same: "caseless",
          description: "Secure webhook: the object id of the protected application.",
        },
        identifierUri: {
          type: "string",
          ifDeclared: true,
          description: "Secure webhook: the application's identifier URI. Azure finds it out where it is not written.",
          examples: ["api://d7811ba3-7996-4a93-99b6-6b2f3f355f8a"],
        },
        tenantId: {
          type: "string",
          same: "caseless",
          ifDeclared: true,
          description: "Secure webhook: the application's tenant. Azure finds it out where it is not written.",
        },
        managedIdentity,
      },
    },
  },
  itsmReceivers: {
    ...list,
    description: "Tickets in an ITSM tool, through a connection of a Log Analytics workspace.",
    items: {
      ...receiver,
      required: ["name", "workspaceId", "connectionId", "ticketConfiguration", "region"],
      properties: {
        name,
        workspaceId: {
          type: "string",
          minLength: 1,
          same: "caseless",
          description: "The GUIDs of the workspace's subscription and of the workspace, with a `|` between them.",
          examples: ["11111111-1111-1111-1111-111111111111|22222222-2222-2222-2222-222222222222"],
        },
        connectionId: { type: "string", minLength: 1, same: "caseless", description: "The GUID of the connection." },
        ticketConfiguration: {
          type: "string",
          minLength: 1,
          writeOnly: true,
          description: "JSON in a text: what the ticket looks like. It has `PayloadRevision` and `WorkItemType`.",
          examples: ['{"PayloadRevision":0,"WorkItemType":"Incident","UseTemplate":false}'],
        },
        region: {
          type: "string",
          minLength: 1,
          same: "location",
          description: "The region of the workspace.",
          examples: ["westeurope", "japaneast"],
        },
      },
    },
  },
  automationRunbookReceivers: {
    ...list,
    description: "Runbooks of an Automation account that are started.",
    items: {
      ...receiver,
      required: ["automationAccountId", "runbookName", "webhookResourceId", "isGlobalRunbook"],
      properties: {
        // The only receiver that Azure takes without a name: such ones match by their whole value.
        name: {
          ...name,
          description: `${name.description} Azure takes a runbook without one, which no override can reach.`,
        },
        automationAccountId: {
          type: "string",
          minLength: 1,
          same: "armId",
          description: "The ARM id of the Automation account.",
        },
        runbookName: { type: "string", minLength: 1, description: "The name of the runbook." },
        webhookResourceId: {
          type: "string",
          minLength: 1,
          same: "armId",
          description: "The ARM id of the runbook's webhook.",
        },
        isGlobalRunbook: {
          type: "boolean",
          default: false,
          description: "True for the runbooks that Azure itself offers (start, stop, restart a machine, …).",
        },
        serviceUri: {
          type: "string",
          writeOnly: true,
          description: "The webhook's address, with its token: a secret however it is written.",
          examples: ["${secret:runbookUri}"],
        },
        useCommonAlertSchema,
        managedIdentity,
      },
    },
  },
  logicAppReceivers: {
    ...list,
    description: "Logic apps that are run.",
    examples: [
      [
        {
          name: "teams",
          resourceId: "/subscriptions/…/resourceGroups/rg-ai/providers/Microsoft.Logic/workflows/teams",
          callbackUrl: "${secret:logicAppCallback}",
          useCommonAlertSchema: true,
        },
      ],
    ],
    items: {
      ...receiver,
      required: ["name", "resourceId", "callbackUrl"],
      properties: {
        name,
        resourceId: { type: "string", minLength: 1, same: "armId", description: "The ARM id of the logic app." },
        callbackUrl: {
          type: "string",
          minLength: 1,
          writeOnly: true,
          description: "The address of its trigger, with its signature: a secret however it is written.",
          examples: ["${secret:logicAppCallback}"],
        },
        triggerName: { type: "string", description: "The name of the trigger.", examples: ["manual"] },
        useCommonAlertSchema,
        managedIdentity,
      },
    },
  },
  azureFunctionReceivers: {
    ...list,
    description: "Azure functions that are called.",
    items: {
      ...receiver,
      required: ["name", "functionAppResourceId", "functionName", "httpTriggerUrl"],
      properties: {
        name,
        functionAppResourceId: {
          type: "string",
          minLength: 1,
          same: "armId",
          description: "The ARM id of the function app.",
        },
        functionName: { type: "string", minLength: 1, description: "The name of the function in the app." },
        httpTriggerUrl: {
          type: "string",
          minLength: 1,
          writeOnly: true,
          description: "The address of its HTTP trigger, with its key: a secret however it is written.",
          examples: ["https://fn1.azurewebsites.net/api/notify?code=${secret:functionKey}"],
        },
        scope: {
          type: "string",
          description: "With `managedIdentity`: the application id URI that a token is asked for.",
          examples: ["api://notify/.default"],
        },
        useCommonAlertSchema,
        managedIdentity,
      },
    },
  },
  eventHubReceivers: {
    ...list,
    description: "Event hubs the alert is written to; the only receivers that work over a private link.",
    examples: [
      [
        {
          name: "siem",
          subscriptionId: "11111111-1111-1111-1111-111111111111",
          eventHubNameSpace: "alerts",
          eventHubName: "azure-monitor",
        },
      ],
    ],
    items: {
      ...receiver,
      required: ["name", "subscriptionId", "eventHubNameSpace", "eventHubName"],
      properties: {
        name,
        subscriptionId: {
          type: "string",
          minLength: 1,
          same: "caseless",
          description: "The GUID of the subscription the namespace is in.",
        },
        eventHubNameSpace: {
          type: "string",
          minLength: 1,
          same: "caseless",
          description: "The name of the namespace.",
        },
        eventHubName: { type: "string", minLength: 1, same: "caseless", description: "The name of the event hub." },
        // Azure answers a tenant that the request did not name.
        tenantId: {
          type: "string",
          same: "caseless",
          ifDeclared: true,
          description: "The namespace's tenant. Azure fills it in where it is not written.",
        },
        resourceId: { type: "string", same: "armId", description: "The ARM id of the event hub." },
        useCommonAlertSchema,
        managedIdentity,
      },
    },
  },
  incidentReceivers: {
    ...list,
    description: "Incidents in an incident management service, with fields filled from the alert.",
    items: {
      ...receiver,
      required: ["name", "connection", "incidentManagementService", "mappings"],
      properties: {
        name,
        connection: {
          ...receiver,
          required: ["name", "id"],
          description: "The connection to the service.",
          properties: {
            name: { type: "string", minLength: 1, description: "The name of the connection." },
            id: { type: "string", minLength: 1, same: "caseless", description: "The GUID of the connection." },
          },
        },
        incidentManagementService: {
          type: "string",
          enum: ["Icm"],
          default: "Icm",
          same: "caseless",
          description: "The service; Azure knows one.",
        },
        mappings: {
          type: "object",
          additionalProperties: { type: "string" },
          description: "The incident's fields; `${data.…}` takes a value from the alert.",
          examples: [{ "icm.title": "${data.essentials.severity}: ${data.essentials.alertRule}" }],
        },
      },
    },
  },
} as const satisfies Readonly<Record<string, Schema>>;
