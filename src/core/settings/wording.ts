import { printLength } from "../duration.ts";
import { withoutDefaults } from "./defaults.ts";
import { keyNames, nameIn } from "./elements.ts";
import { formBelow, formPlaces, type FormPlace } from "../language/form-places.ts";
import { isList, isObject, mapTexts, valueAt, type Json, type JsonObject, type Path } from "../json.ts";
import type { Kind } from "../kind.ts";
import { resourceId, type ResourceId } from "../resource.ts";
import { branchOf, type Schema } from "./schema.ts";

/** Names of the stack's resources, for ids that are one of them. */
export type Names = ReadonlyMap<ResourceId, string>;

/** One setting as an author would write it, and the way to it: with the names of list elements, and with their places. */
export interface WordedSetting {
  /** `webhookReceivers[slack].serviceUri`. */
  readonly said: string;
  readonly path: Path;
  readonly value: Json;
}

/**
 * Settings as an author would write them: short forms where there are any, lengths of time as `5m`, names for ids of the
 * stack's own resources, and nothing that only we write. For reading: what it gives is never compiled again.
 */
export function inWords(kind: Kind, settings: JsonObject, names: Names): JsonObject {
  // Sound because no short form stands for all of the settings, so an object stays one.
  return word(settings, { schema: kind.schema, form: formPlaces(kind.shortForms), names }) as JsonObject;
}

/** What stands at a path of settings, in the same words; an element of a list without what it says by default. */
export function inWordsAt(
  kind: Kind,
  settings: JsonObject,
  { path, names }: { readonly path: Path; readonly names: Names },
): Json | undefined {
  let value: Json | undefined = settings;
  let place: Place = { schema: kind.schema, form: formPlaces(kind.shortForms), names };
  for (const step of path) {
    const branch = branchOf(place.schema, value) ?? place.schema;
    const above = value;
    value = valueAt(value, [step]);
    if (value === undefined) return undefined;
    place = typeof step === "number" ? below(place, step, value) : member(step, place, branch);
    if (isList(above) && isObject(value) && place.form?.form?.print(value) === undefined)
      value = withoutDefaults(branchOf(place.schema, value) ?? place.schema, value);
  }
  return value === undefined ? undefined : word(value, place);
}

/** The same, one setting after the other, each as small as it can be said by itself. */
export function wordedSettings(kind: Kind, settings: JsonObject, names: Names): readonly WordedSetting[] {
  return leavesOf(settings, { schema: kind.schema, form: formPlaces(kind.shortForms), names }, { said: "", path: [] });
}

/** What wording one value of settings goes by: what may stand there, and its short forms. */
export interface Place {
  readonly schema: Schema;
  readonly form: FormPlace | undefined;
  readonly names: Names;
  /** The name that an element has by its place. */
  readonly given?: string;
}

/** One value of settings as an author would write it at its place. */
export function word(value: Json, place: Place): Json {
  const short = shortForm(value, place);
  if (short !== undefined) return short;
  if (typeof value === "string") return wordText(value, place);
  if (isList(value)) return value.map((item, index) => word(item, below(place, index, item)));
  if (!isObject(value)) return value;
  return Object.fromEntries(members(value, place).map(([key, item, inner]) => [key, word(item, inner)]));
}

function shortForm(value: Json, { form, names, given }: Place): Json | undefined {
  const short = form?.form?.print(value);
  if (short === undefined) return undefined;
  return mapTexts(short, (text) => withoutName(nameOf(text, names), given));
}

function withoutName(condition: string, name: string | undefined): string {
  const rear = ` as ${name}`;
  return name !== undefined && condition.endsWith(rear) ? condition.slice(0, -rear.length) : condition;
}

function wordText(text: string, { schema, names }: Place): string {
  return schema.same === "duration" ? printLength(text) : nameOf(text, names);
}

function nameOf(text: string, names: Names): string {
  return text.startsWith("/") ? (names.get(resourceId(text)) ?? text) : text;
}

/** The members an author would write, each with its place. */
function members(value: JsonObject, place: Place): readonly (readonly [string, Json, Place])[] {
  const branch = branchOf(place.schema, value) ?? place.schema;
  return Object.entries(value).flatMap(([key, item]) => {
    const inner = member(key, place, branch);
    return inner.schema.derived ? [] : [[key, item, inner] as const];
  });
}

function member(key: string, { form, names }: Place, branch: Schema): Place {
  const schema = branch.properties?.[key] ?? (branch.additionalProperties || {});
  return { schema, form: formBelow(form, key), names };
}

/** The place of a list's element. */
export function below({ schema, form, names }: Place, index: number, item: Json): Place {
  const items = schema.items ?? {};
  const name = nameIn(keyNames(schema), item);
  // A name that a condition has by its place nobody writes.
  const given = schema.numbered !== undefined && name === `${schema.numbered}${index + 1}` ? { given: name } : {};
  return { schema: branchOf(items, item) ?? items, form: formBelow(form, index), names, ...given };
}

interface Way {
  readonly said: string;
  readonly path: Path;
}

function leavesOf(value: Json, place: Place, way: Way): readonly WordedSetting[] {
  const whole = place.form?.form === undefined ? undefined : shortForm(value, place);
  if (whole !== undefined) return [{ ...way, value: whole }];
  if (isObject(value) && Object.keys(value).length > 0) {
    return members(value, place).flatMap(([key, item, inner]) =>
      leavesOf(item, inner, { said: way.said === "" ? key : `${way.said}.${key}`, path: [...way.path, key] }),
    );
  }
  if (isList(value) && value.some(isObject)) {
    const worded = value.map((item, index) => word(item, below(place, index, item)));
    // References that are nothing but names read best side by side; conditions and receivers one by one.
    if (worded.every((item) => typeof item === "string" && !item.includes(" "))) return [{ ...way, value: worded }];
    return value.flatMap((item, index) => {
      const name = nameIn(keyNames(place.schema), item);
      const step = name === undefined ? String(index) : nameOf(name, place.names);
      return leavesOf(item, below(place, index, item), { said: `${way.said}[${step}]`, path: [...way.path, index] });
    });
  }
  return [{ ...way, value: word(value, place) }];
}
