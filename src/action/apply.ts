import { exitCode, exitCodeOf } from "../cli/exit-code.ts";
import type { Reviewed } from "../commands/reviewed.ts";
import { whoHears } from "../commands/who-hears.ts";
import { HostError } from "../ports/pull-request-host.ts";
import { applyMarkdown } from "../report/markdown/apply-markdown.ts";
import { aimMeant, aimOf, type Aim } from "./aim.ts";
import type { Applied } from "../cli/writing.ts";
import { applyOpened } from "./applying.ts";
import { attempt } from "./failure.ts";
import { lookBackFor, otherDefinitions } from "./history.ts";
import { lookForReviews, publishResults, startedBy, type Letter } from "./merged.ts";
import { tellNotBegun, tellUnreadable } from "./not-begun.ts";
import { openForAzure, type Opening } from "./opening.ts";
import { outputPlanned } from "./outputs.ts";
import type { ActionCommand, ActionRun } from "./run.ts";
import { linkAt } from "./links.ts";
import { commentLimit, summaryLimit } from "./limits.ts";
import { scrubbed } from "../cli/scrubbed.ts";
import { annotateReasons, annotateResults, logReport } from "./telling.ts";

// Where nobody can say what was shown, nothing was.
const nothingShown: Reviewed = { pullRequests: [], shown: { changes: [], digests: [] } };

/**
 * `command: apply`: plans again on the default branch, compares with what pull requests showed, applies, and says on them
 * what happened to each resource.
 */
export const runApply: ActionCommand = async (run) => {
  const { runner, inputs } = run;
  const opened = await attempt(() => openForAzure(run));
  if ("thrown" in opened) return tellNotBegun(opened.thrown, run, { aim: aimMeant(run) });
  const opening = opened.value;
  if ("report" in opening) return tellUnreadable(opening, run, { aim: aimMeant(run) });
  const aim = aimOf(opening, run);
  const begun = await attempt(() => newerDefinitions(opening, run));
  if ("thrown" in begun) return tellNotBegun(begun.thrown, run, { aim });
  const { newer, isKnown } = begun.value;
  if (newer !== undefined) return leaveTo(newer, run);
  const reviewed = (await lookForReviews(aim, run)) ?? nothingShown;
  // To plan takes its time, and something may have been merged meanwhile.
  let late: string | undefined;
  const mayWrite = async (): Promise<boolean> => {
    // GitHub, which did not answer, is not asked again.
    if (isKnown) late = (await newerDefinitions(opening, run)).newer;
    return late === undefined;
  };
  // What it throws it throws before anything is written; what it met while it wrote is in its report.
  const applied = await attempt(async () =>
    applyOpened(opening, run, {
      ...(await lookBackFor(opening, run)),
      shown: reviewed.shown,
      ...(inputs.digest === undefined ? {} : { digest: inputs.digest }),
      mayWrite,
    }),
  );
  if ("thrown" in applied) return tellNotBegun(applied.thrown, run, { aim, reviewed });
  if (late !== undefined) return leaveTo(late, run);
  const report = scrubbed(applied.value.report, runner.scrub);
  return tellApplied({ ...applied.value, report }, run, { opening, aim, reviewed });
};

async function tellApplied(
  { report, bug }: Applied,
  run: ActionRun,
  { opening, aim, reviewed }: { readonly opening: Opening; readonly aim: Aim; readonly reviewed: Reviewed },
): Promise<number> {
  const { runner, place } = run;
  logReport(report, run, opening.sources);
  annotateReasons(report, run);
  annotateResults(report, run);
  if (report.planned !== undefined) outputPlanned(report.planned, runner);
  const look = { linkTo: linkAt(place.commit, run) };
  await runner.summarize(applyMarkdown(report, { ...look, limit: summaryLimit }));
  const more = { text: "the summary of the run", url: place.run.url };
  const letters = whoHears(report, reviewed, { by: startedBy(run) }).map((hearing): Letter => ({
    ...hearing,
    text: applyMarkdown(hearing.report, { ...look, limit: commentLimit, more }),
  }));
  await publishResults(letters, run, aim);
  // What was done is told before our bug is: with its stack, it ends the run.
  if (bug !== undefined) throw bug.cause;
  return exitCodeOf(report);
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
