import { diffArrays } from "diff";
import { canonical, isList, isObject, type Json, type JsonObject, type Path } from "../core/json.ts";

/** One step from a value to another: a value replaced, put in (before what stands at an index of a list), or taken out. */
export type JsonStep =
  | { readonly step: "replace" | "insert"; readonly path: Path; readonly value: Json }
  | { readonly step: "remove"; readonly path: Path };

/** The value with one step taken, for comparing with what an edited text says. The step fits the value. */
export function takeStep(value: Json, step: JsonStep): Json {
  return take(value, step.path, step);
}

function take(value: Json, [head, ...rest]: Path, step: JsonStep): Json {
  if (head === undefined) return step.step === "remove" ? null : step.value;
  if (isList(value) && typeof head === "number") {
    if (rest.length > 0) return value.map((item, index) => (index === head ? take(item, rest, step) : item));
    const added = step.step === "remove" ? [] : [step.value];
    return value.toSpliced(head, step.step === "insert" ? 0 : 1, ...added);
  }
  const map: JsonObject = isObject(value) ? value : {};
  if (rest.length === 0 && step.step === "remove") {
    return Object.fromEntries(Object.entries(map).filter(([key]) => key !== head));
  }
  const before = Object.hasOwn(map, head) ? (map[head] ?? null) : null;
  return { ...map, [head]: take(before, rest, step) };
}

/** The value that a path and what shall stand there make together: `["spec", "tags"]` and 1 are `{ spec: { tags: 1 } }`. */
export function nested(path: Path, value: Json): Json {
  return path.reduceRight<Json>((inner, step) => (typeof step === "number" ? [inner] : { [step]: inner }), value);
}

/**
 * The fewest steps from one value to another, in an order in which they can be taken: what is the same on both sides is
 * not touched, so that what is said about it in comments stays where it is. `isWhole` are places to be replaced as one.
 */
export function stepsBetween(
  before: Json,
  after: Json,
  { path, isWhole }: { readonly path: Path; isWhole(path: Path): boolean },
): readonly JsonStep[] {
  if (canonical(before) === canonical(after)) return [];
  const within = (step: string | number) => ({ path: [...path, step], isWhole });
  const replaced: readonly JsonStep[] = [{ step: "replace", path, value: after }];
  if (isWhole(path)) return replaced;
  if (isObject(before) && isObject(after)) {
    const kept = Object.keys(before).filter((key) => Object.hasOwn(after, key));
    if (kept.length === 0) return replaced;
    return [
      ...kept.flatMap((key) => stepsBetween(before[key] ?? null, after[key] ?? null, within(key))),
      ...Object.keys(before).flatMap((key): readonly JsonStep[] =>
        Object.hasOwn(after, key) ? [] : [{ step: "remove", path: [...path, key] }],
      ),
      ...Object.entries(after).flatMap(([key, value]): readonly JsonStep[] =>
        Object.hasOwn(before, key) ? [] : [{ step: "insert", path: [...path, key], value }],
      ),
    ];
  }
  if (!isList(before) || !isList(after) || before.length === 0 || after.length === 0) return replaced;
  // From the last element to the first, so that no step moves what a later one is about.
  return pairsOf(before, after)
    .toReversed()
    .flatMap(({ from, to, at }): readonly JsonStep[] => {
      if (from === undefined) return to === undefined ? [] : [{ step: "insert", path: [...path, at], value: to }];
      if (to === undefined) return [{ step: "remove", path: [...path, at] }];
      return stepsBetween(from, to, within(at));
    });
}

interface Pair {
  readonly from?: Json;
  readonly to?: Json;
  /** The index in the list before; of an element that is new, where it is put in. */
  readonly at: number;
}

/** Longer lists are paired by their place alone: comparing them takes quadratic time, which costs more than it is worth. */
const longestMatched = 300;

/** Which elements are the same ones: equal, or of the same name; between those, by place. */
function pairsOf(before: readonly Json[], after: readonly Json[]): readonly Pair[] {
  const pairs: Pair[] = [];
  let [at, to] = [0, 0];
  const gap = (endBefore: number, endAfter: number): void => {
    for (; at < endBefore && to < endAfter; at += 1, to += 1) {
      pairs.push({ from: before[at] ?? null, to: after[to] ?? null, at });
    }
    for (; at < endBefore; at += 1) pairs.push({ from: before[at] ?? null, at });
    for (; to < endAfter; to += 1) pairs.push({ to: after[to] ?? null, at });
  };
  for (const [left, right] of matched(before.map(labelOf), after.map(labelOf))) {
    gap(left, right);
    gap(left + 1, right + 1);
  }
  gap(before.length, after.length);
  return pairs;
}

function labelOf(element: Json): string {
  const name = isObject(element) ? element["name"] : undefined;
  return typeof name === "string" ? `name ${name}` : canonical(element);
}

/** The longest common subsequence of two lists, as pairs of indexes. */
function matched(left: readonly string[], right: readonly string[]): readonly (readonly [number, number])[] {
  if (left.length > longestMatched || right.length > longestMatched) return [];
  const pairs: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  for (const { added, removed, count } of diffArrays([...left], [...right])) {
    if (added) j += count;
    else if (removed) i += count;
    else for (const end = i + count; i < end;) pairs.push([i++, j++]);
  }
  return pairs;
}
