import type { Report } from "../core/plan/report.ts";
import { applyLines } from "./apply-text.ts";
import { doctorLines } from "./doctor-text.ts";
import { driftLines } from "./drift-text.ts";
import { importLines } from "./import-text.ts";
import { planLines } from "./plan-text.ts";
import { print, type Line, type Paint } from "./print.ts";
import { showLines, showListLines } from "./show-text.ts";
import { updateLines } from "./update-text.ts";
import { validateLines, workspaceLines } from "./validate-text.ts";

/** How a report becomes text for people. */
export interface TextLook {
  readonly paint: Paint;
  /** How wide the text may be, where words allow it. */
  readonly columns: number;
  /** Also ids, digests and what did not change. */
  readonly verbose: boolean;
  /** The text of a file as it was read, for the lines that diagnostics are about. */
  readonly sourceOf?: (file: string) => string | undefined;
}

/** A report as text for people; nothing in it can act on a terminal. */
export function renderText(report: Report, look: TextLook): string {
  return print(linesOf(report, look), look);
}

function linesOf(report: Report, look: TextLook): readonly Line[] {
  switch (report.command) {
    case "workspace":
      return workspaceLines(report, look);
    case "validate":
      return validateLines(report, look);
    case "plan":
      return planLines(report, look);
    case "drift":
      return driftLines(report, look);
    case "apply":
      return applyLines(report, look);
    case "import":
      return importLines(report, look);
    case "show-list":
      return showListLines(report, look);
    case "show":
      return showLines(report, look);
    case "import-update":
      return updateLines(report, look);
    case "doctor":
      return doctorLines(report);
  }
}
