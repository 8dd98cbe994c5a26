import type { ApplyInputs } from "../commands/apply.ts";
import { subjectOf } from "../commands/plan.ts";
import type { Opening } from "./opening.ts";
import type { ActionRun } from "./run.ts";
import { scrubbed } from "../cli/scrubbed.ts";
import { applyTillEnd, withWriter, type Applied } from "../cli/writing.ts";
import { logReport } from "./telling.ts";

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
  return withWriter({ azure, session: run.session }, (writing) =>
    applyTillEnd({
      ...inputs,
      ...review,
      ...writing,
      stopped: run.stopped,
      confirm: (planned, diagnostics) => {
        const subject = subjectOf(inputs.stack.environment);
        const shown = { command: "plan", subject, diagnostics, planned } as const;
        // Broken into lines, a secret with a blank in it would not be known again.
        logReport(scrubbed(shown, run.runner.scrub), run, sources);
        return mayWrite();
      },
    }),
  );
}
