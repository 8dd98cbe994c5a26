import { idOf, titleOf, type Change } from "./change.ts";
import type { Kind } from "../kind.ts";
import { pagingOf, reachesSomebody, type Surveyed } from "./routes.ts";
import type { GuardLimits } from "../language/workspace.ts";

/** Why a plan as a whole is not applied, and the way out. */
export interface Refusal {
  readonly code: "too-many-deletes" | "nothing-defined" | "protected";
  readonly message: string;
}

/** What the guard looks at. */
export interface Guarded {
  readonly changes: readonly Change[];
  /** How many resources the stack owns in Azure. */
  readonly owned: number;
  /** How many resources the definitions want. */
  readonly desired: number;
  readonly limits: GuardLimits;
  readonly before: Surveyed;
  readonly after: Surveyed;
  readonly kinds: ReadonlyMap<string, Kind>;
}

/** So many always pass: a stack of three must be able to lose one. */
const alwaysPass = 2;

/**
 * Looks at the whole of a plan. What falls silent without being deleted counts as deleted: rules that are disabled or
 * lose their last group, groups that lose their last receiver. Renames do not count.
 */
export function guard(input: Guarded): readonly Refusal[] {
  const { changes, owned, desired, limits } = input;
  const refusals: Refusal[] = [];
  const taken = changes.filter((change) => change.action === "delete" || change.action === "replace");
  const silenced = changes.filter((change) => fallsSilent(change, input));
  const guarded = taken.filter((change) => change.action === "replace" && "live" in change && change.live.protect);
  for (const change of guarded) {
    refusals.push({
      code: "protected",
      message: `${titleOf(change).name} is protected and would be deleted and created; apply \`protect: false\` first`,
    });
  }
  const deletes = changes.filter((change) => change.action === "delete").length;
  if (desired === 0 && deletes > 0) {
    refusals.push({
      code: "nothing-defined",
      message: `no definition is left, and all ${deletes} resources of the stack would be deleted; delete them in steps, or check \`rules\` in the workspace`,
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

function told(taken: number, silenced: readonly Change[]): string {
  const names = silenced.slice(0, 5).map((change) => titleOf(change).name);
  const more = silenced.length > names.length ? ", …" : "";
  const parts = [
    ...(taken > 0 ? [`${taken} would be deleted or replaced`] : []),
    ...(silenced.length > 0 ? [`${silenced.length} would fall silent (${names.join(", ")}${more})`] : []),
  ];
  return parts.join(" and ");
}

/** True for an update after which nobody hears of the alert any more, while somebody did before. */
function fallsSilent(change: Change, { before, after, kinds }: Guarded): boolean {
  if (change.action !== "update" && change.action !== "rename" && change.action !== "adopt") return false;
  const left = before.nodes.get(change.live.id);
  const right = after.nodes.get(idOf(change));
  if (left === undefined || right === undefined) return false;
  return reachesSomebody(pagingOf(left, before, kinds)) && !reachesSomebody(pagingOf(right, after, kinds));
}
