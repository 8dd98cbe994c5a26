import { isList, isObject, type Json, type JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { formBelow, formPlaces, type FormPlace } from "../core/language/form-places.ts";
import { schemasAt } from "../core/settings/schema-walk.ts";
import { subschemas, type Schema } from "../core/settings/schema.ts";

/**
 * What an id at a place of a definition is to the language: a `reference` may be a name instead, an `id` is compared
 * without case, and in a `text` every letter counts.
 */
export type IdSort = "reference" | "id" | "text";

/** A copy of a `spec` with every text that is an ARM id replaced. */
export function mapIds(kind: Kind, spec: JsonObject, replace: (armId: string, sort: IdSort) => string): JsonObject {
  const walk = (value: Json, schemas: readonly Schema[], form: FormPlace | undefined): Json => {
    if (typeof value === "string") return isArmId(value) ? replace(value, sortAt(schemas, form)) : value;
    const short = form?.form?.parse(value) !== undefined;
    const below = (step: string | number): readonly Schema[] => (short ? schemas : schemasAt(schemas, step));
    if (isList(value))
      return value.map((item, index) => walk(item, below(index), short ? form : formBelow(form, index)));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, walk(item, below(key), short ? form : formBelow(form, key))]),
    );
  };
  // Sound because an object with other texts is an object.
  return walk(spec, [kind.schema], formPlaces(kind.shortForms)) as JsonObject;
}

/** True for a text that is an ARM id and nothing else, of a subscription or something in one. */
function isArmId(text: string): boolean {
  return /^\/?subscriptions\/[^/]+(?:\/[^/]+)*$/i.test(text) && !text.includes("${") && !text.includes("\n");
}

/** Of one thing without its list, and of a short form, the long form says what stands there. */
function sortAt(schemas: readonly Schema[], form: FormPlace | undefined): IdSort {
  const inside = form?.form !== undefined || formBelow(form, 0)?.form !== undefined;
  const sorts = new Set(schemas.flatMap((schema) => (inside || schema.items ? sortsIn(schema) : [sortOf(schema)])));
  return sorts.has("reference") ? "reference" : sorts.has("id") ? "id" : "text";
}

function sortOf({ refersTo, same }: Schema): IdSort {
  return refersTo !== undefined ? "reference" : same === "armId" ? "id" : "text";
}

const known = new WeakMap<Schema, readonly IdSort[]>();

/** The sorts of ids that may stand in a value of a schema. */
function sortsIn(schema: Schema): readonly IdSort[] {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const sorts = [...new Set([sortOf(schema), ...subschemas(schema).flatMap(sortsIn)])];
  known.set(schema, sorts);
  return sorts;
}
