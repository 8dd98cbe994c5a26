import type { Location } from "../../core/location.ts";
import type { ToldDifference } from "../../core/plan/report.ts";
import type { DiffLine } from "../line-diff.ts";
import { differenceName, inlineSides, secretChanged, sidesByLine } from "../told-difference.ts";
import { count } from "../words.ts";
import { fence, paragraph, row, tableHead } from "./blocks.ts";
import { lineOf, type MarkdownLook } from "./look.ts";
import { code, joined, type Phrase } from "./phrase.ts";

/** How differences are told: as what will happen (`plan`), as what happened (`answer`), or as who says what (`drift`). */
export interface DifferenceLook extends MarkdownLook {
  readonly told: "plan" | "drift" | "answer";
  /** Where the definition begins, so that a place in the same file needs no more than its line. */
  readonly definition: Location | undefined;
}

const titles = {
  plan: ["setting", "before", "after", "written at"],
  drift: ["setting", "Azure says", "git says", "written at"],
  answer: ["setting", "sent", "what Azure made of it"],
} as const;

// A longer value would push the rest of the table out of sight.
const widest = 60;
// So much of a map or list stands on one line of a block.
const blockWidth = 90;

/** Differences: short ones in a table, texts of several lines each as a line diff below it. */
export function differenceBlocks(differences: readonly ToldDifference[], look: DifferenceLook): readonly string[] {
  const rows = differences.flatMap((difference) => cellsOf(difference, look));
  const long = differences.filter((difference) => sidesOf(difference) === undefined);
  // Nobody needs a column that says nothing.
  const columns = titles[look.told].flatMap((title, index) =>
    rows.some((cells) => (cells[index]?.length ?? 0) > 0) ? [{ title, index }] : [],
  );
  const short = rows.map((cells) => row(columns.map(({ index }) => [cells[index] ?? []])));
  return [
    ...(short.length === 0 ? [] : [[tableHead(...columns.map(({ title }) => title)), ...short].join("\n")]),
    ...long.flatMap((difference) => [labelOf(difference, look), fence(linesOf(difference), "diff")]),
  ];
}

function cellsOf(difference: ToldDifference, look: DifferenceLook): readonly (readonly Phrase[])[] {
  const sides = sidesOf(difference);
  if (sides === undefined) return [];
  return [[[code(differenceName(difference))], ...sides, originOf(difference, look)]];
}

function sidesOf(difference: ToldDifference): readonly Phrase[] | undefined {
  if (difference.secret !== undefined) return [["(not shown)"], [secretChanged(difference.secret)]];
  const sides = inlineSides(difference);
  if (sides === undefined) return undefined;
  const { before, after } = sides;
  if (Math.max(before?.length ?? 0, after?.length ?? 0) > widest) return undefined;
  return [before, after].map((side) => (side === undefined ? ["(none)"] : [code(side)]));
}

/** Where the new value comes from, and what makes this difference another than the rest. */
function originOf({ layer, at, immutable, elsewhere }: ToldDifference, look: DifferenceLook): Phrase {
  const facts: readonly Phrase[] = [
    ...(at === undefined || layer === "default" ? [] : [lineOf(at, look.definition, look)]),
    ...(layer === undefined || layer === "spec" ? [] : [[code(layer)]]),
    ...(immutable ? [["cannot be changed in place"]] : []),
    ...(elsewhere ? [["not from this pull request"]] : []),
  ];
  return joined(facts, ", ");
}

function labelOf(difference: ToldDifference, look: DifferenceLook): string {
  const origin = look.told === "answer" ? [] : originOf(difference, look);
  const legend: readonly Phrase[] = [legendOf(difference, look), origin].filter((phrase) => phrase.length > 0);
  return paragraph(code(differenceName(difference)), ...(legend.length === 0 ? [] : [" · ", ...joined(legend, " · ")]));
}

function legendOf({ before, after }: ToldDifference, { told }: DifferenceLook): Phrase {
  if (told === "plan") return [];
  if (told === "answer") return [code("-"), " was sent, ", code("+"), " is what Azure made of it"];
  if (before === undefined) return ["git says it, Azure does not have it"];
  if (after === undefined) return ["Azure says it, git does not have it"];
  return [code("-"), " is what Azure says, ", code("+"), " is what git says"];
}

function linesOf(difference: ToldDifference): readonly string[] {
  return sidesByLine(difference, { width: blockWidth }).map(printDiffLine);
}

function printDiffLine(line: DiffLine): string {
  if (line.mark === "gap") return `  … ${count(line.lines, "more line")}`;
  return `${line.mark} ${line.spans.map((span) => (typeof span === "string" ? span : span.text)).join("")}`;
}
