import type { PastCommit, PlanReport, Planned, Subject, ToldChange, WorkspaceReport } from "../../core/plan/report.ts";
import { diagnosticCount } from "../diagnostic-lines.ts";
import { asWanted, countsOf, inOrder, nothingToDo, notesOf, whyNoPlan } from "../plan-words.ts";
import { shortDigest } from "../words.ts";
import { blocks, bullet, foldEnd, foldStart, heading, paragraph, row, tableHead } from "./blocks.ts";
import { areInSeveralGroups, changeSections } from "./change-blocks.ts";
import { diagnosticSection } from "./diagnostic-table.ts";
import { always, fit, type Section } from "./fit.ts";
import { leftOut, type MarkdownLook } from "./look.ts";
import { pagingSection } from "./paging-table.ts";
import { code, inMarkdown, strong, type Phrase } from "./phrase.ts";

/** A plan for whoever reviews it: the verdict, what refuses it, every change, and who is notified before and after. */
export function planMarkdown(report: PlanReport | WorkspaceReport, look: MarkdownLook): string {
  if (report.command === "workspace") return fit(workspaceSections("plan", report, look), look.limit);
  const { subject, diagnostics, planned } = report;
  const title = heading(3, titleOfReport("plan", subject));
  const complaints = diagnosticSection(diagnostics, { ...look, environments: [subject.environment], share: 0.35 });
  if (planned === undefined) {
    const why = whyNoPlan(diagnosticCount(diagnostics));
    const told = paragraph("✗ ", strong(why), "; nothing is planned while there is one");
    return fit([always(blocks(title, told)), complaints], look.limit);
  }
  return fit(
    [
      always(blocks(title, verdict(planned), ...restored(planned))),
      refusalSection("will not be applied", planned.refusals, look),
      ...plannedSections(planned, { ...look, complaints }),
      digestSection(planned, subject, look),
    ],
    look.limit,
  );
}

/** What every command says when the workspace itself cannot be read; `verdict`: what did not come about for it. */
export function workspaceSections(
  word: string,
  { diagnostics }: WorkspaceReport,
  look: MarkdownLook & { readonly verdict?: string },
): readonly Section[] {
  const { verdict: outcome } = look;
  const errors = `${diagnosticCount(diagnostics)} in the workspace`;
  const told: Phrase =
    outcome === undefined
      ? [strong(errors), ": nothing else was looked at"]
      : [strong(outcome), `: ${errors}, and nothing else was looked at`];
  return [
    always(blocks(heading(3, [`Tocsin ${word}`]), paragraph("✗ ", ...told))),
    diagnosticSection(diagnostics, { ...look, share: 1 }),
  ];
}

/** What a report is about: the stack and environment. */
export function titleOfReport(word: string, { stack, environment, retired }: Subject): Phrase {
  return [`Tocsin ${word} for `, code(`${stack}/${environment}`), ...(retired ? [", which is retired"] : [])];
}

/** What a plan comes to, in a line. */
export function verdict(planned: Planned): string {
  const { changes, unchanged } = planned;
  if (changes.length === 0) return paragraph(strong(nothingToDo), `: ${asWanted(planned)}`);
  const todo = countsOf({ changes, unchanged: 0 }).map(({ told }) => told);
  const others = notFromHere(changes);
  return paragraph(
    strong(todo.join(", ")),
    unchanged === 0 ? "" : `, ${unchanged} unchanged`,
    ...(others === undefined ? [] : ["; ", strong(others)]),
  );
}

/** How much of it is somebody else's; nothing where all of it is from the definitions at hand. */
function notFromHere(changes: readonly ToldChange[]): string | undefined {
  const whole = changes.filter(({ elsewhere }) => elsewhere === true).length;
  const inPart = changes.filter(({ differences }) => differences.some(({ elsewhere }) => elsewhere === true)).length;
  if (whole + inPart === 0) return undefined;
  if (whole === changes.length) return "none of it is from this pull request";
  if (whole === 0) return `${inPart} only in part from this pull request`;
  return `${whole} not from this pull request${inPart === 0 ? "" : `, ${inPart} only in part`}`;
}

function restored({ restores }: Planned): readonly string[] {
  return restores === undefined ? [] : [paragraph("↩ restores the state of ", ...commit(restores))];
}

function commit({ id, title }: PastCommit): Phrase {
  return [code(id.slice(0, 7)), ...(title === "" ? [] : [` (${title})`])];
}

/** Why nothing of it will be, or was, done. */
export function refusalSection(
  what: string,
  refusals: readonly { readonly code: string; readonly message: string }[],
  look: MarkdownLook,
): Section {
  return {
    items: refusals.map((refusal) => ({
      text: inMarkdown(["✗ ", strong(what), ": ", refusal.message, " (", code(refusal.code), ")"]),
    })),
    glue: "\n\n",
    cut: (left) => leftOut(left, "reason", look),
    share: 0.3,
  };
}

/** The changes with everything a reader should know of them besides. */
export function plannedSections(
  planned: Planned,
  look: MarkdownLook & { readonly complaints: Section },
): readonly Section[] {
  const changes = inOrder(planned.changes);
  const changeLook = { ...look, severalGroups: areInSeveralGroups(changes) };
  const blocked = changes.filter(isBlocked);
  const own = changes.filter((change) => !isBlocked(change) && !change.elsewhere);
  const elsewhere = changes.filter((change) => !isBlocked(change) && change.elsewhere);
  return [
    ...changeSections(blocked, { ...changeLook, head: heading(4, ["Blocked"]), share: 0.2 }),
    look.complaints,
    ...changeSections(own, { ...changeLook, head: heading(4, ["Changes"]), share: 0.5 }),
    ...changeSections(elsewhere, { ...changeLook, head: elsewhereHead, share: 0.2 }),
    pagingSection(planned.paging, {
      ...look,
      words: { onlyBefore: "no longer there", onlyAfter: "new" },
      titles: ["before", "after"],
    }),
    noteSection(planned, look),
  ];
}

function isBlocked({ action }: ToldChange): boolean {
  return action === "blocked";
}

const elsewhereHead = blocks(
  heading(4, ["Not from this pull request"]),
  paragraph(
    "What is already on the base branch would change these too: somebody changed Azure by hand, or an earlier merge is not applied yet. Applying this pull request applies them as well.",
  ),
);

/** What was not compared, and what else to know. */
export function noteSection(planned: Planned, look: MarkdownLook): Section {
  const notes = notesOf(planned);
  return {
    ...(notes.length === 0 ? {} : { head: `${heading(4, ["Good to know"])}\n` }),
    items: notes.map(({ told }) => ({ text: bullet(told) })),
    glue: "\n",
    cut: (left) => leftOut(left, "note", look),
    share: 0.1,
  };
}

const digestsAre =
  "A digest is of what is written and replaced. An apply compares its own with these, and names what was not shown here.";

/** What the plan and each change are known by, for who wants to compare; and what was compared with what. */
function digestSection(planned: Planned, subject: Subject, look: MarkdownLook): Section {
  const { changes, digest, base } = planned;
  const about = paragraph(
    "Subscription ",
    code(subject.subscription),
    ...(base === undefined ? [] : [". To tell whose change it is, the base was compared too: ", ...commit(base)]),
  );
  if (changes.length === 0) return always(about);
  const summary: Phrase = ["Digest of this plan ", code(shortDigest(digest)), ", and of each change"];
  return {
    head: blocks(foldStart(summary), about, paragraph(digestsAre), tableHead("digest", "change")),
    items: inOrder(changes).map((change) => ({
      text: row([
        [change.digest === undefined ? [] : [code(shortDigest(change.digest))]],
        [[`${change.action} ${change.kind} `, code(change.name)]],
      ]),
    })),
    glue: "\n",
    tail: foldEnd,
    cut: (left) => leftOut(left, "digest", look),
    share: 0.1,
  };
}
