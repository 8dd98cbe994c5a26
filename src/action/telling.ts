import { textOf } from "../cli/tell.ts";
import type { Sources } from "../cli/opened.ts";
import { exitCodeOf } from "../cli/exit-code.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { ApplyReport, Planned, Report, WorkspaceReport } from "../core/plan/report.ts";
import { planMarkdown } from "../report/markdown/plan-markdown.ts";
import { summaryLimit } from "./limits.ts";
import { count } from "../report/words.ts";
import { linkAt } from "./links.ts";
import type { ActionRun } from "./run.ts";
import { scrubbed, scrubbedSources } from "../cli/scrubbed.ts";

/** Writes a report to the log, as the command line would print it. */
export function logReport(report: Report, { runner, session }: ActionRun, sources: Sources): void {
  runner.log(
    textOf(report, session, scrubbedSources(sources, { diagnostics: report.diagnostics, scrub: runner.scrub })),
  );
}

/** Which run says so, for people. */
export function footerOf(commit: string, { place, session }: Pick<ActionRun, "place" | "session">): string {
  const { run } = place;
  const again = run.attempt > 1 ? `, attempt ${run.attempt}` : "";
  return `Tocsin ${session.version} at <code>${commit.slice(0, 7)}</code> in <a href="${run.url}">this run</a>${again}`;
}

/** What may keep a plan from being made or applied. */
interface Reasons {
  readonly diagnostics: readonly Diagnostic[];
  readonly planned?: Planned;
  readonly refused?: readonly { readonly code: string; readonly message: string }[];
}

/** Errors beside the lines that they are about, and what refuses or blocks the plan; warnings stand in the comment. */
export function annotateReasons(
  { diagnostics, planned, refused = planned?.refusals ?? [] }: Reasons,
  { runner }: ActionRun,
): void {
  for (const { severity, code, message, at } of diagnostics) {
    if (severity === "error") runner.annotate({ level: "error", title: code, message, at });
  }
  for (const { code, message } of refused) runner.annotate({ level: "error", title: code, message });
  for (const { name, because = [], at } of planned?.changes ?? []) {
    for (const { code, message } of because) {
      const place = at === undefined ? {} : { at };
      runner.annotate({ level: "error", title: code, message: `${name}: ${message}`, ...place });
    }
  }
}

/** What was not done, beside its definition; what was left out for one reason is told once. */
export function annotateResults({ results }: ApplyReport, { runner }: ActionRun): void {
  for (const { outcome, name, because = "it failed", at } of results) {
    if (outcome !== "failed") continue;
    runner.annotate({ level: "error", title: name, message: because, ...(at === undefined ? {} : { at }) });
  }
  const skipped = Map.groupBy(
    results.filter(({ outcome }) => outcome === "skipped"),
    ({ because }) => because ?? "something else failed",
  );
  for (const [because, { length }] of skipped) {
    const what = `${count(length, "change")} ${length === 1 ? "was" : "were"} not begun`;
    runner.annotate({ level: "error", title: "not begun", message: `${what}: ${because}` });
  }
}

/** A workspace that cannot be read is told beside its lines; there is no plan, and nothing was asked of anybody. */
export async function tellUnread(
  { report: made, sources }: { readonly report: WorkspaceReport; readonly sources: Sources },
  run: ActionRun,
): Promise<number> {
  const report = scrubbed(made, run.runner.scrub);
  logReport(report, run, sources);
  annotateReasons(report, run);
  await run.runner.summarize(planMarkdown(report, { linkTo: linkAt(run.place.commit, run), limit: summaryLimit }));
  return exitCodeOf(report);
}
