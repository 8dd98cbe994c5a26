import type { Complain } from "../../core/diagnostic.ts";
import { checkIdentity } from "../identity.ts";
import { type ActionGroup, receivers } from "./schema.ts";

type ReceiverList = keyof typeof receivers;

// Sound because the keys of a const are known.
const receiverLists = Object.keys(receivers) as readonly ReceiverList[];

/**
 * What Azure refuses of an action group (errors), and what its documentation rules out (warnings; the service is known
 * to take some of it, and a group that works today must import).
 */
export function checkActionGroup(group: ActionGroup, complain: Complain): void {
  checkRegions(group, complain);
  checkNames(group, complain);
  checkLimits(group, complain);
  checkPeople(group, complain);
  checkSecureWebhooks(group, complain);
  checkTickets(group, complain);
  checkIdentities(group, complain);
}

/** https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups, "Global and regional action group processing". */
const regions = [
  "global",
  "eastus",
  "westus",
  "eastus2",
  "westus2",
  "southcentralus",
  "northcentralus",
  "swedencentral",
  "germanywestcentral",
  "centralindia",
  "southindia",
];

/** Named by Azure's own API description for `itsmReceivers[].region`. */
const ticketRegions = [
  "centralindia",
  "japaneast",
  "southeastasia",
  "australiasoutheast",
  "uksouth",
  "westcentralus",
  "canadacentral",
  "eastus",
  "westeurope",
];

function checkRegions(group: ActionGroup, complain: Complain): void {
  if (!regions.includes(folded(group.location))) {
    const message = `action groups live in \`global\` or in one of ${regions.slice(1).join(", ")}; \`${group.location}\` is not among them`;
    complain("unlisted-region", ["location"], message);
  }
  for (const [index, { region }] of (group.itsmReceivers ?? []).entries()) {
    if (isTemplate(region) || ticketRegions.includes(folded(region))) continue;
    const message = `ITSM connections exist in ${ticketRegions.join(", ")}; \`${region}\` is not among them`;
    complain("unlisted-region", ["itsmReceivers", index, "region"], message);
  }
}

function folded(location: string): string {
  return location.toLowerCase().replaceAll(/\s/g, "");
}

/** "Names must be unique across all receivers within an action group": of every type, and case does not count. */
function checkNames(group: ActionGroup, complain: Complain): void {
  const taken = new Map<string, ReceiverList>();
  for (const list of receiverLists) {
    for (const [index, { name }] of (group[list] ?? []).entries()) {
      if (name === undefined) continue;
      const other = taken.get(name.toLowerCase());
      if (other === undefined) taken.set(name.toLowerCase(), list);
      else {
        const where = other === list ? "" : ` in \`${other}\``;
        const message = `the group already has a receiver \`${name}\`${where}; names are unique over all types of receivers`;
        complain("receiver-name-twice", [list, index, "name"], message);
      }
    }
  }
}

/** https://learn.microsoft.com/azure/azure-monitor/service-limits#action-groups; functions and incidents are not listed. */
const limits: Readonly<Partial<Record<ReceiverList, number>>> = {
  emailReceivers: 1000,
  smsReceivers: 10,
  voiceReceivers: 10,
  azureAppPushReceivers: 10,
  armRoleReceivers: 10,
  itsmReceivers: 10,
  automationRunbookReceivers: 10,
  logicAppReceivers: 10,
  eventHubReceivers: 10,
};

function checkLimits(group: ActionGroup, complain: Complain): void {
  for (const list of receiverLists) {
    const limit = limits[list];
    const count = group[list]?.length ?? 0;
    if (limit === undefined || count <= limit) continue;
    complain("too-many-receivers", [list], `${count} \`${list}\`; Azure takes ${limit} in a group`, "key");
  }
  // Secure webhooks are counted by themselves.
  for (const secure of [false, true]) {
    const count = (group.webhookReceivers ?? []).filter(({ useAadAuth }) => useAadAuth === secure).length;
    if (count <= 10) continue;
    const message = `${count} ${secure ? "secure " : ""}\`webhookReceivers\`; Azure takes 10 in a group`;
    complain("too-many-receivers", ["webhookReceivers"], message, "key");
  }
}

/** The countries of https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups; Sweden (46) is listed for calls only. */
const countryCodes = new Set(
  "1 7 27 31 32 33 34 39 40 41 43 44 45 47 49 52 55 56 60 61 64 65 81 82 86 91 351 352 353 358 372 420 852 886 971 972".split(
    " ",
  ),
);

/** Azure mails these and no other roles (same page, "Email Azure Resource Manager"). */
const mailedRoles: Readonly<Record<string, string>> = {
  Owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  Contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
  Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
  "Monitoring Contributor": "749f88d5-cbae-40b8-bcfc-e573ddc772fa",
  "Monitoring Reader": "43d0d8ad-25c7-4714-9337-8ba259a9fe05",
};

function checkPeople(group: ActionGroup, complain: Complain): void {
  for (const [list, of] of [
    ["emailReceivers", group.emailReceivers],
    ["azureAppPushReceivers", group.azureAppPushReceivers],
  ] as const) {
    for (const [index, { emailAddress }] of (of ?? []).entries()) {
      if (isTemplate(emailAddress)) continue;
      const path = [list, index, "emailAddress"];
      if (!emailAddress.includes("@")) complain("illegal-value", path, `\`${emailAddress}\` is no e-mail address`);
      else if (emailAddress.length > 64) {
        const message = `an address may have 64 characters; this one has ${emailAddress.length}`;
        complain("email-address-too-long", path, message);
      }
    }
  }
  for (const [list, of] of [
    ["smsReceivers", group.smsReceivers],
    ["voiceReceivers", group.voiceReceivers],
  ] as const) {
    for (const [index, { countryCode }] of (of ?? []).entries()) {
      if (isTemplate(countryCode) || countryCodes.has(countryCode)) continue;
      if (list === "voiceReceivers" && countryCode === "46") continue;
      const bare = countryCode.replace(/^(\+|00)/, "");
      const instead = bare !== countryCode && countryCodes.has(bare) ? `; write \`${bare}\`` : "";
      const what = list === "smsReceivers" ? "text messages" : "calls";
      const message = `\`${countryCode}\` is not among the country codes that Azure sends ${what} to${instead}`;
      complain("unlisted-country-code", [list, index, "countryCode"], message);
    }
  }
  for (const [index, { roleId }] of (group.armRoleReceivers ?? []).entries()) {
    if (isTemplate(roleId) || Object.values(mailedRoles).includes(roleId.toLowerCase())) continue;
    const named = Object.entries(mailedRoles).find(([role]) => role.toLowerCase() === roleId.toLowerCase());
    const choices = Object.entries(mailedRoles).map(([role, id]) => `${role} (\`${id}\`)`);
    const instead = named === undefined ? `it mails ${choices.join(", ")}` : `${named[0]} is \`${named[1]}\``;
    complain(
      "unmailed-role",
      ["armRoleReceivers", index, "roleId"],
      `Azure does not mail the role \`${roleId}\`; ${instead}`,
    );
  }
}

function checkSecureWebhooks(group: ActionGroup, complain: Complain): void {
  for (const [index, hook] of (group.webhookReceivers ?? []).entries()) {
    const path = ["webhookReceivers", index];
    if (!isTemplate(hook.serviceUri) && !/^https?:\/\/\S+$/i.test(hook.serviceUri)) {
      complain("illegal-value", [...path, "serviceUri"], "this is no address; it begins with `https://`");
    }
    if (hook.useAadAuth && hook.objectId === undefined) {
      const message = "a secure webhook needs `objectId`, the object id of the application it calls";
      complain("secure-webhook-incomplete", [...path, "useAadAuth"], message);
    }
    if (!hook.useAadAuth && hook.objectId !== undefined) {
      const message = "`objectId` has no effect without `useAadAuth: true`: the call carries no token";
      complain("secure-webhook-incomplete", [...path, "objectId"], message, "key");
    }
  }
}

/** `{}`, which Azure's own example shows, is refused: https://github.com/Azure/azure-rest-api-specs/issues/20488. */
function checkTickets(group: ActionGroup, complain: Complain): void {
  for (const [index, { ticketConfiguration, workspaceId }] of (group.itsmReceivers ?? []).entries()) {
    const text = ticketConfiguration;
    if (!isTemplate(text) && !(text.includes('"PayloadRevision"') && text.includes('"WorkItemType"'))) {
      const message = "a ticket's configuration is JSON with at least `PayloadRevision` and `WorkItemType`";
      complain("illegal-value", ["itsmReceivers", index, "ticketConfiguration"], message);
    }
    if (!isTemplate(workspaceId) && !/^[^|]+\|[^|]+$/.test(workspaceId)) {
      const message = `\`${workspaceId}\` lacks the subscription; write the GUIDs of subscription and workspace with a \`|\` between`;
      complain("illegal-value", ["itsmReceivers", index, "workspaceId"], message);
    }
  }
}

function checkIdentities(group: ActionGroup, complain: Complain): void {
  const { identity } = group;
  if (identity !== undefined) {
    const { type, ...ids } = identity;
    // A group may have both sorts at once; of those, ids are needed as they are of the user-assigned ones.
    checkIdentity({ type: type === "SystemAssigned,UserAssigned" ? "UserAssigned" : type, ...ids }, complain);
  }
  if (identity !== undefined && identity.type !== "None") return;
  for (const list of receiverLists) {
    for (const [index, receiver] of (group[list] ?? []).entries()) {
      if (!("managedIdentity" in receiver) || receiver.managedIdentity === undefined) continue;
      const message = "the group has no `identity`, so the receiver cannot sign in with one";
      complain("identity-not-assigned", [list, index, "managedIdentity"], message);
    }
  }
}

/** A text that a `${…}` will fill: nothing is known of it yet. */
function isTemplate(text: string): boolean {
  return text.includes("${");
}
