import type { Change, PlannedDifference, Wish } from "./change.ts";
import { compare } from "../settings/compare.ts";
import { tellDifferences } from "./differences.ts";
import { differencesOfEnvelope } from "./envelope-differences.ts";
import type { Kind } from "../kind.ts";
import type { LiveResource } from "./live.ts";
import {
  asFormer,
  formerNotOurs,
  obstaclesOf,
  obstacleToDeleting,
  renameOfProtected,
  wouldReplace,
} from "./obstacles.ts";
import { printOwner, type Owner } from "./ownership.ts";
import type { PlanInput } from "./plan.ts";
import { armIdOf, resourceId, type ResourceId } from "../resource.ts";
import type { DesiredResource } from "../stack.ts";
import { createWishes, type Met } from "./wish.ts";

/** What is to be done for one definition. `from` is the resource it was formerly, which is then not deleted by itself. */
interface Planned {
  readonly change?: Change;
  readonly from?: ResourceId;
  /** What an interrupted rename has left of the old one. */
  readonly rest?: Change;
}

/** Decides about one resource at a time. */
export interface Planner {
  changeOf(
    desired: DesiredResource,
    live: ReadonlyMap<ResourceId, LiveResource>,
    wanted: ReadonlySet<ResourceId>,
  ): Planned;
  /** What becomes of a resource that no definition wants. */
  deletionOf(live: LiveResource): readonly Change[];
  notCompared(): readonly string[];
}

/** A planner for one environment. */
export function createPlanner({ stack, kinds, sealer, source, live: all, switchedOff }: PlanInput): Planner {
  const { environment } = stack;
  const whose = { stack: environment.stack, environment: environment.name };
  const owner: Owner = source === undefined ? whose : { ...whose, source };
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const isOurs = (live: LiveResource): boolean =>
    live.owner !== undefined && printOwner(live.owner) === printOwner(owner);
  const names = new Map([
    ...all.filter(isOurs).map((resource) => [resource.id, resource.name] as const),
    ...stack.resources.map((resource) => [resource.id, resource.name] as const),
  ]);
  const wishes = createWishes(environment, owner, sealer);

  const kindOf = (desired: DesiredResource): Kind => {
    const kind = byName.get(desired.kind);
    if (kind === undefined) throw new Error(`no kind is called ${desired.kind}`);
    return kind;
  };

  const differencesOf = (desired: DesiredResource, live: LiveResource, met: Met): readonly PlannedDifference[] => {
    const kind = kindOf(desired);
    if (live.kind !== kind.name) {
      const sides = { before: live.kind ?? "unknown", after: kind.name };
      return [{ path: ["kind"], ...sides, immutable: true, origin: desired.origin([]) }];
    }
    const { wish, before } = met;
    const found = compare(kind.schema, before, wish.settings);
    const told = tellDifferences(found, { kind, desired, before, after: wish.settings, names });
    return [...told, ...differencesOfEnvelope(desired, live, wish)];
  };

  const create = (desired: DesiredResource): Change => {
    const { wish, unwritable } = wishes.meet(desired, kindOf(desired), undefined);
    return unwritable.length > 0
      ? { action: "blocked", desired, because: unwritable }
      : { action: "create", desired, wish };
  };

  /** The change where something of the name is there. */
  const against = (desired: DesiredResource, live: LiveResource): Change => {
    const because = obstaclesOf(desired, live, { owner });
    if (because.length > 0) return { action: "blocked", desired, live, because };
    const met = wishes.meet(desired, kindOf(desired), live);
    const { wish, before } = met;
    const differences = differencesOf(desired, live, met);
    const adopting = !isOurs(live);
    const replacing = differences.some((difference) => difference.immutable);
    const resting =
      switchedOff?.has(live.id) === true && differences.every(({ path }) => path.length === 1 && path[0] === "enabled");
    const writing = adopting || (differences.length > 0 && !resting);
    const obstacles = [
      ...met.unwritable,
      ...(replacing && adopting ? [wouldReplace(differences)] : []),
      ...(writing && !replacing ? met.lost : []),
    ];
    if (obstacles.length > 0) return { action: "blocked", desired, live, because: obstacles };
    if (replacing) return { action: "replace", desired, live, wish: asNew(wish, desired), before, differences };
    if (adopting) return { action: "adopt", desired, live, wish, before, differences };
    return writing
      ? { action: "update", desired, live, wish, before, differences }
      : { action: "keep", desired, live, wish };
  };

  const rename = (desired: DesiredResource, old: LiveResource): Change => {
    const because = [
      ...(isOurs(old) ? obstaclesOf(desired, old, { owner }).map(asFormer) : [formerNotOurs(old)]),
      ...renameOfProtected(desired, old),
    ];
    if (because.length > 0) return { action: "blocked", desired, live: old, because };
    const met = wishes.meet(desired, kindOf(desired), old);
    // The old one is deleted: what finds no place in the new one would be gone.
    const obstacles = [...met.unwritable, ...met.lost];
    if (obstacles.length > 0) return { action: "blocked", desired, live: old, because: obstacles };
    const differences = differencesOf(desired, old, met);
    return { action: "rename", desired, live: old, wish: met.wish, before: met.before, differences };
  };

  /** The new one is there: what is left of the rename is that the old one goes. */
  const restOfRename = (desired: DesiredResource, old: LiveResource): Change => {
    const because = [...obstaclesOf(desired, old, { owner }).map(asFormer), ...renameOfProtected(desired, old)];
    return because.length > 0
      ? { action: "blocked", live: old, because }
      : { action: "delete", live: old, renamedTo: desired.name };
  };

  /**
   * Lets go of what is ours, under its name or the one it had; what is not ours is gone already, and never touched. What
   * an interrupted rename has left is not deleted, since nobody asked for that: the next plan lets go of it.
   */
  const release = (desired: DesiredResource, there?: LiveResource, old?: LiveResource): Planned => {
    const live = [there, old].find((one) => one !== undefined && isOurs(one));
    if (live === undefined) return {};
    const because = obstaclesOf(desired, live, { owner });
    const blocked = because.length > 0;
    return {
      change: blocked ? { action: "blocked", desired, live, because } : { action: "release", desired, live },
      from: (old ?? live).id,
    };
  };

  return {
    changeOf(desired, live, wanted) {
      const there = live.get(desired.id);
      const formerId = formerOf(desired, kindOf(desired));
      const old = formerId === undefined || wanted.has(formerId) ? undefined : live.get(formerId);
      if (desired.moves.release) return release(desired, there, old);
      if (there === undefined) {
        return old === undefined ? { change: create(desired) } : { change: rename(desired, old), from: old.id };
      }
      const change = against(desired, there);
      if (old === undefined || !isOurs(old)) return { change };
      // While the new one cannot be had, the old one stays: an alert is not deleted for one that will not be there.
      return change.action === "blocked"
        ? { change, from: old.id }
        : { change, from: old.id, rest: restOfRename(desired, old) };
    },
    deletionOf(live) {
      if (!isOurs(live)) return [];
      const because = obstacleToDeleting(live, { owner, environment });
      return [because.length > 0 ? { action: "blocked", live, because } : { action: "delete", live }];
    },
    notCompared: wishes.notCompared,
  };
}

/** The id a definition had before, as far as it says so. */
function formerOf(desired: DesiredResource, kind: Kind): ResourceId | undefined {
  const { formerly } = desired.moves;
  if (formerly === undefined) return undefined;
  const place = { subscription: desired.place.subscription, resourceGroup: formerly.resourceGroup };
  return resourceId(armIdOf(place, kind.armType, formerly.name));
}

/** What is left of a body is not carried into one that takes its place, but for what the author's `arm` says. */
function asNew(wish: Wish, { arm }: DesiredResource): Wish {
  return arm === undefined ? { settings: wish.settings, tags: wish.tags } : wish;
}
