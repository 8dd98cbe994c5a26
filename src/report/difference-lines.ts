import type { Location } from "../core/location.ts";
import type { ToldDifference } from "../core/plan/report.ts";
import { diffWords, type DiffLine } from "./line-diff.ts";
import { as, fixed, pad, prose, spanWidth, type Line, type Span } from "./print.ts";
import { differenceName, inlineSides, secretChanged, sidesByLine, withoutName } from "./told-difference.ts";
import { unsealed } from "./value-lines.ts";
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
    ...differences.map((difference) => widthOf(differenceName(difference))).filter((width) => width <= widestPath),
  );
  const rows = differences.map((difference) => ({ difference, short: onOneLine(difference, look) }));
  const values = rows.flatMap(({ short }) => (short === undefined ? [] : [spanWidth(short)]));
  const value = Math.max(0, ...values.filter((width) => width <= widestValue));
  return rows.flatMap(({ difference, short }): readonly Line[] => {
    const rear = origin(difference, look);
    const told = short === undefined ? undefined : [`${pad(differenceName(difference), path)}  `, ...short];
    if (told !== undefined && (difference.secret !== undefined || look.indent + spanWidth(told) <= look.columns)) {
      const gap = " ".repeat(Math.max(0, value - spanWidth(short ?? [])));
      const fits = look.indent + spanWidth([...told, gap, ...rear]) <= look.columns;
      return [prose(look.indent, 4, ...told, fits ? gap : "", ...rear)];
    }
    return [
      prose(look.indent, 4, differenceName(difference), ...legend(difference, look), ...rear),
      ...block(difference, look),
    ];
  });
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

function onOneLine(difference: ToldDifference, { told }: DifferenceLook): readonly Span[] | undefined {
  if (difference.secret !== undefined) return [as("secret", secretChanged(difference.secret))];
  const sides = inlineSides(difference);
  if (sides === undefined) return undefined;
  const { before, after } = sides;
  const words =
    before !== undefined && after !== undefined
      ? diffWords(before, after)
      : {
          before: before === undefined ? [none] : [as("before", before)],
          after: after === undefined ? [none] : [as("after", after)],
        };
  if (told === "drift")
    return [as("faint", "Azure says "), ...words.before, as("faint", ", git says "), ...words.after];
  return [...words.before, as("faint", " → "), ...words.after];
}

function legend({ before, after }: ToldDifference, { told }: DifferenceLook): readonly Span[] {
  if (told === "plan") return [];
  if (before === undefined) return [as("faint", "  git says, Azure does not have it")];
  if (after === undefined) return [as("faint", "  Azure says, git does not have it")];
  return [as("faint", "  - Azure says, "), as("faint", "+ git says")];
}

function block(difference: ToldDifference, { indent, columns }: DifferenceLook): readonly Line[] {
  const { path, before: live, after: wanted } = difference;
  const before = live === undefined ? undefined : withoutName(live, path);
  const after = wanted === undefined ? undefined : withoutName(wanted, path);
  const texts =
    typeof before === "string" && typeof after === "string" && !before.includes("\n") && !after.includes("\n");
  if (texts) {
    const words = diffWords(unsealed(before), unsealed(after));
    // An id has no blank where it could be parted, and is copied.
    const line = (...spans: readonly Span[]): Line =>
      /\s/.test(before + after) ? prose(indent + 2, 2, ...spans) : fixed(indent + 2, ...spans);
    return [line(as("before", "- "), ...words.before), line(as("after", "+ "), ...words.after)];
  }
  return sidesByLine(difference, { width: columns - indent - 4 }).map((line) => printDiffLine(line, indent + 2));
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
