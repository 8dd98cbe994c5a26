import { printLength } from "../duration.ts";
import { formBelow, type FormPlace } from "../language/form-places.ts";
import { keyNames } from "./elements.ts";
import { isList, type Json, type JsonObject } from "../json.ts";
import type { Schema } from "./schema.ts";

/**
 * What an author may write where a strict schema wants its long form, as a plain JSON Schema (draft-07) for editors: a
 * text with `${…}` at every value, the kind's short forms, one thing where a list is wanted, and nothing that no author
 * writes. Whatever the tool accepts, this accepts; where it cannot be as strict, it is not.
 */
export interface View {
  /** Whether `${…}` may stand for values. */
  readonly placeholders: boolean;
  /** The shape of an override: nothing is needed, `null` removes, a map reaches into a list of named things. */
  readonly partial: boolean;
  /** Names that need not be written although the schema requires them, because they follow from others. */
  readonly following: ReadonlySet<string>;
}

/** The author's view of a place with this schema, where these short forms may stand. */
export function authorView(schema: Schema, forms: FormPlace | undefined, view: View): JsonObject {
  const said = withAbout(schema, shortOrLong(schema, forms, view));
  return view.partial ? orNothing(said) : said;
}

/** A place, the description left to whoever asked. */
function shortOrLong(schema: Schema, forms: FormPlace | undefined, view: View): JsonObject {
  const short = forms?.form === undefined ? [] : [loose(forms.form.schema, view)];
  // What no author writes has its short form only.
  if (short.length > 0 && schema.derived) return anyOf(short);
  return anyOf([...short, ...longForms(schema, forms, view)]);
}

function anyOf(views: readonly JsonObject[]): JsonObject {
  const [first] = views;
  return first !== undefined && views.length === 1 ? first : { anyOf: views };
}

function withAbout({ title, description, examples, default: usual }: Schema, view: JsonObject): JsonObject {
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(usual === undefined ? {} : { default: usual }),
    ...view,
    ...(examples === undefined ? {} : { examples }),
  };
}

/** The schema of a short form: it has no long form behind it, but placeholders may stand in it as well. */
function loose(schema: Schema, view: View): JsonObject {
  return withAbout(schema, anyOf(longForms(schema, undefined, view)));
}

const whole = String.raw`^\$\{.+\}$`;
const within = String.raw`\$\{`;

function longForms(schema: Schema, forms: FormPlace | undefined, view: View): readonly JsonObject[] {
  if (schema.oneOf !== undefined) return branches(schema, forms, view);
  if (schema.const !== undefined) return [{ const: schema.const }];
  if (schema.enum !== undefined) return [{ enum: schema.enum }, ...placeholder(within, view)];
  switch (schema.type ?? "anything") {
    case "string":
      return texts(schema, view);
    case "number":
    case "integer":
      return [orPlaceholder({ type: schema.type ?? "number", ...only(schema, "minimum", "maximum") }, view)];
    case "boolean":
      return [orPlaceholder({ type: "boolean" }, view)];
    case "array":
      return lists(schema, forms, view);
    case "object":
      return [orPlaceholder(map(schema, forms, view), view)];
    case "anything":
      return [{}];
  }
}

/** The forms of a union, each called by its tag, which the author does not write. */
function branches(
  { oneOf = [], discriminator }: Schema,
  forms: FormPlace | undefined,
  view: View,
): readonly JsonObject[] {
  return oneOf.flatMap((branch) => {
    const tag = branch.title ?? branch.properties?.[discriminator?.propertyName ?? ""]?.const;
    return longForms(branch, forms, view).map((form) => (tag === undefined ? form : { title: String(tag), ...form }));
  });
}

function placeholder(pattern: string, { placeholders }: View): readonly JsonObject[] {
  return placeholders ? [{ type: "string", pattern }] : [];
}

/** Keywords of JSON Schema count for their own types only, so a number or a placeholder needs no `anyOf`. */
function orPlaceholder(view: JsonObject, { placeholders }: View): JsonObject {
  if (!placeholders) return view;
  const type = typeof view["type"] === "string" ? view["type"] : "object";
  const patternErrorMessage = `Wanted is ${words[type]}, or \`\${…}\`.`;
  return { ...view, type: [type, "string"], pattern: whole, patternErrorMessage };
}

/** What editors say (an extension of theirs) instead of showing the pattern. */
const words: Readonly<Record<string, string>> = {
  object: "a map",
  array: "a list",
  number: "a number",
  integer: "a whole number",
  boolean: "`true` or `false`",
};

function only(schema: Schema, ...names: readonly (keyof Schema)[]): JsonObject {
  // Sound because the keywords asked for are JSON.
  return Object.fromEntries(
    names.flatMap((name) => (schema[name] === undefined ? [] : [[name, schema[name] as Json]])),
  );
}

/** `5m`, `1h30m`, `PT5M`: every spelling of a length of time. */
const length = String.raw`^(?=\d)(\d+d)?(\d+h)?(\d+m)?(\d+s)?$|^[Pp](?=\d|[Tt]\d)(\d+[Dd])?([Tt](?=\d)(\d+[Hh])?(\d+[Mm])?(\d+[Ss])?)?$`;

function texts(schema: Schema, view: View): readonly JsonObject[] {
  if (schema.same === "duration") {
    const usual = schema.lengths === undefined ? [] : [{ enum: schema.lengths.map(printLength) }];
    const wanted = { patternErrorMessage: "Wanted is a length of time such as `5m`, `1h30m`, `1d` or `PT5M`." };
    return [...usual, { type: "string", pattern: view.placeholders ? `${length}|${within}` : length, ...wanted }];
  }
  const wanted =
    schema.wants === undefined || schema.pattern === undefined
      ? {}
      : { patternErrorMessage: `Wanted is ${schema.wants}.` };
  const strict = { type: "string", ...only(schema, "minLength", "maxLength", "pattern"), ...wanted };
  const free = schema.pattern === undefined && schema.maxLength === undefined;
  return [strict, ...(free ? [] : placeholder(within, view))];
}

function lists(schema: Schema, forms: FormPlace | undefined, view: View): readonly JsonObject[] {
  const items = schema.items ?? {};
  const ofItems = formBelow(forms, 0);
  const names = keyNames(schema);
  const following = new Set(schema.numbered === undefined ? [] : names);
  // A list in an override replaces the whole, so its elements are whole.
  const item = shortOrLong(items, ofItems, { ...view, partial: false, following });
  const list = orPlaceholder(
    { type: "array", items: withAbout(items, item), ...only(schema, "minItems", "maxItems") },
    view,
  );
  const one = [
    ...(ofItems?.form === undefined ? [] : [loose(ofItems.form.schema, view)]),
    ...(isScalar(items) ? longForms(items, undefined, view) : []),
  ];
  const named =
    view.partial && names.length > 0
      ? [{ type: "object", additionalProperties: authorView(items, ofItems, { ...view, following }) }]
      : [];
  return [list, ...one, ...named];
}

function isScalar({ type, enum: words }: Schema): boolean {
  return words !== undefined || (type !== undefined && type !== "object" && type !== "array");
}

function map(schema: Schema, forms: FormPlace | undefined, view: View): JsonObject {
  const inner = { ...view, following: new Set<string>() };
  if (schema.properties === undefined) {
    const values = schema.additionalProperties;
    const below = values ? { additionalProperties: authorView(values, formBelow(forms, "*"), inner) } : {};
    return { type: "object", ...below, ...only(schema, "maxProperties", "required") };
  }
  const entries = Object.entries(schema.properties).flatMap(([name, below]): [string, JsonObject][] => {
    const form = formBelow(forms, name);
    return below.derived && form?.form === undefined ? [] : [[name, authorView(below, form, inner)]];
  });
  const required = view.partial ? [] : (schema.required ?? []).filter((name) => isNeeded(name, schema, view));
  return {
    type: "object",
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(entries),
  };
}

function isNeeded(name: string, { properties = {} }: Schema, { following }: View): boolean {
  const { derived, default: usual } = properties[name] ?? {};
  return !derived && usual === undefined && !following.has(name);
}

/** `null` beside what a view takes. */
function orNothing(view: JsonObject): JsonObject {
  const { type, anyOf: views, ...rest } = view;
  if (isList(views)) return { ...rest, anyOf: [...views, { type: "null" }] };
  if (type === undefined) return "enum" in view || "const" in view ? { anyOf: [view, { type: "null" }] } : view;
  return { ...view, type: [...(isList(type) ? type : [type]), "null"] };
}
