/** A JSON value as it stands in a file or on the wire. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object; what is absent is not a member, `undefined` is never one. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The way to a value inside a JSON value: property names and list indexes. */
export type Path = readonly (string | number)[];

/** Tells an object from every other JSON value. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tells a list from every other JSON value (`Array.isArray` loses `readonly`). */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value at a path, or nothing where the path leads nowhere. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  let here = value;
  for (const step of path) {
    if (isObject(here)) here = Object.hasOwn(here, step) ? here[step] : undefined;
    else if (isList(here) && typeof step === "number") here = here[step];
    else return undefined;
  }
  return here;
}

/** True for what Azure and authors write when they mean *not there*: null, an empty text, list or object. */
export function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (isList(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** One text for equal values, whatever the order of their keys: for sets, fingerprints and digests. */
export function canonical(value: Json): string {
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`);
  return `{${members.join(",")}}`;
}

/** A value with every text replaced; keys stay. */
export function mapTexts(value: Json, replace: (text: string) => Json): Json {
  if (typeof value === "string") return replace(value);
  if (isList(value)) return mapItems(value, (item) => mapTexts(item, replace));
  return isObject(value) ? mapMembers(value, (item) => mapTexts(item, replace)) : value;
}

/** A list with every item replaced; the list itself where none becomes another, since nearly always nothing does. */
export function mapItems(list: readonly Json[], replace: (item: Json, index: number) => Json): readonly Json[] {
  const items = list.map(replace);
  return items.every((item, index) => item === list[index]) ? list : items;
}

/** An object with the value of every member replaced; the object itself where none becomes another. */
export function mapMembers(object: JsonObject, replace: (item: Json, key: string) => Json): JsonObject {
  let replaced: Record<string, Json> | undefined;
  for (const key of Object.keys(object)) {
    const item = object[key] ?? null;
    const now = replace(item, key);
    if (now === item) continue;
    replaced ??= { ...object };
    replaced[key] = now;
  }
  return replaced ?? object;
}

/** Shows every text of a value to a function. */
export function eachText(value: Json, look: (text: string) => void): void {
  if (typeof value === "string") look(value);
  else if (isList(value)) for (const item of value) eachText(item, look);
  else if (isObject(value)) for (const key of Object.keys(value)) eachText(value[key] ?? null, look);
}

/** The names in either of two objects: those of the first, then those that only the second has. */
export function namesInEither(first: JsonObject, second: JsonObject): readonly string[] {
  const names = Object.keys(first);
  for (const name of Object.keys(second)) if (!Object.hasOwn(first, name)) names.push(name);
  return names;
}

/** Looks at every name of a member in a value. */
export function eachName(value: Json, look: (name: string) => void): void {
  if (isList(value)) for (const item of value) eachName(item, look);
  else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      look(name);
      eachName(item, look);
    }
  }
}
