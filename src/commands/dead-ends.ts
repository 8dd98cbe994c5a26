import { code, diagnose, type Diagnostic } from "../core/diagnostic.ts";
import type { DiagnosticCode } from "../core/codes/diagnostic-codes.ts";
import type { Path } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { suggest } from "../core/nearest.ts";
import { referencePlaces } from "../core/plan/edges.ts";
import { alertNames } from "../core/plan/processed.ts";
import {
  groupPaging,
  pagingOf,
  type AlertPaging,
  type GroupPaging,
  type Node,
  type Paging,
  type Surveyed,
} from "../core/plan/routes.ts";
import type { ProcessingCondition } from "../core/processing.ts";
import type { DesiredResource, Stack } from "../core/stack.ts";
import { someOf } from "./some-of.ts";

/** What the warnings are made of: the definitions and their kinds. */
interface Looking {
  readonly stack: Stack;
  readonly kinds: readonly Kind[];
}

interface Found {
  readonly code: DiagnosticCode;
  readonly path: Path;
  /** The group that a reference at or below the path leads to, of a dead end. */
  readonly dead?: GroupPaging;
  /** What follows the name of what it is said of. */
  readonly said: string;
  /** Of a resource that holds several alerts the names of those it is said of. */
  readonly of?: string;
}

/**
 * Alerts of the definitions that would reach nobody once the plan is applied, and processing rules that lead nowhere or
 * name alerts that nobody has: warnings at the definition. `around` is what will be there then.
 */
export function deadEnds({ stack, kinds }: Looking, around: Surveyed): readonly Diagnostic[] {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  // A plan of some names leaves out alerts that the stack has all the same.
  const names = [...around.nodes.values(), ...stack.resources].flatMap((node) => alertNames(node, byName));
  return stack.resources.flatMap((resource) => {
    const node = around.nodes.get(resource.id);
    const kind = byName.get(resource.kind);
    if (node === undefined || kind === undefined) return [];
    const found =
      kind.processes === undefined
        ? ofAlert(node, kind, { around, byName })
        : ofProcessing(node, { around, byName, names });
    return found.map((one) => {
      const path = atReference(one, node, { kind, around, byName });
      return warning({ ...one, path }, resource, stack);
    });
  });
}

/** The one reference that leads nowhere, of several in a list. */
function atReference(
  { path, dead }: Found,
  node: Node,
  { kind, around, byName }: Around & { readonly kind: Kind },
): Path {
  if (dead === undefined) return path;
  const below = referencePlaces(kind.schema, node.settings).filter((one) =>
    path.every((step, at) => step === one.path[at]),
  );
  const place = below.find(({ armId }) => {
    const { name, state } = groupPaging(armId, around, byName);
    return name === dead.name && state === dead.state;
  });
  return place?.path ?? path;
}

function warning({ code, path, said, of }: Found, resource: DesiredResource, { environment }: Stack): Diagnostic {
  const message = of === undefined ? `${resource.name} ${said}` : `${resource.name}: ${of} ${said}`;
  const complaint = { code, path, message };
  return { ...diagnose(complaint, resource.locate(complaint)), environments: [environment.name] };
}

interface Around {
  readonly around: Surveyed;
  readonly byName: ReadonlyMap<string, Kind>;
}

/** Of a resource that is one alert what is wrong with it; of one that holds several one for all that end alike. */
function ofAlert(node: Node, kind: Kind, { around, byName }: Around): readonly Found[] {
  const paging = pagingOf(node, around, byName);
  const paths = kind.alerts(node.settings)?.map(({ path }) => path);
  if (paths === undefined) {
    if (kind.schema.properties?.["actionGroups"] === undefined) return [];
    const found = deadEndOf(paging);
    return found === undefined ? [] : [{ ...found, path: ["actionGroups"] }];
  }
  if (!paging.enabled) return [];
  const several = (paging.alerts ?? []).map((alert, place) => ({ alert, path: paths[place], found: deadEndOf(alert) }));
  const alike = Map.groupBy(several, ({ found }) => found?.said);
  return [...alike.values()].flatMap((same): readonly Found[] => {
    const [first] = same;
    if (first?.found === undefined) return [];
    const of = someOf(same.map(({ alert }) => alert.name));
    return [{ ...first.found, path: [...(first.path ?? []), "actionGroups"], of }];
  });
}

function deadEndOf({ enabled, groups, processedBy = [] }: AlertPaging | Paging): Omit<Found, "path"> | undefined {
  if (!enabled) return undefined;
  const isAdded = processedBy.some((rule) => rule.effect === "adds" && rule.when === undefined);
  if (groups.length === 0 && !isAdded)
    return { code: "reaches-nobody", said: "has no action group: when it fires nobody is told" };
  const dead = groups.find(isDead);
  return dead === undefined ? undefined : { code: "dead-end", dead, said: `refers to ${describe(dead)}` };
}

function isDead({ state }: GroupPaging): boolean {
  return state !== "reached" && state !== "elsewhere";
}

function describe({ name, state }: GroupPaging): string {
  switch (state) {
    case "missing":
      return `${name}, which does not exist`;
    case "disabled":
      return `${name}, which is disabled`;
    case "empty":
      return `${name}, which has no receiver`;
    case "reached":
    case "elsewhere":
      return name;
  }
}

function ofProcessing(
  node: Node,
  { around, byName, names }: Around & { readonly names: readonly string[] },
): readonly Found[] {
  const placed = around.processing.filter((one) => one.node.id === node.id);
  const groups = placed.flatMap(({ processing }) => processing.groups);
  const dead = groups.map((armId) => groupPaging(armId, around, byName)).find(isDead);
  return [
    ...(dead === undefined
      ? []
      : [{ code: "dead-end" as const, path: ["actions"], dead, said: `refers to ${describe(dead)}` }]),
    // All actions of a rule have its conditions.
    ...(placed[0]?.processing.conditions ?? []).flatMap((condition) => strangersIn(condition, names)),
  ];
}

/** Values of a condition on names of alerts that fit none. */
function strangersIn({ field, operator, values, at }: ProcessingCondition, names: readonly string[]): readonly Found[] {
  if (field.toLowerCase() !== "alertrulename") return [];
  const isPart = operator.toLowerCase().includes("contain");
  const fits = (value: string, name: string): boolean =>
    isPart ? name.toLowerCase().includes(value.toLowerCase()) : name.toLowerCase() === value.toLowerCase();
  return values.flatMap((value, index): readonly Found[] => {
    if (names.some((name) => fits(value, name))) return [];
    const has = isPart ? `has ${code(value)} in its name` : `is called ${code(value)}`;
    const hint = isPart ? "" : suggest(value, [...new Set(names)].toSorted(), 5);
    const said = `looks for an alert that nobody has: none of the stack or of its resource groups ${has}${hint}`;
    return [{ code: "alert-name-unknown", path: [...at, index], said }];
  });
}
