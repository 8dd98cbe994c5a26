import { canonical, isList, isObject, type Json } from "../../src/core/json.ts";

/** One place where the emulator answers something else than the service did. */
export interface Mismatch {
  /** `properties.criteria.allOf[0].dimensions`; `status`, `header location`. */
  readonly place: string;
  readonly recorded: Json | undefined;
  readonly answered: Json | undefined;
}

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
// The service's own name of an action group, in which the recorder left the random names of its test.
const innerId = /(?<=with Id )[\w:-]+/g;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)$/;

/** Times that the server writes: nobody can answer the same ones a second time. */
const times = /(?:^|\.)(?:createdAt|lastModifiedAt|createdTime|completedTime|SendTime|lastUpdatedTime)$/;

/**
 * Where two answers differ, but for identifiers and times. An identifier is a GUID that no request named: the client's own
 * must come back. Numbers are equal by value; the order of names carries no meaning, the order of lists does, except in
 * lists of resources, which are told by their ids.
 */
export function mismatches(recorded: Json, answered: Json, named: string): readonly Mismatch[] {
  const found: Mismatch[] = [];
  walk(recorded, answered, "", { found, named: named.toLowerCase() });
  return found;
}

interface Walk {
  readonly found: Mismatch[];
  /** Everything the requests said, in lower case. */
  readonly named: string;
}

function walk(recorded: Json | undefined, answered: Json | undefined, place: string, given: Walk): void {
  if (isObject(recorded) && isObject(answered)) {
    for (const name of new Set([...Object.keys(recorded), ...Object.keys(answered)])) {
      walk(recorded[name], answered[name], place === "" ? name : `${place}.${name}`, given);
    }
    return;
  }
  if (isList(recorded) && isList(answered) && recorded.length === answered.length) {
    recorded.forEach((item, index) => walk(item, answered[index], `${place}[${index}]`, given));
    return;
  }
  if (recorded === undefined && answered === undefined) return;
  if (recorded !== undefined && answered !== undefined) {
    if (times.test(place) && isInstant(recorded) && isInstant(answered)) return;
    if (masked(recorded, given.named) === masked(answered, given.named)) return;
  }
  given.found.push({ place, recorded, answered });
}

function isInstant(value: Json): boolean {
  return typeof value === "string" && instant.test(value);
}

function masked(value: Json, named: string): string {
  return canonical(value)
    .replace(innerId, "ID")
    .replace(guid, (found) => (named.includes(found.toLowerCase()) ? found : "GUID"));
}
