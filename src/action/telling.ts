import { textOf } from "../cli/tell.ts";
import type { Sources } from "../cli/opened.ts";
import type { Published } from "../commands/publish.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { ApplyReport, Planned, Report } from "../core/plan/report.ts";
import { count } from "../report/words.ts";
import type { ActionRun } from "./run.ts";
import { scrubbedSources } from "../cli/scrubbed.ts";

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

/** Tells later steps where the comment is, and people why none was written. */
export function tellPublished(published: Published, { runner }: ActionRun): void {
  if ("url" in published) runner.output("comment-url", published.url);
  if (published.outcome === "outdated")
    runner.annotate({ level: "notice", message: `nothing was commented: ${published.because}` });
}
