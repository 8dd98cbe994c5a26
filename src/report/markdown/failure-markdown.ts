import type { Subject } from "../../core/plan/report.ts";
import type { ToldFailure } from "../../core/plan/told-failure.ts";
import { nothingWritten } from "../apply-words.ts";
import { blocks, folded, heading, paragraph } from "./blocks.ts";
import { always, fit, type Section } from "./fit.ts";
import { leftOut, type MarkdownLook } from "./look.ts";
import { code, inMarkdown, joined, strong, type Phrase } from "./phrase.ts";
import { titleOfReport } from "./plan-markdown.ts";

/** What a run was about that ended without a result: the stack where it came so far, else what it was told. */
export type RunSubject = Subject | { readonly environment?: string };

/** How a failure becomes markdown for people. */
export interface FailureLook extends MarkdownLook {
  readonly subject: RunSubject;
}

/** Why there is no plan of a commit; `shownAt`: the commit whose plan stood in the comment before. */
export function noPlanMarkdown(
  failure: ToldFailure,
  look: FailureLook & { readonly commit: string; readonly shownAt?: string },
): string {
  const { commit, shownAt } = look;
  const unknown = paragraph(
    strong("What it would change in Azure is not known"),
    " until this job runs again and succeeds.",
    ...(shownAt === undefined ? [] : [" ", ...before(shownAt, commit)]),
  );
  const verdict: Phrase = [strong("no plan of ", code(short(commit))), `: ${failure.why}`];
  return told("plan", failure, { ...look, verdict, besides: unknown });
}

function before(shownAt: string, commit: string): Phrase {
  const place = "the history of this comment has it, under “edited”";
  if (shownAt === commit) return [`An earlier run had made a plan of the same commit: ${place}.`];
  return ["The plan that stood here was of the older commit ", code(short(shownAt)), `: ${place}.`];
}

/** Why nothing of what is merged was applied. */
export function notAppliedMarkdown(failure: ToldFailure, look: FailureLook): string {
  const besides = paragraph(
    "What is merged and not in Azure yet waits for the next apply that succeeds, which then says so here.",
  );
  const verdict: Phrase = [strong(nothingWritten), `: ${failure.why}`];
  return told("apply", failure, { ...look, verdict, besides });
}

/** Why nobody knows whether there is drift. */
export function noLookMarkdown(failure: ToldFailure, look: FailureLook): string {
  const besides = paragraph(
    "A look that failed finds neither drift nor none: the issue about drift is left as it is until one succeeds.",
  );
  const verdict: Phrase = [strong("what differs is not known"), `: ${failure.why}`];
  return told("drift", failure, { ...look, verdict, besides });
}

function told(
  word: string,
  { message, todo, tried, facts }: ToldFailure,
  look: FailureLook & { readonly verdict: Phrase; readonly besides: string },
): string {
  const { verdict, besides, subject, limit } = look;
  const details: readonly Phrase[] = [
    ...(tried === undefined ? [] : [["tried ", code(tried)]]),
    ...facts.map(([name, value]) => [`${name} `, code(value)]),
  ];
  return fit(
    [
      always(blocks(heading(3, titleOf(word, subject)), paragraph("✗ ", ...verdict), besides)),
      section([paragraph(strong("What happened:"), " ", message)], look),
      always(paragraph(strong("What to do:"), " ", todo)),
      section(details.length === 0 ? [] : [folded(["What was asked"], inMarkdown(joined(details, ", ")))], look),
    ],
    limit,
  );
}

/** What others say may be long. */
function section(texts: readonly string[], look: MarkdownLook): Section {
  return {
    items: texts.map((text) => ({ text })),
    glue: "\n\n",
    cut: (left) => leftOut(left, "paragraph", look),
    share: 0.4,
  };
}

function titleOf(word: string, subject: RunSubject): Phrase {
  if ("stack" in subject) return titleOfReport(word, subject);
  const { environment } = subject;
  return environment === undefined ? [`Tocsin ${word}`] : [`Tocsin ${word} for `, code(environment)];
}

function short(commit: string): string {
  return commit.slice(0, 7);
}
