import { idOf, sidesOf, type Change, type PlannedDifference } from "./change.ts";
import { canonical, type Json } from "../json.ts";
import type { Kind } from "../kind.ts";
import type { LiveResource } from "./live.ts";
import { makePlan, type Plan, type PlanInput } from "./plan.ts";
import { armIdOf, parseArmId, resourceId, type ResourceId } from "../resource.ts";
import { compare, fingerprint, printPath } from "../settings/compare.ts";
import { secretsOf } from "../settings/inherit.ts";
import type { DesiredResource, Stack } from "../stack.ts";

/**
 * What is not from the definitions at hand: the whole change of a resource, or some of its differences. `none`: Azure has
 * the resource just as the base says, so whoever wrote it last did what git said.
 */
export type Elsewhere = ReadonlyMap<ResourceId, "all" | "none" | ReadonlySet<PlannedDifference>>;

/**
 * What the definitions at the base of a change would do as well, against the same Azure: somebody changed it there, or it
 * was merged and is not applied yet. Nothing is marked that is not known to be so.
 *
 * The second plan is made with the same sealer, and the sealer learns nothing of the older definitions: what was read from
 * Azure is sealed already, and equal texts have equal templates only as long as it stays so.
 */
export function foundElsewhere(plan: Plan, input: PlanInput, base: Stack): Elsewhere {
  const older = makePlan({ ...input, stack: base, live: seenBy(base, input) });
  const kinds = new Map(input.kinds.map((kind) => [kind.name, kind]));
  const others = new Map(older.changes.map((change) => [idOf(change), change]));
  const unsure = secretsOfOtherSource(input.stack, base);
  const found = new Map<ResourceId, "all" | "none" | ReadonlySet<PlannedDifference>>();
  for (const change of plan.changes) {
    const other = others.get(idOf(change));
    if (change.action === "keep" || other === undefined || hasUnseenFormer(other, change, input)) continue;
    const { desired, live } = sidesOf(change);
    // Two renames to one name are two, though no digest says which resource goes.
    if (live?.id !== sidesOf(other).live?.id) continue;
    if (other.action === "keep") {
      found.set(idOf(change), "none");
      continue;
    }
    const pair = { change, other, kind: kinds.get(desired?.kind ?? live?.kind ?? ""), unsure };
    const isTheSame = plan.digests.get(idOf(change)) === older.digests.get(idOf(change)) && writesTheSame(pair);
    const some = isTheSame ? "all" : sharedDifferences(pair);
    if (some === "all" || some.size > 0) found.set(idOf(change), some);
  }
  return found;
}

/** Two plans for one resource. */
interface Pair {
  readonly change: Change;
  readonly other: Change;
  readonly kind: Kind | undefined;
  /** Names of secrets that are something else at the base. */
  readonly unsure: ReadonlySet<string>;
}

/** A digest does not see what a secret holds, so what is written is compared besides. */
function writesTheSame({ change, other, kind, unsure }: Pair): boolean {
  if (!("wish" in change) || !("wish" in other)) return true;
  const [mine, theirs] = [change.wish, other.wish];
  return (
    kind !== undefined &&
    !mentions([change.desired.settings, change.desired.arm ?? {}], unsure) &&
    fingerprint(kind.schema, mine.settings) === fingerprint(kind.schema, theirs.settings) &&
    canonical(mine.carried ?? {}) === canonical(theirs.carried ?? {})
  );
}

function sharedDifferences({ change, other, kind, unsure }: Pair): ReadonlySet<PlannedDifference> {
  const isComparable =
    kind !== undefined &&
    "differences" in change &&
    "differences" in other &&
    change.desired.kind === other.desired.kind;
  if (!isComparable) return new Set();
  const results = new Map(other.differences.map((difference) => [printPath(difference.path), difference]));
  // What the author changed: equal words may stand for unequal things, such as two groups of one name.
  const authors = compare(kind.schema, other.wish.settings, change.wish.settings).map(({ path }) => printPath(path));
  return new Set(
    change.differences.filter((difference) => {
      const path = printPath(difference.path);
      const result = results.get(path);
      return (
        result !== undefined &&
        saidOf(result) === saidOf(difference) &&
        !mentions([difference.after ?? ""], unsure) &&
        !difference.secret?.some((name) => unsure.has(name)) &&
        !authors.some((one) => isAbove(one, path) || isAbove(path, one))
      );
    }),
  );
}

function saidOf({ after, order, secret }: PlannedDifference): string {
  return canonical({ after: after ?? [], isThere: after !== undefined, order: order ?? false, secret: secret ?? [] });
}

function isAbove(path: string, other: string): boolean {
  return other === path || other.startsWith(`${path}.`) || other.startsWith(`${path}[`);
}

function mentions(values: readonly Json[], names: ReadonlySet<string>): boolean {
  return names.size > 0 && secretsOf(values).some((name) => names.has(name));
}

/** Secrets whose value comes from somewhere else at the base: this run has it for one side only. */
function secretsOfOtherSource({ environment }: Stack, base: Stack): ReadonlySet<string> {
  const { secrets } = base.environment;
  const names = new Set([...Object.keys(secrets), ...Object.keys(environment.secrets)]);
  const said = (source: unknown): string => JSON.stringify(source ?? null);
  return new Set([...names].filter((name) => said(secrets[name]) !== said(environment.secrets[name])));
}

/** What the base's environment can see of what was read. What a definition was formerly may be anywhere. */
function seenBy(base: Stack, { stack, live }: PlanInput): readonly LiveResource[] {
  const named = (groups: readonly string[]): ReadonlySet<string> => new Set(groups.map((group) => group.toLowerCase()));
  const [theirs, ours] = [named(base.environment.resourceGroups), named(stack.environment.resourceGroups)];
  return live.filter(({ place }) => {
    const group = place.resourceGroup.toLowerCase();
    return theirs.has(group) || !ours.has(group);
  });
}

/** True where the base looks for what a resource was formerly in a place that was not read for the definitions at hand. */
function hasUnseenFormer(other: Change, change: Change, { stack, live }: PlanInput): boolean {
  const { desired } = sidesOf(other);
  const former = desired === undefined ? undefined : formerOf(desired);
  if (former === undefined || former.id === formerOf(sidesOf(change).desired)?.id) return false;
  const groups = stack.environment.resourceGroups.map((group) => group.toLowerCase());
  return !groups.includes(former.resourceGroup.toLowerCase()) && !live.some(({ id }) => id === former.id);
}

function formerOf(
  desired: DesiredResource | undefined,
): { readonly id: ResourceId; readonly resourceGroup: string } | undefined {
  if (desired?.moves.formerly === undefined) return undefined;
  const { resourceGroup, name } = desired.moves.formerly;
  const type = parseArmId(desired.armId)?.type ?? "";
  const place = { subscription: desired.place.subscription, resourceGroup };
  return { id: resourceId(armIdOf(place, type, name)), resourceGroup };
}
