import type { Planned, ToldChange } from "../core/plan/report.ts";
import type { Environment } from "../core/language/workspace.ts";
import type { AzureReader } from "../ports/azure.ts";
import { attribute } from "./attribution.ts";
import type { LookedBack } from "./look-back.ts";

/** What telling whose change it is needs besides the plan. */
export interface Whose extends Partial<LookedBack> {
  readonly environment: Environment;
  readonly reader: AzureReader;
  readonly now: string;
  readonly signal: AbortSignal;
}

/**
 * A plan with whose changes it holds: compared with which commit, who was there last where a change is not from the
 * definitions at hand, and the earlier state that they restore. No change and no digest becomes another by it.
 */
export async function tellWhose(planned: Planned, { base, restores, ...asking }: Whose): Promise<Planned> {
  if (planned.changes.length === 0) return planned;
  const unknown = base !== undefined && "because" in base;
  const isOthers = base === undefined || unknown ? isPartlyElsewhere : isUnexpected;
  const { changes, notes } = await withAuthors(planned.changes.filter(isOthers), { ...asking, planned });
  const restored = await restores?.();
  return {
    ...planned,
    changes,
    notes: [
      ...planned.notes,
      ...(unknown ? [`what is not from here is not told apart: ${base.because}`] : []),
      ...notes,
    ],
    ...(base === undefined || unknown ? {} : { base: base.commit }),
    ...(restored === undefined ? {} : { restores: restored }),
  };
}

/** Who was there last is asked only where somebody else did something. */
async function withAuthors(
  others: readonly ToldChange[],
  { planned, ...asking }: Omit<Whose, keyof LookedBack> & { readonly planned: Planned },
): Promise<{ readonly changes: readonly ToldChange[]; readonly notes: readonly string[] }> {
  const { changes: told, note } = await attribute(others, asking);
  const authored = new Map(others.map((change, index) => [change, told[index] ?? change]));
  return {
    changes: planned.changes.map((change) => authored.get(change) ?? change),
    notes: note === undefined ? [] : [note],
  };
}

function isPartlyElsewhere({ elsewhere, differences }: ToldChange): boolean {
  return elsewhere === true || differences.some((difference) => difference.elsewhere === true);
}

/** What is the stack's own and not as the base says: somebody else was there, though these definitions want something new. */
function isUnexpected(change: ToldChange): boolean {
  const isOwn = change.action === "update" || change.action === "replace" || change.action === "delete";
  return isPartlyElsewhere(change) || (isOwn && change.expected !== true);
}
