import type { OthersWork } from "../commands/adoption.ts";
import { settleIssue, type IssueOutcome } from "../commands/drift-issue.ts";
import { markerOf, shownOf } from "../core/plan/comment.ts";
import type { KnownAuthor } from "../core/plan/known-authors.ts";
import type { DriftReport, ToldChange } from "../core/plan/report.ts";
import { driftTitle } from "../report/markdown/drift-markdown.ts";
import { driftIssueMarkdown, driftNotes, type InTheWay } from "../report/markdown/drift-issue-markdown.ts";
import { withHost, type HostWork } from "./host-work.ts";
import type { Opening } from "./opening.ts";
import { commentLimit } from "./limits.ts";
import { linkAt } from "./links.ts";
import type { ActionRun } from "./run.ts";
import { footerOf } from "./telling.ts";

/** What is to be said in the issue. */
export interface Told {
  /** What differs now. */
  readonly report: DriftReport;
  /** What the next look is to know of who did it. */
  readonly authors: readonly KnownAuthor[];
  readonly inTheWay: InTheWay;
  /** Somebody else's work on the branch of the pull request that adopts. */
  readonly theirs?: OthersWork | undefined;
  /** What this run took back. */
  readonly healed: readonly ToldChange[];
}

/** What is said where GitHub does not let us. */
export const issueNotWritten = "the issue about the drift was not written";

/** Makes the issue of this workspace and environment say what was seen; a look that failed is not told to it. */
export async function tellIssue(opening: Opening, run: ActionRun, told: Told): Promise<HostWork<IssueOutcome>> {
  const { opened, environment } = opening;
  const { place, runner, inputs } = run;
  const { report, authors, inTheWay, theirs, healed } = told;
  const { planned } = report;
  if (planned === undefined) return { done: true, value: { outcome: "none" } };
  const more = { text: "summary of the run", url: place.run.url };
  const look = { linkTo: linkAt(place.commit, run), limit: commentLimit, more, inTheWay, theirs };
  const notes = driftNotes(report, { run: { text: "this run", url: place.run.url }, healed });
  const drift = {
    title: runner.scrub(driftTitle(report)),
    text: runner.scrub(driftIssueMarkdown(report, look)),
    digest: planned.digest,
    changes: shownOf(planned),
    authors: authors.map(({ value, changed }) => ({
      value,
      ...(changed === undefined ? {} : { changed: { by: runner.scrub(changed.by), at: runner.scrub(changed.at) } }),
    })),
  };
  const settled = await withHost(
    async () =>
      settleIssue(
        {
          marker: markerOf("drift", opened.workspace.file, environment.name),
          label: { name: inputs.label, color: "d93f0b", description: "Azure is not as the definitions say" },
          footer: footerOf(place.commit, run),
          run: place.run,
          head: place.commit,
          ...(planned.changes.length === 0 ? {} : { drift }),
          notes: {
            gone: (was) => runner.scrub(notes.gone(was)),
            back: runner.scrub(notes.back),
            stillThere: runner.scrub(notes.stillThere),
            another: runner.scrub(notes.another),
            doubled: notes.doubled,
          },
        },
        await run.host(),
      ),
    { run, what: issueNotWritten, failure: "error" },
  );
  if (settled.done && settled.value.outcome !== "none") {
    const { issue, outcome } = settled.value;
    runner.output("issue-url", issue.url);
    runner.log(`issue ${issue.number} ${words[outcome]}: ${issue.url}\n`);
  }
  return settled;
}

const words = {
  created: "opened",
  updated: "says what differs now",
  unchanged: "says it already",
  reopened: "opened again",
  closed: "closed, since nothing differs any more",
  declined: "left closed, since it was closed as not planned and nothing else differs",
} as const;
