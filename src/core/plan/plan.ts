import { idOf, titleOf, type Change } from "./change.ts";
import { digestOf, digestOfPlan } from "./digest.ts";
import { holdBack } from "./hold-back.ts";
import type { Kind } from "../kind.ts";
import type { LiveResource } from "./live.ts";
import { printOwner, type Owner } from "./ownership.ts";
import { createPlanner } from "./planner.ts";
import type { ResourceId } from "../resource.ts";
import type { Sealer } from "../settings/secrets.ts";
import type { Stack } from "../stack.ts";

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
  /** What Azure itself switched off: it stays so until its definition says something else besides. */
  readonly switchedOff?: ReadonlySet<ResourceId>;
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
    const { change, from, rest } = planner.changeOf(desired, live, wanted);
    if (from !== undefined) moved.add(from);
    if (change !== undefined) changes.push(change);
    if (rest !== undefined) changes.push(rest);
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

/** Everything of a plan that the stack owns in Azure: what the guard takes percentages of. */
export function ownedBy(owner: Owner, live: readonly LiveResource[]): readonly LiveResource[] {
  return live.filter((resource) => resource.owner !== undefined && printOwner(resource.owner) === printOwner(owner));
}
