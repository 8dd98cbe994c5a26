import { textOf } from "../cli/tell.ts";
import type { Sources } from "../cli/opened.ts";
import { exitCodeOf } from "../cli/exit-code.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Planned, Report, WorkspaceReport } from "../core/plan/report.ts";
import { HostError } from "../ports/pull-request-host.ts";
import { planMarkdown } from "../report/markdown/plan-markdown.ts";
import { summaryLimit } from "./limits.ts";
import { linkAt } from "./links.ts";
import type { ActionRun } from "./run.ts";

/** Writes a report to the log, as the command line would print it. */
export function logReport(report: Report, { runner, session }: ActionRun, sources: Sources): void {
  runner.log(textOf(report, session, sources));
}

/** Which run says so, for people. */
export function footerOf(commit: string, { place, session }: Pick<ActionRun, "place" | "session">): string {
  const { run } = place;
  const again = run.attempt > 1 ? `, attempt ${run.attempt}` : "";
  return `Tocsin ${session.version} at <code>${commit.slice(0, 7)}</code> in <a href="${run.url}">this run</a>${again}`;
}

/** Errors beside the lines that they are about, and what refuses or blocks the plan; warnings stand in the comment. */
export function annotateReasons(
  { diagnostics, planned }: { readonly diagnostics: readonly Diagnostic[]; readonly planned?: Planned },
  { runner }: ActionRun,
): void {
  for (const { severity, code, message, at } of diagnostics) {
    if (severity === "error") runner.annotate({ level: "error", title: code, message, at });
  }
  for (const { code, message } of planned?.refusals ?? []) runner.annotate({ level: "error", title: code, message });
  for (const { name, because = [], at } of planned?.changes ?? []) {
    for (const { code, message } of because) {
      const place = at === undefined ? {} : { at };
      runner.annotate({ level: "error", title: code, message: `${name}: ${message}`, ...place });
    }
  }
}

/** Runs what talks to GitHub; its refusal takes nothing away from what Azure answered, and is told. */
export async function tryHost<T>(what: string, { runner }: ActionRun, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const { permission, message, tried } = error;
    const why =
      permission === undefined
        ? `${message} (${tried})`
        : `the token may not; the job wants \`${permission}\` in its \`permissions\``;
    runner.annotate({ level: permission === undefined ? "warning" : "notice", message: `${what}: ${why}` });
    return undefined;
  }
}

/** A workspace that cannot be read is told beside its lines; there is no plan, and nothing was asked of anybody. */
export async function tellUnread(
  { report, sources }: { readonly report: WorkspaceReport; readonly sources: Sources },
  run: ActionRun,
): Promise<number> {
  logReport(report, run, sources);
  annotateReasons(report, run);
  await run.runner.summarize(planMarkdown(report, { linkTo: linkAt(run.place.commit, run), limit: summaryLimit }));
  return exitCodeOf(report);
}
