import type { PlanReport, Planned, Subject, ToldChange } from "../core/plan/report.ts";
import { adoptedTogether, adoptionLines } from "./adoption-lines.ts";
import { changeLines, type ChangeLook } from "./change-lines.ts";
import { diagnosticCount, diagnosticLines } from "./diagnostic-lines.ts";
import { pagingLines } from "./paging-lines.ts";
import { asWanted, countsOf, inOrder, nothingToDo, notesOf, whyNoPlan } from "./plan-words.ts";
import { apart, as, prose, type Line, type Span } from "./print.ts";
import type { TextLook } from "./text.ts";
import { commitWords, marks, shortDigest } from "./words.ts";

/** A plan: the verdict, what refuses it, what to know of it, then every change, worst first, and who is paged. */
export function planLines(report: PlanReport, look: TextLook): readonly Line[] {
  const { subject, diagnostics, planned } = report;
  const told = diagnosticLines(diagnostics, { ...look, environments: [subject.environment] });
  if (planned === undefined) return apart([headline("Plan", subject)], told, [noPlan(diagnosticCount(diagnostics))]);
  return apart(
    [headline("Plan", subject), ...verdict(planned), ...historyLines(planned)],
    refusalLines(planned.refusals),
    told,
    ...plannedBlocks(planned, look),
    digestLines(planned, look),
  );
}

/** What the report is about: the stack and environment, and where that is. */
export function headline(word: string, { stack, environment, subscription, retired }: Subject): Line {
  return prose(
    0,
    2,
    `${word} for `,
    as("strong", `${stack}/${environment}`),
    ...(retired ? [", which is ", as("caution", "retired")] : []),
    as("faint", `  subscription ${subscription}`),
  );
}

/** Why there is no plan. */
export function noPlan(told: string): Line {
  return prose(0, 2, as("bad", `× ${whyNoPlan(told)}`));
}

/** The changes with everything a reader should know of them besides. */
function plannedBlocks(planned: Planned, look: TextLook): readonly (readonly Line[])[] {
  const changes = inOrder(planned.changes);
  const changeLook: ChangeLook = { ...look, severalGroups: new Set(changes.map(groupOf)).size > 1 };
  const together = adoptedTogether(changes, look);
  return [
    ...changes.flatMap((change) => {
      if (!together.includes(change)) return [changeLines(change, changeLook)];
      return change === together[0] ? [adoptionLines(together, changeLook)] : [];
    }),
    pagingLines(planned.paging, { onlyBefore: "no longer there", onlyAfter: "new" }),
    noteLines(planned),
  ];
}

function groupOf(change: ToldChange): string {
  return change.resourceGroup.toLowerCase();
}

/** `1 to delete, 2 to create, 14 unchanged`. */
export function verdict(planned: Planned): readonly Line[] {
  if (planned.changes.length === 0) {
    return [prose(0, 2, as("good", nothingToDo), `: ${asWanted(planned)}`)];
  }
  return [prose(0, 2, ...counts(planned))];
}

function counts(planned: Planned): readonly Span[] {
  return countsOf(planned)
    .map(({ action, told }) => as(marks[action].style, told))
    .flatMap((span, index) => (index === 0 ? [span] : [", ", span]));
}

/** What the repository says of it: which state it goes back to, and how much of it is not from here. */
function historyLines({ changes, base, restores }: Planned): readonly Line[] {
  return [
    ...(restores === undefined ? [] : [prose(0, 2, as("good", "↩ restores the state of "), commitWords(restores))]),
    ...(base === undefined
      ? []
      : [prose(0, 2, as("faint", `compared with ${commitWords(base)}: `), ...share(changes))]),
  ];
}

function share(changes: readonly ToldChange[]): readonly Span[] {
  const whole = changes.filter(({ elsewhere }) => elsewhere === true).length;
  const inPart = changes.filter(({ differences }) => differences.some(({ elsewhere }) => elsewhere === true)).length;
  if (whole + inPart === 0) return [as("faint", "all of it is from here")];
  const told = [
    ...(whole === 0 ? [] : [whole === changes.length ? "none of it is from here" : `${whole} not from here`]),
    ...(inPart === 0 ? [] : [`${inPart} only in part`]),
  ];
  return [as("caution", told.join(", "))];
}

/** Why the plan will not be applied. */
export function refusalLines(
  refusals: readonly { readonly code: string; readonly message: string }[],
): readonly Line[] {
  return refusals.map(({ code, message }) =>
    prose(0, 2, as("bad", "× refused: "), message, as("faint", `  [${code}]`)),
  );
}

/** What was not compared, and what else to know. */
export function noteLines(planned: Planned): readonly Line[] {
  return notesOf(planned).map(({ caution, told }) =>
    caution ? prose(0, 2, as("caution", "! "), told) : prose(0, 2, as("faint", `· ${told}`)),
  );
}

/** What a plan is known by, and what it comes to: the last line of it, and all that is told of one that was reviewed. */
export function digestLines(planned: Planned, { verbose }: Pick<TextLook, "verbose">): readonly Line[] {
  if (planned.changes.length === 0) return [];
  const digest = verbose ? planned.digest : shortDigest(planned.digest);
  return [prose(0, 4, as("faint", `plan ${digest}: `), ...counts(planned))];
}
