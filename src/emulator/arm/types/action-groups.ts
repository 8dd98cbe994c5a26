import { at, compact, isObject, listAt, textAt, withProperties, type Json, type JsonObject } from "../json.ts";
import { foldLocation } from "../regions.ts";
import type { Acted, Place, ResourceType, Situation } from "../resource-type.ts";
import { actionGroupShape, receiverLists } from "./action-groups-table.ts";
import { badName } from "./alert-rule-checks.ts";
import { completeIdentity, nameInAddress } from "./envelope.ts";

const kinds = Object.keys(receiverLists);

/** Microsoft.Insights/actionGroups. */
export const actionGroups: ResourceType = {
  namespace: "Microsoft.Insights",
  name: "actionGroups",
  apiVersions: [
    "2018-03-01",
    "2019-06-01",
    "2021-09-01",
    "2022-06-01",
    "2023-01-01",
    "2023-09-01-preview",
    "2024-10-01-preview",
    "2026-09-01",
  ],
  unserved: {},
  locations: [
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
  ],
  shape: actionGroupShape,
  errors: "flat",
  statusOfCreate: 201,
  spelledWhenMissing: "Microsoft.Insights/actionGroups",
  spelledInAnswers: "Microsoft.Insights/ActionGroups",
  // The highest counts left that were ever told are 24 and 249; their window is not documented, a minute is our guess.
  limits: {
    write: { calls: 25, seconds: 60, told: "resource-requests", since: "2021-01-01" },
    read: { calls: 250, seconds: 60, told: "resource-requests", since: "2021-01-01" },
  },
  idOf: shoutedId,
  complaints,
  complete,
  patched,
  actionGroupIds: () => [],
  inOldDress,
  onDay,
  actions: { subscribe },
};

// Since 2023 the subscription comes back in upper case, the provider always did in lower case.
function shoutedId(place: Place): string {
  return `/subscriptions/${place.subscription.toUpperCase()}/resourceGroups/${place.resourceGroup}/providers/microsoft.insights/actionGroups/${nameInAddress(place.name)}`;
}

// `southcentralus` stays as sent, these two do not (recorded 2022 and 2023).
const respelled: Readonly<Record<string, string>> = { global: "Global", swedencentral: "SwedenCentral" };

function complete(body: JsonObject, situation: Situation): JsonObject {
  const location = textAt(body, "location") ?? "global";
  const tags = at(body, "tags");
  const lists = kinds.map((kind): [string, Json] => [
    kind,
    listAt(body, "properties", kind).map((receiver, index) =>
      isObject(receiver) ? completeReceiver({ kind, receiver, index }, situation) : receiver,
    ),
  ]);
  return {
    ...withProperties(body, Object.fromEntries(lists)),
    location: respelled[foldLocation(location)] ?? location,
    kind: null,
    tags: isObject(tags) && Object.keys(tags).length > 0 ? tags : null,
    ...compact({ identity: completeIdentity(at(body, "identity"), situation) }),
  };
}

function completeReceiver(
  of: { readonly kind: string; readonly receiver: JsonObject; readonly index: number },
  situation: Situation,
): JsonObject {
  const { kind, receiver } = of;
  switch (kind) {
    case "emailReceivers":
      return {
        useCommonAlertSchema: false,
        ...receiver,
        status: statusOf(of, situation),
        verificationStatus: "LegacyAllowed",
      };
    case "smsReceivers":
      return { ...receiver, status: statusOf(of, situation) };
    case "webhookReceivers":
      return { useCommonAlertSchema: false, objectId: null, identifierUri: null, tenantId: null, ...receiver };
    case "eventHubReceivers":
      return { useCommonAlertSchema: false, tenantId: situation.tenantId, ...receiver };
    default:
      return receiver;
  }
}

// Who unsubscribed stays unsubscribed: a PUT cannot set the status.
function statusOf(of: { readonly kind: string; readonly receiver: JsonObject }, situation: Situation): string {
  const before = listAt(situation.existing, "properties", of.kind).find(
    (one) => textAt(one, "name")?.toLowerCase() === textAt(of.receiver, "name")?.toLowerCase(),
  );
  return textAt(before, "status") ?? "Enabled";
}

// azure-monitor-limits-action-groups.md
const limits: Readonly<Record<string, number>> = {
  emailReceivers: 1000,
  azureFunctionReceivers: Infinity,
  incidentReceivers: Infinity,
};

function* complaints(body: JsonObject, situation: Situation): Iterable<string> {
  yield* badName(situation.place.name, /[:<>+/&%\\?|\p{Cc}]/u);
  const shortName = textAt(body, "properties", "groupShortName") ?? "";
  if (shortName.length < 1 || shortName.length > 12) {
    yield `The groupShortName '${shortName}' has ${shortName.length} characters, it must have 1 to 12.`;
  }
  const names = new Set<string>();
  for (const kind of kinds) {
    const receivers = listAt(body, "properties", kind);
    const limit = limits[kind] ?? 10;
    if (receivers.length > limit)
      yield `The action group has ${receivers.length} ${kind}, at most ${limit} are allowed.`;
    for (const receiver of receivers) {
      const name = textAt(receiver, "name")?.toLowerCase();
      if (name !== undefined && names.has(name)) {
        yield `The receiver name '${textAt(receiver, "name")}' is not unique in the action group.`;
      }
      if (name !== undefined) names.add(name);
      yield* badReceiver(receiver);
    }
  }
}

function* badReceiver(receiver: Json): Iterable<string> {
  const email = textAt(receiver, "emailAddress");
  if (email !== undefined && email.length > 64) yield `The address '${email}' has more than 64 characters.`;
  const ticket = textAt(receiver, "ticketConfiguration");
  // azure-rest-api-specs#20488: the `{}` of the published example is refused.
  if (ticket !== undefined && !(ticket.includes("PayloadRevision") && ticket.includes("WorkItemType"))) {
    yield "The ticketConfiguration must contain PayloadRevision and WorkItemType.";
  }
}

// A PATCH with `enabled: false` was answered 200 and left the group enabled (recorded 2020); tags were applied.
function patched(stored: JsonObject, patch: JsonObject): JsonObject {
  return { ...stored, ...compact({ tags: patch["tags"], identity: patch["identity"] }) };
}

// What was told of `kind` and `identity`, which no published version of the time had: the first day of each way.
const envelopes: readonly { readonly from: string; readonly shown: JsonObject }[] = [
  { from: "2023-09-05", shown: { kind: null } },
  { from: "2023-08-24", shown: { kind: null, identity: null } },
  { from: "2022-11-23", shown: {} },
  { from: "", shown: { kind: null, identity: null } },
];

function onDay(body: JsonObject, { day }: { readonly day: string }): JsonObject {
  const { kind: _, ...rest } = body;
  const { eventHubReceivers, armRoleReceivers, ...properties } = { ...propertiesOf(body) };
  const hubs =
    day < "2021-10-04" ? {} : { [day < "2022-01-20" ? "eventhubReceivers" : "eventHubReceivers"]: eventHubReceivers };
  return {
    ...envelopes.find(({ from }) => from <= day)?.shown,
    ...rest,
    properties: compact({
      ...properties,
      ...hubs,
      ...(day < "2019-01-01" ? {} : { armRoleReceivers }),
      ...(day >= "2022-07-27" && day <= "2022-10-07" ? { tags: null } : {}),
    }),
  };
}

// https://learn.microsoft.com/rest/api/monitor/action-groups/enable-receiver; refusals recorded 2019 and 2023.
function subscribe(stored: JsonObject, sent: JsonObject): Acted {
  const wanted = textAt(sent, "receiverName") ?? "";
  const [, group = "", name = ""] = /\/resourceGroups\/([^/]+)\/.*\/([^/]+)$/i.exec(textAt(stored, "id") ?? "") ?? [];
  const id = `${innerId(group)}-${innerId(name)}`;
  const isWanted = (receiver: Json): boolean => textAt(receiver, "name")?.toLowerCase() === wanted.toLowerCase();
  const list = ["emailReceivers", "smsReceivers"].find((kind) => listAt(stored, "properties", kind).some(isWanted));
  if (list === undefined) {
    const message = `Could not find receiver with name ${wanted} in action group with Id ${id}`;
    return { refused: { status: 404, code: "ReceiverNotFound", message } };
  }
  const receivers = listAt(stored, "properties", list);
  if (receivers.some((receiver) => isWanted(receiver) && textAt(receiver, "status") === "Enabled")) {
    const message = `Receiver with name ${wanted} in action group with Id ${id} is already enabled`;
    return { refused: { status: 409, code: "ReceiverAlreadyEnabled", message } };
  }
  const enabled = receivers.map((one) => (isObject(one) && isWanted(one) ? { ...one, status: "Enabled" } : one));
  return { done: withProperties(stored, { [list]: enabled }) };
}

// `cli_test` is CLI:5FTEST to the service's own store.
function innerId(name: string): string {
  const escaped = name.replaceAll(/[^a-z0-9]/gi, (sign) => `:${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return escaped.toUpperCase();
}

// 2021: eventhubReceivers without the capital; nulls for kind, identity and even properties.tags.
function inOldDress(body: JsonObject): JsonObject {
  const { eventHubReceivers, ...properties } = { eventHubReceivers: null, ...propertiesOf(body) };
  return {
    identity: null,
    ...body,
    kind: null,
    tags: at(body, "tags") ?? {},
    properties: { ...properties, eventhubReceivers: eventHubReceivers ?? [], tags: null },
  };
}

function propertiesOf(body: JsonObject): JsonObject | undefined {
  const properties = at(body, "properties");
  return isObject(properties) ? properties : undefined;
}
