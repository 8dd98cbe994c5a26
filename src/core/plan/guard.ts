import { idOf, titleOf, writes, type Change } from "./change.ts";
import type { Kind } from "../kind.ts";
import type { RefusalCode } from "./plan-codes.ts";
import { fallsSilent, pagingOf, type Surveyed } from "./routes.ts";
import type { ResourceId } from "../resource.ts";
import type { GuardLimits } from "../language/workspace.ts";

/** Why a plan as a whole is not applied, and the way out. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
}

/** What the guard looks at. */
export interface Guarded {
  readonly changes: readonly Change[];
  /** What the stack owns in Azure, and what it adopts. */
  readonly ours: readonly ResourceId[];
  /** How many resources the definitions want. */
  readonly desired: number;
  /** The environment is given up: everything goes, and that is meant. */
  readonly retired?: true | undefined;
  readonly limits: GuardLimits;
  readonly before: Surveyed;
  readonly after: Surveyed;
  readonly kinds: ReadonlyMap<string, Kind>;
}

/** So many always pass: a stack of three must be able to lose one. */
const alwaysPass = 2;

/**
 * Looks at the whole of a plan. What falls silent without being deleted counts as deleted: rules that are disabled or
 * lose their last group, groups that lose their last receiver. Renames do not count. Whoever retires an environment has
 * said in the workspace that all of it goes, so there is nothing to ask about how much.
 */
export function guard(input: Guarded): readonly Refusal[] {
  const { changes, ours, desired, limits } = input;
  const owned = ours.length;
  const refusals: Refusal[] = [];
  const taken = changes.filter(isTaken);
  const silenced = changes.some(writes) ? fallenSilent(input) : [];
  const guarded = taken.filter((change) => change.action === "replace" && "live" in change && change.live.protect);
  for (const change of guarded) {
    refusals.push({
      code: "protected",
      message: `${titleOf(change).name} is protected and would be deleted and created; apply \`protect: false\` first`,
    });
  }
  if (input.retired) return refusals;
  const deletes = taken.filter((change) => change.action === "delete").length;
  if (desired === 0 && deletes > alwaysPass) {
    refusals.push({
      code: "nothing-defined",
      message: `no definition is left, and all ${deletes} resources of the stack would be deleted; check \`rules\` in the workspace, or write \`retired: true\` in the environment if it is meant`,
    });
    return refusals;
  }
  const count = taken.length + silenced.length;
  const { maximumDeletes } = limits;
  const allowed = "count" in maximumDeletes ? maximumDeletes.count : Math.floor((owned * maximumDeletes.percent) / 100);
  if (count > Math.max(allowed, alwaysPass)) {
    refusals.push({
      code: "too-many-deletes",
      message: `${told(taken.length, silenced)} of ${owned} that the stack owns, and \`guard.maximumDeletes\` allows ${Math.max(allowed, alwaysPass)}; if this is meant, raise it in the same pull request`,
    });
  }
  return refusals;
}

/** True for what goes away; the rest of an interrupted rename has its new name already. */
function isTaken(change: Change): boolean {
  return change.action === "replace" || (change.action === "delete" && change.renamedTo === undefined);
}

function told(taken: number, silenced: readonly string[]): string {
  const names = silenced.slice(0, 5);
  const more = silenced.length > names.length ? ", …" : "";
  const parts = [
    ...(taken > 0 ? [`${taken} would be deleted or replaced`] : []),
    ...(silenced.length > 0 ? [`${silenced.length} would fall silent (${names.join(", ")}${more})`] : []),
  ];
  return parts.join(" and ");
}

/**
 * Our resources that somebody heard of before and nobody hears of afterwards, themselves changed or not: a group that is
 * disabled silences every rule that has no other. What holds several alerts counts once, however many of them fall silent.
 */
function fallenSilent({ changes, ours, before, after, kinds }: Guarded): readonly string[] {
  const renamed = new Map(
    changes.flatMap((change) => (change.action === "rename" ? [[change.live.id, idOf(change)]] : [])),
  );
  const taken = new Set(
    changes.flatMap((change) => (change.action === "delete" || change.action === "replace" ? [change.live.id] : [])),
  );
  return ours.flatMap((id) => {
    if (taken.has(id)) return [];
    const left = before.nodes.get(id);
    const right = after.nodes.get(renamed.get(id) ?? id);
    if (left === undefined || right === undefined) return [];
    // A rule over the alerts of others tells nobody itself: what it silences is counted where it is silent.
    if (kinds.get(right.kind)?.processes !== undefined) return [];
    return fallsSilent(pagingOf(left, before, kinds), pagingOf(right, after, kinds)) ? [right.name] : [];
  });
}
