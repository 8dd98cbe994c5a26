import type { PlanReport, Planned, Subject, ToldChange } from "../core/plan/report.ts";
import { adoptedTogether, adoptionLines } from "./adoption-lines.ts";
import { changeLines, type ChangeLook } from "./change-lines.ts";
import { diagnosticCount, diagnosticLines } from "./diagnostic-lines.ts";
import { pagingLines } from "./paging-lines.ts";
import { apart, as, prose, type Line, type Span } from "./print.ts";
import type { TextLook } from "./text.ts";
import { actions, commitWords, count, listed, marks, shortDigest } from "./words.ts";

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
  return prose(0, 2, as("bad", `× no plan: ${told === "" ? "nothing was compared" : told}`));
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

/** Changes as they are told: first what may hurt, else as they come. */
export function inOrder(changes: readonly ToldChange[]): readonly ToldChange[] {
  return changes.toSorted((a, b) => actions.indexOf(a.action) - actions.indexOf(b.action));
}

/** `1 to delete, 2 to create, 14 unchanged`. */
export function verdict(planned: Planned): readonly Line[] {
  if (planned.changes.length === 0) {
    return [
      prose(
        0,
        2,
        as("good", "✓ nothing to do"),
        `: ${count(planned.unchanged, "resource")} in Azure as the definitions want`,
      ),
    ];
  }
  return [prose(0, 2, ...counts(planned))];
}

function counts({ changes, unchanged }: Planned): readonly Span[] {
  const told = actions.flatMap((action): Span[][] => {
    const number = changes.filter((change) => change.action === action).length;
    return number === 0 ? [] : [[as(marks[action].style, `${number} ${marks[action].ahead}`)]];
  });
  const rest = unchanged === 0 ? [] : [[as("faint", `${unchanged} unchanged`)]];
  return [...told, ...rest].flatMap((spans, index) => (index === 0 ? spans : [", ", ...spans]));
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
export function noteLines({ notCompared, live, notes }: Planned): readonly Line[] {
  return [
    ...(notCompared.length === 0
      ? []
      : [
          prose(
            0,
            2,
            as("caution", "! "),
            `not compared, because this run has no value for it: ${notCompared.length === 1 ? "secret" : "secrets"} ${listed(notCompared)}`,
          ),
        ]),
    ...(live.length === 0
      ? []
      : [prose(0, 2, as("faint", `· left as Azure has it, \`live: true\`: ${liveSecrets(live)}`))]),
    ...notes.map((note) => prose(0, 2, as("caution", "! "), note)),
  ];
}

/** An import leaves a secret for every webhook; nobody reads all their names in every plan. */
const most = 8;

function liveSecrets(names: readonly string[]): string {
  const told = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  return `${names.length === 1 ? "secret" : "secrets"} ${listed(told)}`;
}

/** What a plan is known by, and what it comes to: the last line of it, and all that is told of one that was reviewed. */
export function digestLines(planned: Planned, { verbose }: Pick<TextLook, "verbose">): readonly Line[] {
  if (planned.changes.length === 0) return [];
  const digest = verbose ? planned.digest : shortDigest(planned.digest);
  return [prose(0, 4, as("faint", `plan ${digest}: `), ...counts(planned))];
}
