import { learnTemplates } from "../core/settings/inherit.ts";
import type { Kind } from "../core/kind.ts";
import { readLive, type LiveResource } from "../core/plan/live.ts";
import { armIdOf, parseArmId, resourceId, type ResourceId } from "../core/resource.ts";
import { groupKey } from "../core/plan/routes.ts";
import type { Sealer } from "../core/settings/secrets.ts";
import type { DesiredResource, Stack } from "../core/stack.ts";
import { AzureError, type ArmResource, type ArmType, type AzureReader } from "../ports/azure.ts";

/** What Azure has where the stack may look. */
export interface Survey {
  /** As Azure answered it: what a write is about to replace, byte-true. */
  readonly raw: ReadonlyMap<ResourceId, ArmResource>;
  readonly live: readonly LiveResource[];
  /** Resource groups of which everything is known. */
  readonly groups: ReadonlySet<string>;
}

/** What a survey needs. */
export interface Surveying {
  readonly stack: Stack;
  readonly kinds: readonly Kind[];
  readonly reader: AzureReader;
  readonly signal: AbortSignal;
}

/** The ARM type of a kind as the port wants it. */
export function armTypeOf(kind: Kind): ArmType {
  return { name: kind.armType, apiVersions: kind.apiVersions };
}

/**
 * Reads every resource of our types in the environment's resource groups: one list per type and group, since a
 * subscription's list can lag a minute. The set of groups is closed, so that nothing is orphaned when the last
 * definition leaves a group. Former names in other groups are read singly.
 */
export async function readAzure({ stack, kinds, reader, signal }: Surveying): Promise<readonly ArmResource[]> {
  const { subscription, resourceGroups } = stack.environment;
  const types = new Map(kinds.map((kind) => [kind.armType.toLowerCase(), armTypeOf(kind)]));
  const wanted = new Set(stack.resources.map(({ kind }) => kind));
  const lists = [...types.values()].flatMap((type) => {
    const isWanted = kinds.some(({ name, armType }) => armType === type.name && wanted.has(name));
    return resourceGroups.map((resourceGroup) =>
      reader.list(type, { subscription, resourceGroup }, signal).catch((error: unknown) => {
        if (!isWanted && canHaveNone(error)) return [];
        throw error;
      }),
    );
  });
  const listed = (await Promise.all(lists)).flat();
  const former = stack.resources.flatMap((desired) => formerElsewhere(desired, stack, kinds));
  const found = await Promise.all(former.map(({ type, armId }) => reader.get(type, armId, signal)));
  return [...listed, ...found.filter((resource) => resource !== undefined)];
}

/**
 * True where Azure says that a subscription cannot have resources of a type: its namespace is not registered there, or
 * its cloud does not have the type. Whoever wants none of them need not care.
 * https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider
 */
export function canHaveNone(error: unknown): boolean {
  return error instanceof AzureError && error.code !== undefined && absentTypes.has(error.code);
}

const absentTypes: ReadonlySet<string> = new Set([
  "MissingSubscriptionRegistration",
  "SubscriptionNotRegistered",
  "InvalidResourceNamespace",
  "InvalidResourceType",
]);

/** The survey of what was read: sealed as the definitions' secrets want it, so they come first. */
export function surveyOf(
  resources: readonly ArmResource[],
  { stack, kinds, sealer }: { readonly stack: Stack; readonly kinds: readonly Kind[]; readonly sealer: Sealer },
): Survey {
  const { subscription, resourceGroups } = stack.environment;
  learnTemplates(stack.resources.toSorted(byId), sealer);
  // In one order, whatever Azure's is: texts that are hidden are numbered as they are met.
  const raw = new Map(resources.map((resource) => [resourceId(resource.armId), resource]));
  const ordered = [...raw.keys()].toSorted().flatMap((id) => raw.get(id) ?? []);
  return {
    raw,
    live: ordered.map((resource) => readLive(resource, kinds, sealer)),
    groups: new Set(resourceGroups.map((resourceGroup) => groupKey({ subscription, resourceGroup }))),
  };
}

function byId(a: DesiredResource, b: DesiredResource): number {
  return a.id < b.id ? -1 : 1;
}

function formerElsewhere(
  desired: DesiredResource,
  stack: Stack,
  kinds: readonly Kind[],
): readonly { readonly type: ArmType; readonly armId: string }[] {
  const { formerly } = desired.moves;
  const kind = kinds.find((candidate) => candidate.name === desired.kind);
  if (formerly === undefined || kind === undefined) return [];
  const armId = armIdOf(
    { subscription: desired.place.subscription, resourceGroup: formerly.resourceGroup },
    kind.armType,
    formerly.name,
  );
  const place = parseArmId(armId);
  const surveyed = stack.environment.resourceGroups.some(
    (group) => group.toLowerCase() === place?.resourceGroup.toLowerCase(),
  );
  return surveyed ? [] : [{ type: armTypeOf(kind), armId }];
}
