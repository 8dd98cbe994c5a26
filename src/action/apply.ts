import { exitCode, exitCodeOf } from "../cli/exit-code.ts";
import { historyOf } from "../cli/history.ts";
import { publishResult, type Published } from "../commands/publish.ts";
import { reviewedBefore, type Reviewed } from "../commands/reviewed.ts";
import { whoHears, type Hearing } from "../commands/who-hears.ts";
import { markerOf } from "../core/plan/comment.ts";
import type { ApplyReport } from "../core/plan/report.ts";
import { HostError, type HostRefusal } from "../ports/pull-request-host.ts";
import { applyMarkdown } from "../report/markdown/apply-markdown.ts";
import { applyOpened } from "./applying.ts";
import { lookBackFor, otherDefinitions } from "./history.ts";
import { withHost, type HostWork } from "./host-work.ts";
import { openForAzure, type Opening } from "./opening.ts";
import { outputPlanned } from "./outputs.ts";
import type { ActionCommand, ActionRun } from "./run.ts";
import { linkAt } from "./links.ts";
import { commentLimit, summaryLimit } from "./limits.ts";
import { scrubbed } from "../cli/scrubbed.ts";
import { annotateReasons, annotateResults, footerOf, logReport, tellUnread } from "./telling.ts";

// Among so many commits, and as many that changed the definitions, are pull requests looked for whose apply never came to its end.
const lookBack = 20;

/**
 * `command: apply`: plans again on the default branch, compares with what pull requests showed, applies, and says on them
 * what happened to each resource.
 */
export const runApply: ActionCommand = async (run) => {
  const { runner, inputs, place } = run;
  const opening = await openForAzure(run);
  if ("report" in opening) return tellUnread(opening, run);
  const begun = await newerDefinitions(opening, run);
  if (begun.newer !== undefined) return leaveTo(begun.newer, run);
  const reviewed = await lookForReviews(opening, run);
  // To plan takes its time, and something may have been merged meanwhile.
  let late: string | undefined;
  const mayWrite = async (): Promise<boolean> => {
    // GitHub, which did not answer, is not asked again.
    if (begun.isKnown) late = (await newerDefinitions(opening, run)).newer;
    return late === undefined;
  };
  const { report: made, bug } = await applyOpened(opening, run, {
    ...(await lookBackFor(opening, run)),
    // Where nobody can say what was shown, nothing was.
    shown: reviewed?.shown ?? { changes: [], digests: [] },
    ...(inputs.digest === undefined ? {} : { digest: inputs.digest }),
    mayWrite,
  });
  if (late !== undefined) return leaveTo(late, run);
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

/** The commit whose run has to apply instead of this one, as far as it is known. */
interface Newer {
  readonly newer?: string | undefined;
  readonly isKnown: boolean;
}

async function newerDefinitions(opening: Opening, run: ActionRun): Promise<Newer> {
  const { place, event } = run;
  const branch = place.defaultBranch;
  if (branch === undefined) return { isKnown: false };
  try {
    return { newer: await otherDefinitions(opening, run, { branch }), isKnown: true };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    // The first run of a push comes in its turn. One that is started again by hand may be of any age.
    if (event.name !== "push" || place.run.attempt > 1) throw error;
    const message = `whether \`${branch}\` has newer definitions is not known: ${error.message}`;
    run.runner.annotate({ level: "warning", message });
    return { isKnown: false };
  }
}

function leaveTo(newer: string, { runner, place }: ActionRun): number {
  const branch = place.defaultBranch ?? "the branch";
  const message = `${branch} has other definitions at ${newer.slice(0, 7)} by now, and their run applies them: nothing was written here, since this would take back what was merged since; to go back to ${place.commit.slice(0, 7)}, revert what came after it`;
  runner.annotate({ level: "warning", title: "left to a newer run", message });
  runner.output("outcome", "skipped");
  return exitCode.fine;
}

async function lookForReviews(opening: Opening, run: ActionRun): Promise<Reviewed | undefined> {
  const look = async (): Promise<Reviewed> => {
    const history = historyOf(opening.opened, run.session);
    const lately = await history.lately(lookBack);
    // Where many others commit, what waits to be applied lies further back.
    const known = new Set([run.place.commit, ...lately.map(({ id }) => id)]);
    const before = (await history.changes(lookBack)).filter(({ id }) => !known.has(id));
    const here = lately.filter(({ id }) => id !== run.place.commit);
    return reviewedBefore([{ id: run.place.commit, title: "" }, ...here, ...before], {
      host: await run.host(),
      marker: markerFor(opening),
    });
  };
  const what = "what the pull request showed is not known";
  const reviewed = await withHost(look, { run, what, failure: "warning" });
  return reviewed.done ? reviewed.value : undefined;
}

async function publishResults(report: ApplyReport, reviewed: Reviewed, telling: Telling): Promise<void> {
  const { run } = telling;
  if (run.inputs.comment === "never") return;
  const hearings = whoHears(report, reviewed, { by: run.event.name === "push" ? "push" : "hand" });
  for (const [index, hearing] of hearings.entries()) {
    const published = await publishOne(hearing, telling);
    if (published.done) {
      if ("url" in published.value && hearing.isNewest) run.runner.output("comment-url", published.value.url);
    } else if (isPassing(published.reason)) {
      const rest = hearings.slice(index + 1).map(({ reviewed: { pullRequest } }) => `#${pullRequest.number}`);
      const told = `${rest.join(", ")} ${rest.length === 1 ? "is" : "are"} not told either; the next apply tells ${rest.length === 1 ? "it" : "them"}`;
      if (rest.length > 0) run.runner.annotate({ level: "warning", title: "tocsin apply", message: told });
      return;
    }
  }
}

interface Telling {
  readonly run: ActionRun;
  readonly marker: string;
}

async function publishOne(
  { reviewed: { pullRequest, data }, report, state }: Hearing,
  { run, marker }: Telling,
): Promise<HostWork<Published>> {
  const { place } = run;
  const more = { text: "the summary of the run", url: place.run.url };
  const text = applyMarkdown(report, { linkTo: linkAt(place.commit, run), limit: commentLimit, more });
  const publication = {
    pullRequest: pullRequest.number,
    marker,
    text,
    footer: footerOf(place.commit, run),
    // What was shown before the merge is what the next run has to know; not what this one did.
    data: {
      changes: [],
      ...data,
      state,
      head: place.commit,
      run: place.run,
    },
  };
  const what = `#${pullRequest.number} does not say what became of it`;
  return withHost(async () => publishResult(publication, { host: await run.host() }), {
    run,
    what,
    failure: "warning",
  });
}

/** True where GitHub may do later what it did not do now; that the token may not, or somebody forbade it, stays so. */
function isPassing(reason: HostRefusal): boolean {
  return reason === "unavailable" || reason === "throttled";
}
