import { isList, isObject, type Json, type JsonObject } from "./json.ts";
import { knows, type ObjectShape, type Shape, type UnionShape } from "./property-table.ts";

/** The name under which the `future` dress shows and keeps a property that no table has yet. */
export const propertyOfTheFuture = "propertyOfTheFuture";

/** How one body is read: for which api-version, how to refuse, and whether the future has begun. */
export interface Acceptance {
  readonly version: string;
  readonly future: boolean;
  /** Where in the body, for complaints. */
  readonly path: string;
  /** Turns a misfit into the refusal the type answers with. */
  readonly refuse: (message: string) => Error;
}

/** What the server makes of a body sent to it: known names in its own spelling, the rest dropped, misfits refused. */
export function accept(shape: Shape, value: Json, how: Acceptance): Json {
  switch (shape.is) {
    case "anything":
      return value;
    case "text":
    case "armId":
    case "duration":
    case "location":
      if (typeof value === "string") return value;
      throw misfit(how, "a string");
    case "word":
      return acceptWord(shape.words, value, how);
    case "number":
      return acceptNumber(value, how);
    case "boolean":
      if (typeof value === "boolean") return value;
      if (value === "true" || value === "false") return value === "true";
      throw misfit(how, "a boolean");
    case "list":
      if (!isList(value)) throw misfit(how, "an array");
      return value.map((item, index) => accept(shape.of, item, { ...how, path: `${how.path}[${index}]` }));
    case "map":
      return acceptMap(shape.of, value, how);
    case "object":
      if (!isObject(value)) throw misfit(how, "an object");
      return acceptObject(shape, value, how);
    case "union":
      return acceptUnion(shape, value, how);
  }
}

function misfit(how: Acceptance, wanted: string): Error {
  return how.refuse(`Error parsing request payload. Path '${how.path}' must be ${wanted}.`);
}

// Templates of the field send `include` for `Include`; the service takes it (Azure Monitor Baseline Alerts deploys it).
function acceptWord(words: readonly string[], value: Json, how: Acceptance): string {
  if (typeof value === "string" && words.some((known) => known.toLowerCase() === value.toLowerCase())) return value;
  throw misfit(how, `one of ${words.join(", ")}; ${JSON.stringify(value)} is not`);
}

// Azure Verified Modules deploy `threshold: '90'` in their end-to-end tests, so a numeric text is a number.
function acceptNumber(value: Json, how: Acceptance): number {
  if (typeof value === "number") return value;
  if (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))) return Number(value);
  throw misfit(how, "a number");
}

function acceptMap(of: Shape, value: Json, how: Acceptance): Json {
  if (!isObject(value)) throw misfit(how, "an object");
  const entries: [string, Json][] = [];
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined && item !== null)
      entries.push([name, accept(of, item, { ...how, path: `${how.path}['${name}']` })]);
  }
  return Object.fromEntries(entries);
}

function acceptObject(shape: ObjectShape, value: JsonObject, how: Acceptance): JsonObject {
  const sent = new Map<string, { name: string; value: Json }>();
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined && item !== null) sent.set(name.toLowerCase(), { name, value: item });
  }
  const accepted: [string, Json][] = [];
  for (const [name, property] of Object.entries(shape.properties)) {
    const found = sent.get(name.toLowerCase());
    sent.delete(name.toLowerCase());
    if (!knows(how.version, property) || property.readOnly) continue;
    if (found !== undefined) accepted.push([name, accept(property.shape, found.value, below(how, name))]);
    else if (property.required) throw how.refuse(`Required property '${name}' not found in JSON. Path '${how.path}'.`);
  }
  for (const { name, value: item } of sent.values()) {
    if (shape.open || (how.future && name === propertyOfTheFuture)) accepted.push([name, item]);
  }
  return Object.fromEntries(accepted);
}

function acceptUnion(shape: UnionShape, value: Json, how: Acceptance): Json {
  if (!isObject(value)) throw misfit(how, "an object");
  const entry = Object.entries(value).find(([name]) => name.toLowerCase() === shape.tag.toLowerCase());
  const tag = entry?.[1] ?? shape.otherwise;
  const member = typeof tag === "string" && Object.hasOwn(shape.members, tag) ? shape.members[tag] : undefined;
  if (member === undefined || !knows(how.version, member)) {
    throw misfit(below(how, shape.tag), `one of ${Object.keys(shape.members).join(", ")}`);
  }
  return accept(member.shape, { ...value, [entry?.[0] ?? shape.tag]: tag }, how);
}

function below(how: Acceptance, name: string): Acceptance {
  return { ...how, path: how.path === "" ? name : `${how.path}.${name}` };
}
