import type { Report } from "../core/plan/report.ts";
import { renderJson } from "../report/json.ts";
import { renderText } from "../report/text.ts";
import { exitCodeOf } from "./exit-code.ts";
import type { Sources } from "./opened.ts";
import type { Session } from "./session.ts";

/** Writes a report to standard output, in the format asked for, and answers what the process is to return. */
export function tell(report: Report, session: Session, sources: Sources): number {
  session.terminal.result(session.options.format === "json" ? renderJson(report) : textOf(report, session, sources));
  return exitCodeOf(report);
}

/** A report as text in the colours of standard output. */
export function textOf(report: Report, { options, terminal }: Session, sources: Sources): string {
  const { paint, columns } = terminal;
  return renderText(report, {
    paint,
    columns,
    verbose: options.verbose === true,
    sourceOf: (file) => sources.get(file),
  });
}
