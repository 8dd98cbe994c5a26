import { exitCode, exitCodeOf } from "../cli/exit-code.ts";
import { historyOf } from "../cli/history.ts";
import { overtakenBy } from "../commands/overtaken.ts";
import { publishResult, type Published } from "../commands/publish.ts";
import { reviewedBefore, type Reviewed, type ReviewedPullRequest } from "../commands/reviewed.ts";
import { markerOf } from "../core/plan/comment.ts";
import type { ApplyReport } from "../core/plan/report.ts";
import { HostError } from "../ports/pull-request-host.ts";
import { applyMarkdown } from "../report/markdown/apply-markdown.ts";
import { applyOpened } from "./applying.ts";
import { isDefinitionOf } from "./history.ts";
import { withHost } from "./host-work.ts";
import { openForAzure, type Opening } from "./opening.ts";
import { outputPlanned } from "./outputs.ts";
import type { ActionCommand, ActionRun } from "./run.ts";
import { linkAt } from "./links.ts";
import { commentLimit, summaryLimit } from "./limits.ts";
import { scrubbed } from "../cli/scrubbed.ts";
import { annotateReasons, annotateResults, footerOf, logReport, tellUnread } from "./telling.ts";

// Among so many commits are pull requests looked for whose apply never came to its end.
const lookBack = 20;

/**
 * `command: apply`: plans again on the default branch, compares with what pull requests showed, applies, and says on them
 * what happened to each resource.
 */
export const runApply: ActionCommand = async (run) => {
  const { runner, inputs, place } = run;
  const opening = await openForAzure(run);
  if ("report" in opening) return tellUnread(opening, run);
  const newer = await newerDefinitions(opening, run);
  if (newer !== undefined) return leaveTo(newer, run);
  const reviewed = await lookForReviews(opening, run);
  const { report: made, bug } = await applyOpened(opening, run, {
    // Where nobody can say what was shown, nothing was.
    shown: reviewed?.shown ?? { changes: [], digests: [] },
    ...(inputs.digest === undefined ? {} : { digest: inputs.digest }),
  });
  const report = scrubbed(made, runner.scrub);
  logReport(report, run, opening.sources);
  annotateReasons(report, run);
  annotateResults(report, run);
  if (report.planned !== undefined) outputPlanned(report.planned, runner);
  await runner.summarize(applyMarkdown(report, { linkTo: linkAt(place.commit, run), limit: summaryLimit }));
  if (reviewed !== undefined) await publishResults(report, reviewed, { run, marker: markerFor(opening) });
  // What was done is told before our bug is: with its stack, it ends the run.
  if (bug !== undefined) throw bug.cause;
  return exitCodeOf(report);
};

function markerFor({ opened, environment }: Opening): string {
  return markerOf("plan", opened.workspace.file, environment.name);
}

/** The newer commit whose run has to apply instead of this one. */
async function newerDefinitions(opening: Opening, run: ActionRun): Promise<string | undefined> {
  const { place, event } = run;
  const branch = place.defaultBranch;
  if (branch === undefined) return undefined;
  try {
    const isDefinition = isDefinitionOf(opening, run);
    return await overtakenBy({ commit: place.commit, branch }, { host: await run.host(), isDefinition });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    // The first run of a push comes in its turn. One that is started again by hand may be of any age.
    if (event.name !== "push" || place.run.attempt > 1) throw error;
    const message = `whether \`${branch}\` has newer definitions is not known: ${error.message}`;
    run.runner.annotate({ level: "warning", message });
    return undefined;
  }
}

function leaveTo(newer: string, { runner, place }: ActionRun): number {
  const branch = place.defaultBranch ?? "the branch";
  const message = `${branch} has newer definitions at ${newer.slice(0, 7)}, and their run applies them: nothing was written here, since this would take back what was merged since; to go back to ${place.commit.slice(0, 7)}, revert what came after it`;
  runner.annotate({ level: "warning", title: "left to a newer run", message });
  runner.output("outcome", "skipped");
  return exitCode.fine;
}

async function lookForReviews(opening: Opening, run: ActionRun): Promise<Reviewed | undefined> {
  const look = async (): Promise<Reviewed> => {
    const commits = await historyOf(opening.opened, run.session).lately(lookBack);
    const known = commits.length > 0 ? commits : [{ id: run.place.commit, title: "" }];
    return reviewedBefore(known, { host: await run.host(), marker: markerFor(opening) });
  };
  const what = "what the pull request showed is not known";
  const reviewed = await withHost(look, { run, what, failure: "warning" });
  return reviewed.done ? reviewed.value : undefined;
}

/** Each pull request whose changes may have been among them hears of its own; the newest of all. */
async function publishResults(
  report: ApplyReport,
  { pullRequests }: Reviewed,
  { run, marker }: { readonly run: ActionRun; readonly marker: string },
): Promise<void> {
  const { runner, place, inputs } = run;
  if (inputs.comment === "never") return;
  for (const [index, reviewed] of pullRequests.entries()) {
    const { pullRequest, data } = reviewed;
    // What was applied once stays said; and who was shown nothing and brought nothing needs not hear of it.
    const silent = index > 0 || (report.results.length === 0 && isDone(report));
    if (data?.state === "applied" || (data === undefined && silent)) continue;
    const own = index === 0 ? report : partOf(report, reviewed);
    const more = { text: "the summary of the run", url: place.run.url };
    const text = applyMarkdown(own, { linkTo: linkAt(place.commit, run), limit: commentLimit, more });
    const publish = async (): Promise<Published> =>
      publishResult(
        {
          pullRequest: pullRequest.number,
          marker,
          text,
          footer: footerOf(place.commit, run),
          data: {
            state: isDone(report) ? "applied" : "failed",
            head: place.commit,
            run: { id: place.run.id, attempt: place.run.attempt },
            // What was shown before the merge is what the next run has to know; not what this one did.
            ...(data?.digest === undefined ? {} : { digest: data.digest }),
            changes: data?.changes ?? [],
          },
        },
        { host: await run.host() },
      );
    const what = `#${pullRequest.number} does not say what became of it`;
    const published = await withHost(publish, { run, what, failure: "warning" });
    if (published.done && "url" in published.value && index === 0) runner.output("comment-url", published.value.url);
  }
}

/** What of an apply another pull request than the newest had shown. */
function partOf(report: ApplyReport, { data }: ReviewedPullRequest): ApplyReport {
  const nameOf = (one: { readonly kind: string; readonly name: string; readonly resourceGroup: string }): string =>
    `${one.kind}/${one.resourceGroup}/${one.name}`.toLowerCase();
  const shown = new Set((data?.changes ?? []).map(nameOf));
  const { planned, results, handwork, unseen: _, gone: _gone, ...rest } = report;
  const isShown = (one: Parameters<typeof nameOf>[0]): boolean => shown.has(nameOf(one));
  return {
    ...rest,
    results: results.filter(isShown),
    handwork: handwork.filter(({ name }) => data?.changes.some((change) => change.name === name)),
    ...(planned === undefined ? {} : { planned: { ...planned, changes: planned.changes.filter(isShown), paging: [] } }),
  };
}

function isDone({ planned, refused = [], results }: ApplyReport): boolean {
  return (
    planned !== undefined &&
    refused.length === 0 &&
    planned.changes.every(({ action }) => action !== "blocked") &&
    results.every(({ outcome }) => outcome === "applied")
  );
}
