import { isList, isObject, type Json, type JsonObject, type Path } from "../json.ts";
import { branchOf, type Schema } from "./schema.ts";

/** What a value breaks of its schema, and where. What the schema wants there stands in the schema. */
export type Mistake = { readonly path: Path } & (
  | { readonly keyword: "required" | "additionalProperties"; readonly name: string }
  | { readonly keyword: Bound; readonly limit: number }
  | { readonly keyword: "type" | "const" | "enum" | "pattern" | "discriminator" }
);

/** The keywords that say how much or how many there may be. */
type Bound = "minimum" | "maximum" | "minLength" | "maxLength" | "minItems" | "maxItems" | "maxProperties";

/**
 * Every mistake in a value, by those keywords of JSON Schema that our schemas use, in the order in which Ajv tells them:
 * a law has both judge the same values. Ajv's own validators would have to be compiled first, which was a fifth of a
 * short run (ADR 0023).
 */
export function mistakesIn(schema: Schema, value: Json): readonly Mistake[] {
  const walk: Walk = { path: [], found: [] };
  look(schema, value, walk);
  return walk.found;
}

interface Walk {
  /** One array for the whole walk; a mistake gets a copy. */
  readonly path: (string | number)[];
  readonly found: Mistake[];
}

function look(schema: Schema, value: Json, walk: Walk): void {
  const { type, enum: words } = schema;
  if (type !== undefined && !isOfType(type, value)) tell(walk, "type");
  if (typeof value === "number") lookAtNumber(schema, value, walk);
  else if (typeof value === "string") lookAtText(schema, value, walk);
  if (schema.const !== undefined && value !== schema.const) tell(walk, "const");
  if (words !== undefined && !words.some((word) => word === value)) tell(walk, "enum");
  if (isList(value)) lookAtList(schema, value, walk);
  else if (isObject(value)) lookAtObject(schema, value, walk);
}

function lookBelow(schema: Schema, value: Json, step: string | number, walk: Walk): void {
  walk.path.push(step);
  look(schema, value, walk);
  walk.path.pop();
}

function isOfType(type: NonNullable<Schema["type"]>, value: Json): boolean {
  switch (type) {
    case "object":
      return isObject(value);
    case "array":
      return isList(value);
    case "integer":
      return Number.isInteger(value);
    case "number":
      return Number.isFinite(value);
    case "string":
    case "boolean":
      return typeof value === type;
  }
}

function lookAtNumber({ minimum, maximum }: Schema, value: number, walk: Walk): void {
  if (maximum !== undefined && value > maximum) tellBound(walk, "maximum", maximum);
  if (minimum !== undefined && value < minimum) tellBound(walk, "minimum", minimum);
}

function lookAtText({ minLength, maxLength, pattern }: Schema, value: string, walk: Walk): void {
  if (maxLength !== undefined && value.length > maxLength && isLonger(value, maxLength))
    tellBound(walk, "maxLength", maxLength);
  if (minLength !== undefined && !isLonger(value, minLength - 1)) tellBound(walk, "minLength", minLength);
  if (pattern !== undefined && !expressionOf(pattern).test(value)) tell(walk, "pattern");
}

/** True for a text of more characters than that; one outside the basic plane is two of UTF-16's units, and counts once. */
function isLonger(text: string, most: number): boolean {
  return text.length > 2 * most || Array.from(text).length > most;
}

const expressions = new Map<string, RegExp>();

/** A pattern of our schemas, made once: there are a few dozen. */
function expressionOf(pattern: string): RegExp {
  const before = expressions.get(pattern);
  if (before !== undefined) return before;
  const made = new RegExp(pattern, "u");
  expressions.set(pattern, made);
  return made;
}

function lookAtList({ items, minItems, maxItems }: Schema, value: readonly Json[], walk: Walk): void {
  if (maxItems !== undefined && value.length > maxItems) tellBound(walk, "maxItems", maxItems);
  if (minItems !== undefined && value.length < minItems) tellBound(walk, "minItems", minItems);
  if (items !== undefined) for (const [index, item] of value.entries()) lookBelow(items, item, index, walk);
}

function lookAtObject(schema: Schema, value: JsonObject, walk: Walk): void {
  const { properties = {}, required = [], additionalProperties, maxProperties } = schema;
  const keys = Object.keys(value);
  if (maxProperties !== undefined && keys.length > maxProperties) tellBound(walk, "maxProperties", maxProperties);
  for (const name of required) if (!Object.hasOwn(value, name)) tellName(walk, "required", name);
  if (additionalProperties !== undefined) {
    for (const name of keys) {
      if (Object.hasOwn(properties, name)) continue;
      if (additionalProperties) lookBelow(additionalProperties, value[name] ?? null, name, walk);
      else tellName(walk, "additionalProperties", name);
    }
  }
  // In the order of the schema, and not of the value.
  for (const name of Object.keys(properties)) {
    const below = properties[name];
    const item = Object.hasOwn(value, name) ? value[name] : undefined;
    if (below !== undefined && item !== undefined) lookBelow(below, item, name, walk);
  }
  if (schema.discriminator === undefined) return;
  const branch = branchOf(schema, value);
  if (branch === undefined) tell(walk, "discriminator");
  else look(branch, value, walk);
}

function tell({ path, found }: Walk, keyword: "type" | "const" | "enum" | "pattern" | "discriminator"): void {
  found.push({ path: [...path], keyword });
}

function tellBound({ path, found }: Walk, keyword: Bound, limit: number): void {
  found.push({ path: [...path], keyword, limit });
}

function tellName({ path, found }: Walk, keyword: "required" | "additionalProperties", name: string): void {
  found.push({ path: [...path], keyword, name });
}
