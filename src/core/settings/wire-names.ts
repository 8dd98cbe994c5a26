import { isList, isObject, type Json, type JsonObject } from "../json.ts";
import type { Schema } from "./schema.ts";

/** Names that bodies have and settings do not, because kinds take apart what stands there. */
const taken = ["properties", "allOf", "anyOf", "actions", "actionGroupId", "groupIds", "userAssignedIdentities"];

/** What a name in a body is to a kind. */
interface Name {
  /** As the kind spells it. */
  readonly own: string;
  /** Below it stands a map whose keys are somebody's own. */
  readonly isFree: boolean;
}

/** Says what a name is; each spelling is looked into once. */
type Look = (name: string) => Name;

/**
 * A body with the names that a kind looks for as the kind spells them. Azure reads names in any case, and templates
 * write them so (`allof`, `actionGroupID`); what is below a map with free keys stays as it is.
 */
export function inOwnNames(schema: Schema): (body: JsonObject) => JsonObject {
  let look: Look | undefined;
  // Sound because respelling an object leaves an object.
  return (body) => respell(body, (look ??= lookInto(schema))) as JsonObject;
}

function lookInto(schema: Schema): Look {
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
  const seen = new Map<string, Name>();
  return (name) => {
    const before = seen.get(name);
    if (before !== undefined) return before;
    const lower = name.toLowerCase();
    const found = { own: known.get(lower) ?? name, isFree: free.has(lower) };
    seen.set(name, found);
    return found;
  };
}

/** The value itself where every name is spelled so already, as in nearly every body. */
function respell(value: Json, look: Look): Json {
  if (isList(value)) {
    const items = value.map((item) => respell(item, look));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  const items = keys.map((key) => {
    const item = value[key] ?? null;
    return typeof item !== "object" || look(key).isFree ? item : respell(item, look);
  });
  if (keys.every((key, index) => look(key).own === key && items[index] === value[key])) return value;
  return Object.fromEntries(
    keys.map((key, index) => {
      const { own } = look(key);
      return [own !== key && Object.hasOwn(value, own) ? key : own, items[index] ?? null];
    }),
  );
}
