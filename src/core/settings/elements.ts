import { canonical, isObject, type Json } from "../json.ts";
import { fold } from "./fold.ts";
import { branchOf, type Schema } from "./schema.ts";

/*
 * Which element of a list is which: what it is known by, which one of another list is the same one, and what it is
 * called where people read of it.
 */

/** The properties that the elements of a list are known by: of an element the first that it has. None: not by name. */
export function keyNames({ order }: Schema): readonly string[] {
  if (typeof order !== "object") return [];
  return typeof order.by === "string" ? [order.by] : order.by;
}

/** What an element is called, where one of these properties says it. */
export function nameIn(names: readonly string[], element: Json | undefined): string | undefined {
  if (!isObject(element)) return undefined;
  const name = names.map((key) => element[key]).find((value) => value !== undefined);
  return typeof name === "string" ? name : undefined;
}

/** What an element of an ordered list is matched by: the folded value of its key property, or its whole value. */
export function elementKey(schema: Schema): (element: Json) => string {
  const items = schema.items ?? {};
  const names = keyNames(schema);
  if (names.length === 0) return (element) => canonical(fold(items, element));
  return (element) => {
    const name = isObject(element) ? names.find((key) => element[key] !== undefined) : undefined;
    const value = isObject(element) && name !== undefined ? element[name] : undefined;
    if (name === undefined || value === undefined) return canonical(fold(items, element));
    return canonical(foldKey((branchOf(items, element) ?? {}).properties?.[name] ?? {}, value));
  };
}

/** Names of things in Azure differ without case only when they are equal. */
function foldKey(schema: Schema, key: Json): Json {
  const folded = fold(schema, key);
  return typeof folded === "string" ? folded.toLowerCase() : folded;
}

/** Where one element stands in two lists; on one side only where the other has none such. */
export interface Pair {
  readonly before?: number;
  readonly after?: number;
}

/**
 * The elements of two lists, each with its counterpart: by place, by value or by key, as the schema has it. Of several
 * of one key (Azure allows what we do not) those that are equal belong together, and the others by their place among them.
 */
export function pairElements(schema: Schema, before: readonly Json[], after: readonly Json[]): readonly Pair[] {
  if (isInStep(keyNames(schema), before, after)) return before.map((_, index) => ({ before: index, after: index }));
  const partners = schema.order === undefined ? byPlace(before, after) : byKey(schema, before, after);
  const taken = new Set(partners.values());
  return [
    ...before.map((_, index) => pairOf(index, partners.get(index))),
    ...after.flatMap((_, index) => (taken.has(index) ? [] : [pairOf(undefined, index)])),
  ];
}

/** True where every element has its counterpart at its own place, as nearly always: what they are known by is the same text. */
function isInStep(names: readonly string[], before: readonly Json[], after: readonly Json[]): boolean {
  if (before.length !== after.length) return false;
  const called = new Set<string>();
  return before.every((element, index) => {
    const other = after[index];
    if (typeof element === "string") return element === other;
    const name = nameIn(names, element);
    if (name === undefined || name !== nameIn(names, other)) return false;
    // Of several of one name the equal ones belong together, wherever they stand.
    return called.size < called.add(name.toLowerCase()).size;
  });
}

function pairOf(before: number | undefined, after: number | undefined): Pair {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

type Partners = ReadonlyMap<number, number>;

function byPlace(before: readonly Json[], after: readonly Json[]): Partners {
  return new Map(before.slice(0, after.length).map((_, index) => [index, index]));
}

function byKey(schema: Schema, before: readonly Json[], after: readonly Json[]): Partners {
  const keyOf = elementKey(schema);
  const [left, right] = [before.map(keyOf), after.map(keyOf)];
  const rightOf = new Map(right.map((key, index) => [key, index]));
  if (rightOf.size === right.length && new Set(left).size === left.length) {
    return new Map(left.map((key, index) => [index, rightOf.get(key) ?? -1] as const).filter(([, at]) => at >= 0));
  }
  return amongSeveral(schema, { before, left, after, right });
}

interface Keyed {
  readonly before: readonly Json[];
  readonly left: readonly string[];
  readonly after: readonly Json[];
  readonly right: readonly string[];
}

function amongSeveral({ items = {} }: Schema, { before, left, after, right }: Keyed): Partners {
  const theirs = Map.groupBy(right.keys(), (index) => right[index] ?? "");
  const text = (list: readonly Json[], index: number): string => canonical(fold(items, list[index] ?? null));
  const partners = new Map<number, number>();
  for (const [key, mine] of Map.groupBy(left.keys(), (index) => left[index] ?? "")) {
    const same = (a: number, b: number): boolean => text(before, a) === text(after, b);
    for (const [a, b] of match(mine, theirs.get(key) ?? [], same)) partners.set(a, b);
  }
  return partners;
}

/** First what is the same at the same place, then what is the same, then what is left, in order. */
function match(mine: readonly number[], theirs: readonly number[], same: (a: number, b: number) => boolean): Partners {
  const found = new Map<number, number>();
  const free = new Set(theirs);
  const take = (a: number, b: number | undefined): void => {
    if (b !== undefined && free.delete(b)) found.set(a, b);
  };
  const left = (): readonly number[] => mine.filter((a) => !found.has(a));
  for (const [place, a] of mine.entries()) {
    const b = theirs[place];
    if (b !== undefined && same(a, b)) take(a, b);
  }
  for (const a of left()) {
    const b = [...free].find((other) => same(a, other));
    take(a, b);
  }
  for (const a of left()) take(a, [...free][0]);
  return found;
}

/** What the elements of two lists are called, in the order of their pairs: by name, by what they say, `NAME#2` where that is taken. */
export function elementLabels(
  schema: Schema,
  {
    pairs,
    before,
    after,
  }: { readonly pairs: readonly Pair[]; readonly before: readonly Json[]; readonly after: readonly Json[] },
): readonly string[] {
  const names = keyNames(schema);
  const taken = new Set<string>();
  const labelOf = (element: Json): string => {
    const label = nameIn(names, element) ?? (typeof element === "string" ? element : canonical(element));
    let unique = label;
    for (let again = 2; taken.has(unique); again++) unique = `${label}#${again}`;
    taken.add(unique);
    return unique;
  };
  // The new list counts first, so that its labels are those that it has by itself.
  const wanted = after.map(labelOf);
  return pairs.map((pair) =>
    pair.after === undefined ? labelOf(before[pair.before ?? 0] ?? null) : (wanted[pair.after] ?? ""),
  );
}
