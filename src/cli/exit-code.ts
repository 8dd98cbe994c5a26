import { hasErrors } from "../core/diagnostic.ts";
import type { DoctorReport } from "../core/plan/doctor-report.ts";
import type { ApplyReport, ImportReport, Planned, Report } from "../core/plan/report.ts";
import type { ToldUpdate, UpdateReport } from "../core/plan/update-report.ts";

/** What the process returns; a contract, like the file format. */
export const exitCode = {
  /** Nothing wrong, and nothing to do. */
  fine: 0,
  /** The author's mistake, something blocked, or a refusal to do harm. */
  wrong: 1,
  /** There are changes, or drift. */
  changes: 2,
  /** Azure refused or failed. */
  azure: 3,
  /** Wrong usage. */
  usage: 64,
  /** Our bug. */
  bug: 70,
} as const;

/** What the process returns after a report. */
export function exitCodeOf(report: Report): number {
  if (hasErrors(report.diagnostics)) return exitCode.wrong;
  switch (report.command) {
    case "validate":
    case "show":
    case "show-list":
      return exitCode.fine;
    case "workspace":
      return exitCode.wrong;
    case "plan":
    case "drift":
      return report.planned === undefined ? exitCode.wrong : ofPlan(report.planned);
    case "apply":
      return ofApply(report);
    case "import":
      return ofImport(report);
    case "import-update":
      return ofUpdate(report);
    case "doctor":
      return ofDoctor(report);
  }
}

function ofPlan({ refusals, changes }: Planned): number {
  if (refusals.length > 0 || changes.some((change) => change.action === "blocked")) return exitCode.wrong;
  return changes.length > 0 ? exitCode.changes : exitCode.fine;
}

function ofApply({ planned, refused = [], results }: ApplyReport): number {
  const failed = results.filter((result) => result.outcome !== "applied");
  if (failed.some((result) => result.azure !== undefined)) return exitCode.azure;
  const blocked = planned === undefined || planned.changes.some((change) => change.action === "blocked");
  return blocked || refused.length > 0 || failed.length > 0 ? exitCode.wrong : exitCode.fine;
}

/** What could not be written is to be done by hand; all else is in the files now. */
function ofUpdate({ updated }: UpdateReport): number {
  return updated === undefined || updated.resources.some(isLeft) ? exitCode.wrong : exitCode.fine;
}

/** What has to be mended goes before what Azure did not answer: it is so, whatever the rest will be. */
function ofDoctor({ checks, environments }: DoctorReport): number {
  const bad = [...checks, ...environments.flatMap((one) => one.checks)].filter(({ state }) => state === "bad");
  if (bad.some(({ unanswered }) => unanswered !== true)) return exitCode.wrong;
  return bad.length > 0 ? exitCode.azure : exitCode.fine;
}

function isLeft({ outcome, left }: ToldUpdate): boolean {
  return outcome === "left" || (outcome === "updated" && left.length > 0);
}

/** What was asked for and could not be written, or not so that it is taken over, wants somebody to look. */
function ofImport({ files, leftOut, overrides = [] }: ImportReport): number {
  const differs = files.some(({ definitions = [] }) => definitions.some(({ because }) => because !== undefined));
  return differs || overrides.some(isLeft) || leftOut.some(({ at }) => at !== undefined)
    ? exitCode.wrong
    : exitCode.fine;
}
