import { isList, isObject, type Json, type JsonObject, type Path, valueAt } from "../../src/core/json.ts";
import { branchOf, type Schema } from "../../src/core/settings/schema.ts";
import { schemaAt } from "../../src/core/settings/validate.ts";
import { put } from "./valid-settings.ts";

/** A place with nothing below it. */
export interface Leaf {
  readonly path: Path;
  readonly schema: Schema;
  readonly value: string | number | boolean;
}

/** All leaves of settings but the tags of unions, which say what the rest is. */
export function leavesOf(schema: Schema, settings: JsonObject): readonly Leaf[] {
  return pathsOf(schema, settings, []).flatMap((path) => {
    const value = valueAt(settings, path);
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? [{ path, schema: schemaAt(schema, settings, path) ?? {}, value }]
      : [];
  });
}

function pathsOf(schema: Schema, value: Json, path: Path): readonly Path[] {
  if (isList(value)) return value.flatMap((item, index) => pathsOf(schema.items ?? {}, item, [...path, index]));
  if (!isObject(value)) return schema.const === undefined ? [path] : [];
  const branch = branchOf(schema, value) ?? {};
  return Object.entries(value).flatMap(([name, item]) =>
    pathsOf(branch.properties?.[name] ?? (branch.additionalProperties || {}), item, [...path, name]),
  );
}

/** The settings with another value at a leaf; nothing where there is only one value to have. */
export function changed(settings: JsonObject, leaf: Leaf): JsonObject | undefined {
  const other = otherValue(leaf);
  return other === undefined ? undefined : put(settings, leaf.path, other);
}

function otherValue({ schema, value }: Leaf): Json | undefined {
  const words: readonly Json[] = schema.enum ?? schema.lengths ?? [];
  if (words.length > 0) return words.find((word) => word !== value);
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  switch (schema.same) {
    case "duration":
      return value === "PT77M" ? "PT78M" : "PT77M";
    case "instant":
      return value.startsWith("2020") ? "2019-01-01T00:00:00Z" : "2020-01-01T00:00:00Z";
    default:
      return `${value}-changed`;
  }
}
