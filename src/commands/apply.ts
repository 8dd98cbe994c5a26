import { idOf, sidesOf, titleOf, writes, type Change } from "../core/plan/change.ts";
import { printPath, type Difference } from "../core/settings/compare.ts";
import { isList, isObject, type Json } from "../core/json.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { ApplyReport, Planned, ToldDifference, ToldResource, ToldResult } from "../core/plan/report.ts";
import { isSecret } from "../core/settings/secrets.ts";
import type { AzureWriter } from "../ports/azure.ts";
import { applyRemove, applyWrite, failed, type Applying, type Done } from "./apply-change.ts";
import { orderTasks, type Task } from "./apply-order.ts";
import { compareWithShown, missingSecrets, otherDigest, staleness, unreviewed, type Shown } from "./apply-refusals.ts";
import { makePlanFor, subjectOf, type MadePlan, type PlanInputs } from "./plan.ts";

/** What `apply` is given besides what `plan` is. */
export interface ApplyInputs extends PlanInputs {
  readonly writer: AzureWriter;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** The plan that was reviewed; what it does not say is not done. */
  readonly reviewed?: Planned;
  /** The beginning of the digest of the only plan that may be applied. */
  readonly digest?: string;
  /** What pull requests showed of it; `guard.unreviewed` says what becomes of all else. */
  readonly shown?: Shown;
  /** Shows the plan and answers whether to go on; only asked when there is something to do and nothing refuses it. */
  readonly confirm: (planned: Planned, diagnostics: readonly Diagnostic[]) => Promise<boolean>;
  /** True when no new write is to be started: somebody pressed Ctrl-C. */
  readonly stopped: () => boolean;
  /** Called for each change when it is begun and when it is done. */
  readonly onProgress: (progress: Progress) => void;
}

/** How far an apply is. */
export interface Progress {
  readonly begun?: { readonly action: string; readonly kind: string; readonly name: string };
  readonly result?: ToldResult;
  readonly done: number;
  readonly of: number;
}

/** How many resources are written at once; Azure's rate limits are kept by the adapter. */
const atOnce = 8;

/**
 * Thrown by `apply` when a bug of ours showed while it was writing (`cause`): what was done by then is in the report,
 * which has to be told all the same.
 */
export class BrokenOff extends Error {
  readonly report: ApplyReport;

  constructor(report: ApplyReport, bug: unknown) {
    super("a bug of Tocsin ended the apply", { cause: bug });
    this.name = "BrokenOff";
    this.report = report;
  }
}

/**
 * Plans again, asks, and does it: groups before what refers to them, deletes last; one failure does not stop the rest.
 * Throws BrokenOff for a bug of ours: what is under way is waited for then, and nothing else is begun.
 */
export async function apply(inputs: ApplyInputs): Promise<ApplyReport> {
  const subject = subjectOf(inputs.stack.environment);
  const { diagnostics, made } = await makePlanFor(inputs);
  const nothing = { command: "apply" as const, subject, diagnostics, results: [], handwork: [] };
  if (made === undefined) return nothing;
  const { planned } = made;
  const review = compareWithShown(planned, inputs.shown);
  const refused = [
    ...made.refusals,
    ...staleness(planned, inputs.reviewed),
    ...otherDigest(planned, inputs.digest),
    ...unreviewed(planned, review.unseen ?? [], inputs),
    ...missingSecrets(inputs, made.plan),
  ];
  if (refused.length > 0) return { ...nothing, planned, ...review, refused };
  const writing = made.plan.changes.filter(writes);
  if (writing.length > 0 && !(await inputs.confirm(planned, diagnostics))) {
    return {
      ...nothing,
      planned,
      ...review,
      refused: [{ code: "not-confirmed", message: "nobody said yes: nothing was written" }],
    };
  }
  const { told, handwork, bugs } = await run(made, inputs);
  const report: ApplyReport = { ...nothing, planned, ...review, results: told, handwork };
  if (bugs.length > 0) throw new BrokenOff(report, bugs[0]);
  return report;
}

interface Ran {
  readonly told: readonly ToldResult[];
  readonly handwork: ApplyReport["handwork"];
  /** What was thrown that is nobody's fault but ours. */
  readonly bugs: readonly unknown[];
}

async function run(made: MadePlan, inputs: ApplyInputs): Promise<Ran> {
  const { sealer, plan } = made;
  const kinds = new Map(inputs.kinds.map((kind) => [kind.name, kind]));
  const applying: Applying = { ...inputs, sealer };
  const told: ToldResult[] = [];
  const applied: Change[] = [];
  const bugs: unknown[] = [];
  const finished = new Map<Task, boolean>();
  const of = plan.changes.filter(writes).length;
  const waiting = new Set(orderTasks(plan.changes, kinds));
  let openWrites = [...waiting].filter(({ part }) => part === "write").length;
  let stop: string | undefined;

  const breakOff = (bug: unknown, because: string): void => {
    bugs.push(bug);
    stop ??= because;
  };
  const tellProgress = (progress: Progress): void => {
    try {
      inputs.onProgress(progress);
    } catch (error) {
      breakOff(error, "it was stopped, because telling the progress met a bug of Tocsin");
    }
  };
  const finish = (task: Task, result: ToldResult): void => {
    const { change } = task;
    finished.set(task, result.outcome === "applied");
    if (task.part === "write") openWrites--;
    const last = change.action !== "rename" || task.part === "remove" || result.outcome !== "applied";
    if (!last || told.some((before) => before.id === result.id && before.action === result.action)) return;
    told.push(result);
    if (result.outcome === "applied") applied.push(change);
    tellProgress({ result, done: told.length, of });
  };
  const work = async (task: Task): Promise<void> => {
    const { change } = task;
    tellProgress({ begun: { action: change.action, ...titleOf(change) }, done: told.length, of });
    const done = await perform(task, applying).catch((error: unknown) => failed(error, applying));
    if ("bug" in done) breakOff(done.bug, `it was stopped, because ${titleOf(change).name} met a bug of Tocsin`);
    finish(task, tellResult(change, done));
  };

  const running = new Map<Task, Promise<void>>();
  while (waiting.size > 0 || running.size > 0) {
    const before = waiting.size;
    for (const task of waiting) {
      if (running.size >= atOnce) break;
      if (inputs.stopped()) stop ??= "it was stopped before this was begun";
      const why = stop ?? skipReason(task, finished);
      if (why === undefined && !isDue(task, finished, openWrites)) continue;
      waiting.delete(task);
      if (why === undefined)
        running.set(
          task,
          work(task).finally(() => running.delete(task)),
        );
      else finish(task, { outcome: "skipped", ...described(task.change), because: halfDone(task) + why });
    }
    if (running.size > 0) await Promise.race(running.values());
    else if (waiting.size === before) {
      breakOff(new Error("changes wait for each other"), "it was stopped, because changes wait for each other");
    }
  }
  try {
    return { told, handwork: handworkOf(applied, made, inputs), bugs };
  } catch (error) {
    // Nothing that is thrown from here on may look as if nothing had been written.
    return { told, handwork: [], bugs: [...bugs, error] };
  }
}

async function perform({ change, part }: Task, applying: Applying): Promise<Done> {
  const { live } = sidesOf(change);
  return part === "remove" && live !== undefined ? applyRemove(live, applying) : applyWrite(change, applying);
}

/** Nothing is removed while something is still to be written: what fails there may have been its successor. */
function isDue({ part, needs }: Task, finished: ReadonlyMap<Task, boolean>, openWrites: number): boolean {
  return (part === "write" || openWrites === 0) && needs.every((need) => finished.has(need));
}

function halfDone({ part, change }: Task): string {
  return part === "remove" && change.action === "rename" ? "the new one is there, and the old one stays: " : "";
}

function skipReason({ needs }: Task, finished: ReadonlyMap<Task, boolean>): string | undefined {
  const failed = needs.find((need) => finished.get(need) === false);
  return failed === undefined ? undefined : `it depends on ${titleOf(failed.change).name}, which was not applied`;
}

function described(change: Change): ToldResource & Pick<ToldResult, "action"> {
  const { desired, live } = sidesOf(change);
  return {
    action: change.action,
    ...titleOf(change),
    id: desired?.armId ?? live?.armId ?? idOf(change),
    ...(desired === undefined ? {} : { at: desired.at }),
  };
}

function tellResult(change: Change, done: Done): ToldResult {
  if (done.outcome === "applied") {
    return {
      outcome: "applied",
      ...described(change),
      ...(done.answer.length === 0 ? {} : { answer: done.answer.map(tellAnswer) }),
    };
  }
  const { because, azure } = done;
  return { outcome: "failed", ...described(change), because, ...(azure === undefined ? {} : { azure }) };
}

function tellAnswer({ path, before, after, schema }: Difference): ToldDifference {
  if (schema.writeOnly || holdsSecret(before) || holdsSecret(after)) return { path: printPath(path), secret: [] };
  return {
    path: printPath(path),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function holdsSecret(value: Json | undefined): boolean {
  if (typeof value === "string") return isSecret(value);
  if (isList(value)) return value.some(holdsSecret);
  return isObject(value) && Object.values(value).some(holdsSecret);
}

function handworkOf(applied: readonly Change[], made: MadePlan, { kinds }: ApplyInputs): ApplyReport["handwork"] {
  return applied.flatMap((change) => {
    if (!("wish" in change)) return [];
    const kind = kinds.find((candidate) => candidate.name === change.desired.kind);
    const before = "live" in change ? made.survey.live.find((live) => live.id === change.live.id)?.settings : undefined;
    return (kind?.handwork(change.wish.settings, before) ?? []).map((todo) => ({ name: change.desired.name, todo }));
  });
}
