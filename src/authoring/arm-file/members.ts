import { isObject, type Json, type JsonObject, type Path } from "../../core/json.ts";

/** A member of an object, by its name in any case as Azure reads it, and the name as it is written. */
export interface Member {
  readonly key: string;
  readonly value: Json;
}

/** The member with this name, which is given in lower case; null counts as not there. */
export function memberOf(object: Json | undefined, name: string): Member | undefined {
  if (!isObject(object)) return undefined;
  const key = Object.keys(object).find((candidate) => candidate.toLowerCase() === name);
  const value = key === undefined ? undefined : object[key];
  return key === undefined || value === undefined || value === null ? undefined : { key, value };
}

/** A text under a name, which is given in lower case. */
export function textIn(object: Json | undefined, name: string): string | undefined {
  const value = memberOf(object, name)?.value;
  return typeof value === "string" ? value : undefined;
}

/** What a way of names, all in lower case, leads to, with its path. */
export function within(
  object: Json,
  path: Path,
  names: readonly string[],
): { readonly value: Json; readonly path: Path } | undefined {
  let here: { readonly value: Json; readonly path: Path } = { value: object, path };
  for (const name of names) {
    const member = memberOf(here.value, name);
    if (member === undefined) return undefined;
    here = { value: member.value, path: [...here.path, member.key] };
  }
  return here;
}

/** The members of an object under a name, as far as they are objects. */
export function sectionOf(template: JsonObject, name: string): { readonly key: string; readonly members: JsonObject } {
  const section = memberOf(template, name);
  return { key: section?.key ?? name, members: isObject(section?.value) ? section.value : {} };
}
