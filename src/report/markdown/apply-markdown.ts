import type { ApplyReport, ToldChange, ToldResult, WorkspaceReport } from "../../core/plan/report.ts";
import {
  azureFacts,
  blockedCount,
  handworkHead,
  nothingWritten,
  outcomeCounts,
  outcomeWord,
  resultsTogether,
  runAgain,
} from "../apply-words.ts";
import { diagnosticCount } from "../diagnostic-lines.ts";
import { asWanted, nothingToDo, whyNoPlan } from "../plan-words.ts";
import { shortDigest } from "../words.ts";
import { blocks, bullet, foldEnd, foldStart, heading, lines, paragraph } from "./blocks.ts";
import { areInSeveralGroups, titleOf, type ChangeLook } from "./change-blocks.ts";
import { diagnosticSection } from "./diagnostic-table.ts";
import { differenceBlocks } from "./difference-blocks.ts";
import { always, fit, type Item, type Section } from "./fit.ts";
import { leftOut, type MarkdownLook } from "./look.ts";
import { code, joined, strong, type Phrase } from "./phrase.ts";
import { plannedSections, refusalSection, titleOfReport, verdict, workspaceSections } from "./plan-markdown.ts";

/** What was done: the verdict, what failed and why, each resource, what only a person can do, and the plan folded. */
export function applyMarkdown(report: ApplyReport | WorkspaceReport, look: MarkdownLook): string {
  if (report.command === "workspace")
    return fit(workspaceSections("apply", report, { ...look, verdict: nothingWritten }), look.limit);
  const { subject, diagnostics, planned, refused = [], results } = report;
  const title = heading(3, titleOfReport("apply", subject));
  const complaints = diagnosticSection(diagnostics, { ...look, environments: [subject.environment], share: 0.3 });
  const refusals = refusalSection("refused", refused, look);
  if (planned === undefined) {
    const why = paragraph("✗ ", strong(nothingWritten), `: ${whyNoPlan(diagnosticCount(diagnostics))}`);
    return fit([always(blocks(title, why)), refusals, complaints], look.limit);
  }
  const changeLook = { ...look, severalGroups: areInSeveralGroups(planned.changes) };
  return fit(
    [
      always(blocks(title, verdictOf(report))),
      refusals,
      ...troubleSections(results, changeLook),
      handworkSection(report, look),
      unseenSection(report, changeLook),
      doneSection(report, changeLook),
      goneSection(report, changeLook),
      ...(planned.changes.length === 0
        ? [complaints, ...plannedSections(planned, { ...look, complaints: always("") })]
        : [
            always(blocks(foldStart(["The plan, ", code(shortDigest(planned.digest))]), verdict(planned))),
            ...plannedSections(planned, { ...look, complaints }),
            always(foldEnd),
          ]),
    ],
    look.limit,
  );
}

function verdictOf({ planned, refused = [], results }: ApplyReport): string {
  if (refused.length > 0) return paragraph("✗ ", strong(nothingWritten));
  const blocked = blockedCount(planned);
  if (results.length === 0 && planned !== undefined && blocked === "")
    return paragraph(strong(nothingToDo), `: ${asWanted(planned)}`);
  const all = blocked === "" && results.every(({ outcome }) => outcome === "applied");
  const told = [...outcomeCounts(results).map((one) => one.told), ...(blocked === "" ? [] : [blocked])];
  return paragraph(all ? "✓ " : "✗ ", strong(told.join(", ")));
}

/** What did not come out as planned: first what failed, whole; then what Azure made something else of. */
function troubleSections(results: readonly ToldResult[], look: ChangeLook): readonly Section[] {
  const wrong = (["failed", "skipped"] as const).flatMap((outcome) =>
    results.filter((result) => result.outcome === outcome),
  );
  const other = results.filter(({ outcome, answer = [] }) => outcome === "applied" && answer.length > 0);
  const cut = (left: number): string => leftOut(left, "resource", look);
  return [
    {
      items: resultsTogether(wrong).map((same) => ({ text: troubleOf(same, look) })),
      glue: "\n\n",
      ...(wrong.length === 0 ? {} : { tail: paragraph(runAgain) }),
      cut,
      share: 0.4,
    },
    { items: other.map((result) => answerOf(result, look)), glue: "\n\n", cut, share: 0.15 },
  ];
}

/** What was done as it was planned, a line each: the heading already says how much, and nobody has to do anything. */
function doneSection(report: ApplyReport, look: ChangeLook): Section {
  const { results, handwork, unseen = [] } = report;
  const plain = results.filter(({ outcome, answer = [] }) => outcome === "applied" && answer.length === 0);
  const isAfterMore = plain.length > 0 && handwork.length + unseen.length > 0;
  return {
    // A list begins after an empty line, whatever stands before it.
    ...(isAfterMore ? { head: `${heading(4, ["What was done"])}\n` } : {}),
    items: plain.map((result) => ({ text: bullet("✓ ", outcomeWord(result), " ", ...titleOf(result, look)) })),
    glue: "\n",
    cut: (left) => leftOut(left, "resource", look),
    share: 0.3,
  };
}

function troubleOf(same: readonly ToldResult[], look: ChangeLook): string {
  const [first] = same;
  if (first === undefined) return "";
  const because = first.because ?? "";
  if (same.length > 1) {
    const all = same.map((result) => bullet(...titleOf(result, look)));
    return blocks(paragraph(strong(`skipped ${same.length} resources`), `: ${because}`), all.join("\n"));
  }
  return lines([
    [first.outcome === "failed" ? "✗ " : "", strong(outcomeWord(first)), " ", ...titleOf(first, look)],
    ...(because === "" ? [] : [[because]]),
    ...azureOf(first),
  ]);
}

/** Azure's own words for a refusal: what its support asks for. */
function azureOf(result: ToldResult): readonly Phrase[] {
  const facts = azureFacts(result).map(([word, value]): Phrase => [`${word} `, code(value)]);
  return facts.length === 0 ? [] : [["Azure: ", ...joined(facts, ", ")]];
}

function answerOf(result: ToldResult, look: ChangeLook): Item {
  const title: Phrase = ["✓ ", strong(outcomeWord(result)), " ", ...titleOf(result, look)];
  const head = lines([title, ["Azure made something else of it:"]]);
  return {
    text: blocks(head, ...differenceBlocks(result.answer ?? [], { ...look, told: "answer", definition: result.at })),
    short: head,
  };
}

function handworkSection(report: ApplyReport, look: MarkdownLook): Section {
  const { handwork } = report;
  return {
    ...(handwork.length === 0 ? {} : { head: `${heading(4, [handworkHead(report)])}\n` }),
    items: handwork.map(({ name, todo }) => ({ text: bullet(strong(code(name)), `: ${todo}`) })),
    glue: "\n",
    cut: (left) => leftOut(left, "thing", look),
    share: 0.2,
  };
}

/** What the pull request had not shown. */
function unseenSection({ planned, unseen: ids = [] }: ApplyReport, look: ChangeLook): Section {
  const unseen = planned?.changes.filter(({ id }) => ids.includes(id)) ?? [];
  return namedSection("Not shown in the pull request", unseen, look);
}

/** What the pull request had shown: an apply before this one did it, or something else came about. */
function goneSection({ gone = [] }: ApplyReport, look: ChangeLook): Section {
  return namedSection("Shown in the pull request, and done before or not needed any more", gone, look);
}

function namedSection(
  title: string,
  changes: readonly (Pick<ToldChange, "action"> & Parameters<typeof titleOf>[0])[],
  look: ChangeLook,
): Section {
  return {
    ...(changes.length === 0 ? {} : { head: `${heading(4, [title])}\n` }),
    items: changes.map((change) => ({ text: bullet(change.action, " ", ...titleOf(change, look)) })),
    glue: "\n",
    cut: (left) => leftOut(left, "change", look),
    share: 0.1,
  };
}
