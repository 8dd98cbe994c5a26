import type { Action } from "../core/plan/change.ts";
import type { Planned, ToldChange } from "../core/plan/report.ts";
import { actions, count, listed, marks } from "./words.ts";

/** Changes as they are told: first what may hurt, else as they come. */
export function inOrder(changes: readonly ToldChange[]): readonly ToldChange[] {
  return changes.toSorted((a, b) => actions.indexOf(a.action) - actions.indexOf(b.action));
}

/** How many of each action: `2 to create`; last what stays as it is. */
export function countsOf({
  changes,
  unchanged,
}: Pick<Planned, "changes" | "unchanged">): readonly { readonly action: Action; readonly told: string }[] {
  return actions.flatMap((action) => {
    const number = action === "keep" ? unchanged : changes.filter((change) => change.action === action).length;
    return number === 0 ? [] : [{ action, told: `${number} ${marks[action].ahead}` }];
  });
}

/** What is said where nothing is to be done. */
export const nothingToDo = "✓ nothing to do";

/** What Azure has where nothing is to be done. */
export function asWanted({ unchanged }: Pick<Planned, "unchanged">): string {
  return `${count(unchanged, "resource")} in Azure as the definitions want`;
}

/** A sentence a reader should know; what is only in Azure, and stays there, is no caution. */
export interface Note {
  readonly caution: boolean;
  readonly told: string;
}

/** What was not compared, and what else to know. */
export function notesOf({
  notCompared,
  live,
  notes,
}: Pick<Planned, "notCompared" | "live" | "notes">): readonly Note[] {
  return [
    ...(notCompared.length === 0
      ? []
      : [
          {
            caution: true,
            told: `not compared, because this run has no value for it: ${notCompared.length === 1 ? "secret" : "secrets"} ${listed(notCompared)}`,
          },
        ]),
    ...(live.length === 0
      ? []
      : [{ caution: false, told: `left as Azure has it, \`live: true\`: ${liveSecrets(live)}` }]),
    ...notes.map((told) => ({ caution: true, told })),
  ];
}

/** An import leaves a secret for every webhook; nobody reads all their names in every plan. */
const most = 8;

function liveSecrets(names: readonly string[]): string {
  const told = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  return `${names.length === 1 ? "secret" : "secrets"} ${listed(told)}`;
}

/** Why there is no plan. */
export function whyNoPlan(diagnostics: string): string {
  return `no plan: ${diagnostics === "" ? "nothing was compared" : diagnostics}`;
}
