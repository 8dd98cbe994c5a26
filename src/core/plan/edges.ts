import { isList, isObject, type Json, type Path } from "../json.ts";
import { resourceId, type ResourceId } from "../resource.ts";
import { branchOf, subschemas, type Schema } from "../settings/schema.ts";

/** An id in settings that refers to something which is told of an alert, and where it stands. */
export interface Reference {
  readonly armId: string;
  readonly path: Path;
  /** The ARM type of what is meant. */
  readonly type: string;
}

/** Where settings refer to something for being told of an alert (`refersTo` in the schema), in order. */
export function referencePlaces(schema: Schema, settings: Json): readonly Reference[] {
  const found: Reference[] = [];
  const walk = (here: Schema, value: Json, path: Path): void => {
    if (typeof value === "string") {
      if (here.refersTo !== undefined) found.push({ armId: value, path, type: here.refersTo });
    } else if (isList(value)) {
      for (const [index, item] of value.entries()) walk(here.items ?? {}, item, [...path, index]);
    } else if (isObject(value)) {
      const branch = branchOf(here, value);
      for (const [key, below] of Object.entries(branch?.properties ?? {})) {
        const item = value[key];
        if (item !== undefined && hasEdges(below)) walk(below, item, [...path, key]);
      }
    }
  };
  walk(schema, settings, []);
  return found;
}

/** The ids that settings refer to, each once, in order. */
export function referencesIn(schema: Schema, settings: Json): readonly string[] {
  const found = new Map<ResourceId, string>();
  for (const { armId } of referencePlaces(schema, settings)) {
    if (!found.has(resourceId(armId))) found.set(resourceId(armId), armId);
  }
  return [...found.values()];
}

const targets = new WeakMap<Schema, ReadonlySet<string>>();

/** The ARM types, in lower case, that settings of a schema can refer to. */
export function edgesTo(schema: Schema): ReadonlySet<string> {
  const before = targets.get(schema);
  if (before !== undefined) return before;
  const own = schema.refersTo === undefined ? [] : [schema.refersTo.toLowerCase()];
  const found = new Set([...own, ...subschemas(schema).flatMap((one) => [...edgesTo(one)])]);
  targets.set(schema, found);
  return found;
}

/** True where settings of a schema can refer to something. */
export function hasEdges(schema: Schema): boolean {
  return edgesTo(schema).size > 0;
}
