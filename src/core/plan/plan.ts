import { idOf, titleOf, type Change, type Obstacle, type PlannedDifference, type Wish } from "./change.ts";
import { compare } from "../settings/compare.ts";
import { tellDifferences } from "./differences.ts";
import { differencesOfEnvelope } from "./envelope-differences.ts";
import { digestOf, digestOfPlan } from "./digest.ts";
import { holdBack } from "./hold-back.ts";
import { inherit, secretsOf, type Inherited } from "../settings/inherit.ts";
import type { JsonObject } from "../json.ts";
import type { Kind } from "../kind.ts";
import type { LiveResource } from "./live.ts";
import {
  asFormer,
  liveSecretNeeded,
  obstaclesOf,
  obstacleToDeleting,
  renameOfProtected,
  unwritable,
  wouldBeLost,
  wouldReplace,
} from "./obstacles.ts";
import { carry, fit, lay, leftover, without } from "../settings/overlay.ts";
import { composeTags, printOwner, type Owner } from "./ownership.ts";
import { armIdOf, resourceId, type ResourceId, type Tags } from "../resource.ts";
import type { Sealer } from "../settings/secrets.ts";
import { readSettings } from "../settings/settings.ts";
import type { DesiredResource, Overlay, Stack } from "../stack.ts";

/** What is to be done, in one order; the same inputs give the same plan, whatever order they come in. */
export interface Plan {
  readonly changes: readonly Change[];
  /** SHA-256 of each change that is not `keep`, by the resource's id. */
  readonly digests: ReadonlyMap<ResourceId, string>;
  readonly digest: string;
  /** Names of secrets whose places were not compared, because this run has no value for them. */
  readonly notCompared: readonly string[];
}

/** All that a plan depends on. */
export interface PlanInput {
  readonly stack: Stack;
  /** Everything Azure has of our types where the stack may look. */
  readonly live: readonly LiveResource[];
  readonly kinds: readonly Kind[];
  readonly sealer: Sealer;
  /** The repository, for the owner's tag; absent where there is none. */
  readonly source?: string;
  /** Only these resources (names as in the definitions), and what they need. */
  readonly only?: ReadonlySet<ResourceId>;
}

/** Plans one environment: what the definitions want against what Azure has. */
export function makePlan(input: PlanInput): Plan {
  const { stack, kinds } = input;
  const planner = createPlanner(input);
  const live = new Map(input.live.map((resource) => [resource.id, resource]));
  const wanted = new Set(stack.resources.map((resource) => resource.id));
  const moved = new Set<ResourceId>();
  const changes: Change[] = [];
  // In one order, because hidden texts are numbered as they are met.
  for (const desired of stack.resources.toSorted((a, b) => order(a.id, b.id))) {
    const { change, from } = planner.changeOf(desired, live, wanted);
    if (from !== undefined) moved.add(from);
    if (change !== undefined) changes.push(change);
  }
  for (const resource of input.live) {
    if (!wanted.has(resource.id) && !moved.has(resource.id)) changes.push(...planner.deletionOf(resource));
  }
  const selected = changes.filter((change) => input.only === undefined || input.only.has(idOf(change)));
  const kept = holdBack(selected, input).toSorted(byKindAndName);
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const telling = kept.filter((change) => change.action !== "keep");
  const digests = new Map(telling.map((change) => [idOf(change), digestOf(change, byName)]));
  return {
    changes: kept,
    digests,
    digest: digestOfPlan([...digests.values()], stack.environment),
    notCompared: planner.notCompared(),
  };
}

function byKindAndName(a: Change, b: Change): number {
  const left = titleOf(a);
  const right = titleOf(b);
  return order(left.kind, right.kind) || order(left.name, right.name) || order(idOf(a), idOf(b));
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

interface Planner {
  changeOf(
    desired: DesiredResource,
    live: ReadonlyMap<ResourceId, LiveResource>,
    wanted: ReadonlySet<ResourceId>,
  ): { readonly change?: Change; readonly from?: ResourceId };
  deletionOf(live: LiveResource): readonly Change[];
  notCompared(): readonly string[];
}

function createPlanner({ stack, kinds, sealer, source, live: all }: PlanInput): Planner {
  const { environment } = stack;
  const owner: Owner = {
    stack: environment.stack,
    environment: environment.name,
    ...(source === undefined ? {} : { source }),
  };
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const isOurs = (live: LiveResource): boolean =>
    live.owner !== undefined && printOwner(live.owner) === printOwner(owner);
  const names = new Map([
    ...all.filter(isOurs).map((resource) => [resource.id, resource.name] as const),
    ...stack.resources.map((resource) => [resource.id, resource.name] as const),
  ]);
  const skipped = new Set<string>();
  const declared = Object.entries(environment.secrets);
  const onlyLive = new Set(declared.flatMap(([name, source]) => ("live" in source ? [name] : [])));
  const inheriting = { sealer, live: onlyLive, wary: declared.length > 0 };

  const kindOf = (desired: DesiredResource): Kind => {
    const kind = byName.get(desired.kind);
    if (kind === undefined) throw new Error(`no kind is called ${desired.kind}`);
    return kind;
  };
  const tagsFor = (desired: DesiredResource, live: Tags): Tags =>
    composeTags({ declared: desired.tags, owner, protect: desired.protect }, live);
  const meet = (desired: DesiredResource, live: LiveResource | undefined): Inherited => {
    const kind = kindOf(desired);
    const resealed = sealer.reseal(kind.schema, desired.settings);
    const met = inherit(kind.schema, resealed, live?.kind === kind.name ? live.settings : {}, inheriting);
    for (const name of met.notCompared) skipped.add(name);
    return met;
  };
  const wishOf = (
    desired: DesiredResource,
    met: Inherited,
    live: LiveResource | undefined,
  ): { wish: Wish; lost: readonly string[] } => {
    const kind = kindOf(desired);
    const ofKind = live?.kind === kind.name ? live : undefined;
    const settings = ofKind === undefined ? met.desired : kind.align(met.desired, met.live);
    const tags = tagsFor(desired, live?.tags ?? {});
    const ours = kind.toArm(settings);
    const beside = ofKind?.beside === undefined ? undefined : without(ofKind.beside, desired.arm ?? {});
    const { placed, lost } =
      ofKind === undefined || beside === undefined
        ? { placed: {}, lost: [] }
        : fit(beside, ours, kind.toArm(ofKind.settings));
    if (desired.arm === undefined) return { wish: { settings, tags, ...carriedOf(placed) }, lost };
    // The author's `arm` may speak of things we have words for: what is compared is what the body with it says.
    // Sound because laying an object over an object leaves an object.
    const laid = lay(carry(ours, placed), desired.arm) as JsonObject;
    const read = readSettings(kind.schema, kind.fromArm(laid));
    const rest = leftover(laid, kind.toArm(read), kind.owned) ?? {};
    if (ofKind === undefined) return { wish: { settings: read, tags, ...carriedOf(rest) }, lost };
    const again = inherit(kind.schema, read, met.live, inheriting);
    const beyond = inherit({}, rest, ofKind.beside ?? {}, inheriting);
    for (const name of [...again.notCompared, ...beyond.notCompared]) skipped.add(name);
    return { wish: { settings: again.desired, tags, ...carriedOf(beyond.desired) }, lost };
  };
  const create = (desired: DesiredResource): Change => {
    const met = meet(desired, undefined);
    const { wish } = wishOf(desired, met, undefined);
    const because = needsOf(wish);
    return because.length > 0 ? { action: "blocked", desired, because } : { action: "create", desired, wish };
  };
  /** Secrets that only Azure has, where Azure has nothing to take them from. */
  const needsOf = (wish: Wish): readonly Obstacle[] => {
    const lacking = secretsOf([wish.settings, wish.carried ?? {}]).filter((name) => onlyLive.has(name));
    return lacking.length === 0 ? [] : [liveSecretNeeded(lacking)];
  };

  /** The change where something of the name is there. */
  const against = (desired: DesiredResource, live: LiveResource): Change => {
    const because = obstaclesOf(desired, live, { owner });
    if (because.length > 0) return { action: "blocked", desired, live, because };
    const kind = kindOf(desired);
    const met = meet(desired, live);
    const { wish, lost } = wishOf(desired, met, live);
    const differences = differencesOf(kind, desired, live, wish, met.live);
    const adopting = live.owner === undefined || printOwner(live.owner) !== printOwner(owner);
    const replacing = live.kind !== kind.name || differences.some((difference) => difference.immutable);
    const obstacles = [
      ...met.unwritable.map(unwritable),
      ...(met.unwritable.length > 0 ? [] : needsOf(wish)),
      ...(replacing && adopting ? [wouldReplace(differences)] : []),
      ...(replacing || (differences.length === 0 && !adopting) ? [] : lost.map((path) => wouldBeLost(path, desired))),
    ];
    if (obstacles.length > 0) return { action: "blocked", desired, live, because: obstacles };
    if (replacing)
      return {
        action: "replace",
        desired,
        live,
        wish: desired.arm === undefined ? withoutCarried(wish) : wish,
        before: met.live,
        differences,
      };
    if (adopting) return { action: "adopt", desired, live, wish, before: met.live, differences };
    if (differences.length === 0) return { action: "keep", desired, live, wish };
    return { action: "update", desired, live, wish, before: met.live, differences };
  };
  const differencesOf = (
    kind: Kind,
    desired: DesiredResource,
    live: LiveResource,
    wish: Wish,
    before: JsonObject,
  ): readonly PlannedDifference[] => {
    if (live.kind !== kind.name) {
      return [
        {
          path: ["kind"],
          before: live.kind ?? "unknown",
          after: kind.name,
          immutable: true,
          origin: desired.origin([]),
        },
      ];
    }
    const settings = compare(kind.schema, before, wish.settings);
    const told = tellDifferences(settings, { kind, desired, before, after: wish.settings, names });
    return [...told, ...differencesOfEnvelope(desired, live, wish)];
  };

  const rename = (desired: DesiredResource, old: LiveResource): Change => {
    const kind = kindOf(desired);
    const because = [...obstaclesOf(desired, old, { owner }).map(asFormer), ...renameOfProtected(desired, old)];
    if (because.length > 0) return { action: "blocked", desired, live: old, because };
    const met = meet(desired, old);
    const { wish, lost } = wishOf(desired, met, old);
    // The old one is deleted: what finds no place in the new one would be gone.
    const obstacles = [
      ...met.unwritable.map(unwritable),
      ...(met.unwritable.length > 0 ? [] : needsOf(wish)),
      ...lost.map((path) => wouldBeLost(path, desired)),
    ];
    if (obstacles.length > 0) return { action: "blocked", desired, live: old, because: obstacles };
    const differences = differencesOf(kind, desired, old, wish, met.live);
    return { action: "rename", desired, live: old, wish, before: met.live, differences };
  };
  /** Lets go of what is ours, under its name or the one it had; what is not ours is gone already, and never touched. */
  const release = (
    desired: DesiredResource,
    found: readonly (LiveResource | undefined)[],
  ): { change?: Change; from?: ResourceId } => {
    const live = found.find((one) => one !== undefined && isOurs(one));
    if (live === undefined) return {};
    const because = obstaclesOf(desired, live, { owner });
    const change: Change =
      because.length > 0 ? { action: "blocked", desired, live, because } : { action: "release", desired, live };
    return { change, from: live.id };
  };

  return {
    changeOf: (desired, live, wanted) => {
      const there = live.get(desired.id);
      const formerId = formerOf(desired, kindOf(desired));
      const old = formerId === undefined || wanted.has(formerId) ? undefined : live.get(formerId);
      if (desired.moves.release) return release(desired, [there, old]);
      if (there === undefined) {
        return old === undefined ? { change: create(desired) } : { change: rename(desired, old), from: old.id };
      }
      const change = against(desired, there);
      // While the new one cannot be had, the old one stays: an alert is not deleted for one that will not be there.
      return change.action === "blocked" && old !== undefined ? { change, from: old.id } : { change };
    },
    deletionOf: (live) => {
      if (!isOurs(live)) return [];
      const because = obstacleToDeleting(live, owner);
      return [because.length > 0 ? { action: "blocked", live, because } : { action: "delete", live }];
    },
    notCompared: () => [...skipped].toSorted(),
  };
}

/** The id a definition had before, as far as it says so. */
function formerOf(desired: DesiredResource, kind: Kind): ResourceId | undefined {
  const { formerly } = desired.moves;
  if (formerly === undefined) return undefined;
  const place = { subscription: desired.place.subscription, resourceGroup: formerly.resourceGroup };
  return resourceId(armIdOf(place, kind.armType, formerly.name));
}

/** What is left of a body is not carried into a new resource: it belongs to the old one. */
function withoutCarried({ settings, tags }: Wish): Wish {
  return { settings, tags };
}

function carriedOf(beside: Overlay): { readonly carried?: Overlay } {
  return Object.keys(beside).length === 0 ? {} : { carried: beside };
}

/** Everything of a plan that the stack owns in Azure: what the guard takes percentages of. */
export function ownedBy(owner: Owner, live: readonly LiveResource[]): readonly LiveResource[] {
  return live.filter((resource) => resource.owner !== undefined && printOwner(resource.owner) === printOwner(owner));
}
