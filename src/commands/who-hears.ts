import { nameOf } from "../core/plan/comment.ts";
import type { ApplyReport } from "../core/plan/report.ts";
import type { Reviewed, ReviewedPullRequest } from "./reviewed.ts";

/** What one pull request is told of an apply. */
export interface Hearing {
  readonly reviewed: ReviewedPullRequest;
  readonly isNewest: boolean;
  /** All of it for the newest, for another what that had shown. */
  readonly report: ApplyReport;
  readonly state: "applied" | "failed";
}

/**
 * Who hears of an apply, and of what: each pull request whose changes may have been among them, the newest of all. The
 * newest comes last, because once it says that all is applied, no run looks further back.
 */
export function whoHears(
  report: ApplyReport,
  { pullRequests }: Reviewed,
  { by }: { readonly by: "push" | "hand" },
): readonly Hearing[] {
  const state = isDone(report) ? "applied" : "failed";
  const isIdle = report.results.length === 0 && state === "applied";
  const wanted = concerned(pullRequests, { by, isIdle });
  return wanted.toReversed().map((reviewed): Hearing => {
    const isNewest = reviewed === pullRequests[0];
    return { reviewed, isNewest, report: isNewest ? report : partOf(report, reviewed), state };
  });
}

/** Who hears that nothing was applied, and why: each whose changes would have been; the newest last, as ever. */
export function whoHearsOfNothing(
  { pullRequests }: Pick<Reviewed, "pullRequests">,
  { by }: { readonly by: "push" | "hand" },
): readonly ReviewedPullRequest[] {
  return concerned(pullRequests, { by, isIdle: false }).toReversed();
}

/** The pull requests whom an apply is about; `isIdle`: there was nothing to do. */
function concerned(
  pullRequests: readonly ReviewedPullRequest[],
  { by, isIdle }: { readonly by: "push" | "hand"; readonly isIdle: boolean },
): readonly ReviewedPullRequest[] {
  return pullRequests.filter(({ data }, index) => {
    // What was applied once stays said; and who was shown nothing and brought nothing needs not hear of it. What is
    // applied by hand may be about anything but the newest pull request.
    const silent = index > 0 || by === "hand" || isIdle;
    return data?.state !== "applied" && (data !== undefined || !silent);
  });
}

/** What of an apply another pull request than the newest had shown. */
function partOf(report: ApplyReport, { data }: ReviewedPullRequest): ApplyReport {
  // Nobody knows which they were: too many to be kept, or its newest commit had no plan.
  if (data?.untold !== undefined || data?.digest === undefined || data.shownAt !== undefined) return report;
  const shown = new Set((data?.changes ?? []).map(nameOf));
  const { planned, results, handwork, unseen: _, gone: _gone, ...rest } = report;
  const isShown = (one: Parameters<typeof nameOf>[0]): boolean => shown.has(nameOf(one));
  return {
    ...rest,
    results: results.filter(isShown),
    handwork: handwork.filter(({ name }) => data?.changes.some((change) => change.name === name)),
    ...(planned === undefined ? {} : { planned: { ...planned, changes: planned.changes.filter(isShown), paging: [] } }),
  };
}

function isDone({ planned, refused = [], results }: ApplyReport): boolean {
  return (
    planned !== undefined &&
    refused.length === 0 &&
    planned.changes.every(({ action }) => action !== "blocked") &&
    results.every(({ outcome }) => outcome === "applied")
  );
}
