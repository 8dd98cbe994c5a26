import { isList, isObject, type Json, type Path } from "../../core/json.ts";

/** A value that is no map and no list, where it stands, and the words it is made of. */
export interface Leaf {
  readonly path: Path;
  readonly value: Json;
  /** The words of a text, which joined are the text again: each can be another from rule to rule by itself. */
  readonly cells: readonly string[];
}

/** The leaves of a value, in one order whatever that of its keys. Empty maps and lists are leaves, too. */
export function leavesOf(value: Json): readonly Leaf[] {
  return leavesBelow(value, []).toSorted((a, b) => (wayTo(a) < wayTo(b) ? -1 : 1));
}

function wayTo({ path }: Leaf): string {
  return JSON.stringify(path);
}

function leavesBelow(value: Json, path: Path): readonly Leaf[] {
  const below = isList(value)
    ? value.flatMap((item, index) => leavesBelow(item, [...path, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => leavesBelow(item, [...path, key]))
      : [];
  return below.length > 0 ? below : [{ path, value, cells: cellsOf(value, path) }];
}

// A placeholder is a word whatever stands in it. In a condition it is one of the condition's words, so these are not
// taken apart, quoted ones neither; all other texts fall into pieces at whatever joins names.
const words = /\$\$\{|\$\{[^{}\n]*\}|\s+|'[^'$]*'(?!\S)|"[^"$]*"(?!\S)|[^\s$]+|\$/g;
const pieces = /\$\$\{|\$\{[^{}\n]*\}|[^\p{L}\p{N}]|[\p{L}\p{N}]+/gu;

/** True for a place where a condition may stand, in which every placeholder is a word. */
export function isCondition(path: Path): boolean {
  return path.includes("criteria");
}

const sayingWhat = new Set<string | number | undefined>(["query", "expression", "metricName"]);

/** True for a place that as a whole says what a rule looks at: a condition, a query. */
export function saysWhatIsWatched(path: Path): boolean {
  const last = path.at(-1);
  return sayingWhat.has(last) || (isCondition(path) && typeof last === "number");
}

function cellsOf(value: Json, path: Path): readonly string[] {
  if (typeof value !== "string") return [];
  return value.match(isCondition(path) ? words : pieces) ?? [value];
}

/** A cell as it is filled in. */
export function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Where values stand, whatever they are: rules that are alike have the same shape. */
export function shapeOf(leaves: readonly Leaf[]): string {
  return JSON.stringify(leaves.map(({ path, value }) => [path, kindOf(value)]));
}

function kindOf(value: Json): string {
  return isList(value) ? "list" : value === null ? "null" : typeof value;
}

/** A value that takes the place of another. */
export interface Patch {
  readonly path: Path;
  readonly value: Json;
}

/** A copy with another value at each of these places. */
export function withLeaves(value: Json, leaves: readonly Patch[]): Json {
  if (leaves.length === 0) return value;
  const here = leaves.find(({ path }) => path.length === 0);
  if (here !== undefined) return here.value;
  const below = (step: string | number): readonly Patch[] =>
    leaves.flatMap(({ path: [first, ...rest], value: leaf }) => (first === step ? [{ path: rest, value: leaf }] : []));
  if (isList(value)) return value.map((item, index) => withLeaves(item, below(index)));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withLeaves(item, below(key))]));
}
