import type { ApplyReport, ToldResult } from "../core/plan/report.ts";
import type { Style } from "./print.ts";
import { count, marks } from "./words.ts";

/** The signs of what can happen to a change. */
export const outcomes: Readonly<Record<ToldResult["outcome"], { readonly sign: string; readonly style: Style }>> = {
  applied: { sign: "✓", style: "good" },
  failed: { sign: "×", style: "bad" },
  skipped: { sign: "!", style: "caution" },
};

/** `3 applied`, `1 failed`: as far as there are any. */
export function outcomeCounts(
  results: readonly ToldResult[],
): readonly { readonly outcome: ToldResult["outcome"]; readonly told: string }[] {
  return (["applied", "failed", "skipped"] as const).flatMap((outcome) => {
    const number = results.filter((result) => result.outcome === outcome).length;
    return number === 0 ? [] : [{ outcome, told: `${number} ${outcome}` }];
  });
}

/** `1 blocked`: what was in the plan, and was left as it is; empty where nothing was. */
export function blockedCount(planned: ApplyReport["planned"]): string {
  const number = planned?.changes.filter(({ action }) => action === "blocked").length ?? 0;
  return number === 0 ? "" : `${number} ${marks.blocked.ahead}`;
}

/** What happened, in a word: `created`, `failed`. */
export function outcomeWord({ outcome, action }: ToldResult): string {
  return outcome === "applied" ? marks[action].done : outcome;
}

/** From so many on, what was left out for one reason is told once: an apply that was stopped leaves hundreds. */
const fewest = 4;

/** Results in groups that are told together: many that were skipped for one reason, else each by itself. */
export function resultsTogether(results: readonly ToldResult[]): readonly (readonly ToldResult[])[] {
  const skipped = results.filter(({ outcome }) => outcome === "skipped");
  const alike = Map.groupBy(skipped, ({ because }) => because);
  return results.flatMap((result) => {
    const same = result.outcome === "skipped" ? (alike.get(result.because) ?? []) : [];
    if (same.length < fewest) return [[result]];
    return result === same[0] ? [same] : [];
  });
}

/** What Azure's support asks for: `status 400`, `code BadRequest`, `correlation id …`. */
export function azureFacts({ azure = {} }: ToldResult): readonly (readonly [word: string, value: string])[] {
  const { status, code, correlationId } = azure;
  return [
    ...(status === undefined ? [] : [["status", String(status)] as const]),
    ...(code === undefined ? [] : [["code", code] as const]),
    ...(correlationId === undefined ? [] : [["correlation id", correlationId] as const]),
  ];
}

/** What to do where not all was applied. */
export const runAgain =
  "Run the same apply again when nothing stands in its way any more: what is done is not done twice.";

/** What stands above what only a person can do. */
export function handworkHead({ handwork }: Pick<ApplyReport, "handwork">): string {
  return `Now ${handwork.length === 1 ? "one thing" : count(handwork.length, "thing")} that only a person can do`;
}

/** What is said where an apply was refused. */
export const nothingWritten = "nothing was written";
