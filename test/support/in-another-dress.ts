import fc from "fast-check";
import { isList, isObject, type Json, type JsonObject } from "../../src/core/json.ts";
import { branchOf, isKept, type Schema } from "../../src/core/settings/schema.ts";

/**
 * An equal value that looks different, from the schema alone. `said` dresses what authors may do as well: the order of
 * sets, named lists and properties, the case of ids, other spellings of lengths and instants. `answered` adds what only
 * a server does: names and words in another case, numbers as texts, nothings for what is absent, defaults left out.
 */
export function inAnotherDress(schema: Schema, value: JsonObject, how: "said" | "answered"): fc.Arbitrary<JsonObject> {
  // All choices come from one list of random numbers, so that a counterexample shrinks to few changes.
  return fc.array(fc.nat({ max: 0xffff }), { minLength: 40, maxLength: 80 }).map((numbers) => {
    let next = 0;
    const choose = (most: number): number => (numbers[next++ % numbers.length] ?? 0) % most;
    // Sound because an object dresses as an object.
    return dress(schema, value, { choose, answered: how === "answered" }) as JsonObject;
  });
}

interface Dressing {
  /** A number from 0 to below `most`. */
  choose(most: number): number;
  readonly answered: boolean;
}

function dress(schema: Schema, value: Json, how: Dressing): Json {
  if (isList(value)) {
    const items = value.map((item) => dress(schema.items ?? {}, item, how));
    return schema.order === undefined || isKept(schema) ? items : shuffled(items, how);
  }
  if (isObject(value)) return dressObject(schema, value, how);
  if (typeof value === "string") return dressText(schema, value, how);
  // Templates write `'90'` for 90, and services keep what they take.
  return how.answered && value !== null && how.choose(3) === 0 ? String(value) : value;
}

function dressObject(schema: Schema, value: JsonObject, how: Dressing): Json {
  const branch = branchOf(schema, value) ?? {};
  const tag = schema.discriminator?.propertyName;
  const { properties } = branch;
  if (properties === undefined) {
    const below = branch.additionalProperties || {};
    const entries = Object.entries(value).map(([key, item]): [string, Json] => [key, dress(below, item, how)]);
    if (how.answered && how.choose(4) === 0) entries.push(["nothing-here", null]);
    return Object.fromEntries(shuffled(entries, how));
  }
  const entries: [string, Json][] = [];
  for (const [name, item] of Object.entries(value)) {
    const below = properties[name] ?? {};
    const isDefault = below.default !== undefined && JSON.stringify(below.default) === JSON.stringify(item);
    // A map of nothing would be no map.
    const leaves = entries.length > 0 || Object.keys(value).at(-1) !== name;
    if (how.answered && isDefault && leaves && how.choose(3) === 0) continue;
    entries.push([name === tag ? name : nameOf(name, how), name === tag ? item : dress(below, item, how)]);
  }
  if (how.answered) {
    for (const [name, below] of Object.entries(properties)) {
      if (!Object.hasOwn(value, name) && below.default === undefined && how.choose(3) === 0)
        entries.push([name, nothing(below, how)]);
    }
  }
  return Object.fromEntries(shuffled(entries, how));
}

function nameOf(name: string, how: Dressing): string {
  if (!how.answered) return name;
  return (
    [name, name, name.toLowerCase(), name.toUpperCase(), name.slice(0, 1).toUpperCase() + name.slice(1)][
      how.choose(5)
    ] ?? name
  );
}

function nothing(schema: Schema, how: Dressing): Json {
  if (how.choose(2) === 0) return null;
  return schema.type === "array" ? [] : schema.type === "object" ? {} : schema.type === "string" ? "" : null;
}

function dressText(schema: Schema, text: string, how: Dressing): string {
  // What stands in `${…}` has its own spelling.
  if (text.includes("${")) return text;
  if (schema.enum?.includes(text) === true && how.answered)
    return [text, text.toLowerCase(), text.toUpperCase()][how.choose(3)] ?? text;
  if (schema.same === undefined) return text;
  switch (schema.same) {
    case "armId":
      return (
        [text, text.toUpperCase(), text.toLowerCase(), text.startsWith("/") ? text.slice(1) : text][how.choose(4)] ??
        text
      );
    case "caseless":
      return (
        [text, text.toUpperCase(), text.toLowerCase()].filter((one) => one.toLowerCase() === text.toLowerCase())[
          how.choose(2)
        ] ?? text
      );
    case "location":
      return [text, text.toUpperCase(), text.split("").join(" "), ` ${text.toLowerCase()}`][how.choose(4)] ?? text;
    case "duration":
      return respell(text, how);
    case "instant":
      return reinstant(text, how);
    case "lines":
      return [text, text.replaceAll("\n", "\r\n"), `${text}\n`][how.choose(3)] ?? text;
  }
}

function respell(text: string, how: Dressing): string {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (match === null) return text;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const all = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  const spellings = [
    text,
    `PT${all}S`,
    all % 60 === 0 ? `PT${all / 60}M` : text,
    all % 3600 === 0 ? `PT${all / 3600}H` : text,
  ];
  return spellings[how.choose(spellings.length)] ?? text;
}

function reinstant(text: string, how: Dressing): string {
  const [, seconds = text, fraction = ""] = /^([^.]+?)(?:\.(\d+))?Z$/.exec(text) ?? [];
  const digits = fraction.replace(/0+$/, "");
  const plain = digits === "" ? `${seconds}Z` : `${seconds}.${digits}Z`;
  return [text, plain, `${seconds}.${digits.padEnd(7, "0")}Z`, plain.replace("Z", "+00:00")][how.choose(4)] ?? text;
}

function shuffled<T>(list: readonly T[], how: Dressing): T[] {
  const left = [...list];
  const order: T[] = [];
  while (left.length > 0) order.push(...left.splice(how.choose(left.length), 1));
  return order;
}
