import fc from "fast-check";
import { printLength } from "../../src/core/duration.ts";
import { formBelow, type FormPlace, formPlaces } from "../../src/core/language/form-places.ts";
import { isList, isObject, type Json, type JsonObject } from "../../src/core/json.ts";
import { keyNames } from "../../src/core/settings/elements.ts";
import type { Kind } from "../../src/core/kind.ts";
import { branchOf, type Schema } from "../../src/core/settings/schema.ts";

/**
 * Settings as an author might have written them: in short forms or not, lengths short or not, one thing without its
 * list, defaults said or not, and without what nobody writes.
 */
export function authored(kind: Kind, settings: JsonObject): fc.Arbitrary<JsonObject> {
  const forms = formPlaces(kind.shortForms);
  return fc.array(fc.nat({ max: 0xffff }), { minLength: 20, maxLength: 60 }).map((numbers) => {
    let next = 0;
    const flip = (): boolean => (numbers[next++ % numbers.length] ?? 0) % 2 === 0;
    // Sound because no short form stands for the whole.
    return write(settings, { schema: kind.schema, forms }, flip) as JsonObject;
  });
}

interface At {
  readonly schema: Schema;
  readonly forms: FormPlace | undefined;
}

function write(value: Json, at: At, flip: () => boolean): Json {
  const printed = at.forms?.form?.print(value);
  if (printed !== undefined && flip()) return printed;
  if (isList(value)) return writeList(value, at, flip);
  if (isObject(value)) return writeObject(value, at, flip);
  return typeof value === "string" && at.schema.same === "duration" && flip() ? printLength(value) : value;
}

function writeList(list: readonly Json[], { schema, forms }: At, flip: () => boolean): Json {
  const [by = ""] = keyNames(schema);
  const written = list.map((item, index) => {
    const numbered = isObject(item) && schema.numbered !== undefined && item[by] === `${schema.numbered}${index + 1}`;
    const element = write(item, { schema: schema.items ?? {}, forms: formBelow(forms, index) }, flip);
    if (!numbered || !isObject(element) || !flip()) return element;
    const { [by]: _, ...nameless } = element;
    return nameless;
  });
  const [first] = written;
  return first !== undefined && written.length === 1 && !isList(first) && !isObject(first) && flip() ? first : written;
}

function writeObject(value: JsonObject, { schema, forms }: At, flip: () => boolean): Json {
  const branch = branchOf(schema, value) ?? {};
  const entries = Object.entries(value).flatMap(([name, item]): [string, Json][] => {
    const below = branch.properties?.[name] ?? (branch.additionalProperties || {});
    if (below.derived) return [];
    if (below.default !== undefined && JSON.stringify(below.default) === JSON.stringify(item) && flip()) return [];
    return [[name, write(item, { schema: below, forms: formBelow(forms, name) }, flip)]];
  });
  // A map of nothing is no map, so one default is said.
  const [only] = Object.entries(value);
  return Object.fromEntries(
    entries.length === 0 && only !== undefined && branch.properties?.[only[0]]?.default !== undefined
      ? [only]
      : entries,
  );
}
