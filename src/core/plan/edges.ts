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

const targets = new WeakMap<Schema, ReadonlySet<string>>();

/** The ARM types, in lower case, that settings of a schema can refer to. */
export function edgesTo(schema: Schema): ReadonlySet<string> {
  const before = targets.get(schema);
  if (before !== undefined) return before;
  const below = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.oneOf ?? []),
    ...(schema.items ? [schema.items] : []),
  ];
  const own = schema.refersTo === undefined ? [] : [schema.refersTo.toLowerCase()];
  const found = new Set([...own, ...below.flatMap((one) => [...edgesTo(one)])]);
  targets.set(schema, found);
  return found;
}

/** True where settings of a schema can refer to something. */
export function hasEdges(schema: Schema): boolean {
  return edgesTo(schema).size > 0;
}
