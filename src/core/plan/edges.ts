import { isList, isObject, type Json } from "../json.ts";
import { resourceId, type ResourceId } from "../resource.ts";
import { branchOf, type Schema } from "../settings/schema.ts";

/** The ids that settings refer to for being told of an alert (`refersTo` in the schema), each once, in order. */
export function referencesIn(schema: Schema, settings: Json): readonly string[] {
  const found = new Map<ResourceId, string>();
  const walk = (here: Schema, value: Json): void => {
    if (typeof value === "string") {
      if (here.refersTo !== undefined && !found.has(resourceId(value))) found.set(resourceId(value), value);
    } else if (isList(value)) {
      for (const item of value) walk(here.items ?? {}, item);
    } else if (isObject(value)) {
      const branch = branchOf(here, value);
      for (const [key, below] of Object.entries(branch?.properties ?? {})) walk(below, value[key] ?? null);
    }
  };
  walk(schema, settings);
  return [...found.values()];
}
