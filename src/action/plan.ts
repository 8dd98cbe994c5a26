import { openReader } from "../azure/azure.ts";
import { exitCodeOf } from "../cli/exit-code.ts";
import type { Sources } from "../cli/opened.ts";
import { plan } from "../commands/plan.ts";
import { publishPlan } from "../commands/publish.ts";
import { shownOf } from "../core/plan/comment.ts";
import type { PlanReport, WorkspaceReport } from "../core/plan/report.ts";
import { renderJson } from "../report/json.ts";
import { planMarkdown } from "../report/markdown/plan-markdown.ts";
import { aimMeant, aimOf, type Aim } from "./aim.ts";
import { attempt } from "./failure.ts";
import { lookBackFor } from "./history.ts";
import { withHost } from "./host-work.ts";
import { leaveFile } from "./leave-file.ts";
import { tellNoPlan } from "./no-plan.ts";
import { openForAzure } from "./opening.ts";
import { outputPlanned } from "./outputs.ts";
import { linkAt } from "./links.ts";
import type { ActionCommand, ActionRun } from "./run.ts";
import { commentLimit, summaryLimit } from "./limits.ts";
import { scrubbed } from "../cli/scrubbed.ts";
import { annotateReasons, footerOf, logReport, tellPublished } from "./telling.ts";

/** `command: plan`: what would change, in the log, the summary, a file, and on a pull request in its one comment. */
export const runPlan: ActionCommand = async (run) => {
  const { event, runner } = run;
  // Nobody of this repository decides what a fork's workflow does: nothing is signed in for it, and this needs nothing.
  if (event.name === "pull_request" && event.fork) {
    const message =
      "a pull request from a fork or by Dependabot is not planned, since nothing is signed in to Azure for it; its definitions are validated";
    runner.annotate({ level: "notice", message });
    return (await import("./validate.ts")).runValidate(run);
  }
  const opened = await attempt(() => openForAzure(run));
  if ("thrown" in opened) return tellNoPlan(opened.thrown, run, aimMeant(run));
  const opening = opened.value;
  if ("report" in opening) return tell(opening.report, run, { sources: opening.sources, ...aimMeant(run) });
  const { inputs, azure, sources, environment } = opening;
  const planned = await attempt(async () => {
    const past = await lookBackFor(opening, run);
    return plan({ ...inputs, ...past, reader: await openReader(azure) });
  });
  if ("thrown" in planned) return tellNoPlan(planned.thrown, run, aimOf(opening, run));
  const report = planned.value;
  if (report.planned !== undefined) {
    outputPlanned(report.planned, runner);
    await leaveFile(run, {
      output: "plan-file",
      name: `tocsin-plan-${environment.name}.json`,
      text: renderJson(scrubbed(report, runner.scrub)),
    });
  }
  return tell(report, run, { sources, ...aimOf(opening, run) });
};

interface Telling extends Pick<Aim, "marker"> {
  readonly sources: Sources;
}

async function tell(made: PlanReport | WorkspaceReport, run: ActionRun, telling: Telling): Promise<number> {
  const { event, place, runner } = run;
  const report = scrubbed(made, runner.scrub);
  logReport(report, run, telling.sources);
  annotateReasons(report, run);
  const head = event.name === "pull_request" ? event.head : place.commit;
  const look = { linkTo: linkAt(head, run) };
  await runner.summarize(planMarkdown(report, { ...look, limit: summaryLimit }));
  if (event.name === "pull_request" && telling.marker !== undefined) {
    const more = { text: "summary of the run", url: place.run.url };
    const text = planMarkdown(report, { ...look, limit: commentLimit, more });
    await comment(text, report, { run, marker: telling.marker, pullRequest: event.number, head });
  }
  return exitCodeOf(report);
}

interface Commenting {
  readonly run: ActionRun;
  readonly marker: string;
  readonly pullRequest: number;
  readonly head: string;
}

async function comment(
  text: string,
  report: PlanReport | WorkspaceReport,
  { run, marker, pullRequest, head }: Commenting,
): Promise<void> {
  const { inputs, place } = run;
  if (inputs.comment === "never") return;
  const planned = report.command === "plan" ? report.planned : undefined;
  const data = {
    state: "planned" as const,
    head,
    run: place.run,
    ...(planned === undefined ? {} : { digest: planned.digest }),
    changes: planned === undefined ? [] : shownOf(planned),
  };
  const publication = { pullRequest, marker, text, footer: footerOf(head, run), data };
  const onlyUpdate = inputs.comment === "changes" && planned?.changes.length === 0;
  const what = `the plan stands in the summary, and not on #${pullRequest}`;
  const published = await withHost(async () => publishPlan(publication, { host: await run.host(), onlyUpdate }), {
    run,
    what,
    failure: "warning",
  });
  if (published.done) tellPublished(published.value, run);
}
