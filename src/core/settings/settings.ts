import { isList, isNothing, isObject, type Json, type JsonObject } from "../json.ts";
import { branchOf, type Schema } from "./schema.ts";

/**
 * What the author wrote, made complete: defaults spelled out, nothings dropped, order and spelling his own.
 *
 * A property without a default is absent when it is null, an empty text, list or object. Free maps (tags, custom
 * properties) keep empty texts, which Azure keeps too; null never is a value. Properties the schema does not know stay
 * where they are: judging them is `validate`'s business.
 */
export function settle(schema: Schema, value: JsonObject): JsonObject {
  // Sound because an object settles to an object.
  return complete(schema, value, "keep") as JsonObject;
}

/**
 * What Azure answered, read by the same schema, leniently: names and words in any case, values of any kind. Services
 * take numbers that are texts, and keep a word as a template spelled it (`include`). What the schema has no
 * word for is left out here and found again by `leftover` (`overlay.ts`). An element of a union whose tag nobody knows
 * stays as it is, so that the places of its neighbours stay true.
 */
export function readSettings(schema: Schema, body: JsonObject): JsonObject {
  // Sound because an object reads as an object.
  return complete(schema, body, "drop") as JsonObject;
}

/** What is asked of a schema's object for every value of it, found out once. */
interface Shape {
  readonly properties: ReadonlyMap<string, Schema>;
  /** Names by lower case: Azure reads names without case. */
  readonly names: ReadonlyMap<string, string>;
  readonly defaults: readonly (readonly [string, Json])[];
}

const shapes = new WeakMap<Schema, Shape>();

function shapeOf(schema: Schema): Shape {
  const before = shapes.get(schema);
  if (before !== undefined) return before;
  const properties = new Map(Object.entries(schema.properties ?? {}));
  const shape = {
    properties,
    names: new Map([...properties.keys()].map((name) => [name.toLowerCase(), name])),
    defaults: [...properties].flatMap(([name, below]) =>
      below.default === undefined ? [] : [[name, below.default] as const],
    ),
  };
  shapes.set(schema, shape);
  return shape;
}

/** What becomes of names that the schema does not have. */
type Strangers = "keep" | "drop";

function complete(schema: Schema, value: Json, strangers: Strangers): Json {
  if (isList(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => complete(items, item, strangers));
  }
  if (!isObject(value)) return strangers === "drop" ? meant(schema, value) : value;
  const branch = branchOf(schema, value);
  if (branch === undefined) return value;
  return branch.properties === undefined
    ? completeMap(branch, value, strangers)
    : completeObject(branch, value, strangers);
}

/** A value as the schema spells it: a word in another case is the word, and the text of a number is the number. */
function meant({ type, enum: words }: Schema, value: Json): Json {
  if (typeof value !== "string") return value;
  if (type === "number" || type === "integer") {
    return value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
  }
  if (words === undefined && type !== "boolean") return value;
  const spelled = value.toLowerCase();
  if (type === "boolean" && (spelled === "true" || spelled === "false")) return spelled === "true";
  return words?.find((word) => typeof word === "string" && word.toLowerCase() === spelled) ?? value;
}

function completeObject(schema: Schema, value: JsonObject, strangers: Strangers): JsonObject {
  const { properties, names, defaults } = shapeOf(schema);
  const settled: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    const item = value[key] ?? null;
    const name = properties.has(key) ? key : strangers === "drop" ? names.get(key.toLowerCase()) : undefined;
    const below = name === undefined ? undefined : properties.get(name);
    if (name === undefined || below === undefined) {
      if (strangers === "keep" && item !== null) settled[key] = item;
      continue;
    }
    // A map of nothing is absent, also where defaults below it would fill it; `false` and 0 are not nothing.
    const inner = complete(below, item, strangers);
    const counts = !isNothing(item) && !isNothing(inner);
    if (counts || (below.default !== undefined && inner !== null && !Object.hasOwn(settled, name)))
      settled[name] = inner;
  }
  for (const [key, usual] of defaults) if (!Object.hasOwn(settled, key)) settled[key] = usual;
  return settled;
}

function completeMap(schema: Schema, value: JsonObject, strangers: Strangers): JsonObject {
  const below = schema.additionalProperties;
  if (!below) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, complete(below, item, strangers)]));
}
