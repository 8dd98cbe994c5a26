import type { Complain } from "../diagnostic.ts";
import { parseLength, secondsOf } from "../duration.ts";
import { formBelow, type FormPlace, type Shape } from "./form-places.ts";
import type { Held } from "./interpolate.ts";
import { isList, isObject, valueAt, type Json, type JsonObject } from "../json.ts";
import type { ShortForm } from "../kind.ts";
import { placeholder, placeholderIndex } from "./placeholder.ts";
import { namedList } from "./layers.ts";
import { keyNames } from "../settings/elements.ts";
import type { Schema } from "../settings/schema.ts";
import { schemasAt } from "../settings/schema-walk.ts";

/** How to expand a layer: what the places want, what placeholders hold, and what lies below an override. */
export interface Expansion {
  readonly held: readonly Held[];
  complain: Complain;
  /** The layer that this one lies over, as written: then maps over lists of named things may stand here. */
  readonly under?: JsonObject;
  /** Merges what is written here over what is written below, for short forms that are maps. */
  merge?(base: JsonObject, over: JsonObject): JsonObject;
  /** Long forms of what the author wrote in short: they replace as the text would, instead of merging. */
  readonly whole: Set<object>;
}

interface Place {
  readonly schemas: readonly Schema[];
  readonly forms: FormPlace | undefined;
  /** One array for the whole walk; whoever keeps a path copies it. */
  readonly path: (string | number)[];
}

/** A value in the long form, each thing in its place: short forms parsed, lengths as ISO 8601, one thing where a list is wanted a list of it. */
export function expand(value: Json, shape: Shape, expansion: Expansion): Json {
  return expandAt(value, { schemas: shape.schemas, forms: shape.forms, path: [] }, expansion);
}

function expandAt(value: Json, place: Place, expansion: Expansion): Json {
  if (value === null) return null;
  const form = place.forms?.form;
  const long = form === undefined ? value : parseForm(value, form, place, expansion);
  if (long === null) return null;
  if (isList(long)) return expandList(long, place, expansion);
  if (isObject(long))
    return isLoneElement(place, expansion) ? expandLone(long, place, expansion) : expandObject(long, place, expansion);
  if (place.schemas.some((schema) => schema.type === "array")) return expandOne(long, place, expansion);
  if (typeof long === "string") return expandText(long, place, expansion);
  if (typeof long === "number" && isLength(place)) expandText(String(long), place, expansion);
  return long;
}

function expandBelow(value: Json, step: string | number, { schemas, forms, path }: Place, expansion: Expansion): Json {
  path.push(step);
  const long = expandAt(value, { schemas: schemasAt(schemas, step), forms: formBelow(forms, step), path }, expansion);
  path.pop();
  return long;
}

/** One thing where a list is wanted: its place is the list's. */
function expandOne(value: Json, { schemas, forms, path }: Place, expansion: Expansion): Json {
  const item = expandAt(value, { schemas: schemasAt(schemas, 0), forms: formBelow(forms, 0), path }, expansion);
  return numberList([item], schemas, expansion);
}

/** A map where a list is wanted; only in an override may it mean that elements change. */
function isLoneElement({ schemas }: Place, { under }: Expansion): boolean {
  return under === undefined && schemas.length > 0 && schemas.every((schema) => schema.type === "array");
}

/** One complaint, and then as if the list was there: what follows from it is no mistake of its own. */
function expandLone(value: JsonObject, place: Place, expansion: Expansion): Json {
  const name = place.path.findLast((step) => typeof step === "string");
  const message = `\`${name}\` wants a list, and here stands a map; write \`- \` in front of it, or \`[…]\` around it`;
  expansion.complain("wrong-type", [...place.path], message);
  return expandOne(value, place, { ...expansion, complain: () => {} });
}

function expandList(list: readonly Json[], place: Place, expansion: Expansion): Json {
  const items = list.map((item, index) => expandBelow(item, index, place, expansion));
  const same = items.every((item, index) => item === list[index]);
  return numberList(same ? list : items, place.schemas, expansion);
}

function numberList(items: readonly Json[], schemas: readonly Schema[], expansion: Expansion): Json {
  const numbered = schemas.find((schema) => schema.numbered !== undefined);
  const [by] = numbered === undefined ? [] : keyNames(numbered);
  if (numbered?.numbered === undefined || by === undefined) return items;
  return items.map((item, index) => named(item, by, `${numbered.numbered}${index + 1}`, expansion));
}

function named(item: Json, by: string, name: string, { whole }: Expansion): Json {
  if (!isObject(item) || Object.hasOwn(item, by)) return item;
  const withName = { [by]: name, ...item };
  if (whole.has(item)) whole.add(withName);
  return withName;
}

function expandObject(value: JsonObject, place: Place, expansion: Expansion): Json {
  const list = expansion.under === undefined ? undefined : namedList(place.schemas);
  const [by] = list === undefined ? [] : keyNames(list);
  let expanded: Record<string, Json> | undefined;
  for (const key of Object.keys(value)) {
    const item = value[key] ?? null;
    const long = expandBelow(item, key, place, expansion);
    const replaces = by !== undefined && isObject(long) && expansion.whole.has(long);
    const now = replaces ? named(long, by, key, expansion) : long;
    if (now === item) continue;
    expanded ??= { ...value };
    expanded[key] = now;
  }
  if (expanded !== undefined && expansion.whole.has(value)) expansion.whole.add(expanded);
  return expanded ?? value;
}

function isLength({ schemas }: Place): boolean {
  return schemas.some((schema) => schema.same === "duration");
}

function expandText(text: string, place: Place, { held, complain }: Expansion): Json {
  const filled = fillText(text, place.schemas, held);
  if (typeof filled !== "string" || !isLength(place)) return filled;
  const length = parseLength(filled);
  if ("iso" in length) return length.iso === filled ? filled : azuresSpelling(length, place);
  complain("illegal-duration", [...place.path], length.complaint);
  return filled;
}

/** Of equal lengths the one that Azure is known to take: `300s` is `PT5M`. ISO 8601 stays as the author typed it. */
function azuresSpelling({ seconds, iso }: { seconds: number; iso: string }, { schemas }: Place): string {
  for (const { lengths = [] } of schemas) {
    const known = lengths.find((length) => secondsOf(length) === seconds);
    if (known !== undefined) return known;
  }
  return iso;
}

function parseForm(value: Json, form: ShortForm, place: Place, expansion: Expansion): Json {
  const written = overBelow(value, form, place, expansion);
  const parsed = form.parse(written);
  if (parsed === undefined) {
    complainOfLostQuotes(value, place, expansion);
    return value;
  }
  if ("complaint" in parsed) {
    expansion.complain("illegal-form", [...place.path], asWritten(parsed.complaint, expansion.held));
    return value;
  }
  const filled = fillIn(parsed.value, place.schemas, expansion.held);
  if (isObject(filled)) expansion.whole.add(filled);
  return filled;
}

/** A map that is a short form changes the map below it, as maps do, before either is read. */
function overBelow(value: Json, form: ShortForm, { path }: Place, { under, merge }: Expansion): Json {
  if (under === undefined || merge === undefined || !isObject(value)) return value;
  const base = valueAt(under, path);
  if (!isObject(base) || form.parse(value) === undefined || form.parse(base) === undefined) return value;
  return merge(base, value);
}

/** `- max Restarts > 5 where Disk includes C: or D` is a map with one key to YAML. */
function complainOfLostQuotes(value: Json, { schemas, path }: Place, { complain, under }: Expansion): void {
  if (!isObject(value)) return;
  const keys = Object.keys(value);
  const [key = ""] = keys;
  const text = value[key];
  const known = schemas.some(
    (schema) =>
      schema.order !== undefined || (schema.oneOf ?? [schema]).some((branch) => branch.properties?.[key] !== undefined),
  );
  if (keys.length !== 1 || known || (under !== undefined && isObject(text)) || !/\s/.test(key)) return;
  if (typeof text !== "string" && text !== null) return;
  const word = /\S+$/.exec(key)?.[0] ?? key;
  const message = `YAML reads this as a map, because of the \`:\` behind \`${word}\`; put the word in quotes: \`'${word}:'\``;
  complain("needs-quotes", [...path], message);
}

/** The values that placeholders stand for, in their places. A number is a text where the text is that of a longer one. */
function fillIn(value: Json, schemas: readonly Schema[], held: readonly Held[]): Json {
  if (held.length === 0) return value;
  if (typeof value === "string") return fillText(value, schemas, held);
  if (isList(value)) return value.map((item, index) => fillIn(item, schemasAt(schemas, index), held));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, fillIn(item, schemasAt(schemas, key), held)]),
  );
}

function fillText(text: string, schemas: readonly Schema[], held: readonly Held[]): Json {
  if (!placeholder.test(text)) return text;
  const index = placeholderIndex(text);
  const value = index === undefined ? undefined : held[index]?.value;
  if (value === undefined)
    return text.replaceAll(everyPlaceholder, (_match, number: string) => String(held[Number(number)]?.value ?? ""));
  return typeof value !== "string" && schemas.length > 0 && schemas.every((schema) => schema.type === "string")
    ? String(value)
    : value;
}

const everyPlaceholder = new RegExp(placeholder.source, "g");

/** A complaint in the author's words: what he wrote instead of the placeholders. */
function asWritten(complaint: string, held: readonly Held[]): string {
  return complaint.replaceAll(everyPlaceholder, (_match, number: string) => held[Number(number)]?.source ?? "");
}
