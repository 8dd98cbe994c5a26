import type { Json, Path } from "../../core/json.ts";
import { isCondition, saysWhatIsWatched, textOf, type Leaf } from "./cells.ts";

/** A part of a leaf that is another from rule to rule. */
export interface Slot {
  readonly path: Path;
  /** What is the same before it and behind it; both empty where the leaf as a whole differs. */
  readonly before: string;
  readonly behind: string;
  /** What stands there, rule by rule. */
  readonly values: readonly Json[];
}

/** The leaf of one place in several rules, as what is the same in all of them and what is not. */
export type Pattern = readonly (string | Slot)[];

/** What differs at one place of several rules; nothing where nothing does. Every rule has a leaf there. */
export function patternOf(leaves: readonly Leaf[]): Pattern | undefined {
  const [first, ...rest] = leaves;
  if (first === undefined || rest.every(({ value }) => same(value, first.value))) return undefined;
  const cells = leaves.map((leaf) => leaf.cells);
  const isText = leaves.every(({ value }) => typeof value === "string");
  const parts = !isText ? undefined : alike(cells) ? cellByCell(cells) : middleOf(cells);
  return slotsIn(first.path, parts) ?? [wholeOf(first.path, leaves)];
}

/**
 * A pattern as somebody would write it. What differs in several words, or in more than is the same, is told as a whole:
 * nobody cuts `Microsoft.` off the names of operations, or a sentence in two. `isPlain` says of a slot that it may stand
 * anywhere all the same, as the key may.
 */
export function readable(pattern: Pattern, leaves: readonly Leaf[], isPlain: (slot: Slot) => boolean): Pattern {
  const slots = pattern.filter((part) => typeof part !== "string");
  const [first] = slots;
  if (first === undefined || saysWhatIsWatched(first.path)) return pattern;
  const same = pattern.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 0), 0);
  const own = slots.filter((slot) => !isPlain(slot)).map(({ values }) => values.map(textOf));
  const isShort = leaves.every((_, rule) => own.reduce((sum, texts) => sum + (texts[rule] ?? "").length, 0) <= same);
  return isShort && !own.flat().some((text) => /\s/.test(text)) ? pattern : [wholeOf(first.path, leaves)];
}

/** What is between the first and the last difference, as one slot: for names, of which the key is made. */
export function oneSlot(leaves: readonly Leaf[]): Slot | undefined {
  const [first] = leaves;
  if (first === undefined) return undefined;
  const pattern = slotsIn(first.path, middleOf(leaves.map((leaf) => leaf.cells))) ?? [wholeOf(first.path, leaves)];
  return pattern.find((part) => typeof part !== "string");
}

function wholeOf(path: Path, leaves: readonly Leaf[]): Slot {
  return { path, before: "", behind: "", values: leaves.map(({ value }) => value) };
}

function same(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

type Cells = readonly string[];

function alike(cells: readonly Cells[]): boolean {
  return cells.every(({ length }) => length === cells[0]?.length);
}

/** A part is one text in all rules, or one for each. */
type Parts = readonly (string | readonly string[])[];

function cellByCell(cells: readonly Cells[]): Parts {
  return (cells[0] ?? []).map((cell, index) => {
    const column = cells.map((one) => one[index] ?? "");
    return column.every((text) => text === column[0]) ? cell : column;
  });
}

function middleOf(cells: readonly Cells[]): Parts {
  const shortest = Math.min(...cells.map(({ length }) => length));
  const common = (at: (one: Cells, index: number) => string | undefined, most: number): number => {
    let count = 0;
    while (count < most && cells.every((one) => at(one, count) === at(cells[0] ?? [], count))) count += 1;
    return count;
  };
  const before = common((one, index) => one[index], shortest);
  const behind = common((one, index) => one.at(-1 - index), shortest - before);
  const [first = []] = cells;
  return [
    first.slice(0, before).join(""),
    cells.map((one) => one.slice(before, one.length - behind).join("")),
    first.slice(first.length - behind).join(""),
  ];
}

/** The parts as a pattern; nothing where nothing is the same, or a slot would be empty or could not be written. */
function slotsIn(path: Path, parts: Parts | undefined): Pattern | undefined {
  if (parts === undefined || !parts.some((part) => typeof part === "string" && part !== "")) return undefined;
  const pattern = parts.map((part, index): string | Slot => {
    if (typeof part === "string") return part;
    const before = sameUpTo(parts.slice(0, index).toReversed()).toReversed().join("");
    const behind = sameUpTo(parts.slice(index + 1)).join("");
    return { path, before, behind, values: part.map(asNumber) };
  });
  const isWritable = pattern.every(
    (part, index) =>
      typeof part === "string" ||
      (part.values.every((value) => isWord(value, path)) && isFree(part, pattern[index - 1], pattern[index + 1])),
  );
  return isWritable ? pattern : undefined;
}

/** Words of the grammar of conditions, for which no placeholder can stand. */
const grammar =
  /^(avg|min|max|total|count|[<>=]+|from|where|and|or|with|as|at|least|of|dynamic|low|medium|high|since|includes|excludes|startswith|skipmetricvalidation)$/;

/** What a placeholder can stand for inside a text; in a condition that is one name, value or number. */
function isWord(value: Json, path: Path): boolean {
  const text = textOf(value);
  // A part of a quoted word would bring its quote along.
  return text !== "" && !(isCondition(path) && (/[\s'"]/.test(text) || grammar.test(text)));
}

/** A `$` before a placeholder would read as an escape, and two in a row are one word that nobody could tell apart. */
function isFree({ before }: Slot, left: string | Slot | undefined, right: string | Slot | undefined): boolean {
  return !before.endsWith("$") && typeof (left ?? "") === "string" && typeof (right ?? "") === "string";
}

/** The parts up to the first that differs. */
function sameUpTo(parts: Parts): readonly string[] {
  const end = parts.findIndex((part) => typeof part !== "string");
  return parts.slice(0, end < 0 ? undefined : end).filter((part) => typeof part === "string");
}

/** In a condition a number has to be one; as text it reads the same. */
function asNumber(text: string): Json {
  return /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/.test(text) && `${Number(text)}` === text ? Number(text) : text;
}
