import { canonical, isList, isObject, type Json, type JsonObject } from "../../../core/json.ts";
import { Unevaluated } from "../unevaluated.ts";
import { define, defineRest, defineWith, type TemplateFunction } from "./signature.ts";
import { joinTexts, textOf } from "./text-of.ts";

/**
 * Functions of lists and objects
 * (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-array, …-object), by lower-case name.
 */
export const collectionFunctions: Readonly<Record<string, TemplateFunction>> = {
  concat: defineRest({ rest: "a value", least: 1 }, (values) =>
    values.every(isList)
      ? values.flat(1)
      : values.some(isList)
        ? refuse("`concat` joins texts or lists, not one with the other")
        : joinTexts(values.map(joinable)),
  ),
  length: define(["a text, a list or an object"], (value) =>
    typeof value === "string" || isList(value) ? value.length : Object.keys(value).length,
  ),
  first: define(["a text or a list"], (value) => (typeof value === "string" ? value.slice(0, 1) : (value[0] ?? null))),
  last: define(["a text or a list"], (value) => (typeof value === "string" ? value.slice(-1) : (value.at(-1) ?? null))),
  take: define(["a text or a list", "a number"], (value, count) => value.slice(0, Math.max(0, count))),
  skip: define(["a text or a list", "a number"], (value, count) => value.slice(Math.max(0, count))),
  indexof: define(["a text or a list", "a value"], (where, what) =>
    typeof where === "string"
      ? where.toLowerCase().indexOf(textOf(what).toLowerCase())
      : where.findIndex((item) => canonical(item) === canonical(what)),
  ),
  contains: define(["a text, a list or an object", "a value"], (where, what) => {
    if (typeof where === "string") return where.includes(textOf(what));
    if (isList(where)) return where.some((item) => canonical(item) === canonical(what));
    return Object.keys(where).some((key) => key.toLowerCase() === textOf(what).toLowerCase());
  }),
  empty: define(["a text, a list, an object or null"], (value) => {
    if (value === null || value === "") return true;
    if (isList(value)) return value.length === 0;
    return isObject(value) && Object.keys(value).length === 0;
  }),
  createarray: defineRest({ rest: "a value", least: 0 }, (values) => values),
  array: define(["a value"], (value) => (isList(value) ? value : [value])),
  createobject: defineRest({ rest: "a value", least: 0 }, createObject),
  union: defineRest({ rest: "a list or an object", least: 1 }, (values) => {
    if (values.every(isList)) return unique(values.flat(1));
    return values.every(isObject)
      ? values.reduce(merged)
      : refuse("`union` joins lists or objects, not one with the other");
  }),
  shallowmerge: define(["a list"], (values) =>
    Object.fromEntries(values.flatMap((value) => (isObject(value) ? Object.entries(value) : []))),
  ),
  intersection: defineRest({ rest: "a list or an object", least: 2 }, (values) => {
    if (values.every(isList)) return values.reduce(shared);
    return values.every(isObject)
      ? values.reduce(common)
      : refuse("`intersection` wants lists or objects, not one and the other");
  }),
  flatten: define(["a list"], (lists) =>
    lists.every(isList) ? lists.flat(1) : refuse("`flatten` wants a list of lists"),
  ),
  range: define(["a number", "a number"], (start, count) =>
    count < 0 || count > 10_000
      ? refuse("`range` counts from 0 to 10000")
      : Array.from({ length: count }, (_item, index) => start + index),
  ),
  items: define(["an object"], (value) => sorted(value).map((key) => ({ key, value: value[key] ?? null }))),
  objectkeys: define(["an object"], sorted),
  tryget: {
    takes: ["a value", "a text or a number"],
    optional: [],
    rest: "a text or a number",
    apply: ([value, ...steps]) => steps.reduce<Json>((here, step) => elementOf(here, step) ?? null, value ?? null),
  },
  indexfromend: define(
    ["a list", "a number"],
    (list, count) => list[list.length - count] ?? refuse("`indexFromEnd` leads out of the list"),
  ),
  tryindexfromend: define(["a list", "a number"], (list, count) => list[list.length - count] ?? null),
  chunk: defineWith({ takes: ["a list", "a number"], optional: [] }, (list, size) =>
    size < 1
      ? refuse("`chunk` wants a size of 1 or more")
      : Array.from({ length: Math.ceil(list.length / size) }, (_item, index) =>
          list.slice(index * size, (index + 1) * size),
        ),
  ),
};

function refuse(message: string): never {
  throw new Unevaluated(message);
}

function joinable(value: Json): string {
  return isObject(value) ? refuse("`concat` joins texts or lists, and one is an object") : textOf(value);
}

/** What an object or list has under a name or number; names of properties have no case in ARM. */
export function elementOf(value: Json, step: Json): Json | undefined {
  if (isList(value)) return typeof step === "number" ? value[step] : undefined;
  if (!isObject(value) || typeof step !== "string") return undefined;
  if (Object.hasOwn(value, step)) return value[step];
  const key = Object.keys(value).find((name) => name.toLowerCase() === step.toLowerCase());
  return key === undefined ? undefined : value[key];
}

function sorted(value: JsonObject): readonly string[] {
  return Object.keys(value).toSorted();
}

function unique(list: readonly Json[]): readonly Json[] {
  return [...new Map(list.map((item) => [canonical(item), item])).values()];
}

function createObject(values: readonly Json[]): JsonObject {
  if (values.length % 2 === 1) return refuse("`createObject` wants a value for each name");
  const names = values.filter((_value, index) => index % 2 === 0);
  return Object.fromEntries(
    names.map((name, index) => [
      typeof name === "string" ? name : refuse("`createObject` wants texts as names"),
      values[index * 2 + 1] ?? null,
    ]),
  );
}

function shared(a: readonly Json[], b: readonly Json[]): readonly Json[] {
  const others = new Set(b.map(canonical));
  return unique(a).filter((item) => others.has(canonical(item)));
}

/** Objects are joined all the way down, lists are not. */
function merged(a: JsonObject, b: JsonObject): JsonObject {
  const entries = Object.entries(b).map(([key, value]): [string, Json] => {
    const before = Object.hasOwn(a, key) ? a[key] : undefined;
    return [key, isObject(before) && isObject(value) ? merged(before, value) : value];
  });
  return Object.fromEntries([...Object.entries(a), ...entries]);
}

function common(a: JsonObject, b: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(a).filter(([key, value]) => Object.hasOwn(b, key) && canonical(b[key] ?? null) === canonical(value)),
  );
}
