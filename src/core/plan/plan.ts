import { idOf, titleOf, type Change, type Obstacle, type PlannedDifference, type Wish } from "./change.ts";
import { compare, printPath } from "../settings/compare.ts";
import { tellDifferences } from "./differences.ts";
import { differencesOfEnvelope } from "./envelope-differences.ts";
import { digestOf, digestOfPlan } from "./digest.ts";
import { inherit, secretsOf, type Inherited } from "../settings/inherit.ts";
import type { JsonObject } from "../json.ts";
import type { Kind } from "../kind.ts";
import type { LiveResource } from "./live.ts";
import { asFormer, obstaclesOf, obstacleToDeleting } from "./obstacles.ts";
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
  const kept = changes
    .filter((change) => input.only === undefined || input.only.has(idOf(change)))
    .toSorted(byKindAndName);
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

function createPlanner({ stack, kinds, sealer, source }: PlanInput): Planner {
  const { environment } = stack;
  const owner: Owner = {
    stack: environment.stack,
    environment: environment.name,
    ...(source === undefined ? {} : { source }),
  };
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const names = new Map(stack.resources.map((resource) => [resource.id, resource.name]));
  const skipped = new Set<string>();

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
    const met = inherit(kind.schema, resealed, live?.kind === kind.name ? live.settings : {}, sealer);
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
    return { wish: { settings: read, tags, ...carriedOf(leftover(laid, kind.toArm(read), kind.owned) ?? {}) }, lost };
  };
  const create = (desired: DesiredResource): Change => {
    const met = meet(desired, undefined);
    const lacking = secretsOf(desired.settings).filter((name) => "live" in (environment.secrets[name] ?? {}));
    if (lacking.length > 0) return { action: "blocked", desired, because: [liveSecretOnCreate(lacking)] };
    return { action: "create", desired, wish: wishOf(desired, met, undefined).wish };
  };

  /** The change where something of the name is there. */
  const against = (desired: DesiredResource, live: LiveResource): Change => {
    const because = obstaclesOf(desired, live, { owner });
    if (because.length > 0) return { action: "blocked", desired, live, because };
    if (desired.moves.release) return { action: "release", desired, live };
    const kind = kindOf(desired);
    const met = meet(desired, live);
    const { wish, lost } = wishOf(desired, met, live);
    const differences = differencesOf(kind, desired, live, wish, met.live);
    const adopting = live.owner === undefined || printOwner(live.owner) !== printOwner(owner);
    const replacing = live.kind !== kind.name || differences.some((difference) => difference.immutable);
    const obstacles = [
      ...met.unwritable.map((template) => unwritable(template)),
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

  return {
    changeOf: (desired, live, wanted) => {
      const there = live.get(desired.id);
      if (there !== undefined) return { change: against(desired, there) };
      if (desired.moves.release) return {};
      const former = desired.moves.formerly;
      const kind = kindOf(desired);
      const formerId =
        former &&
        resourceId(
          armIdOf(
            { subscription: desired.place.subscription, resourceGroup: former.resourceGroup },
            kind.armType,
            former.name,
          ),
        );
      const old = formerId && !wanted.has(formerId) ? live.get(formerId) : undefined;
      if (old === undefined) return { change: create(desired) };
      const because = obstaclesOf(desired, old, { owner }).map(asFormer);
      if (because.length > 0) return { change: { action: "blocked", desired, live: old, because }, from: old.id };
      const met = meet(desired, old);
      const { wish, lost } = wishOf(desired, met, old);
      // The old one is deleted: what finds no place in the new one would be gone.
      const obstacles = [...met.unwritable.map(unwritable), ...lost.map((path) => wouldBeLost(path, desired))];
      if (obstacles.length > 0) {
        return { change: { action: "blocked", desired, live: old, because: obstacles }, from: old.id };
      }
      const differences = differencesOf(kind, desired, old, wish, met.live);
      return { change: { action: "rename", desired, live: old, wish, before: met.live, differences }, from: old.id };
    },
    deletionOf: (live) => {
      if (live.owner === undefined || printOwner(live.owner) !== printOwner(owner)) return [];
      const because = obstacleToDeleting(live, owner);
      return [because.length > 0 ? { action: "blocked", live, because } : { action: "delete", live }];
    },
    notCompared: () => [...skipped].toSorted(),
  };
}

/** What is left of a body is not carried into a new resource: it belongs to the old one. */
function withoutCarried({ settings, tags }: Wish): Wish {
  return { settings, tags };
}

function carriedOf(beside: Overlay): { readonly carried?: Overlay } {
  return Object.keys(beside).length === 0 ? {} : { carried: beside };
}

/** Something in Azure that our next body would have no place for. */
function wouldBeLost(path: string, desired: DesiredResource): Obstacle {
  return {
    code: "would-be-lost",
    message: `Azure has \`${path}\`, which Tocsin has no word for and this change leaves no place for; say it under \`arm\` of ${desired.name}, or \`null\` there to let it go`,
  };
}

function unwritable(template: string): Obstacle {
  return {
    code: "secret-needed",
    message: `the text around a secret changes in \`${template}\`, and the secret itself is only in Azure; give its value with \`env\` once`,
  };
}

function liveSecretOnCreate(names: readonly string[]): Obstacle {
  return {
    code: "secret-needed",
    message: `it is to be created, and ${names.map((name) => `\`${name}\``).join(", ")} is \`{ live: true }\`, which only what exists in Azure has; give its value with \`env\` once`,
  };
}

function wouldReplace(differences: readonly PlannedDifference[]): Obstacle {
  const names = differences
    .filter((difference) => difference.immutable)
    .map((difference) => `\`${printPath(difference.path)}\``);
  return {
    code: "adoption-would-replace",
    message: `adopting it would delete and create it, because ${names.join(", ")} cannot be changed; write what Azure has, adopt, and change it afterwards`,
  };
}

/** Everything of a plan that the stack owns in Azure: what the guard takes percentages of. */
export function ownedBy(owner: Owner, live: readonly LiveResource[]): readonly LiveResource[] {
  return live.filter((resource) => resource.owner !== undefined && printOwner(resource.owner) === printOwner(owner));
}
