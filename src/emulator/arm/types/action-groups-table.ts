/** What each api-version of action groups knows (published types of Microsoft.Insights/actionGroups). */
import {
  armId,
  boolean,
  closed,
  location,
  mapOfText,
  optional,
  required,
  serverOwned,
  setOf,
  text,
  word,
  type Property,
  type Shape,
  type Availability,
} from "../property-table.ts";
import { identity, systemData } from "./envelope.ts";

const since2019: Availability = { since: "2019-06-01" };
const since2023: Availability = { since: "2023-09-01-preview" };
const since2024: Availability = { since: "2024-10-01-preview" };
const since2026: Availability = { since: "2026-09-01" };

const name = required(text);
const useCommonAlertSchema = optional(boolean);
const managedIdentity = optional(text, since2024);
const status = serverOwned(text);

function receivers(properties: Readonly<Record<string, Property>>): Shape {
  return setOf(closed(properties));
}

/** Every list of receivers, in the order of the answers. */
export const receiverLists: Readonly<Record<string, Property>> = {
  emailReceivers: optional(
    receivers({
      name,
      emailAddress: required(text),
      useCommonAlertSchema,
      status,
      verificationStatus: serverOwned(text, since2026),
    }),
  ),
  smsReceivers: optional(receivers({ name, countryCode: required(text), phoneNumber: required(text), status })),
  webhookReceivers: optional(
    receivers({
      name,
      serviceUri: required(text),
      useCommonAlertSchema,
      useAadAuth: optional(boolean, since2019),
      objectId: optional(text, since2019),
      identifierUri: optional(text, since2019),
      tenantId: optional(text, since2019),
      managedIdentity,
    }),
  ),
  // No `since`: an old version answers the receivers that exist on the server that day (2019-06-01 has them since 2021-10).
  eventHubReceivers: optional(
    receivers({
      name,
      eventHubNameSpace: required(text),
      eventHubName: required(text),
      useCommonAlertSchema,
      tenantId: optional(text),
      subscriptionId: required(text),
      managedIdentity,
      resourceId: optional(armId, since2026),
    }),
  ),
  itsmReceivers: optional(
    receivers({
      name,
      workspaceId: required(text),
      connectionId: required(text),
      ticketConfiguration: required(text),
      region: required(text),
    }),
  ),
  azureAppPushReceivers: optional(receivers({ name, emailAddress: required(text) })),
  automationRunbookReceivers: optional(
    receivers({
      automationAccountId: required(armId),
      runbookName: required(text),
      webhookResourceId: required(armId),
      isGlobalRunbook: required(boolean),
      name: optional(text),
      serviceUri: optional(text),
      useCommonAlertSchema,
      managedIdentity,
    }),
  ),
  voiceReceivers: optional(receivers({ name, countryCode: required(text), phoneNumber: required(text) })),
  logicAppReceivers: optional(
    receivers({
      name,
      resourceId: required(armId),
      callbackUrl: required(text),
      useCommonAlertSchema,
      managedIdentity,
      triggerName: optional(text, since2026),
    }),
  ),
  azureFunctionReceivers: optional(
    receivers({
      name,
      functionAppResourceId: required(armId),
      functionName: required(text),
      httpTriggerUrl: required(text),
      useCommonAlertSchema,
      managedIdentity,
      scope: optional(text, since2026),
    }),
  ),
  armRoleReceivers: optional(receivers({ name, roleId: required(text), useCommonAlertSchema })),
  incidentReceivers: optional(
    receivers({
      name,
      connection: required(closed({ name: required(text), id: required(text) })),
      incidentManagementService: required(word("Icm")),
      mappings: required(mapOfText),
    }),
    since2023,
  ),
};

/** The whole body of an action group. `kind` is no published property, yet it is answered, as null (recorded 2023). */
export const actionGroupShape = closed({
  id: serverOwned(armId),
  type: serverOwned(text),
  name: serverOwned(text),
  location: required(location),
  kind: serverOwned(text),
  tags: optional(mapOfText),
  properties: required(closed({ groupShortName: required(text), enabled: required(boolean), ...receiverLists })),
  identity: optional(identity("None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"), since2024),
  systemData: serverOwned(systemData, since2024),
});
