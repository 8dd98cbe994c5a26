import { isList, isObject, type Json, type JsonObject } from "../../core/json.ts";
import type { Receiver } from "../../core/kind.ts";

/** What a receiver of each list is called, and what of it may be shown: an address a person knows, never a URL. */
const sorts: Readonly<Record<string, { readonly by: string; to?(receiver: JsonObject): Json | undefined }>> = {
  emailReceivers: { by: "e-mail", to: (receiver) => receiver["emailAddress"] },
  smsReceivers: { by: "SMS", to: phone },
  voiceReceivers: { by: "call", to: phone },
  azureAppPushReceivers: { by: "push", to: (receiver) => receiver["emailAddress"] },
  armRoleReceivers: { by: "mail to role", to: (receiver) => receiver["roleId"] },
  webhookReceivers: { by: "webhook" },
  itsmReceivers: { by: "ITSM", to: (receiver) => receiver["region"] },
  automationRunbookReceivers: { by: "runbook", to: (receiver) => receiver["runbookName"] },
  logicAppReceivers: { by: "logic app", to: (receiver) => lastPart(receiver["resourceId"]) },
  azureFunctionReceivers: { by: "function", to: (receiver) => receiver["functionName"] },
  eventHubReceivers: { by: "event hub", to: (receiver) => receiver["eventHubName"] },
  incidentReceivers: { by: "incident" },
};

/** Whom a group tells, list by list in Azure's order. Bears whatever Azure answered. */
export function receiversOf(group: JsonObject): readonly Receiver[] {
  return Object.entries(sorts).flatMap(([list, { by, to }]) =>
    objectsIn(group[list]).map((receiver) => {
      const shown = to?.(receiver);
      return { by, name: text(receiver["name"]), ...(typeof shown === "string" ? { to: shown } : {}) };
    }),
  );
}

/**
 * What a person must do after a group was written. A new address is mailed a code that is good for 30 minutes, and a
 * secure webhook works only when the writer owns the target's application
 * (https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups).
 */
export function handworkOf(group: JsonObject, live: JsonObject | undefined): readonly string[] {
  const known = new Set(
    objectsIn(live?.["emailReceivers"]).map((receiver) => text(receiver["emailAddress"]).toLowerCase()),
  );
  const mails = objectsIn(group["emailReceivers"]).map((receiver) => text(receiver["emailAddress"]));
  const secured = new Set(securedIn(live).map((receiver) => text(receiver["name"])));
  return [
    ...mails
      .filter((mail) => !known.has(mail.toLowerCase()))
      .map(
        (mail) =>
          `${mail}: confirm the address with the code Azure mails to it, within 30 minutes; until then it gets no alerts`,
      ),
    ...securedIn(group)
      .filter((receiver) => !secured.has(text(receiver["name"])))
      .map(
        (receiver) =>
          `${text(receiver["name"])}: the identity that applies must own the application behind this secure webhook, or its calls are refused`,
      ),
  ];
}

function securedIn(group: JsonObject | undefined): readonly JsonObject[] {
  return objectsIn(group?.["webhookReceivers"]).filter((receiver) => receiver["useAadAuth"] === true);
}

function objectsIn(list: Json | undefined): readonly JsonObject[] {
  return isList(list) ? list.filter(isObject) : [];
}

function phone(receiver: JsonObject): string {
  return `+${text(receiver["countryCode"])} ${text(receiver["phoneNumber"])}`;
}

function lastPart(id: Json | undefined): string {
  return text(id).split("/").at(-1) ?? "";
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
