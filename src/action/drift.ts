import { openReader } from "../azure/azure.ts";
import { exitCode, exitCodeOf } from "../cli/exit-code.ts";
import { lookForDrift } from "../commands/drift.ts";
import type { DriftReport } from "../core/plan/report.ts";
import { driftIssueMarkdown } from "../report/markdown/drift-issue-markdown.ts";
import { adoptOpened, lookForOthers } from "./adopting.ts";
import { aimMeant, aimOf } from "./aim.ts";
import { attempt } from "./failure.ts";
import { otherDefinitions } from "./history.ts";
import { healOpened } from "./healing.ts";
import { withHost } from "./host-work.ts";
import { issueNotWritten, tellIssue, type Told } from "./issue.ts";
import { tellNoLook, tellUnseen } from "./no-look.ts";
import { openForAzure, type Opening } from "./opening.ts";
import { outputPlanned } from "./outputs.ts";
import { summaryLimit } from "./limits.ts";
import { linkAt } from "./links.ts";
import { openMemory } from "./memory.ts";
import type { ActionCommand, ActionRun } from "./run.ts";
import { scrubbed } from "../cli/scrubbed.ts";
import { annotateReasons, logReport } from "./telling.ts";

/**
 * `command: drift`: what somebody changed by hand, in the log, the summary and the one issue of this workspace and
 * environment. With `heal` it is taken back, with `adopt` asked for in a pull request. A look that failed touches
 * neither; and so does one at definitions of yesterday, because what differs from them may have been merged since.
 */
export const runDrift: ActionCommand = async (run) => {
  const opened = await attempt(() => openForAzure(run));
  if ("thrown" in opened) return tellNoLook(opened.thrown, run, aimMeant(run));
  const opening = opened.value;
  if ("report" in opening) return tellUnseen(opening, run);
  return run.inputs.heal ? healAndTell(opening, run) : lookAndTell(opening, run);
};

async function lookAndTell(opening: Opening, run: ActionRun): Promise<number> {
  const { inputs, azure, sources } = opening;
  const { runner, place } = run;
  const memory = openMemory(opening, run);
  const looked = await attempt(async () => {
    const reader = await openReader(azure);
    return { reader, ...(await lookForDrift({ ...inputs, reader, recall: memory.recall })) };
  });
  if ("thrown" in looked) return tellNoLook(looked.thrown, run, aimOf(opening, run));
  const { reader, report: seen, authors } = looked.value;
  const report = scrubbed(seen, runner.scrub);
  const { planned } = report;
  const told: Told = { report, authors, inTheWay: { when: "refused", reasons: planned?.refusals ?? [] }, healed: [] };
  logReport(report, run, sources);
  annotateReasons({ diagnostics: report.diagnostics }, run);
  const look = { linkTo: linkAt(place.commit, run), limit: summaryLimit };
  await runner.summarize(driftIssueMarkdown(report, { ...look, inTheWay: told.inTheWay }));
  if (planned === undefined) return exitCodeOf(report);
  outputPlanned(planned, runner);
  const newer = await withHost(() => asOfYesterday(opening, run), { run, what: issueNotWritten, failure: "error" });
  if (!newer.done) return codeOf(newer.code, report);
  if (newer.value !== undefined) return leave(newer.value, run);
  const isAsked = run.inputs.adopt && planned.changes.length > 0;
  const others = isAsked ? await lookForOthers(opening, run) : { done: true as const, value: undefined };
  const theirs = others.done ? others.value : undefined;
  const settled = memory.lost() ?? (await tellIssue(opening, run, { ...told, theirs }));
  const issue = settled.done ? settled.value : undefined;
  const codes = [settled.done ? exitCode.fine : settled.code];
  if (!others.done) codes.push(others.code);
  else if (run.inputs.adopt) {
    const into = defaultBranchOf(run);
    const adopted = await adoptOpened(opening, run, { seen: report, reader, issue, into });
    if (!adopted.done) codes.push(adopted.code);
  }
  return codeOf(Math.max(...codes), report);
}

async function healAndTell(opening: Opening, run: ActionRun): Promise<number> {
  let late: string | undefined;
  let unknown = false;
  const mayWrite = async (): Promise<string | undefined> => {
    const what = "nothing was healed, since nobody knows whether the definitions are the newest";
    const newer = await withHost(() => asOfYesterday(opening, run), { run, what, failure: "error" });
    unknown = !newer.done;
    late = newer.done ? newer.value : what;
    return late;
  };
  const memory = openMemory(opening, run);
  const healed = await attempt(() => healOpened(opening, run, { mayWrite, recall: memory.recall }));
  if ("thrown" in healed) return tellNoLook(healed.thrown, run, aimOf(opening, run));
  const { told, code } = healed.value;
  if (unknown) return exitCode.azure;
  if (late !== undefined) return leave(late, run);
  if (told === undefined) return code;
  const newer = await withHost(() => asOfYesterday(opening, run), { run, what: issueNotWritten, failure: "error" });
  if (!newer.done) return codeOf(Math.max(code, newer.code), told.report);
  if (newer.value !== undefined) return leave(newer.value, run, code);
  const settled = memory.lost() ?? (await tellIssue(opening, run, told));
  return codeOf(Math.max(code, settled.done ? exitCode.fine : settled.code), told.report);
}

/** Why another run has to say what differs, where newer definitions were merged since this one was started. */
async function asOfYesterday(opening: Opening, run: ActionRun): Promise<string | undefined> {
  const branch = defaultBranchOf(run);
  const { commit } = run.place;
  const newer = await otherDefinitions(opening, run, { branch });
  if (newer === undefined) return undefined;
  return `\`${branch}\` has newer definitions at ${newer.slice(0, 7)}, and this run is at ${commit.slice(0, 7)}: what differs from them is for the next run to say`;
}

/** Checked at the start: drift is looked for on the default branch alone, and an event of a schedule need not name it. */
function defaultBranchOf({ place }: ActionRun): string {
  return place.defaultBranch ?? place.ref.replace(/^refs\/heads\//, "");
}

function leave(message: string, { runner }: ActionRun, code: number = exitCode.fine): number {
  runner.annotate({ level: "notice", title: "tocsin drift", message });
  runner.output("outcome", "skipped");
  return code;
}

/** Drift is what this is for, and fails nothing; what failed does. */
function codeOf(code: number, { planned }: DriftReport): number {
  return code === exitCode.fine && (planned?.changes.length ?? 0) > 0 ? exitCode.changes : code;
}
