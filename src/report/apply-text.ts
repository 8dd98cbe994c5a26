import type { ApplyReport, ToldResult } from "../core/plan/report.ts";
import {
  azureFacts,
  blockedCount,
  handworkHead,
  nothingWritten,
  outcomeCounts,
  outcomes,
  outcomeWord,
  resultsTogether,
  runAgain,
} from "./apply-words.ts";
import { titleSpans } from "./change-lines.ts";
import { diagnosticCount, diagnosticLines } from "./diagnostic-lines.ts";
import { differenceLines } from "./difference-lines.ts";
import { headline, noPlan, refusalLines, verdict } from "./plan-text.ts";
import { apart, as, fixed, prose, type Line, type Span } from "./print.ts";
import type { TextLook } from "./text.ts";
import { place } from "./words.ts";

/** What was done: the verdict, what failed and why, each resource, and last what only a person can do. */
export function applyLines(report: ApplyReport, look: TextLook): readonly Line[] {
  const { subject, diagnostics, planned, refused = [], results } = report;
  const told = diagnosticLines(diagnostics, { ...look, environments: [subject.environment] });
  const head = headline("Apply", subject);
  if (planned === undefined) return apart([head], told, refusalLines(refused), [noPlan(diagnosticCount(diagnostics))]);
  if (refused.length > 0)
    return apart([head], refusalLines(refused), [prose(0, 2, as("bad", `× ${nothingWritten}`))], handworkLines(report));
  // The plan came before, with what is to be said of the definitions; only of an empty one nothing was shown.
  const untold = planned.changes.length === 0 ? told : [];
  if (results.length === 0) return apart([head, ...verdict(planned)], untold, handworkLines(report));
  return apart(
    [head, ...summary(results, blockedCount(planned))],
    outcomeLines(inOrder(results), look),
    isDone(report) ? [] : [prose(0, 2, runAgain)],
    handworkLines(report),
  );
}

/** What went well first: what did not is read last, next to the prompt. */
function inOrder(results: readonly ToldResult[]): readonly ToldResult[] {
  const order = ["applied", "skipped", "failed"];
  return results.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
}

function outcomeLines(results: readonly ToldResult[], look: TextLook): readonly Line[] {
  return resultsTogether(results).flatMap((same) => {
    const [only] = same;
    return only !== undefined && same.length === 1 ? resultLines(only, look) : skippedLines(same);
  });
}

function skippedLines(skipped: readonly ToldResult[]): readonly Line[] {
  const { sign, style } = outcomes.skipped;
  const because = skipped[0]?.because ?? "";
  return [
    prose(0, 12, as(style, `${sign} skipped  `), as("strong", `${skipped.length} resources`), `: ${because}`),
    ...skipped.map(({ at, ...rest }) => fixed(4, ...titleSpans(rest), ...(at === undefined ? [] : ["  ", place(at)]))),
  ];
}

function isDone({ planned, results }: ApplyReport): boolean {
  return blockedCount(planned) === "" && results.every((result) => result.outcome === "applied");
}

function summary(results: readonly ToldResult[], blocked: string): readonly Line[] {
  const spans = [
    ...outcomeCounts(results).map(({ outcome, told }) => as(outcomes[outcome].style, told)),
    ...(blocked === "" ? [] : [as("bad", blocked)]),
  ];
  return [prose(0, 2, ...spans.flatMap((span, index) => (index === 0 ? [span] : [", ", span])))];
}

/** What happened to one resource, in a line. */
function resultHead(result: ToldResult): readonly Span[] {
  const { sign, style } = outcomes[result.outcome];
  const where: readonly Span[] =
    result.at === undefined || result.outcome === "applied" ? [] : ["  ", place(result.at)];
  return [as(style, `${sign} ${outcomeWord(result).padEnd(9)}`), ...titleSpans(result), ...where];
}

/** The same, and below it what went another way than wanted. */
function resultLines(result: ToldResult, { columns }: Pick<TextLook, "columns">): readonly Line[] {
  return [
    prose(0, 12, ...resultHead(result)),
    ...(result.because === undefined ? [] : [prose(4, 2, result.because)]),
    ...azureLines(result),
    ...answerLines(result, columns),
  ];
}

function azureLines(result: ToldResult): readonly Line[] {
  const parts = azureFacts(result).map((fact) => fact.join(" "));
  return parts.length === 0 ? [] : [prose(4, 2, as("faint", `Azure: ${parts.join(", ")}`))];
}

function answerLines({ answer = [], at }: ToldResult, columns: number): readonly Line[] {
  if (answer.length === 0) return [];
  return [
    prose(4, 2, as("caution", "Azure made something else of it:")),
    ...differenceLines(answer, { told: "plan", indent: 6, columns, definition: at }),
  ];
}

function handworkLines({ handwork }: ApplyReport): readonly Line[] {
  if (handwork.length === 0) return [];
  return [
    prose(0, 2, as("strong", handworkHead({ handwork }))),
    ...handwork.map(({ name, todo }) => prose(2, 2, as("caution", "! "), as("strong", name), `: ${todo}`)),
  ];
}
