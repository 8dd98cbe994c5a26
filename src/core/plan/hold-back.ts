import { idOf, writes, type Change, type Obstacle } from "./change.ts";
import { referencesIn } from "./edges.ts";
import type { Kind } from "../kind.ts";
import type { LiveResource } from "./live.ts";
import { printOwner } from "./ownership.ts";
import { resourceId, type ResourceId } from "../resource.ts";
import { nodesAfter, type Node } from "./routes.ts";
import type { Environment } from "../language/workspace.ts";
import type { Stack } from "../stack.ts";

/** What is looked at besides the changes. */
export interface Surroundings {
  readonly stack: Stack;
  readonly live: readonly LiveResource[];
  readonly kinds: readonly Kind[];
}

/**
 * Blocks what would leave an alert without the group it needs. A change that refers to something blocked that is not there
 * would page nobody; a group that a rule of ours still refers to after everything was done would be missed only when the
 * rule fires.
 */
export function holdBack(changes: readonly Change[], around: Surroundings): readonly Change[] {
  // What is blocked can keep something else from going, and that again; blocks only grow, so this ends.
  for (let current = changes; ;) {
    const next = withoutRemovalsInUse(withoutDependants(current, around), around);
    if (blockedIn(next) === blockedIn(current)) return next;
    current = next;
  }
}

function blockedIn(changes: readonly Change[]): number {
  return changes.filter(({ action }) => action === "blocked").length;
}

/** Changes that need something blocked that is not in Azure are blocked; what needs them in turn is the next round's. */
function withoutDependants(changes: readonly Change[], { live }: Surroundings): readonly Change[] {
  const there = new Set(live.map((resource) => resource.id));
  const absent = new Map<ResourceId, string>();
  for (const change of changes) {
    if (change.action === "blocked" && change.desired !== undefined && !there.has(change.desired.id)) {
      absent.set(change.desired.id, change.desired.name);
    }
  }
  if (absent.size === 0) return changes;
  return changes.map((change) => {
    if (!writes(change) || !("wish" in change)) return change;
    const needed = change.desired.references.map((id) => absent.get(id)).find((name) => name !== undefined);
    if (needed === undefined) return change;
    return block(change, {
      code: "needs-blocked",
      message: `it needs ${needed}, which is blocked and does not exist`,
    });
  });
}

/** A group that is removed, under its own name or by a rename, while rules of ours would still refer to it, stays. */
function withoutRemovalsInUse(changes: readonly Change[], { stack, live, kinds }: Surroundings): readonly Change[] {
  const removals = changes.filter((change) => change.action === "delete" || change.action === "rename");
  if (removals.length === 0) return changes;
  const users = usersOf(changes, live, kinds, stack.environment);
  return changes.map((change) => {
    if (change.action !== "delete" && change.action !== "rename") return change;
    const names = (users.get(change.live.id) ?? []).filter(({ id }) => id !== idOf(change)).map(({ name }) => name);
    if (names.length === 0) return change;
    const told = `${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}`;
    return block(change, {
      code: "still-referred",
      message: `${told} would still refer to ${change.live.name} afterwards, and page nobody; change them first, or in the same apply`,
    });
  });
}

/** Our own resources that refer to each id once all is done. */
function usersOf(
  changes: readonly Change[],
  live: readonly LiveResource[],
  kinds: readonly Kind[],
  environment: Environment,
): ReadonlyMap<ResourceId, readonly Node[]> {
  const owner = printOwner({ stack: environment.stack, environment: environment.name });
  const foreign = new Set(
    live.flatMap(({ id, owner: theirs }) => (theirs === undefined || printOwner(theirs) !== owner ? [id] : [])),
  );
  const ours = new Set(changes.filter(writes).map(idOf));
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const users = new Map<ResourceId, Node[]>();
  for (const node of nodesAfter(changes, live).values()) {
    const kind = byName.get(node.kind);
    if (kind === undefined || (foreign.has(node.id) && !ours.has(node.id))) continue;
    for (const armId of referencesIn(kind.schema, node.settings)) {
      const id = resourceId(armId);
      const known = users.get(id);
      if (known === undefined) users.set(id, [node]);
      else known.push(node);
    }
  }
  return users;
}

function block(change: Change, obstacle: Obstacle): Change {
  return {
    action: "blocked",
    ...("desired" in change && change.desired !== undefined ? { desired: change.desired } : {}),
    ...("live" in change && change.live !== undefined ? { live: change.live } : {}),
    because: [obstacle],
  };
}
