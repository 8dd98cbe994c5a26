import { idOf, sidesOf, writes, type Change } from "../core/plan/change.ts";
import type { Kind } from "../core/kind.ts";
import type { LiveResource } from "../core/plan/live.ts";
import { referencesIn } from "../core/plan/edges.ts";
import { armIdOf, parseArmId, resourceId, type Place, type ResourceId } from "../core/resource.ts";

/**
 * One thing to do to Azure. A rename is two: `write` of the new, `remove` of the old when nothing refers to it any more.
 * Every `write` is over, however it ended, before the first `remove` begins.
 */
export interface Task {
  readonly change: Change;
  readonly part: "write" | "remove";
  /** Tasks that must have succeeded before. */
  readonly needs: readonly Task[];
}

/**
 * What has to wait for what: groups are written before what refers to them, and deleted after whatever referred to them
 * was changed or deleted. Everything else may go at once.
 */
export function orderTasks(changes: readonly Change[], kinds: ReadonlyMap<string, Kind>): readonly Task[] {
  const tasks: Making[] = [];
  for (const change of changes) {
    if (!writes(change)) continue;
    if (change.action !== "delete") tasks.push({ change, part: "write", needs: [] });
    if (change.action === "delete" || change.action === "rename") tasks.push({ change, part: "remove", needs: [] });
  }
  const writings = tasks.filter((task) => task.part === "write");
  const writing = new Map(writings.map((task) => [idOf(task.change), task]));
  const successors = successorsOf(writings);
  const referring = referrers(tasks, kinds);
  for (const task of tasks) {
    const { change } = task;
    if (task.part === "write") {
      if (!("desired" in change) || change.desired === undefined) continue;
      for (const reference of change.desired.references) {
        const needed = writing.get(reference);
        if (needed !== undefined && needed !== task) task.needs.push(needed);
      }
    } else if ("live" in change && change.live !== undefined) {
      const own = change.action === "rename" ? writing.get(idOf(change)) : successors(change.live);
      if (own !== undefined) task.needs.push(own);
      task.needs.push(...(referring.get(change.live.id) ?? []).filter((other) => other !== task && other !== own));
    }
  }
  return tasks;
}

interface Making extends Task {
  readonly needs: Task[];
}

/** What takes the place of a deleted resource: what was formerly it, or has its name and is of another type. */
function successorsOf(writing: readonly Making[]): (live: LiveResource) => Making | undefined {
  const byFormer = new Map<ResourceId, Making>();
  const byName = new Map<string, Making>();
  for (const task of writing) {
    const { desired } = sidesOf(task.change);
    if (desired === undefined) continue;
    byName.set(nameKey(desired), task);
    const former = desired.moves.formerly;
    const type = parseArmId(desired.armId)?.type;
    if (former === undefined || type === undefined) continue;
    const place = { subscription: desired.place.subscription, resourceGroup: former.resourceGroup };
    byFormer.set(resourceId(armIdOf(place, type, former.name)), task);
  }
  return (live) => byFormer.get(live.id) ?? byName.get(nameKey(live));
}

function nameKey({ name, place }: { readonly name: string; readonly place: Place }): string {
  return `${place.resourceGroup}/${name}`.toLowerCase();
}

/** For each resource the tasks that make another one stop referring to it: its update, or its deletion. */
function referrers<T extends { readonly change: Change; readonly part: Task["part"] }>(
  tasks: readonly T[],
  kinds: ReadonlyMap<string, Kind>,
): ReadonlyMap<ResourceId, readonly T[]> {
  const found = new Map<ResourceId, T[]>();
  for (const task of tasks) {
    const live = "live" in task.change ? task.change.live : undefined;
    if (live === undefined || (task.change.action === "rename" && task.part === "write")) continue;
    for (const id of liveReferences(live, kinds)) {
      const known = found.get(id);
      if (known === undefined) found.set(id, [task]);
      else known.push(task);
    }
  }
  return found;
}

function liveReferences(live: LiveResource, kinds: ReadonlyMap<string, Kind>): readonly ResourceId[] {
  const kind = kinds.get(live.kind ?? "");
  return kind === undefined ? [] : referencesIn(kind.schema, live.settings).map(resourceId);
}
