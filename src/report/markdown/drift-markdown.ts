import type {
  DriftReport,
  Planned,
  Subject,
  ToldChange,
  ToldDifference,
  WorkspaceReport,
} from "../../core/plan/report.ts";
import { diagnosticCount } from "../diagnostic-lines.ts";
import { authorOf, howManyDiffer, sayingOf, waysOut } from "../drift-words.ts";
import { inOrder, whyNoPlan } from "../plan-words.ts";
import { inlineSides } from "../told-difference.ts";
import { count } from "../words.ts";
import { blocks, bullet, fence, folded, heading, lines, paragraph } from "./blocks.ts";
import { areInSeveralGroups, obstaclesOf, titleOf, type ChangeLook } from "./change-blocks.ts";
import { diagnosticSection } from "./diagnostic-table.ts";
import { differenceBlocks } from "./difference-blocks.ts";
import { always, fit, type Item } from "./fit.ts";
import { seenInTitle } from "./foreign-text.ts";
import { leftOut, lineOf, type MarkdownLook } from "./look.ts";
import { pagingSection } from "./paging-table.ts";
import { code, strong, type Phrase } from "./phrase.ts";
import { noteSection, titleOfReport, workspaceSections } from "./plan-markdown.ts";

/** The title of the issue about drift. */
export function driftTitle({ subject, planned }: DriftReport): string {
  const { stack, environment } = subject;
  const what =
    planned === undefined ? "it could not be looked for" : `${howManyDiffer(planned.changes.length)} from git`;
  return `${seenInTitle(`Drift in ${stack}/${environment}`)}: ${what}`;
}

/** What is not in Azure as git has it: who says what, who changed it and when, and both ways out. */
export function driftMarkdown(report: DriftReport | WorkspaceReport, look: MarkdownLook): string {
  if (report.command === "workspace") return fit(workspaceSections("drift", report, look), look.limit);
  const { subject, diagnostics, planned } = report;
  const title = heading(3, titleOfReport("drift", subject));
  const complaints = diagnosticSection(diagnostics, { ...look, environments: [subject.environment], share: 0.3 });
  if (planned === undefined) {
    const why = paragraph("✗ ", strong("what differs is not told"), `: ${whyNoPlan(diagnosticCount(diagnostics))}`);
    return fit([always(blocks(title, why)), complaints], look.limit);
  }
  const changes = inOrder(planned.changes);
  const changeLook = { ...look, severalGroups: areInSeveralGroups(changes) };
  return fit(
    [
      always(blocks(title, verdict(planned))),
      {
        items: changes.map((change) => driftOf(change, subject, changeLook)),
        glue: "\n\n",
        cut: (left) => leftOut(left, "resource", look),
        share: 0.6,
      },
      always(wayOut(changes, subject)),
      complaints,
      pagingSection(planned.paging, {
        ...look,
        words: { onlyBefore: "not in git", onlyAfter: "missing in Azure" },
        titles: ["in Azure", "as git says"],
      }),
      noteSection(planned, look),
    ],
    look.limit,
  );
}

/** What is said in the issue when the drift is gone, just before it is closed. */
export function driftGoneMarkdown({ planned }: DriftReport): string {
  const unchanged = planned?.unchanged ?? 0;
  return paragraph(strong("The drift is gone"), `: ${count(unchanged, "resource")} in Azure as git has it.`);
}

/** What is said in the issue when there is drift again, just after it was opened again. */
export function driftBackMarkdown({ planned }: DriftReport): string {
  return paragraph(strong("There is drift again"), `: ${howManyDiffer(planned?.changes.length ?? 0)} from git.`);
}

function verdict({ changes, unchanged }: Planned): string {
  if (changes.length === 0)
    return paragraph(strong("✓ no drift"), `: ${count(unchanged, "resource")} in Azure as git has it`);
  return paragraph(strong(`${howManyDiffer(changes.length)} from git`), `, ${unchanged} as git has it`);
}

// More lines than these are unfolded by who wants to read them.
const mostLines = 40;

function driftOf(change: ToldChange, subject: Subject, look: ChangeLook): Item {
  const { word, says } = sayingOf(change, subject);
  const author = authorOf(change);
  const title: Phrase = [strong(word), " ", ...titleOf(change, look)];
  const facts: readonly Phrase[] = [
    ...(says === undefined ? [] : [[says]]),
    ...obstaclesOf(change),
    ...(author === undefined ? [] : [[author]]),
  ];
  const details = blocks(
    ...differenceBlocks(change.differences, { ...look, told: "drift", definition: change.at }),
    ...toWrite(change, look),
  );
  return {
    text:
      details.split("\n").length > mostLines
        ? folded(title, blocks(lines(facts), details))
        : blocks(lines([title, ...facts]), details),
    short: lines([title, ...facts, ["too long to be shown here"]]),
  };
}

/** What somebody writes to keep what Azure says, where it is so simple. */
function toWrite(change: ToldChange, look: ChangeLook): readonly string[] {
  if (change.action !== "update") return [];
  const points = change.differences.flatMap((difference) => {
    const yaml = simply(difference);
    const { at, layer } = difference;
    if (yaml === undefined || at === undefined) return [];
    const isOfAll = !layer?.startsWith("environments.");
    return [
      bullet(code(yaml), " at ", ...lineOf(at, change.at, look), isOfAll ? ", which counts for every environment" : ""),
    ];
  });
  return points.length === 0 ? [] : [paragraph("To keep what Azure says, write:"), points.join("\n")];
}

/** A setting as a line of YAML, where one line in one place says it. */
function simply(difference: ToldDifference): string | undefined {
  const { path, before, layer, secret, order } = difference;
  if (secret !== undefined || order !== undefined || layer === undefined || layer === "default") return undefined;
  const name = /(?:^|\.)([\w-]+)$/.exec(path)?.[1];
  const value = inlineSides(difference)?.before;
  if (before === undefined || value === undefined || typeof before === "object") return undefined;
  if (name !== undefined) return `${name}: ${value}`;
  // A condition in its short form is an element of a list.
  return path.endsWith("]") && typeof before === "string" ? `- ${value}` : undefined;
}

function wayOut(changes: readonly ToldChange[], subject: Subject): string {
  const ways = waysOut(changes, subject);
  if (ways === undefined) return "";
  const { undo, keep, edit } = ways;
  const head = heading(4, ["What to do"]);
  if (subject.retired)
    return blocks(
      head,
      paragraph("To delete it, run the workflow that applies again, or:"),
      fence([undo], "sh"),
      ...(edit === undefined ? [] : [paragraph("To keep it, ", edit)]),
    );
  return blocks(
    head,
    paragraph("To undo it, so that Azure is as git says, run the workflow that applies again, or:"),
    fence([undo], "sh"),
    ...(keep.length === 0 && edit === undefined
      ? []
      : [
          paragraph("To keep it, make git say what Azure says, and merge that:"),
          ...(keep.length === 0 ? [] : [fence(keep, "sh")]),
          ...(edit === undefined ? [] : [paragraph(keep.length === 0 ? "" : "and ", edit)]),
        ]),
  );
}
