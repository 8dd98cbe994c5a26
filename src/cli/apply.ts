import { resolve } from "node:path";
import { subjectOf } from "../commands/plan.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { ApplyReport, Planned } from "../core/plan/report.ts";
import { digestLines } from "../report/plan-text.ts";
import { as, print, prose } from "../report/print.ts";
import { count } from "../report/words.ts";
import type { InvocationOf } from "./invocation.ts";
import { openWorkspace, type Sources } from "./opened.ts";
import { readPlanFile } from "./plan-file.ts";
import { planInputs } from "./planning.ts";
import { scrubbed } from "./scrubbed.ts";
import type { Session } from "./session.ts";
import { tell, textOf } from "./tell.ts";
import { UsageError } from "./usage-error.ts";
import { applyTillEnd, withWriter } from "./writing.ts";

/** `tocsin apply [NAME…] [--plan FILE] [--yes]` */
export async function runApply({ names, plan, yes }: InvocationOf<"apply">, session: Session): Promise<number> {
  const { terminal } = session;
  if (!yes && !terminal.canAsk)
    throw new UsageError("apply asks before it writes, and nobody is here to answer: say `--yes`");
  const opened = await openWorkspace(session);
  const { workspace, diagnostics, sources } = opened;
  if (workspace === undefined) return tell({ command: "workspace", diagnostics }, session, sources);
  const { inputs, azure, environment } = await planInputs(names, opened, session);
  const subject = subjectOf(environment);
  const reviewed = plan === undefined ? undefined : await readPlanFile(resolve(terminal.folder, plan), plan, subject);
  const interrupt = watchInterrupts(session);
  const shown = showPlanOnce(subject, reviewed, { session, sources });
  const { report, bug } = await withWriter({ azure, session }, (writing) =>
    applyTillEnd({
      ...inputs,
      ...writing,
      ...(reviewed === undefined ? {} : { reviewed }),
      stopped: interrupt.stopped,
      confirm: async (planned, warnings) => {
        shown(planned, warnings);
        if (!yes && !(await confirm(planned, `${environment.stack}/${environment.name}`, session))) return false;
        interrupt.begin();
        return true;
      },
    }),
  ).finally(interrupt.end);
  if (report.planned !== undefined && report.planned.changes.length > 0) shown(report.planned, report.diagnostics);
  const code = await tell(report, session, sources);
  // What was done is told before our bug is: with its stack, it ends the program.
  if (bug !== undefined) throw bug.cause;
  return code;
}

/** The plan comes before what was done of it; as JSON it is a part of the one result, and people read it beside that. */
function showPlanOnce(
  subject: ApplyReport["subject"],
  reviewed: Planned | undefined,
  { session, sources }: { readonly session: Session; readonly sources: Sources },
): (planned: Planned, diagnostics: readonly Diagnostic[]) => void {
  const { options, terminal } = session;
  let done = false;
  return (planned, diagnostics) => {
    if (done) return;
    done = true;
    // What was reviewed needs no second reading.
    const text =
      reviewed?.digest === planned.digest
        ? print(digestLines(planned, { verbose: options.verbose === true }), terminal)
        : textOf(scrubbed({ command: "plan", subject, diagnostics, planned }, session.scrub), session, sources);
    if (options.format === "text") terminal.result(`${text}\n`);
    else if (terminal.canAsk) terminal.note(`${text}\n`);
  };
}

async function confirm(planned: Planned, where: string, { terminal }: Session): Promise<boolean> {
  const writing = planned.changes.filter((change) => change.action !== "blocked").length;
  const question = prose(
    0,
    2,
    `Apply ${writing === 1 ? "this change" : `these ${count(writing, "change")}`} to `,
    as("strong", where),
    "? Only `yes` is yes: ",
  );
  const text = print([question], { paint: terminal.notePaint, columns: terminal.columns }).trimEnd();
  return (await terminal.ask(`${text} `)).trim() === "yes";
}

/** After the first Ctrl-C nothing new is begun, and what is being written is waited for; the second ends the program. */
function watchInterrupts({ terminal }: Session) {
  let interrupted = 0;
  const onInterrupt = (): void => {
    interrupted += 1;
    if (interrupted > 1) process.exit(130);
    terminal.note("\nstopping: what is being written is finished, nothing else is begun; Ctrl-C again ends at once\n");
  };
  return {
    stopped: () => interrupted > 0,
    begin: () => void process.on("SIGINT", onInterrupt).on("SIGTERM", onInterrupt),
    end: () => void process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt),
  };
}
