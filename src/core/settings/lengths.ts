import type { Complaint } from "../diagnostic.ts";
import { printLength, secondsOf } from "../duration.ts";
import { isList, isObject, type Json, type Path } from "../json.ts";
import { branchOf, subschemas, type Schema } from "./schema.ts";

/**
 * Lengths of time that Azure does not take where they stand, or is not known to take (`lengths` and `otherLengths` in the
 * schema). They are compared by length, so that `PT60M` is as good as `PT1H`, which no keyword of JSON Schema can say. A
 * text that is no length at all was complained about when short forms were expanded.
 */
export function illegalLengths(schema: Schema, value: Json): readonly Complaint[] {
  const found: Complaint[] = [];
  look(schema, value, [], found);
  return found;
}

function look(schema: Schema, value: Json, path: Path, found: Complaint[]): void {
  if (!speaksOfLengths(schema)) return;
  if (typeof value === "string") {
    const seconds = secondsOf(value);
    const { lengths, otherLengths } = schema;
    if (lengths === undefined || seconds === undefined || lengths.some((length) => secondsOf(length) === seconds))
      return;
    const name = path.at(-1);
    const shown = typeof name === "string" ? `${name}: ${printLength(value)}` : printLength(value);
    const legal = lengths.map(printLength).join(", ");
    if (otherLengths === undefined) {
      const message = `\`${shown}\` is not a length Azure takes here; it takes ${legal}`;
      found.push({ code: "illegal-value", path, message });
      return;
    }
    const [least = 0, most = Infinity] = otherLengths.map(secondsOf);
    const [first, last] = otherLengths.map(printLength);
    found.push(
      seconds < least || seconds > most
        ? {
            code: "illegal-value",
            path,
            message: `\`${shown}\` is not a length Azure takes here; it takes lengths from ${first} to ${last}`,
          }
        : {
            code: "unlisted-length",
            path,
            message: `\`${shown}\` is a length that Azure may not take here; known are ${legal}`,
          },
    );
  } else if (isList(value)) {
    for (const [index, item] of value.entries()) look(schema.items ?? {}, item, [...path, index], found);
  } else if (isObject(value)) {
    const properties = branchOf(schema, value)?.properties ?? {};
    for (const key of Object.keys(value)) {
      const below = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (below !== undefined) look(below, value[key] ?? null, [...path, key], found);
    }
  }
}

const speaking = new WeakMap<Schema, boolean>();

/** Whether a schema or one below it lists lengths: most do not, and need not be walked. */
function speaksOfLengths(schema: Schema): boolean {
  const before = speaking.get(schema);
  if (before !== undefined) return before;
  const speaks = schema.lengths !== undefined || subschemas(schema).some(speaksOfLengths);
  speaking.set(schema, speaks);
  return speaks;
}
