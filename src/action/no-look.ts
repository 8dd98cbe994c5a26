import { exitCodeOf } from "../cli/exit-code.ts";
import { scrubbed } from "../cli/scrubbed.ts";
import { driftMarkdown } from "../report/markdown/drift-markdown.ts";
import { noLookMarkdown } from "../report/markdown/failure-markdown.ts";
import type { Aim } from "./aim.ts";
import { tellFailure } from "./failure.ts";
import { linkAt } from "./links.ts";
import { summaryLimit } from "./limits.ts";
import type { Unreadable } from "./opening.ts";
import type { ActionRun } from "./run.ts";
import { annotateReasons, logReport } from "./telling.ts";

/** Says why nobody knows whether there is drift; the issue is left alone, since nothing was seen that could be told in it. */
export async function tellNoLook(error: unknown, run: ActionRun, { subject }: Aim): Promise<number> {
  const { code, told } = tellFailure(error, run.runner);
  const look = { linkTo: linkAt(run.place.commit, run), limit: summaryLimit, subject };
  await run.runner.summarize(noLookMarkdown(told, look));
  return code;
}

/** The same of a workspace that cannot be read: it is told beside its lines, and nothing was asked of anybody. */
export async function tellUnseen({ report: made, sources }: Unreadable, run: ActionRun): Promise<number> {
  const report = scrubbed(made, run.runner.scrub);
  logReport(report, run, sources);
  annotateReasons(report, run);
  await run.runner.summarize(driftMarkdown(report, { linkTo: linkAt(run.place.commit, run), limit: summaryLimit }));
  return exitCodeOf(report);
}
