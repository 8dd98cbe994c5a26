import { fingerprint } from "./compare.ts";
import { isList, isNothing, isObject, type Json, type JsonObject } from "../json.ts";
import { branchOf, type Schema } from "./schema.ts";

/** A value as somebody would write it who leaves out defaults wherever they stand. */
export function withoutDefaults(schema: Schema, value: JsonObject): JsonObject {
  const strip = (here: Schema, item: Json): Json => {
    if (isList(item)) return item.map((element) => strip(here.items ?? {}, element));
    return isObject(item) ? withoutDefaults(branchOf(here, item) ?? {}, item) : item;
  };
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const below = schema.properties?.[key] ?? (schema.additionalProperties || {});
      const usual = below.default !== undefined && fingerprint(below, item) === fingerprint(below, below.default);
      if (usual) return [];
      const said = strip(below, item);
      // A map of nothing is no map, so one that says nothing but defaults says them.
      return [[key, isObject(item) && isNothing(said) ? item : said]];
    }),
  );
}
