import type { ApplyReport, ToldResult } from "../core/plan/report.ts";
import { titleSpans } from "./change-lines.ts";
import { diagnosticCount, diagnosticLines } from "./diagnostic-lines.ts";
import { differenceLines } from "./difference-lines.ts";
import { headline, noPlan, refusalLines, verdict } from "./plan-text.ts";
import { apart, as, fixed, prose, type Line, type Span, type Style } from "./print.ts";
import type { TextLook } from "./text.ts";
import { count, marks, place } from "./words.ts";

/** What was done: the verdict, what failed and why, each resource, and last what only a person can do. */
export function applyLines(report: ApplyReport, look: TextLook): readonly Line[] {
  const { subject, diagnostics, planned, refused = [], results } = report;
  const told = diagnosticLines(diagnostics, { ...look, environments: [subject.environment] });
  const head = headline("Apply", subject);
  if (planned === undefined) return apart([head], told, refusalLines(refused), [noPlan(diagnosticCount(diagnostics))]);
  if (refused.length > 0)
    return apart(
      [head],
      refusalLines(refused),
      [prose(0, 2, as("bad", "× nothing was written"))],
      handworkLines(report),
    );
  if (results.length === 0) return apart([head, ...verdict(planned)], told, handworkLines(report));
  return apart(
    [head, ...summary(results)],
    outcomeLines(inOrder(results), look),
    again(results),
    handworkLines(report),
  );
}

/** What went well first: what did not is read last, next to the prompt. */
function inOrder(results: readonly ToldResult[]): readonly ToldResult[] {
  const order = ["applied", "skipped", "failed"];
  return results.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
}

/** From so many on, what was left out for one reason is told once: an apply that was stopped leaves hundreds. */
const fewest = 4;

function outcomeLines(results: readonly ToldResult[], look: TextLook): readonly Line[] {
  const skipped = results.filter(({ outcome }) => outcome === "skipped");
  const alike = Map.groupBy(skipped, ({ because }) => because);
  return results.flatMap((result) => {
    const same = result.outcome === "skipped" ? (alike.get(result.because) ?? []) : [];
    if (same.length < fewest) return resultLines(result, look);
    return result === same[0] ? skippedLines(same) : [];
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

function again(results: readonly ToldResult[]): readonly Line[] {
  if (results.every((result) => result.outcome === "applied")) return [];
  return [
    prose(0, 2, "Run the same apply again when nothing stands in its way any more: what is done is not done twice."),
  ];
}

const outcomes: Readonly<Record<ToldResult["outcome"], { readonly sign: string; readonly style: Style }>> = {
  applied: { sign: "✓", style: "good" },
  failed: { sign: "×", style: "bad" },
  skipped: { sign: "!", style: "caution" },
};

function summary(results: readonly ToldResult[]): readonly Line[] {
  const spans = (["applied", "failed", "skipped"] as const).flatMap((outcome): Span[] => {
    const number = results.filter((result) => result.outcome === outcome).length;
    return number === 0 ? [] : [as(outcomes[outcome].style, `${number} ${outcome}`)];
  });
  return [prose(0, 2, ...spans.flatMap((span, index) => (index === 0 ? [span] : [", ", span])))];
}

/** What happened to one resource, in a line. */
function resultHead(result: ToldResult): readonly Span[] {
  const { sign, style } = outcomes[result.outcome];
  const word = result.outcome === "applied" ? marks[result.action].done : result.outcome;
  const where: readonly Span[] =
    result.at === undefined || result.outcome === "applied" ? [] : ["  ", place(result.at)];
  return [as(style, `${sign} ${word.padEnd(9)}`), ...titleSpans(result), ...where];
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

function azureLines({ azure }: ToldResult): readonly Line[] {
  if (azure === undefined) return [];
  const { status, code, correlationId } = azure;
  const parts = [
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(code === undefined ? [] : [`code ${code}`]),
    ...(correlationId === undefined ? [] : [`correlation id ${correlationId}`]),
  ];
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
  const head = `Now ${handwork.length === 1 ? "one thing" : count(handwork.length, "thing")} that only a person can do`;
  return [
    prose(0, 2, as("strong", head)),
    ...handwork.map(({ name, todo }) => prose(2, 2, as("caution", "! "), as("strong", name), `: ${todo}`)),
  ];
}
