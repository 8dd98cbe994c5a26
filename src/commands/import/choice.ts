import { bystander, type Bystander } from "../../authoring/bystanders.ts";
import { diagnose, type Diagnostic } from "../../core/diagnostic.ts";
import type { Kind } from "../../core/kind.ts";
import { suggest } from "../../core/nearest.ts";
import type { Environment, Workspace } from "../../core/language/workspace.ts";
import { referencesIn } from "../../core/plan/edges.ts";
import type { LiveResource } from "../../core/plan/live.ts";
import { printOwner } from "../../core/plan/ownership.ts";
import type { ToldLeftOut } from "../../core/plan/report.ts";
import { parseArmId, resourceId, type ResourceId } from "../../core/resource.ts";
import type { ArmResource } from "../../ports/azure.ts";

/** What the command line asks for: everything where nothing is said. */
export interface Choice {
  readonly resourceGroups: readonly string[];
  /** Names of kinds. */
  readonly kinds: readonly string[];
  /** Names of resources; `*` and `?` stand for anything. */
  readonly names: readonly string[];
  /** Names or ids of action groups: they, and what tells them. */
  readonly actionGroups: readonly string[];
}

/** What choosing goes by. */
export interface Choosing {
  readonly workspace: Workspace;
  readonly environment: Environment;
  readonly kinds: readonly Kind[];
  readonly raw: ReadonlyMap<ResourceId, ArmResource>;
  /** Resources that have a definition. */
  readonly defined: ReadonlySet<ResourceId>;
  readonly choice: Choice;
}

/** What is imported, and what becomes of the rest. */
export interface Chosen {
  readonly chosen: readonly LiveResource[];
  readonly leftOut: readonly ToldLeftOut[];
  /** How many of those asked for have a definition already. */
  readonly defined: number;
  /** Something was asked for that is not there. */
  readonly unknown: readonly Diagnostic[];
}

/** Chooses what to import. What is somebody else's is left out unless its whole name was given. */
export function choose(live: readonly LiveResource[], choosing: Choosing): Chosen {
  const { choice } = choosing;
  const selectors = selectorsOf(choosing, live);
  const met = new Set<Selector>();
  const asked = live.filter((resource) =>
    selectors.every((some) => {
      const hits = some.filter((selector) => selector.takes(resource));
      for (const hit of hits) met.add(hit);
      return some.length === 0 || hits.length > 0;
    }),
  );
  const exact = new Set(choice.names.filter((name) => !isPattern(name)).map((name) => name.toLowerCase()));
  const chosen: LiveResource[] = [];
  const leftOut: ToldLeftOut[] = [];
  let defined = 0;
  for (const resource of asked) {
    if (choosing.defined.has(resource.id)) {
      defined += 1;
      continue;
    }
    const because = reasonAgainst(resource, choosing);
    if (because === undefined || (!because.final && exact.has(resource.name.toLowerCase()))) chosen.push(resource);
    else leftOut.push(toldLeftOut(resource, { reason: because.reason, because: because.because }));
  }
  const unknown = selectors.flat().filter((selector) => !met.has(selector) && !live.some((one) => selector.takes(one)));
  return { chosen, leftOut, defined, unknown: unknown.map((selector) => unknownSelector(selector, choosing, live)) };
}

/** A resource that is not imported, as it is told. */
export function toldLeftOut(resource: LiveResource, because: Bystander & { readonly at?: string }): ToldLeftOut {
  const { kind, name, place, armId } = resource;
  return {
    ...because,
    ...(kind === undefined ? {} : { kind }),
    type: parseArmId(armId)?.type ?? "",
    name,
    resourceGroup: place.resourceGroup,
    id: armId,
  };
}

/** One thing on the command line, and what it means. */
interface Selector {
  readonly option: string;
  readonly value: string;
  readonly known: readonly string[];
  takes(resource: LiveResource): boolean;
}

function selectorsOf({ choice, kinds }: Choosing, live: readonly LiveResource[]): readonly (readonly Selector[])[] {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const isGroup = (resource: LiveResource): boolean => byName.get(resource.kind ?? "")?.name === groupKind(kinds);
  const tells = (resource: LiveResource): readonly string[] => {
    const kind = byName.get(resource.kind ?? "");
    return kind === undefined ? [] : referencesIn(kind.schema, resource.settings);
  };
  return [
    choice.resourceGroups.map((value) => ({
      option: "--resource-group",
      value,
      known: [...new Set(live.map(({ place }) => place.resourceGroup))],
      takes: ({ place }) => place.resourceGroup.toLowerCase() === value.toLowerCase(),
    })),
    choice.kinds.map((value) => ({
      option: "--kind",
      value,
      known: [...new Set(live.flatMap(({ kind }) => kind ?? []))],
      takes: ({ kind }) => kind === value,
    })),
    choice.names.map((value) => {
      const pattern = patternOf(value);
      const takes = ({ name }: LiveResource): boolean => pattern.test(name);
      return { option: "--name", value, known: live.map(({ name }) => name), takes };
    }),
    choice.actionGroups.map((value) => ({
      option: "--action-group",
      value,
      known: live.filter(isGroup).map(({ name }) => name),
      takes: (resource) =>
        (isGroup(resource) && isCalled(resource.armId, value)) ||
        tells(resource).some((armId) => isCalled(armId, value)),
    })),
  ];
}

/** The kind whose resources others refer to for telling somebody. */
function groupKind(kinds: readonly Kind[]): string | undefined {
  return kinds.find(({ armType }) => armType.toLowerCase() === "microsoft.insights/actiongroups")?.name;
}

function isCalled(armId: string, value: string): boolean {
  if (value.includes("/")) return resourceId(armId) === resourceId(value);
  return parseArmId(armId)?.name.toLowerCase() === value.toLowerCase();
}

function isPattern(name: string): boolean {
  return /[*?]/.test(name);
}

function patternOf(glob: string): RegExp {
  const literal = glob.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`, "i");
}

function unknownSelector(
  { option, value, known }: Selector,
  { workspace, environment }: Choosing,
  live: readonly LiveResource[],
): Diagnostic {
  const where = `among the ${live.length} resources looked at for ${environment.name}`;
  const hint = isPattern(value) ? "" : suggest(value, [...new Set(known)], 8);
  const message = `\`${option} ${value}\` is nothing ${where}${hint}`;
  return diagnose({ code: "unknown-name", path: [], message }, { file: workspace.file, line: 1, column: 1 });
}

/** Why a resource is not to be imported unless somebody insists, or not at all. */
function reasonAgainst(
  resource: LiveResource,
  { workspace, environment, kinds, raw }: Choosing,
): (Bystander & { readonly final?: true }) | undefined {
  const body = raw.get(resource.id)?.body ?? {};
  if (resource.kind === undefined)
    return { reason: "no-words", because: whyUnclaimed(resource, kinds, body), final: true };
  const { subscription } = resource.place;
  if (subscription.toLowerCase() !== environment.subscription.toLowerCase()) {
    const because = `it is in the subscription \`${subscription}\`, and \`${environment.name}\` is another`;
    return { reason: "another-subscription", because, final: true };
  }
  const { owner } = resource;
  if (owner !== undefined) {
    if (printOwner(owner) === printOwner({ stack: environment.stack, environment: environment.name })) {
      return {
        reason: "no-definition",
        because: "it is this stack's by its tag, and the next plan deletes it because it has no definition",
      };
    }
    return { reason: "another-stack", because: `it belongs to \`${printOwner(owner)}\`` };
  }
  const other = workspace.environments.find((one) => one.name !== environment.name && isIn(resource, one));
  if (other !== undefined && !isIn(resource, environment)) {
    return { reason: "another-environment", because: `its resource group is of the environment \`${other.name}\`` };
  }
  return bystander(resource, body);
}

function isIn({ place }: LiveResource, { subscription, resourceGroups }: Environment): boolean {
  return (
    place.subscription.toLowerCase() === subscription.toLowerCase() &&
    resourceGroups.some((group) => group.toLowerCase() === place.resourceGroup.toLowerCase())
  );
}

function whyUnclaimed(resource: LiveResource, kinds: readonly Kind[], body: ArmResource["body"]): string {
  const type = parseArmId(resource.armId)?.type.toLowerCase();
  const ofType = kinds.filter((kind) => kind.armType.toLowerCase() === type);
  const reason = ofType.map((kind) => kind.unclaimed(body)).find((said) => said !== undefined);
  const said = body["kind"];
  return reason ?? `no kind here has words for a \`${typeof said === "string" ? said : type}\``;
}
