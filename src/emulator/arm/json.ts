/** What a JSON text can hold; bodies travel through the emulator as this. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object that nobody may change in place: stored bodies are shared between answers. */
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** Tells an object from the other JSON values, so that its members may be read. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

/** Tells a list from the other JSON values; `Array.isArray` would widen a readonly list to `any[]`. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Reads along a path of names, for looking at one place of a body without a ladder of checks. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let here = value;
  for (const name of path) {
    if (!isObject(here)) return undefined;
    here = Object.hasOwn(here, name) ? here[name] : undefined;
  }
  return here;
}

/** The elements found along a path, or none, for walking lists that may be absent. */
export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = at(value, ...path);
  return isList(found) ? found : [];
}

/** The text found along a path, where anything else counts as absent. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The number found along a path, where anything else counts as absent. */
export function numberAt(value: Json | undefined, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === "number" ? found : undefined;
}

/** The same object without the members that are undefined, so that two bodies can be compared and printed. */
export function compact(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** The same body with some of its `properties` replaced; undefined takes one away. */
export function withProperties(body: JsonObject, changes: JsonObject): JsonObject {
  const properties = at(body, "properties");
  return { ...body, properties: compact({ ...(isObject(properties) ? properties : {}), ...changes }) };
}
