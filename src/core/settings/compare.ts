import { canonical, isList, isObject, namesInEither, type Json, type JsonObject, type Path } from "../json.ts";
import { elementLabels, pairElements, type Pair } from "./elements.ts";
import { fold } from "./fold.ts";
import { branchOf, isKept, type Schema } from "./schema.ts";

/** A step to a difference: elements of a list of named things are told by their name, not by their index. */
export type Step = string | number | { readonly key: string };

/** A way as people read it: `criteria[cpu].threshold`, `scopes[0]`, `tags.service`. */
export function printPath(path: readonly Step[]): string {
  return path.reduce<string>((told, step) => {
    if (typeof step === "object") return `${told}[${step.key}]`;
    if (typeof step === "number") return `${told}[${step}]`;
    return told === "" ? step : `${told}.${step}`;
  }, "");
}

/** One thing that differs. Absent is not the same as null. */
export interface Difference {
  readonly path: readonly Step[];
  readonly before?: Json;
  readonly after?: Json;
  /** What differs is the order of a list; the sides are what its elements are called. */
  readonly order?: true;
  /** The schema at the place: says whether the difference is a replace or a secret. */
  readonly schema: Schema;
}

/** A difference that was found by comparing, with the way to it in each of the two: as long as `path`, with indexes. */
export interface FoundDifference extends Difference {
  readonly places: Places;
}

/** The ways to one thing in two values. An index of -1 leads nowhere: the side has no such element. */
interface Places {
  readonly before: Path;
  readonly after: Path;
}

/**
 * What differs between what is live and what is wanted, both settings of one schema. What counts as the same is said by
 * the schema's keywords alone (`same`, `order`), for every kind; nothing is sorted or changed to be compared.
 */
export function compare(schema: Schema, before: JsonObject, after: JsonObject): readonly FoundDifference[] {
  const found: FoundDifference[] = [];
  walk({ schema, before, after }, undefined, found);
  return found;
}

/** One text for settings that count as the same: blind to order and spelling as far as the schema is. */
export function fingerprint(schema: Schema, settings: Json): string {
  return canonical(fold(schema, settings));
}

interface Sides<T> {
  readonly schema: Schema;
  readonly before: T;
  readonly after: T;
}

/** The last step to a place, and the way before it: nothing is put together where nothing differs. */
interface Way {
  readonly above: Way | undefined;
  readonly step: Step | (() => Step);
  readonly before: string | number;
  readonly after: string | number;
}

function walk(
  { schema, before, after }: Sides<Json | undefined>,
  way: Way | undefined,
  found: FoundDifference[],
): void {
  if (before === undefined || after === undefined) {
    if (before !== undefined) found.push({ ...whereIs(way), before, schema });
    if (after !== undefined) found.push({ ...whereIs(way), after, schema });
    return;
  }
  // As nearly always; what follows looks for other spellings of the same.
  if (before === after) return;
  if (isList(before) && isList(after)) return walkLists({ schema, before, after }, way, found);
  const branch = branchOf(schema, after);
  if (isObject(before) && isObject(after) && branch !== undefined && branch === branchOf(schema, before)) {
    const free = branch.additionalProperties || {};
    for (const key of namesInEither(before, after)) {
      const below = { schema: branch.properties?.[key] ?? free, before: before[key], after: after[key] };
      walk(below, { above: way, step: key, before: key, after: key }, found);
    }
    return;
  }
  if (fingerprint(schema, before) !== fingerprint(schema, after))
    found.push({ ...whereIs(way), before, after, schema });
}

function whereIs(way: Way | undefined): Pick<FoundDifference, "path" | "places"> {
  const path: Step[] = [];
  const places = { before: [] as (string | number)[], after: [] as (string | number)[] };
  for (let here = way; here !== undefined; here = here.above) {
    path.unshift(typeof here.step === "function" ? here.step() : here.step);
    places.before.unshift(here.before);
    places.after.unshift(here.after);
  }
  return { path, places };
}

function walkLists(
  { schema, before, after }: Sides<readonly Json[]>,
  way: Way | undefined,
  found: FoundDifference[],
): void {
  const items = schema.items ?? {};
  const pairs = pairElements(schema, before, after);
  let known: readonly string[] | undefined;
  const labels = (): readonly string[] => (known ??= elementLabels(schema, { pairs, before, after }));
  for (const [place, { before: left = -1, after: right = -1 }] of pairs.entries()) {
    const step = schema.order === undefined ? place : (): Step => ({ key: labels()[place] ?? "" });
    const below = { schema: items, before: before[left], after: after[right] };
    walk(below, { above: way, step, before: left, after: right }, found);
  }
  if (isKept(schema)) found.push(...moved(pairs, labels, way));
}

/** One difference where the elements that both sides have stand in another order; new and old ones are told by themselves. */
function moved(
  pairs: readonly Pair[],
  labels: () => readonly string[],
  way: Way | undefined,
): readonly FoundDifference[] {
  // Pairs come in the order of the old list.
  const both = pairs.flatMap(({ before, after }, place) =>
    before === undefined || after === undefined ? [] : [{ place, after }],
  );
  const now = both.toSorted((a, b) => a.after - b.after);
  if (now.every((element, index) => element === both[index])) return [];
  const said = (list: typeof both): Json => list.map(({ place }) => labels()[place] ?? "");
  return [{ ...whereIs(way), before: said(both), after: said(now), order: true, schema: {} }];
}
