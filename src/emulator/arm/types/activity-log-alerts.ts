import { at, compact, isList, isObject, listAt, textAt, withProperties, type Json, type JsonObject } from "../json.ts";
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
  type Availability,
} from "../property-table.ts";
import type { ResourceType, Situation } from "../resource-type.ts";
import { badName, longDescription, tooManyActionGroups } from "./alert-rule-checks.ts";
import { idAsAsked, patchSwitch, systemData } from "./envelope.ts";

const since2020: Availability = { since: "2020-10-01" };
const since2023: Availability = { since: "2023-01-01-preview" };

const leaf = { field: optional(text), equals: optional(text), containsAny: optional(setOf(text), since2020) };

const shape = closed({
  id: serverOwned(armId),
  name: serverOwned(text),
  type: serverOwned(text),
  location: required(location),
  tags: optional(mapOfText),
  // The preview shows it, the stable version after it does not.
  systemData: serverOwned(systemData, { only: ["2023-01-01-preview"] }),
  properties: required(
    closed({
      scopes: optional(setOf(armId)),
      tenantScope: optional(text, since2023),
      condition: required(
        closed({
          allOf: required(setOf(closed({ anyOf: optional(setOf(closed(leaf)), since2020), ...leaf }))),
        }),
      ),
      actions: required(
        closed({
          actionGroups: optional(
            setOf(
              closed({
                actionGroupId: required(armId),
                webhookProperties: optional(mapOfText),
                actionProperties: optional(mapOfText, since2023),
              }),
            ),
          ),
        }),
      ),
      enabled: optional(boolean),
      description: optional(text),
    }),
  ),
});

/** Microsoft.Insights/activityLogAlerts. */
export const activityLogAlerts: ResourceType = {
  namespace: "Microsoft.Insights",
  name: "activityLogAlerts",
  apiVersions: ["2017-04-01", "2020-10-01", "2023-01-01-preview", "2026-01-01"],
  unserved: {},
  locations: ["global", "westeurope", "northeurope", "eastus2euap"],
  shape,
  errors: "flat",
  statusOfCreate: 201,
  spelledWhenMissing: "Microsoft.Insights/activityLogAlerts",
  spelledInAnswers: "Microsoft.Insights/ActivityLogAlerts",
  limits: {},
  idOf: idAsAsked,
  complaints,
  complete,
  // Recorded 2022 and 2025.
  patched: patchSwitch,
  actionGroupIds,
  inOldDress,
  onDay,
};

function actionGroupIds(body: JsonObject): readonly string[] {
  const groups = listAt(body, "properties", "actions", "actionGroups");
  return groups.flatMap((group) => textAt(group, "actionGroupId") ?? []);
}

// Left out, `enabled` becomes false, whatever the documentation says (recorded 2025).
function complete(body: JsonObject): JsonObject {
  return withProperties(body, { enabled: at(body, "properties", "enabled") ?? false });
}

function* complaints(body: JsonObject, situation: Situation): Iterable<string> {
  const { name } = situation.place;
  yield* badName(name, /[<>*%{}&:\\?+/#\p{Cc}]/u);
  if (situation.version >= "2023-01-01-preview" && !/^[-\w._()]+$/.test(name)) {
    yield `The name '${name}' does not match the pattern '^[-\\w\\._\\(\\)]+$'.`;
  }
  yield* longDescription(body, 2048);
  const scopes = listAt(body, "properties", "scopes");
  if (scopes.length === 0 && at(body, "properties", "tenantScope") === undefined) {
    yield "The rule scope must contain at least one item.";
  }
  // azure-cli#28658: an empty object is refused, an empty list inside it is not.
  if (at(body, "properties", "actions", "actionGroups") === undefined) {
    yield "The actions of the rule must contain the property actionGroups.";
  }
  yield* tooManyActionGroups(actionGroupIds(body));
  const allOf = listAt(body, "properties", "condition", "allOf");
  if (allOf.length === 0) yield "The condition must have at least one item in allOf.";
  for (const item of allOf) yield* badItem(item);
  yield* badCategory(allOf);
}

function* badItem(item: Json): Iterable<string> {
  const anyOf = at(item, "anyOf");
  if (anyOf === undefined) {
    yield* badLeaf(item);
    return;
  }
  if (["field", "equals", "containsAny"].some((name) => at(item, name) !== undefined)) {
    yield "A condition item has either anyOf or field, never both.";
  }
  if (listAt(item, "anyOf").length === 0) yield "anyOf must have at least one item.";
  for (const one of listAt(item, "anyOf")) yield* badLeaf(one);
}

const fields = new Set([
  "resourceid",
  "category",
  "caller",
  "level",
  "operationname",
  "resourcegroup",
  "resourceprovider",
  "status",
  "substatus",
  "resourcetype",
]);

function* badLeaf(leafSent: Json): Iterable<string> {
  const field = textAt(leafSent, "field");
  if (field === undefined) {
    yield "Required property 'field' not found in JSON. Path 'condition'.";
    return;
  }
  if (!fields.has(field.toLowerCase()) && !field.toLowerCase().startsWith("properties")) {
    yield `The field '${field}' is not supported in an activity log alert condition.`;
  }
  const ways = ["equals", "containsAny"].filter((name) => at(leafSent, name) !== undefined);
  if (ways.length !== 1) yield `The condition on '${field}' needs either equals or containsAny.`;
}

function* badCategory(allOf: readonly Json[]): Iterable<string> {
  const valueOf = (name: string): string | undefined =>
    textAt(
      allOf.find((item) => textAt(item, "field")?.toLowerCase() === name),
      "equals",
    );
  const named = (name: string): boolean =>
    allOf.some((item) => [item, ...listAt(item, "anyOf")].some((one) => textAt(one, "field")?.toLowerCase() === name));
  if (!named("category")) yield "The condition must contain an item with the field 'category'.";
  // terraform-provider-azurerm#29540
  if (valueOf("category")?.toLowerCase() === "resourcehealth" && named("level")) {
    yield "The field 'level' is not supported with the category ResourceHealth.";
  }
}

// Until 2022-01-19 everything absent was answered as null, `odata.type` since 2019-10; `Global` until 2023-02.
function onDay(body: JsonObject, { day }: { readonly day: string }): JsonObject {
  const location = day < "2023-03-01" ? shouted(body) : at(body, "location");
  return { ...(day < "2022-08-04" ? withNulls(body, { odata: day >= "2019-10-01" }) : body), ...compact({ location }) };
}

function shouted(body: JsonObject): Json | undefined {
  return textAt(body, "location")?.toLowerCase() === "global" ? "Global" : at(body, "location");
}

function inOldDress(body: JsonObject): JsonObject {
  return { ...withNulls(body, { odata: true }), ...compact({ location: shouted(body) }) };
}

function withNulls(body: JsonObject, { odata }: { readonly odata: boolean }): JsonObject {
  const ofCondition = odata ? { "odata.type": null } : {};
  const nulls = { containsAny: null, ...ofCondition };
  const leafWithNulls = (item: Json): Json => {
    if (!isObject(item)) return item;
    const anyOf = at(item, "anyOf");
    return { ...nulls, ...item, ...(isList(anyOf) ? { anyOf: anyOf.map(leafWithNulls) } : {}) };
  };
  const groups = listAt(body, "properties", "actions", "actionGroups");
  return {
    kind: null,
    identity: null,
    tags: {},
    ...withProperties(body, {
      description: at(body, "properties", "description") ?? null,
      condition: { ...ofCondition, allOf: listAt(body, "properties", "condition", "allOf").map(leafWithNulls) },
      actions: {
        actionGroups: groups.map((group) => (isObject(group) ? { webhookProperties: null, ...group } : group)),
      },
    }),
  };
}
