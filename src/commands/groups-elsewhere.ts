import type { Kind } from "../core/kind.ts";
import { bringing } from "../core/plan/change.ts";
import { referencesIn } from "../core/plan/edges.ts";
import { nodesOf, groupKey, type Surveyed } from "../core/plan/routes.ts";
import { readLive, type LiveResource } from "../core/plan/live.ts";
import type { Plan } from "../core/plan/plan.ts";
import { parseArmId, resourceId, type ResourceId } from "../core/resource.ts";
import { createSealer } from "../core/settings/secrets.ts";
import { AzureError, type AzureReader } from "../ports/azure.ts";
import { someOf } from "./some-of.ts";
import { armTypeOf } from "./survey.ts";

/** What looking for groups elsewhere needs. */
export interface LookingElsewhere {
  readonly kinds: readonly Kind[];
  readonly reader: AzureReader;
  readonly signal: AbortSignal;
}

/** What there is around with the groups elsewhere, for warnings alone: the guard and the paging go by what was surveyed. */
export interface LookedElsewhere {
  readonly around: Surveyed;
  readonly notes: readonly string[];
}

/**
 * Reads the action groups in places that were not surveyed, each once, to which the rules refer that a plan writes: an
 * empty plan reads none. What is refused or fails makes a note and no failure.
 */
export async function readGroupsElsewhere(
  plan: Plan,
  after: Surveyed,
  { kinds, reader, signal }: LookingElsewhere,
): Promise<LookedElsewhere> {
  const found: LiveResource[] = [];
  const absent = new Set<ResourceId>();
  const unknown: { readonly name: string; readonly because: string }[] = [];
  const sealer = createSealer(new Map());
  await Promise.all(
    referredElsewhere(plan, after, kinds).map(async ({ armId, name, kind }) => {
      try {
        const resource = await reader.get(armTypeOf(kind), armId, signal);
        if (resource === undefined) absent.add(resourceId(armId));
        else found.push(readLive({ ...resource, armId }, kinds, sealer));
      } catch (error) {
        if (!(error instanceof AzureError)) throw error;
        unknown.push({ name, because: error.message });
      }
    }),
  );
  const nodes = new Map([...after.nodes, ...nodesOf(found)]);
  return { around: { ...after, nodes, absent }, notes: noteOf(unknown) };
}

interface Referred {
  readonly armId: string;
  readonly name: string;
  readonly kind: Kind;
}

function referredElsewhere({ changes }: Plan, after: Surveyed, kinds: readonly Kind[]): readonly Referred[] {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const found = new Map<ResourceId, Referred>();
  for (const { desired, wish } of bringing(changes)) {
    const schema = byName.get(desired.kind)?.schema;
    for (const armId of schema === undefined ? [] : referencesIn(schema, wish.settings)) {
      const place = parseArmId(armId);
      const kind = kinds.find(({ armType }) => armType.toLowerCase() === place?.type.toLowerCase());
      if (place === undefined || kind === undefined || armId.includes("$") || isOdd(armId)) continue;
      if (after.groups.has(groupKey(place))) continue;
      found.set(resourceId(armId), { armId, name: place.name, kind });
    }
  }
  return [...found.values()];
}

/** True for an id that would lead somewhere else in an address. */
function isOdd(armId: string): boolean {
  return resourceId(armId)
    .split("/")
    .slice(1)
    .some((segment) => /^\.{0,2}$/.test(segment));
}

function noteOf(unknown: readonly { readonly name: string; readonly because: string }[]): readonly string[] {
  const [first] = unknown.toSorted((a, b) => (a.because < b.because ? -1 : 1));
  if (first === undefined) return [];
  const names = someOf(unknown.map(({ name }) => name).toSorted());
  return [`whether these action groups reach anybody is not known: ${names}; ${first.because}`];
}
