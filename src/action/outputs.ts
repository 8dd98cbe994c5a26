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

/** How a run ended, in a word for workflows. */
export type Outcome = "success" | "changes" | "refused" | "failed" | "skipped";

/** The outcome that an exit code means; `skipped` is said by a command that found nothing for it to do. */
export function outcomeOf(code: number): Outcome {
  switch (code) {
    case 0:
      return "success";
    case 1:
      return "refused";
    case 2:
      return "changes";
    default:
      return "failed";
  }
}
