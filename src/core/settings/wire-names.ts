import { isList, isObject, type Json, type JsonObject } from "../json.ts";
import type { Schema } from "./schema.ts";

/** Names that bodies have and settings do not, because kinds take apart what stands there. */
const taken = ["properties", "allOf", "anyOf", "actions", "actionGroupId", "groupIds", "userAssignedIdentities"];

interface Names {
  /** Names as kinds look for them, by lower case. */
  readonly known: ReadonlyMap<string, string>;
  /** Maps whose keys are somebody's own, by lower case. */
  readonly free: ReadonlySet<string>;
}

/**
 * A body with the names that a kind looks for as the kind spells them. Azure reads names in any case, and templates
 * write them so (`allof`, `actionGroupID`); what is below a map with free keys stays as it is.
 */
export function inOwnNames(schema: Schema): (body: JsonObject) => JsonObject {
  let names: Names | undefined;
  // Sound because respelling an object leaves an object.
  return (body) => respell(body, (names ??= namesIn(schema))) as JsonObject;
}

function namesIn(schema: Schema): Names {
  const known = new Map(taken.map((name) => [name.toLowerCase(), name]));
  const free = new Set(["tags", "userassignedidentities"]);
  const walk = (here: Schema): void => {
    for (const branch of here.oneOf ?? []) walk(branch);
    if (here.items !== undefined) walk(here.items);
    for (const [name, below] of Object.entries(here.properties ?? {})) {
      known.set(name.toLowerCase(), name);
      if (below.additionalProperties) free.add(name.toLowerCase());
      walk(below);
    }
  };
  walk(schema);
  return { known, free };
}

function respell(value: Json, names: Names): Json {
  if (isList(value)) return value.map((item) => respell(item, names));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const lower = key.toLowerCase();
      const name = names.known.get(lower) ?? key;
      return [Object.hasOwn(value, name) ? key : name, names.free.has(lower) ? item : respell(item, names)];
    }),
  );
}
