import type { ValidateReport, WorkspaceReport } from "../core/plan/report.ts";
import type { Location } from "../core/location.ts";
import { plain } from "../report/print.ts";
import { renderText } from "../report/text.ts";

/** How a report of `validate` becomes markdown. */
export interface ValidateLook {
  readonly linkTo: (at: Location) => string | undefined;
  /** Bytes. */
  readonly limit: number;
  readonly sourceOf?: (file: string) => string | undefined;
  /** The report is a file that a run for a fork has left. */
  readonly untrusted?: boolean;
}

/** What `validate` found, as it stands in the log, behind a fence that nothing in it can end. */
export function validateMarkdown(report: ValidateReport | WorkspaceReport, look: ValidateLook): string {
  const { sourceOf, limit, untrusted = false } = look;
  const lines = renderText(report, {
    paint: plain,
    columns: 120,
    verbose: false,
    ...(sourceOf === undefined ? {} : { sourceOf }),
  })
    .trimEnd()
    .split("\n");
  const kept: string[] = [];
  let bytes = 1000;
  for (const line of lines) {
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > limit) break;
    kept.push(line);
  }
  const longest = Math.max(2, ...kept.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = "`".repeat(longest + 1);
  const left = lines.length - kept.length;
  const cut = left === 0 ? [] : ["", `${left} more lines are in the log.`];
  const from = untrusted ? ["What the run for this pull request said of itself; nobody has checked it.", ""] : [];
  return ["### Tocsin: validate", "", ...from, `${fence}text`, ...kept, fence, ...cut].join("\n");
}
