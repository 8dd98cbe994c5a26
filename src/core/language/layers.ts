import type { Complain } from "../diagnostic.ts";
import { isList, isObject, type Json, type JsonObject, type Path } from "../json.ts";
import { suggest } from "../nearest.ts";
import { keyNames, nameIn } from "../settings/elements.ts";
import { isKept, type Schema } from "../settings/schema.ts";
import { schemasAt } from "../settings/schema-walk.ts";

/** What merging needs to know besides the two values. */
export interface Merging {
  readonly schemas: readonly Schema[];
  complain: Complain;
  /** Maps that stand for a text and replace like one. */
  readonly whole: Set<object>;
  /** Null is a value in here (`arm`), not a removal. */
  readonly keepsNull?: (path: Path) => boolean;
}

/**
 * One layer laid over another. A map over a map merges; a map over a list of named things (`order: { by }` in the schema)
 * changes those it names; null removes; everything else replaces, a list over a list included.
 */
export function mergeLayers(base: JsonObject, over: JsonObject, merging: Merging): JsonObject {
  return mergeMaps(base, over, merging, []);
}

/** Merges without a schema: JSON Merge Patch. */
export function mergePlain(base: JsonObject, over: JsonObject): JsonObject {
  return mergeMaps(base, over, { schemas: [], complain: () => {}, whole: new Set() }, []);
}

function mergeMaps(base: JsonObject, over: JsonObject, merging: Merging, path: Path): JsonObject {
  const merged: Record<string, Json> = { ...base };
  for (const key of Object.keys(over)) {
    const value = merge(Object.hasOwn(base, key) ? base[key] : undefined, over[key] ?? null, below(merging, key), [
      ...path,
      key,
    ]);
    if (value === undefined) delete merged[key];
    else merged[key] = value;
  }
  return merged;
}

function below(merging: Merging, step: string | number): Merging {
  return { ...merging, schemas: schemasAt(merging.schemas, step) };
}

function merge(base: Json | undefined, over: Json, merging: Merging, path: Path): Json | undefined {
  if (over === null) return merging.keepsNull?.(path) ? null : undefined;
  if (!isObject(over) || merging.whole.has(over)) return over;
  if (isObject(base)) return mergeMaps(base, over, merging, path);
  const list = namedList(merging.schemas);
  if (list !== undefined) return mergeNamed(isList(base) ? base : [], over, { list, merging, path });
  return mergeMaps({}, over, merging, path);
}

/** The schema of a list whose elements are known by name, where one of these is one. */
export function namedList(schemas: readonly Schema[]): Schema | undefined {
  return schemas.find((schema) => keyNames(schema).length > 0);
}

interface Named {
  readonly list: Schema;
  readonly merging: Merging;
  readonly path: Path;
}

function mergeNamed(base: readonly Json[], over: JsonObject, { list, merging, path }: Named): Json {
  const elements: (Json | undefined)[] = [...base];
  const keys = keyNames(list);
  const names = base.flatMap((element) => nameIn(keys, element) ?? []);
  for (const name of Object.keys(over)) {
    const index = elements.findIndex((element) => nameIn(keys, element) === name);
    if (index === -1) {
      // An element that could not be read may be the one that is meant; it was complained about.
      if (!base.every(isObject)) continue;
      const hint = names.length === 0 ? "; the definition has none" : suggest(name, names);
      merging.complain("unknown-element", [...path, name], `there is no \`${name}\` here to change${hint}`, "key");
    } else if (isKept(list) && names.indexOf(name) !== names.lastIndexOf(name)) {
      const message = `\`${name}\` could be any of ${names.filter((one) => one === name).length} here; give them names of their own, or write the whole list`;
      merging.complain("unknown-element", [...path, name], message, "key");
    } else {
      elements[index] = merge(elements[index], over[name] ?? null, below(merging, 0), [...path, name]);
    }
  }
  return elements.filter((element) => element !== undefined);
}
