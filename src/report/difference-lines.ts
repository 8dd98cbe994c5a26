import { isList, isObject, type Json } from "../core/json.ts";
import type { Location } from "../core/location.ts";
import type { ToldDifference } from "../core/plan/report.ts";
import { diffLines, diffWords, type DiffLine } from "./line-diff.ts";
import { as, fixed, pad, prose, spanWidth, type Line, type Span } from "./print.ts";
import { inline, itemLines, memberLines, textLines, unsealed, valueLines } from "./value-lines.ts";
import { widthOf } from "./visible.ts";
import { place } from "./words.ts";

/** How differences are told: as what will happen (`plan`), or as who says what (`drift`). */
export interface DifferenceLook {
  readonly told: "plan" | "drift";
  readonly indent: number;
  readonly columns: number;
  /** Where the definition begins, so that a place in the same file needs no more than its line. */
  readonly definition: Location | undefined;
}

// A longer path or value does not push all the others aside.
const widestPath = 34;
const widestValue = 44;

/** Differences, one under the other; short ones on a line each, with their values and places aligned. */
export function differenceLines(differences: readonly ToldDifference[], look: DifferenceLook): readonly Line[] {
  const path = Math.max(
    0,
    ...differences.map((difference) => widthOf(nameOf(difference))).filter((width) => width <= widestPath),
  );
  const rows = differences.map((difference) => ({ difference, short: onOneLine(difference, look) }));
  const values = rows.flatMap(({ short }) => (short === undefined ? [] : [spanWidth(short)]));
  const value = Math.max(0, ...values.filter((width) => width <= widestValue));
  return rows.flatMap(({ difference, short }): readonly Line[] => {
    const rear = origin(difference, look);
    const told = short === undefined ? undefined : [`${pad(nameOf(difference), path)}  `, ...short];
    if (told !== undefined && (difference.secret !== undefined || look.indent + spanWidth(told) <= look.columns)) {
      const gap = " ".repeat(Math.max(0, value - spanWidth(short ?? [])));
      const fits = look.indent + spanWidth([...told, gap, ...rear]) <= look.columns;
      return [prose(look.indent, 4, ...told, fits ? gap : "", ...rear)];
    }
    return [
      prose(look.indent, 4, nameOf(difference), ...legend(difference, look), ...rear),
      ...block(difference, look),
    ];
  });
}

/** An element without a name is called by all it says, which stands below it anyway. */
function nameOf({ path, order }: ToldDifference): string {
  const list = path.replace(/\[\{.*\}(?:#\d+)?\]$/s, "");
  return order === undefined ? list : `order of ${list}`;
}

/** Where the new value comes from, as far as the head of the change does not say it already. */
function origin({ layer, at, immutable, elsewhere }: ToldDifference, { definition }: DifferenceLook): readonly Span[] {
  const where =
    at === undefined || layer === "default"
      ? []
      : at.file === definition?.file
        ? [as("faint", `line ${at.line}`)]
        : [place(at)];
  const from = layer === undefined || layer === "spec" ? [] : [as("faint", layer)];
  const others = elsewhere ? [as("caution", "not from here")] : [];
  const all = [...(immutable ? [as("replace", "immutable")] : []), ...where, ...from, ...others];
  return all.length === 0
    ? []
    : ["   ", ...all.flatMap((span, index) => (index === 0 ? [span] : [as("faint", ", "), span]))];
}

const none = as("faint", "(none)");

function onOneLine(
  { path, secret, before, after }: ToldDifference,
  { told }: DifferenceLook,
): readonly Span[] | undefined {
  if (secret !== undefined) return [as("secret", secretChanged(secret))];
  const left = before === undefined ? undefined : inline(withoutName(before, path));
  const right = after === undefined ? undefined : inline(withoutName(after, path));
  if ((before !== undefined && left === undefined) || (after !== undefined && right === undefined)) return undefined;
  const words =
    left !== undefined && right !== undefined
      ? diffWords(left, right)
      : {
          before: left === undefined ? [none] : [as("before", left)],
          after: right === undefined ? [none] : [as("after", right)],
        };
  if (told === "drift")
    return [as("faint", "Azure says "), ...words.before, as("faint", ", git says "), ...words.after];
  return [...words.before, as("faint", " → "), ...words.after];
}

/** `criteria[cpu]` has said already what `avg cpu > 80 as cpu` is called. */
function withoutName(value: Json, path: string): Json {
  const name = /\[([^[\]]+)\]$/.exec(path)?.[1];
  return name !== undefined && typeof value === "string" && value.endsWith(` as ${name}`)
    ? value.slice(0, -name.length - 4)
    : value;
}

function secretChanged(names: readonly string[]): string {
  if (names.length === 0) return "(hidden value changed)";
  return names.length === 1 ? `(secret ${names[0]} changed)` : `(secrets ${names.join(", ")} changed)`;
}

function legend({ before, after }: ToldDifference, { told }: DifferenceLook): readonly Span[] {
  if (told === "plan") return [];
  if (before === undefined) return [as("faint", "  git says, Azure does not have it")];
  if (after === undefined) return [as("faint", "  Azure says, git does not have it")];
  return [as("faint", "  - Azure says, "), as("faint", "+ git says")];
}

function block(
  { path, before: live, after: wanted }: ToldDifference,
  { indent, columns }: DifferenceLook,
): readonly Line[] {
  const before = live === undefined ? undefined : withoutName(live, path);
  const after = wanted === undefined ? undefined : withoutName(wanted, path);
  const width = columns - indent - 4;
  const texts =
    typeof before === "string" && typeof after === "string" && !before.includes("\n") && !after.includes("\n");
  if (texts) {
    const words = diffWords(unsealed(before), unsealed(after));
    // An id has no blank where it could be parted, and is copied.
    const line = (...spans: readonly Span[]): Line =>
      /\s/.test(before + after) ? prose(indent + 2, 2, ...spans) : fixed(indent + 2, ...spans);
    return [line(as("before", "- "), ...words.before), line(as("after", "+ "), ...words.after)];
  }
  const lines = diffLines(linesOf(before, width), linesOf(after, width));
  const seen = lines.some(({ mark }) => mark === "-" || mark === "+");
  // What YAML shows alike (a last newline, say) is told exactly.
  return (seen ? lines : diffLines(exact(before), exact(after))).map((line) => printDiffLine(line, indent + 2));
}

function linesOf(value: Json | undefined, width: number): readonly string[] {
  if (value === undefined) return [];
  if (typeof value === "string") return textLines(value);
  // Elements and members each on a line of their own, so that the one that differs can be seen.
  if (isList(value) && value.every(isScalar)) return value.map((item) => inline(item) ?? "");
  if (isList(value)) return value.flatMap((item) => itemLines(item, width));
  return isObject(value) ? memberLines(value, width) : valueLines(value, width);
}

function isScalar(value: Json): boolean {
  return typeof value === "string" ? !value.includes("\n") : !isList(value) && !isObject(value);
}

function exact(value: Json | undefined): readonly string[] {
  return value === undefined ? [] : [unsealed(JSON.stringify(value))];
}

/** A line of a line diff as it is printed. */
function printDiffLine(line: DiffLine, indent: number): Line {
  switch (line.mark) {
    case "gap":
      return fixed(indent, as("faint", `  … ${line.lines} more`));
    case " ":
      return fixed(indent, "  ", ...line.spans);
    case "-":
      return fixed(indent, as("before", "- "), ...line.spans);
    case "+":
      return fixed(indent, as("after", "+ "), ...line.spans);
  }
}
