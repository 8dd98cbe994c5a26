import type { ShownChange } from "../../core/plan/comment.ts";
import type { DriftReport, ToldChange } from "../../core/plan/report.ts";
import { authorOf } from "../drift-words.ts";
import { blocks, bullet, paragraph } from "./blocks.ts";
import { driftBackMarkdown, driftGoneMarkdown, driftMarkdown } from "./drift-markdown.ts";
import { sizeOf } from "./fit.ts";
import type { MarkdownLook } from "./look.ts";
import { code, inMarkdown, link, strong, type Phrase } from "./phrase.ts";

/** Why what differs is not taken back as it is. */
export interface InTheWay {
  /** `refused`: whoever applies will be told so; `withheld`: healing was told so. */
  readonly when: "refused" | "withheld";
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
}

/** Somebody else's work on the branch from which it is asked to keep what Azure says. */
interface Theirs {
  readonly branch: string;
  readonly commit: string;
  readonly pullRequest?: { readonly number: number; readonly url: string };
}

/** How the issue is told besides. */
interface IssueLook extends MarkdownLook {
  readonly inTheWay: InTheWay;
  readonly theirs?: Theirs | undefined;
}

/** What the issue says: what is in the way of taking the drift back or of keeping it, and the drift. */
export function driftIssueMarkdown(report: DriftReport, look: IssueLook): string {
  const told = [...refusedOf(look.inTheWay), ...(look.theirs === undefined ? [] : [theirsOf(look.theirs)])];
  if (told.length === 0) return driftMarkdown(report, look);
  const above = blocks(...told);
  return blocks(above, driftMarkdown(report, { ...look, limit: look.limit - sizeOf(above) - 2 }));
}

function theirsOf({ branch, commit, pullRequest }: Theirs): string {
  const where: Phrase =
    pullRequest === undefined ? [] : [" of ", ...link(pullRequest.url, `pull request ${pullRequest.number}`)];
  return paragraph(
    strong("The branch ", code(branch)),
    ...where,
    " is somebody else's by now (commit ",
    code(commit.slice(0, 7)),
    `), and is left alone until ${pullRequest === undefined ? "it is deleted" : "that is merged or closed"}.`,
  );
}

function refusedOf({ when, reasons }: InTheWay): readonly string[] {
  if (reasons.length === 0) return [];
  const head = when === "withheld" ? "Nothing was healed" : "To undo it as it is will be refused";
  return [
    paragraph("✗ ", strong(head), ":"),
    reasons
      .slice(0, most)
      .map(({ code: name, message }) => bullet(message, " ", code(name)))
      .join("\n"),
    ...more(reasons.length),
  ];
}

/** What the notes beneath the issue are made of. */
export interface NoteLook {
  /** Where this run is to be seen. */
  readonly run: { readonly text: string; readonly url: string };
  /** What this run took back. */
  readonly healed: readonly ToldChange[];
}

/** What is said beneath the issue when it is closed or opened again. */
export function driftNotes(report: DriftReport, { run, healed }: NoteLook) {
  const seen = paragraph("Seen in ", ...link(run.url, run.text), ".");
  return {
    gone: (told: readonly ShownChange[]): string =>
      healed.length > 0
        ? blocks(
            paragraph(strong("Healed"), " in ", ...link(run.url, run.text), ": Azure is again as git says."),
            listed(healed.map(healedOf)),
          )
        : blocks(
            driftGoneMarkdown(report),
            seen,
            ...(told.length === 0 ? [] : [paragraph("What this issue told last:"), listed(told.map(titleOf))]),
          ),
    back: blocks(driftBackMarkdown(report), seen),
    stillThere: blocks(
      paragraph(
        strong("The drift is still there"),
        ", although this issue was closed. It closes by itself when Azure is as git says, or git as Azure says.",
      ),
      seen,
    ),
    another: blocks(
      paragraph(
        strong("Something else differs now"),
        " than when this issue was closed as not planned. Close it so again to hear no more of what differs now.",
      ),
      seen,
    ),
    doubled: (other: { readonly number: number; readonly url: string }): string =>
      blocks(
        paragraph(
          "Two runs opened an issue at the same moment. ",
          ...link(other.url, `The other one, number ${other.number}`),
          ", is the one that is kept.",
        ),
        seen,
      ),
  };
}

/** So many are named; a note is no report. */
const most = 50;

function listed(phrases: readonly Phrase[]): string {
  const points = phrases.slice(0, most).map((phrase) => bullet(...phrase));
  return blocks(points.join("\n"), ...more(phrases.length));
}

function more(number: number): readonly string[] {
  return number > most ? [inMarkdown([`and ${number - most} more`])] : [];
}

function titleOf({ kind, name, resourceGroup }: Pick<ShownChange, "kind" | "name" | "resourceGroup">): Phrase {
  return [`${kind} `, strong(code(name)), " in ", code(resourceGroup)];
}

function healedOf(change: ToldChange): Phrase {
  const author = authorOf(change);
  return [...titleOf(change), ...(author === undefined ? [] : [", ", author])];
}
