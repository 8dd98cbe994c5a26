import { exitCode } from "../cli/exit-code.ts";

/** Every output of the action, as `action.yml` and `docs/action.md` have them. */
export const outputNames = [
  "outcome",
  "has-changes",
  "creates",
  "updates",
  "replaces",
  "renames",
  "deletes",
  "adopts",
  "releases",
  "blocked",
  "digest",
  "comment-url",
  "issue-url",
  "pull-request-url",
  "plan-file",
  "sarif-file",
  "report-file",
] as const;

/** The outcome that an exit code means; `skipped` is said by a command that found nothing for it to do. */
export function outcomeOf(code: number): "success" | "changes" | "refused" | "failed" {
  switch (code) {
    case exitCode.fine:
      return "success";
    case exitCode.wrong:
      return "refused";
    case exitCode.changes:
      return "changes";
    default:
      return "failed";
  }
}
