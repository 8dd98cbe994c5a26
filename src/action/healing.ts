import { exitCode, exitCodeOf } from "../cli/exit-code.ts";
import { BrokenOff } from "../commands/apply.ts";
import { lookForDrift } from "../commands/drift.ts";
import { heal, type HealInputs, type Healing } from "../commands/heal.ts";
import type { ApplyReport, DriftReport, ToldChange } from "../core/plan/report.ts";
import { applyMarkdown } from "../report/markdown/apply-markdown.ts";
import { driftMarkdown } from "../report/markdown/drift-markdown.ts";
import { driftIssueMarkdown } from "../report/markdown/drift-issue-markdown.ts";
import type { Told } from "./issue.ts";
import type { Opening } from "./opening.ts";
import { outputPlanned } from "./outputs.ts";
import { summaryLimit } from "./limits.ts";
import { linkAt } from "./links.ts";
import type { ActionRun } from "./run.ts";
import { scrubbed } from "../cli/scrubbed.ts";
import { withWriter } from "../cli/writing.ts";
import { annotateReasons, annotateResults, logReport } from "./telling.ts";

/** What a run that heals leaves to be told in the issue, and what it returns. */
export interface Healed {
  /** Nothing where nobody knows what differs now, or nobody is to be told. */
  readonly told?: Told;
  readonly code: number;
}

/** Takes back what differs and tells it; why nothing was taken back is told as well. */
export async function healOpened(
  opening: Opening,
  run: ActionRun,
  { mayWrite, recall }: { readonly mayWrite: () => Promise<string | undefined> } & Pick<HealInputs, "recall">,
): Promise<Healed> {
  const { inputs, azure } = opening;
  const asking = recall === undefined ? {} : { recall };
  let overtaken = false;
  const { found, reader } = await withWriter({ azure, session: run.session }, async (writing) => ({
    found: await heal({
      ...inputs,
      ...writing,
      ...asking,
      stopped: run.stopped,
      mayWrite: async () => {
        const message = await mayWrite();
        overtaken = message !== undefined;
        return message === undefined ? undefined : { code: "overtaken", message };
      },
    }),
    reader: writing.reader,
  })).catch(async (error: unknown) => {
    // What was done until our bug showed is told before it ends the run.
    if (error instanceof BrokenOff) await tellApplied(scrubbed(error.report, run.runner.scrub), opening, run);
    throw error instanceof BrokenOff ? error.cause : error;
  });
  const healing = withoutSecrets(found, run);
  const { seen, authors, withheld, applied } = healing;
  if (seen.planned !== undefined) outputPlanned(seen.planned, run.runner);
  await tellHealing(healing, opening, run);
  if (seen.planned === undefined) return { code: exitCodeOf(seen) };
  if (overtaken) return { code: exitCode.fine };
  if (withheld.length > 0) {
    for (const { code: title, message } of withheld) run.runner.annotate({ level: "error", title, message });
    return {
      told: { report: seen, authors, inTheWay: { when: "withheld", reasons: withheld }, healed: [] },
      code: exitCode.wrong,
    };
  }
  const healed = doneOf(seen, applied);
  const inTheWay = { when: "refused", reasons: [] } as const;
  if (healed.length === seen.planned.changes.length) {
    const report = {
      ...seen,
      planned: { ...seen.planned, changes: [], unchanged: seen.planned.unchanged + healed.length },
    };
    return { told: { report, authors: [], inTheWay, healed }, code: exitCode.fine };
  }
  const code = applied === undefined ? exitCode.fine : exitCodeOf(applied);
  // A cancelled run has seconds left, and the next one looks again.
  if (run.stopped()) return { code };
  const left = await lookForDrift({ ...inputs, ...asking, reader });
  const report = scrubbed(left.report, run.runner.scrub);
  return { told: { report, authors: left.authors, inTheWay, healed }, code };
}

function withoutSecrets({ seen, authors, withheld, applied }: Healing, { runner }: ActionRun): Healing {
  return {
    authors,
    seen: scrubbed(seen, runner.scrub),
    withheld: withheld.map(({ code, message }) => ({ code, message: runner.scrub(message) })),
    ...(applied === undefined ? {} : { applied: scrubbed(applied, runner.scrub) }),
  };
}

/** The changes that were made. */
function doneOf({ planned }: DriftReport, applied: ApplyReport | undefined): readonly ToldChange[] {
  const done = new Set(
    applied?.results.filter(({ outcome }) => outcome === "applied").map(({ id }) => id.toLowerCase()),
  );
  return planned?.changes.filter(({ id }) => done.has(id.toLowerCase())) ?? [];
}

async function tellHealing({ seen, withheld, applied }: Healing, opening: Opening, run: ActionRun): Promise<void> {
  logReport(seen, run, opening.sources);
  if (applied !== undefined && withheld.length === 0) return tellApplied(applied, opening, run);
  annotateReasons({ diagnostics: seen.diagnostics }, run);
  const look = { linkTo: linkAt(run.place.commit, run), limit: summaryLimit };
  const inTheWay = { when: "withheld", reasons: withheld } as const;
  for (const { message } of withheld) run.runner.log(`nothing was healed: ${message}\n`);
  await run.runner.summarize(
    seen.planned === undefined ? driftMarkdown(seen, look) : driftIssueMarkdown(seen, { ...look, inTheWay }),
  );
}

async function tellApplied(report: ApplyReport, { sources }: Opening, run: ActionRun): Promise<void> {
  logReport(report, run, sources);
  annotateReasons({ diagnostics: report.diagnostics }, run);
  annotateResults(report, run);
  await run.runner.summarize(applyMarkdown(report, { linkTo: linkAt(run.place.commit, run), limit: summaryLimit }));
}
