import { idOf, sidesOf, titleOf, writes, type Change } from "../core/plan/change.ts";
import type { Kind } from "../core/kind.ts";
import type { LiveResource } from "../core/plan/live.ts";
import type { Environment } from "../core/language/workspace.ts";
import { ownedBy, type Plan } from "../core/plan/plan.ts";
import { referencesIn } from "../core/plan/edges.ts";
import { resourceId, type ResourceId } from "../core/resource.ts";
import type { Surveyed } from "../core/plan/routes.ts";
import { secretsOf } from "../core/settings/inherit.ts";
import { someOf } from "./some-of.ts";

/** What a reader should know before applying, that no single difference says. */
export function planNotes(
  plan: Plan,
  {
    live,
    after,
    kinds,
  }: {
    readonly live: readonly LiveResource[];
    /** What will be there once the plan is applied. */
    readonly after: Surveyed;
    readonly kinds: ReadonlyMap<string, Kind>;
  },
): readonly string[] {
  return [
    ...new Set([
      ...foreignUsers(plan.changes, live, kinds),
      ...cautions(plan.changes, kinds),
      ...nearLimits(after.nodes, kinds),
    ]),
  ];
}

/** Names of the secrets that the definitions of a plan's changes use, those that stay included. */
export function secretsUsedBy({ changes }: Plan): readonly string[] {
  const selected = changes.flatMap((change) => sidesOf(change).desired ?? []);
  const names = selected.flatMap(({ settings, arm }) => [...secretsOf(settings), ...secretsOf(arm ?? {})]);
  return [...new Set(names)].toSorted();
}

/** Why secrets could not be read, which is why they are not compared. */
export function unreadNotes(plan: Plan, unread: ReadonlyMap<string, string> = new Map()): readonly string[] {
  if (unread.size === 0) return [];
  return secretsUsedBy(plan).flatMap((name) => {
    const because = unread.get(name);
    return because === undefined ? [] : [`secret \`${name}\` has no value: ${because}`];
  });
}

/** What becomes of an environment that is given up, and when it can be taken out of the workspace. */
export function retirementNotes(
  { stack, name, retired }: Environment,
  { changes }: Plan,
  live: readonly LiveResource[],
): readonly string[] {
  if (!retired) return [];
  const gone = new Set(
    changes.flatMap((change) => (change.action === "delete" || change.action === "release" ? [change.live.id] : [])),
  );
  const ours = ownedBy({ stack, environment: name }, live);
  const left = ours.filter(({ id }) => !gone.has(id)).length;
  if (ours.length === 0)
    return [`${name} is retired and ${stack} owns nothing there any more: take it out of the workspace`];
  return left === 0
    ? [`${name} is retired: all that ${stack} owns there goes; take it out of the workspace when that is done`]
    : [
        `${name} is retired, and ${left} of ${ours.length} that ${stack} owns there would stay; keep it in the workspace until they are gone`,
      ];
}

/** Somebody else's rules that refer to a group we are about to delete would page nobody. */
function foreignUsers(
  changes: readonly Change[],
  live: readonly LiveResource[],
  kinds: ReadonlyMap<string, Kind>,
): readonly string[] {
  const deleted = new Map<ResourceId, string>();
  for (const change of changes) {
    if (change.action === "delete" || change.action === "rename") deleted.set(change.live.id, change.live.name);
  }
  const touched = new Set(changes.filter(writes).map(idOf));
  return live.flatMap((resource) => {
    const kind = kinds.get(resource.kind ?? "");
    if (kind === undefined || deleted.size === 0 || deleted.has(resource.id) || touched.has(resource.id)) return [];
    return referencesIn(kind.schema, resource.settings).flatMap((armId) => {
      const group = deleted.get(resourceId(armId));
      return group === undefined
        ? []
        : [`${resource.name} is not changed by this plan and still refers to ${group}, which goes away`];
    });
  });
}

/** Azure counts in the whole subscription and we see a part of it, so what is near the limit here is near it there. */
function nearLimits(nodes: Surveyed["nodes"], kinds: ReadonlyMap<string, Kind>): readonly string[] {
  return [...kinds.values()].flatMap(({ name, mostPerSubscription: most }) => {
    if (most === undefined) return [];
    const count = [...nodes.values()].filter((node) => node.kind === name && node.settings["enabled"] !== false).length;
    if (count < most * 0.9) return [];
    return [`${count} enabled ${name}s would be in the groups looked at, and Azure takes ${most} in a subscription`];
  });
}

/** What is true of many adoptions is said once, with their names. */
function cautions(changes: readonly Change[], kinds: ReadonlyMap<string, Kind>): readonly string[] {
  const names = new Map<string, string[]>();
  for (const change of changes) {
    if (change.action !== "adopt") continue;
    for (const caution of kinds.get(change.desired.kind)?.cautions(change.wish.settings) ?? []) {
      names.set(caution, [...(names.get(caution) ?? []), titleOf(change).name]);
    }
  }
  return [...names].map(([caution, all]) => `${caution}: ${someOf(all)}`);
}
