import type { DriftReport, Planned, Subject, ToldChange } from "../core/plan/report.ts";
import { titleSpans, withSecrets } from "./change-lines.ts";
import { diagnosticCount, diagnosticLines } from "./diagnostic-lines.ts";
import { differenceLines } from "./difference-lines.ts";
import { authorOf, howManyDiffer, sayingOf, waysOut } from "./drift-words.ts";
import { pagingLines } from "./paging-lines.ts";
import { headline, noPlan, noteLines } from "./plan-text.ts";
import { inOrder } from "./plan-words.ts";
import { apart, as, fixed, prose, type Line, type Span } from "./print.ts";
import type { TextLook } from "./text.ts";
import { memberLines } from "./value-lines.ts";
import { count, place } from "./words.ts";

/** What is not in Azure as git has it: who says what, who changed it and when, and both ways out. */
export function driftLines(report: DriftReport, look: TextLook): readonly Line[] {
  const { subject, diagnostics, planned } = report;
  const told = diagnosticLines(diagnostics, { ...look, environments: [subject.environment] });
  const head = headline("Drift", subject);
  if (planned === undefined) return apart([head], told, [noPlan(diagnosticCount(diagnostics))]);
  const changes = inOrder(planned.changes);
  return apart(
    [head, verdict(planned)],
    told,
    ...changes.map((change) => driftOf(change, subject, look)),
    pagingLines(planned.paging, { onlyBefore: "not in git", onlyAfter: "missing in Azure" }),
    noteLines(planned),
    wayOut(changes, subject),
  );
}

function verdict({ changes, unchanged }: Planned): Line {
  if (changes.length === 0)
    return prose(0, 2, as("good", "✓ no drift"), `: ${count(unchanged, "resource")} in Azure as git has it`);
  return prose(
    0,
    2,
    as("caution", `! ${howManyDiffer(changes.length)}`),
    ` from git`,
    as("faint", `, ${unchanged} as git has it`),
  );
}

function driftOf(change: ToldChange, subject: Subject, { columns, verbose }: TextLook): readonly Line[] {
  const where: readonly Span[] =
    change.at === undefined ? [as("faint", `  in ${change.resourceGroup}`)] : ["  ", place(change.at)];
  const { symbol, word, style, says } = sayingOf(change, subject);
  const author = authorOf(change);
  return [
    prose(0, 6, as(style, `${symbol} ${word.padEnd(10)} `), ...titleSpans(change), ...where),
    ...(says === undefined ? [] : [prose(4, 2, says)]),
    ...(change.because ?? []).map((obstacle) =>
      prose(4, 2, as("bad", "! "), obstacle.message, as("faint", `  [${obstacle.code}]`)),
    ),
    ...(author === undefined ? [] : [prose(4, 2, as("caution", author))]),
    ...differenceLines(change.differences, { told: "drift", indent: 4, columns, definition: change.at }),
    ...(verbose && change.settings !== undefined
      ? memberLines(change.settings, columns - 4).map((line) => prose(4, 2, ...withSecrets(line)))
      : []),
  ];
}

function wayOut(changes: readonly ToldChange[], subject: Subject): readonly Line[] {
  const ways = waysOut(changes, subject);
  if (ways === undefined) return [];
  const { undo, keep, edit } = ways;
  if (subject.retired)
    return [
      way("to delete it", undo),
      ...(edit === undefined ? [] : [prose(0, 15, as("faint", "to keep it     "), edit)]),
    ];
  return [
    way("to take back", undo),
    ...keep.map((command, at) => way(at === 0 ? "to keep" : "", command)),
    ...(edit === undefined ? [] : [prose(0, 15, as("faint", (keep.length === 0 ? "to keep" : "").padEnd(15)), edit)]),
    ...(keep.length === 0 && edit === undefined ? [] : [prose(15, 0, as("faint", "and merge that"))]),
  ];
}

/** A command as it is copied: never over two lines. */
function way(to: string, command: string): Line {
  return fixed(0, as("faint", to.padEnd(15)), command);
}
