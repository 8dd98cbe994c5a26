import type { Json } from "../../core/json.ts";
import { textOf } from "./cells.ts";
import type { Slot } from "./slots.ts";

/** What differs from rule to rule, once for all the places where it stands. */
interface Column {
  /** As `forEach` calls it: `threshold`. */
  readonly name: string;
  readonly values: readonly Json[];
}

/** Columns by the values that they hold. */
export type Columns = ReadonlyMap<string, Column>;

/** What two slots share when they differ in the same way. */
export function columnKey(values: readonly Json[]): string {
  return JSON.stringify(values);
}

/** A column for every way in which slots differ, but for those that are the key itself. */
export function columnsOf(slots: readonly Slot[], keys: readonly string[]): Columns {
  const columns = new Map<string, Column>();
  const names = new Set<string>();
  for (const slot of slots) {
    const key = columnKey(slot.values);
    if (columns.has(key) || isKey(slot, keys)) continue;
    const name = unused(nameFor(slot), names);
    names.add(name);
    columns.set(key, { name, values: slot.values });
  }
  return columns;
}

/** True for a slot in which every rule has its key. As a whole value the key is a text. */
export function isKey({ values, before, behind }: Slot, keys: readonly string[]): boolean {
  const isPart = before !== "" || behind !== "";
  return values.every((value, index) => (isPart ? textOf(value) : value) === keys[index]);
}

function unused(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** A name that says what it is: the type in an id, the property, or what a number in a condition is. */
function nameFor({ path, before, values }: Slot): string {
  const type = /\/([A-Za-z]+)\/$/.exec(before)?.[1];
  if (type !== undefined) return singular(type);
  // A field of an event is known by its last name: `properties.incidentType`.
  const property = path.findLast((step) => typeof step === "string")?.replace(/^.*\./, "") ?? "value";
  if (property === "criteria") {
    if (/^(avg|min|max|total|count)\s+$/.test(before)) return "metric";
    return values.every((value) => typeof value === "number") ? "threshold" : "criterion";
  }
  return singular(property.replaceAll(/[^\w-]/g, ""));
}

function singular(name: string): string {
  const one = /ies$/i.test(name) ? name.replace(/ies$/i, "y") : name.replace(/([^s])s$/i, "$1");
  return one === "" ? "value" : one;
}
