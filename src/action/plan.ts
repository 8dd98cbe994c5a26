import { join } from "node:path";
import { openReader } from "../azure/azure.ts";
import { exitCodeOf } from "../cli/exit-code.ts";
import { plan } from "../commands/plan.ts";
import { publishPlan, type Published } from "../commands/publish.ts";
import { markerOf, shownOf } from "../core/plan/comment.ts";
import type { PlanReport, WorkspaceReport } from "../core/plan/report.ts";
import { writeWhole } from "../files.ts";
import { renderJson } from "../report/json.ts";
import { planMarkdown } from "../report/markdown/plan.ts";
import { askHistory } from "./history.ts";
import { openForAzure } from "./opening.ts";
import { outputPlanned } from "./outputs.ts";
import type { ActionCommand, ActionRun } from "./run.ts";
import { annotateReasons, commentLimit, footerOf, linkAt, logReport, summaryLimit, tryHost } from "./telling.ts";

/** `command: plan`: what would change, in the log, the summary, a file, and on a pull request in its one comment. */
export const runPlan: ActionCommand = async (run) => {
  const { event, runner } = run;
  // Nobody of this repository decides what a fork's workflow does: it gets no sign-in, and needs none for this.
  if (event.name === "pull_request" && event.fork) {
    runner.annotate({
      level: "notice",
      message: "a pull request from a fork is not planned, since nothing is signed in for it: its definitions are validated",
    });
    return (await import("./validate.ts")).runValidate(run);
  }
  const opening = await openForAzure(run);
  if ("report" in opening) return tell(opening.report, run, opening.sources);
  const { inputs, azure, sources, opened, environment } = opening;
  const past = await askHistory(run, opening);
  const report = await plan({ ...inputs, ...past, reader: await openReader(azure) });
  const { planned } = report;
  if (planned !== undefined) {
    outputPlanned(planned, runner);
    const file = join(run.place.temporary, `tocsin-plan-${environment.name}.json`);
    await writeWhole(file, runner.scrub(renderJson(report)));
    runner.output("plan-file", file);
  }
  const marker = markerOf("plan", opened.workspace.file, environment.name);
  return tell(report, run, sources, marker);
};

async function tell(
  report: PlanReport | WorkspaceReport,
  run: ActionRun,
  sources: ReadonlyMap<string, string>,
  marker?: string,
): Promise<number> {
  return 0;
}
