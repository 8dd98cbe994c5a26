import { isList, isObject, type Json, type JsonObject } from "../../core/json.ts";
import { memberOf } from "./members.ts";

/**
 * Bodies in the dress of a tool, in ARM's again. `az … show` of a typed command prints the model of its SDK: properties on
 * the top level beside `resourceGroup`, Python's names (`odataType`) and Python's lengths of time (`0:05:00`, `1 day, 0:00:00`). Seen
 * with azure-cli 2.45; the names that differ were read from the models of azure-mgmt-monitor and azure-mgmt-alertsmanagement.
 */

/** What ARM has beside `properties`, by lower case. */
const envelope: ReadonlyMap<string, string> = new Map(
  [
    "id",
    "name",
    "type",
    "location",
    "tags",
    "identity",
    "kind",
    "etag",
    "systemData",
    "sku",
    "plan",
    "zones",
    "managedBy",
    "extendedLocation",
    "properties",
  ].map((word) => [word.toLowerCase(), word]),
);

/** What tools put beside the resource, and Azure does not answer to a GET of it. */
const toolWords = new Set([
  "resourcegroup",
  "apiversion",
  "subscriptionid",
  "tenantid",
  "resourcetype",
  "createdtime",
  "changedtime",
  "provisioningstate",
]);

/** True unless something else than an object stands where the properties should. */
export function isShaped(body: JsonObject): boolean {
  const properties = memberOf(body, "properties")?.value;
  return properties === undefined || isObject(properties);
}

/** A body as a GET would answer it: the envelope in ARM's spelling, properties under `properties`, nothing that is null. */
export function toWireShape(body: JsonObject): JsonObject {
  const entries = Object.entries(withoutNulls(body)).map(
    ([key, value]) => [envelope.get(key.toLowerCase()) ?? key, value] as const,
  );
  const strangers = entries.filter(([key]) => !envelope.has(key.toLowerCase()) && !toolWords.has(key.toLowerCase()));
  const rest = Object.fromEntries(entries.filter(([key]) => envelope.has(key.toLowerCase())));
  return isObject(rest["properties"])
    ? { ...rest, ...Object.fromEntries(strangers) }
    : { ...rest, properties: Object.fromEntries(strangers) };
}

/** The same of what a tool shows, whose SDK may have words of its own. */
export function fromToolShape(body: JsonObject): JsonObject {
  const whole = toWireShape(body);
  return { ...whole, properties: rewritten(whole["properties"] ?? {}) };
}

function withoutNulls(body: JsonObject): JsonObject {
  const members = Object.entries(body).filter(([, value]) => value !== null);
  return Object.fromEntries(members.map(([key, value]) => [key, nullless(value)]));
}

function nullless(value: Json): Json {
  if (isList(value)) return value.map(nullless);
  return isObject(value) ? withoutNulls(value) : value;
}

const wireNames: ReadonlyMap<string, string> = new Map([
  ["odataType", "odata.type"],
  ["forProperty", "for"],
]);
/** Maps whose names are the author's, whatever they are. */
const freeMaps = new Set([
  "tags",
  "customProperties",
  "webHookProperties",
  "webhookProperties",
  "labels",
  "annotations",
]);
const durations = new Set([
  "windowSize",
  "evaluationFrequency",
  "muteActionsDuration",
  "overrideQueryTimeRange",
  "frequency",
  "duration",
  "interval",
  "for",
  "timeToResolve",
]);

/** A member of an SDK's model as the members of ARM's body that it stands for. */
function renamed(key: string, value: Json): readonly (readonly [string, Json])[] {
  if (freeMaps.has(key)) return [[key, value]];
  // What an SDK knows no name for is put here.
  if (key === "additionalProperties" && isObject(value)) return Object.entries(value);
  const name = wireNames.get(key) ?? key;
  return [[name, durations.has(name) && typeof value === "string" ? toIsoDuration(value) : rewritten(value)]];
}

function rewritten(value: Json): Json {
  if (isList(value)) return value.map(rewritten);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => renamed(key, item)));
}

/** `1 day, 0:05:00` as `P1DT5M`; what is none of Python's stays. */
function toIsoDuration(text: string): string {
  const match = /^(?:(\d+) days?, )?(\d+):(\d\d):(\d\d)$/.exec(text);
  if (match === null) return text;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const part = (count: number, unit: string): string => (count === 0 ? "" : `${count}${unit}`);
  const time = `${part(hours, "H")}${part(minutes, "M")}${part(seconds, "S")}`;
  const iso = `P${part(days, "D")}${time === "" ? "" : `T${time}`}`;
  return iso === "P" ? "PT0S" : iso;
}
