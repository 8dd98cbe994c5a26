import { secondsOf } from "../duration.ts";
import { canonical, isList, isObject, type Json, type JsonObject } from "../json.ts";
import { resourceId } from "../resource.ts";
import { branchOf, type Schema } from "./schema.ts";

/** A step to a difference: elements of a list of named things are told by their name, not by their index. */
export type Step = string | number | { readonly key: string };

/** A way as people read it: `criteria[cpu].threshold`, `scopes[0]`, `tags.service`. */
export function printPath(path: readonly Step[]): string {
  return path.reduce<string>((told, step) => {
    if (typeof step === "object") return `${told}[${step.key}]`;
    if (typeof step === "number") return `${told}[${step}]`;
    return told === "" ? step : `${told}.${step}`;
  }, "");
}

/** One thing that differs. Absent is not the same as null. */
export interface Difference {
  readonly path: readonly Step[];
  readonly before?: Json;
  readonly after?: Json;
  /** The schema at the place: says whether the difference is a replace or a secret. */
  readonly schema: Schema;
}

/**
 * What differs between what is live and what is wanted, both settings of one schema. What counts as the same is said by
 * the schema's keywords alone (`same`, `order`), for every kind; nothing is sorted or changed to be compared.
 */
export function compare(schema: Schema, before: JsonObject, after: JsonObject): readonly Difference[] {
  const differences: Difference[] = [];
  walk(schema, before, after, [], differences);
  return differences;
}

/** One text for settings that count as the same: blind to order and spelling as far as the schema is. */
export function fingerprint(schema: Schema, settings: Json): string {
  return canonical(fold(schema, settings));
}

function walk(
  schema: Schema,
  before: Json | undefined,
  after: Json | undefined,
  path: readonly Step[],
  found: Difference[],
): void {
  if (before === undefined || after === undefined) {
    if (before !== undefined) found.push({ path, before, schema });
    if (after !== undefined) found.push({ path, after, schema });
    return;
  }
  if (isList(before) && isList(after)) return walkLists(schema, before, after, path, found);
  const branch = branchOf(schema, after);
  if (isObject(before) && isObject(after) && branch !== undefined && branch === branchOf(schema, before)) {
    const free = branch.additionalProperties || {};
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      walk(branch.properties?.[key] ?? free, before[key], after[key], [...path, key], found);
    }
    return;
  }
  if (fingerprint(schema, before) !== fingerprint(schema, after)) found.push({ path, before, after, schema });
}

function walkLists(
  schema: Schema,
  before: readonly Json[],
  after: readonly Json[],
  path: readonly Step[],
  found: Difference[],
): void {
  const items = schema.items ?? {};
  if (schema.order === undefined) {
    for (let index = 0; index < Math.max(before.length, after.length); index++) {
      walk(items, before[index], after[index], [...path, index], found);
    }
    return;
  }
  const keyOf = elementKey(schema);
  const left = byKey(before, keyOf);
  const right = byKey(after, keyOf);
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const step =
      schema.order === "set"
        ? setStep(left.get(key) ?? right.get(key))
        : { key: shownKey(schema, right.get(key) ?? left.get(key)) };
    walk(items, left.get(key), right.get(key), [...path, step], found);
  }
}

/** What an element of an ordered list is matched by: the folded value of its key property, or its whole value. */
export function elementKey(schema: Schema): (element: Json) => string {
  const items = schema.items ?? {};
  const { order } = schema;
  if (order === undefined || order === "set") return (element) => fingerprint(items, element);
  return (element) => {
    const key = isObject(element) ? element[order.by] : undefined;
    const below = (branchOf(items, element) ?? {}).properties?.[order.by] ?? {};
    return key === undefined ? fingerprint(items, element) : canonical(foldKey(below, key));
  };
}

/** Names of things in Azure differ without case only when they are equal. */
function foldKey(schema: Schema, key: Json): Json {
  const folded = fold(schema, key);
  return typeof folded === "string" ? folded.toLowerCase() : folded;
}

/** Two elements of one key (Azure allows what we do not) are told apart by their place among equals. */
function byKey(list: readonly Json[], keyOf: (element: Json) => string): ReadonlyMap<string, Json> {
  const elements = new Map<string, Json>();
  for (const element of list) {
    const key = keyOf(element);
    let unique = key;
    for (let again = 2; elements.has(unique); again++) unique = `${key}#${again}`;
    elements.set(unique, element);
  }
  return elements;
}

function shownKey(schema: Schema, element: Json | undefined): string {
  const by = typeof schema.order === "object" ? schema.order.by : "";
  const key = isObject(element) ? element[by] : undefined;
  return typeof key === "string" ? key : canonical(element ?? null);
}

function setStep(element: Json | undefined): Step {
  return { key: typeof element === "string" ? element : canonical(element ?? null) };
}

/** A value with every spelling that counts as the same made one, sets and named lists put into one order. */
function fold(schema: Schema, value: Json): Json {
  if (isList(value)) {
    const items = schema.items ?? {};
    const folded = value.map((item) => fold(items, item));
    if (schema.order === undefined) return folded;
    return folded.toSorted((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
  }
  if (isObject(value)) {
    const branch = branchOf(schema, value) ?? {};
    const free = branch.additionalProperties || {};
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fold(branch.properties?.[key] ?? free, item)]),
    );
  }
  return typeof value === "string" ? foldText(schema, value) : value;
}

function foldText(schema: Schema, text: string): Json {
  if (schema.same === undefined) return text;
  switch (schema.same) {
    case "armId":
      return resourceId(text);
    case "duration":
      return secondsOf(text) ?? text;
    case "instant":
      return foldInstant(text);
    case "location":
      return text.toLowerCase().replaceAll(/\s/g, "");
    case "caseless":
      return text.toLowerCase();
    case "lines":
      return text.replaceAll("\r\n", "\n").trimEnd();
  }
}

/** `2026-10-01T00:00:00.1234567Z` keeps its seven digits, which `Date` would cut to three. */
function foldInstant(text: string): string {
  const match = /^(.+T\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/i.exec(text);
  const [, seconds, fraction = "", zone = "Z"] = match ?? [];
  const instant = Date.parse(`${seconds}${zone}`);
  return Number.isNaN(instant) ? text : `${instant / 1000}.${fraction.replace(/0+$/, "")}`;
}
