import { isList, isObject, mapTexts, type Json, type JsonObject } from "../../core/json.ts";
import { formBelow } from "../../core/language/form-places.ts";
import { holes, meaningOf, type Scope } from "../../core/language/scope.ts";
import { withoutDefaults } from "../../core/settings/defaults.ts";
import { branchOf, type Schema } from "../../core/settings/schema.ts";
import { word, type Place } from "../../core/settings/wording.ts";

/** Prints a value of settings as it is written at a place; `written` is what stood there, whose style it keeps. */
export type Print = (value: Json, place: Place, written?: Json) => Json;

/** The place of a property. */
export function propertyPlace(place: Place, key: string, ...values: readonly (Json | undefined)[]): Place {
  const schema = values
    .map((value) => (isObject(value) ? branchOf(place.schema, value) : undefined))
    .map((branch) => branch?.properties?.[key] ?? (branch?.additionalProperties || undefined))
    .find((found) => found !== undefined);
  return { schema: schema ?? {}, form: formBelow(place.form, key), names: place.names };
}

/**
 * A printer for one environment: names instead of ids, short forms, `5m`; `${…}` where the text had one and its value
 * still stands there, and instead of an id that a variable holds.
 */
export function createPrint(scope: Scope): Print {
  const variables = new Map<string, string>();
  for (const [name, value] of Object.entries(scope.variables)) {
    if (typeof value === "string" && value.startsWith("/")) variables.set(value.toLowerCase(), `\${${name}}`);
  }
  return (value, place, written) => {
    if (typeof value === "string" && typeof written === "string" && place.form?.form === undefined) {
      const long = place.schema.same === "duration" && written.startsWith("P") ? value : word(value, place);
      return typeof long === "string" ? withVariables(withHoles(long, written, scope), variables) : long;
    }
    const worded = mapTexts(word(bare(place.schema, value), place), (text) => withVariables(text, variables));
    const one = isList(worded) && worded.length === 1 ? worded[0] : undefined;
    return typeof one === "string" && !isList(written) ? one : worded;
  };
}

/** A value without what would be there anyway. */
function bare(schema: Schema, value: Json): Json {
  if (isList(value)) return value.map((item) => bare(schema.items ?? {}, item));
  return isObject(value) ? withoutDefaults(branchOf(schema, value) ?? {}, value) : value;
}

function withVariables(text: string, variables: ReadonlyMap<string, string>): string {
  return text.startsWith("/") ? (variables.get(text.toLowerCase()) ?? text) : text;
}

/** Shorter values are in every text. */
const shortest = 4;

/** A text in which the values of the `${…}` that the old one had are these again, where they stand in it once. */
function withHoles(text: string, written: string, scope: Scope): string {
  let next = text;
  for (const [hole, inside] of written.matchAll(holes)) {
    const value = inside === undefined ? undefined : valueOf(inside, scope);
    if (typeof value !== "string" || value.length < shortest) continue;
    const parts = next.split(value);
    if (parts.length === 2) next = parts.join(hole);
  }
  return next;
}

/** The value of what stands between `${` and `}`, where it is a variable or an entry of `forEach`. */
export function valueOf(inside: string, scope: Scope): Json | undefined {
  const meaning = meaningOf(inside, scope);
  return "value" in meaning ? meaning.value : undefined;
}

/** What stands between `${` and `}` in a text, as far as it has a value here: no secrets, nothing of Azure's own. */
export function holesIn(text: string, scope: Scope): readonly string[] {
  return [...text.matchAll(holes)].flatMap(([, inside]) =>
    inside === undefined || valueOf(inside, scope) === undefined ? [] : [inside],
  );
}

/** A map without the members that say nothing. */
export function withoutUndefined(value: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): [string, Json][] => (item === undefined ? [] : [[key, item]])),
  );
}
