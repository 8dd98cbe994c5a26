import { diagnose, type Diagnostic } from "../core/diagnostic.ts";
import { referencesIn } from "../core/plan/edges.ts";
import type { LiveResource } from "../core/plan/live.ts";
import type { Kind } from "../core/kind.ts";
import { suggest } from "../core/nearest.ts";
import { printOwner } from "../core/plan/ownership.ts";
import { armIdOf, parseArmId, resourceId, type ResourceId } from "../core/resource.ts";
import type { Stack } from "../core/stack.ts";
import type { Workspace } from "../core/language/workspace.ts";

/** Which resources a run is limited to: all where `only` is absent. */
export interface Selection {
  readonly only?: ReadonlySet<ResourceId>;
  readonly unknown: readonly Diagnostic[];
}

/**
 * The resources of the names on the command line, and what they need: the groups they refer to and what they were
 * formerly. A name may also be that of a resource that is ours in Azure and in no definition any more; a limited run
 * deletes only what is named.
 */
export function selectResources(
  names: readonly string[],
  {
    workspace,
    stack,
    kinds,
  }: { readonly workspace: Workspace; readonly stack: Stack; readonly kinds: readonly Kind[] },
  live: readonly LiveResource[],
): Selection {
  if (names.length === 0) return { unknown: [] };
  const owner = printOwner({ stack: stack.environment.stack, environment: stack.environment.name });
  const ours = live.filter((resource) => resource.owner !== undefined && printOwner(resource.owner) === owner);
  const desired = new Map(stack.resources.map((resource) => [resource.id, resource]));
  const only = new Set<ResourceId>();
  const add = (id: ResourceId): void => {
    const resource = desired.get(id);
    if (only.has(id)) return;
    only.add(id);
    if (resource === undefined) return;
    for (const reference of resource.references) if (desired.has(reference)) add(reference);
    const former = resource.moves.formerly;
    const type = parseArmId(resource.armId)?.type;
    if (former !== undefined && type !== undefined) {
      only.add(
        resourceId(
          armIdOf(
            { subscription: resource.place.subscription, resourceGroup: former.resourceGroup },
            type,
            former.name,
          ),
        ),
      );
    }
  };
  const unknown = names.flatMap((name) => {
    const matches = [...stack.resources, ...ours].filter(
      (resource) => resource.name.toLowerCase() === name.toLowerCase(),
    );
    for (const match of matches) add(match.id);
    return matches.length > 0 ? [] : [unknownName(name, [...stack.resources, ...ours], { stack, workspace })];
  });
  // What refers to something that goes away, under its own name or by a rename, has to be moved in the same run.
  for (let before = -1; only.size > before;) {
    before = only.size;
    const going = new Set([...only].filter((id) => !desired.has(id)));
    for (const resource of ours) {
      const kind = kinds.find(({ name }) => name === resource.kind);
      if (kind === undefined || !desired.has(resource.id)) continue;
      if (referencesIn(kind.schema, resource.settings).some((armId) => going.has(resourceId(armId)))) add(resource.id);
    }
  }
  return { only, unknown };
}

function unknownName(
  name: string,
  resources: readonly { readonly name: string }[],
  { stack, workspace }: { readonly stack: Stack; readonly workspace: Workspace },
): Diagnostic {
  const known = [...new Set(resources.map((resource) => resource.name))];
  const message = `nothing in ${stack.environment.name} is called \`${name}\`${suggest(name, known, 8)}`;
  return diagnose({ code: "unknown-name", path: [], message }, { file: workspace.file, line: 1, column: 1 });
}
