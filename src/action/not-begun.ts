import { exitCodeOf } from "../cli/exit-code.ts";
import { scrubbed } from "../cli/scrubbed.ts";
import type { Reviewed } from "../commands/reviewed.ts";
import { whoHearsOfNothing } from "../commands/who-hears.ts";
import { applyMarkdown } from "../report/markdown/apply-markdown.ts";
import { notAppliedMarkdown } from "../report/markdown/failure-markdown.ts";
import type { MarkdownLook } from "../report/markdown/look.ts";
import type { Aim } from "./aim.ts";
import { tellFailure } from "./failure.ts";
import { linkAt } from "./links.ts";
import { commentLimit, summaryLimit } from "./limits.ts";
import { lookForReviews, publishResults, startedBy, type Letter } from "./merged.ts";
import type { Unreadable } from "./opening.ts";
import type { ActionRun } from "./run.ts";
import { annotateReasons, logReport } from "./telling.ts";

/** What an apply was about that did not begin. */
interface NotBegun {
  readonly aim: Aim;
  /** The pull requests behind it; looked for where nobody did yet. */
  readonly reviewed?: Reviewed;
}

/**
 * Says why nothing was applied: in the log, beside the run, in the summary, and on the merged pull requests that wait
 * for it, where a plan must not stand for ever as if it were still to come.
 */
export async function tellNotBegun(error: unknown, run: ActionRun, { aim, ...rest }: NotBegun): Promise<number> {
  const { code, told } = tellFailure(error, run.runner);
  const textFor = (look: MarkdownLook): string => notAppliedMarkdown(told, { ...look, subject: aim.subject });
  await run.runner.summarize(textFor(lookOf(run)));
  // GitHub, which did not answer, is not asked again.
  if (told.by !== "github") await tellWaiting(textFor, run, { aim, ...rest });
  return code;
}

/** The same of a workspace that cannot be read: it is told beside its lines, and nothing was asked of Azure. */
export async function tellUnreadable(
  { report: made, sources }: Unreadable,
  run: ActionRun,
  { aim }: NotBegun,
): Promise<number> {
  const report = scrubbed(made, run.runner.scrub);
  logReport(report, run, sources);
  annotateReasons(report, run);
  const textFor = (look: MarkdownLook): string => applyMarkdown(report, look);
  await run.runner.summarize(textFor(lookOf(run)));
  await tellWaiting(textFor, run, { aim });
  return exitCodeOf(report);
}

function lookOf(run: ActionRun): MarkdownLook {
  return { linkTo: linkAt(run.place.commit, run), limit: summaryLimit };
}

async function tellWaiting(
  textFor: (look: MarkdownLook) => string,
  run: ActionRun,
  { aim, reviewed: found }: NotBegun,
): Promise<void> {
  if (run.inputs.comment === "never") return;
  const what = "that nothing was applied stands in the summary, and not on the pull request";
  const reviewed = found ?? (await lookForReviews(aim, run, what));
  if (reviewed === undefined) return;
  const more = { text: "the summary of the run", url: run.place.run.url };
  const text = textFor({ ...lookOf(run), limit: commentLimit, more });
  const letters = whoHearsOfNothing(reviewed, { by: startedBy(run) }).map((one): Letter => ({
    reviewed: one,
    isNewest: one === reviewed.pullRequests[0],
    state: "failed",
    text,
  }));
  await publishResults(letters, run, aim);
}
