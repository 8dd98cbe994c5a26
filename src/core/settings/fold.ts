import { secondsOf } from "../duration.ts";
import { canonical, isList, isObject, type Json } from "../json.ts";
import { resourceId } from "../resource.ts";
import { branchOf, isKept, type Schema } from "./schema.ts";

/** A value with every spelling that counts as the same made one, sets and named lists put into one order. */
export function fold(schema: Schema, value: Json): Json {
  if (isList(value)) {
    const items = schema.items ?? {};
    const folded = value.map((item) => fold(items, item));
    if (schema.order === undefined || isKept(schema)) return folded;
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
