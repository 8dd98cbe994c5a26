import { setTimeout } from "node:timers/promises";
import { openAzure } from "../azure/azure.ts";
import { tellProgress } from "../cli/progress.ts";
import { apply, BrokenOff, type ApplyInputs } from "../commands/apply.ts";
import { subjectOf } from "../commands/plan.ts";
import type { ApplyReport } from "../core/plan/report.ts";
import type { Opening } from "./opening.ts";
import type { ActionRun } from "./run.ts";
import { scrubbed } from "../cli/scrubbed.ts";
import { logReport } from "./telling.ts";

/** What came of an apply; a bug of ours comes with what was done until it showed. */
export interface Applied {
  readonly report: ApplyReport;
  readonly bug?: BrokenOff;
}

/** What was reviewed, what the history says of it, and who is asked last of all: after the plan was told, and before anything of it is done. */
interface Reviewing extends Pick<ApplyInputs, "shown" | "digest" | "base" | "restores"> {
  readonly mayWrite: () => Promise<boolean>;
}

/** Applies what git says: the plan is told in the log before anything of it is done. A cancelled run begins nothing new. */
export async function applyOpened(
  opening: Opening,
  run: ActionRun,
  { mayWrite, ...review }: Reviewing,
): Promise<Applied> {
  const { inputs, azure, sources } = opening;
  const progress = tellProgress(run.session);
  const { reader, writer } = await openAzure(azure);
  try {
    const report = await apply({
      ...inputs,
      ...review,
      reader,
      writer,
      sleep: (milliseconds) => setTimeout(milliseconds),
      stopped: run.stopped,
      onProgress: progress.onProgress,
      confirm: (planned) => {
        const subject = subjectOf(inputs.stack.environment);
        const shown = { command: "plan", subject, diagnostics: [], planned } as const;
        // Broken into lines, a secret with a blank in it would not be known again.
        logReport(scrubbed(shown, run.runner.scrub), run, sources);
        return mayWrite();
      },
    });
    return { report };
  } catch (error) {
    if (error instanceof BrokenOff) return { report: error.report, bug: error };
    throw error;
  } finally {
    progress.end();
  }
}
