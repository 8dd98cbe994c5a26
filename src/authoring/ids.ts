import { isObject, type Json } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { reservedNames } from "../core/language/scope.ts";
import type { Environment } from "../core/language/workspace.ts";
import { parseArmId, plainId, resourceId, type ResourceId } from "../core/resource.ts";
import { escapeTemplate } from "../core/settings/secrets.ts";
import { resourceType } from "../kinds/metric-alert/scopes.ts";
import type { Draft } from "./draft.ts";
import { mapIds, type IdSort } from "./id-places.ts";
import { variableNames } from "./readable-names.ts";

/** A resource that definitions may name. */
export interface NamedResource {
  readonly id: ResourceId;
  readonly name: string;
  readonly resourceGroup: string;
  /** The ARM type, in any case. */
  readonly type: string;
}

/** What finding words for ids goes by. */
export interface WordingOfIds {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly environment: Environment;
  /** Everything that is defined, or about to be. */
  readonly named: readonly NamedResource[];
  /** Names of variables that are there, in whatever environment. */
  readonly taken: readonly string[];
}

/** Drafts in which ids have words, and the variables that these words need. */
export interface WordedDrafts {
  readonly drafts: readonly Draft[];
  /** New variables, each with its value as it is written. */
  readonly variables: ReadonlyMap<string, string>;
}

/** So often an id stands in the definitions before it gets a variable of its own. */
const often = 3;

/**
 * Drafts with words in the place of ids: names of what is defined, the variable that holds an id, or holds where it
 * begins, new variables for what is named again and again; at last `${subscription}` and `${resourceGroup}` for the
 * environment's own.
 */
export function wordIds(drafts: readonly Draft[], wording: WordingOfIds): WordedDrafts {
  const { kinds, environment } = wording;
  const held = heldIds(environment);
  const nameOf = naming(wording.named);
  const counts = new Map<ResourceId, Map<string, number>>();
  const count = (armId: string): void => {
    const spellings = counts.get(resourceId(armId)) ?? new Map<string, number>();
    counts.set(resourceId(armId), spellings);
    spellings.set(armId, (spellings.get(armId) ?? 0) + 1);
  };
  const each = (draft: Draft, replace: (armId: string, sort: IdSort) => string): Draft => {
    const kind = kinds.get(draft.kind);
    return kind === undefined ? draft : { ...draft, spec: mapIds(kind, draft.spec, replace) };
  };
  const groupOf = (draft: Draft): string => draft.resourceGroup ?? environment.resourceGroup;
  for (const draft of drafts) {
    each(draft, (armId, sort) => {
      const known =
        (sort === "reference" && nameOf(armId, groupOf(draft)) !== undefined) || isHeld(armId, sort, held.exact);
      if (!known) count(armId);
      return armId;
    });
  }
  const made = newVariables(counts, held, wording);
  const all = { ...held, exact: [...held.exact, ...made.map(({ name, armId }) => ({ name, armId }))] };
  const worded = drafts.map((draft) =>
    each(draft, (armId, sort) => {
      const name = sort === "reference" ? nameOf(armId, groupOf(draft)) : undefined;
      return name === undefined ? spell(armId, sort, all) : escapeTemplate(name);
    }),
  );
  return { drafts: worded, variables: new Map(made.map(({ name, value }) => [name, value])) };
}

/** An id that a variable holds. */
interface Held {
  readonly name: string;
  readonly armId: string;
}

type Places = Pick<Environment, "subscription" | "resourceGroup">;

interface HeldIds extends Places {
  /** Variables whose value is an id. */
  readonly exact: readonly Held[];
}

/** The ids that variables of an environment hold, those inside of maps included. */
function heldIds({ variables, subscription, resourceGroup }: Environment): HeldIds {
  const exact: Held[] = [];
  const walk = (name: string, value: Json): void => {
    if (typeof value === "string" && /^\/subscriptions\/[^/]/i.test(value) && !value.includes("${"))
      exact.push({ name, armId: value.replace(/\/+$/, "") });
    if (!isObject(value)) return;
    for (const [key, item] of Object.entries(value)) if (/^[^\s.{}]+$/.test(key)) walk(`${name}.${key}`, item);
  };
  for (const [name, value] of Object.entries(variables)) walk(name, value);
  return { exact, subscription, resourceGroup };
}

function isHeld(armId: string, sort: IdSort, held: readonly Held[]): boolean {
  return held.some((one) => isSame(one.armId, armId, sort));
}

function isSame(one: string, other: string, sort: IdSort): boolean {
  return sort === "text" ? one === other : resourceId(one) === resourceId(other);
}

/** An id in the fewest words there are for it. */
function spell(armId: string, sort: IdSort, { exact, ...places }: HeldIds): string {
  // Some services answer ids without the slash, or as in an address; where letters count they are left as they are.
  const full = sort === "text" ? armId : `/${plainId(armId).replace(/^\/+/, "")}`;
  const whole = exact.find((one) => isSame(one.armId, full, sort));
  if (whole !== undefined) return `\${${whole.name}}`;
  const begins = (start: string): boolean =>
    sort === "text" ? full.startsWith(start) : full.toLowerCase().startsWith(start.toLowerCase());
  const [longest] = exact
    .filter((one) => begins(`${one.armId}/`))
    .toSorted((a, b) => b.armId.length - a.armId.length || (a.name < b.name ? -1 : 1));
  if (longest !== undefined) return `\${${longest.name}}${full.slice(longest.armId.length)}`;
  const [place] = placesOf(places).filter(({ start }) => begins(`${start}/`) || isSame(full, start, sort));
  return place === undefined ? full : `${place.worded}${full.slice(place.start.length)}`;
}

/** Where the environment's own things are, the narrowest first; another environment's are then said in the same words. */
function placesOf({
  subscription,
  resourceGroup,
}: Places): readonly { readonly start: string; readonly worded: string }[] {
  const start = `/subscriptions/${subscription}`;
  const worded = "/subscriptions/${subscription}";
  return [
    { start: `${start}/resourceGroups/${resourceGroup}`, worded: `${worded}/resourceGroups/\${resourceGroup}` },
    { start, worded },
  ];
}

interface NewVariable extends Held {
  readonly value: string;
}

function newVariables(
  counts: ReadonlyMap<ResourceId, ReadonlyMap<string, number>>,
  held: HeldIds,
  { taken }: WordingOfIds,
): readonly NewVariable[] {
  const frequent = [...counts]
    .map(([id, spellings]) => ({ id, armId: usualSpelling(spellings), times: total(spellings) }))
    .filter(({ armId, times }) => times >= often && isWorthAName(armId))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const used = new Set([...taken, ...reservedNames].map((name) => name.toLowerCase()));
  const types = Map.groupBy(frequent, ({ armId }) => resourceType(armId)?.toLowerCase());
  return frequent.map(({ armId }) => {
    const only = types.get(resourceType(armId)?.toLowerCase())?.length === 1;
    const names = variableNames(armId, only);
    let name = names.find((one) => !used.has(one.toLowerCase()));
    for (let again = 2; name === undefined; again++) {
      const next = `${names[0] ?? "resource"}${again}`;
      if (!used.has(next.toLowerCase())) name = next;
    }
    used.add(name.toLowerCase());
    return { name, armId: `/${plainId(armId).replace(/^\/+/, "")}`, value: spell(armId, "id", held) };
  });
}

/** A whole subscription is said in few words already. */
function isWorthAName(armId: string): boolean {
  return /^\/?subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.test(armId);
}

function total(spellings: ReadonlyMap<string, number>): number {
  return [...spellings.values()].reduce((sum, times) => sum + times, 0);
}

function usualSpelling(spellings: ReadonlyMap<string, number>): string {
  const [first] = [...spellings].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0] ?? "";
}

/**
 * What a definition in a resource group may call a resource by: its name, where that name means this one and no other
 * (of several the one in the same group is meant).
 */
function naming(named: readonly NamedResource[]): (armId: string, resourceGroup: string) => string | undefined {
  const byId = new Map(named.map((one) => [one.id, one]));
  const byName = Map.groupBy(byId.values(), ({ type, name }) => `${type} ${name}`.toLowerCase());
  return (armId, resourceGroup) => {
    const one = byId.get(resourceId(armId));
    if (one === undefined || parseArmId(armId) === undefined || one.name.startsWith("/")) return undefined;
    const rivals = byName.get(`${one.type} ${one.name}`.toLowerCase()) ?? [];
    const near = rivals.filter((rival) => rival.resourceGroup.toLowerCase() === resourceGroup.toLowerCase());
    const meant = near.length > 0 ? near : rivals;
    return meant.length === 1 && meant[0] === one ? one.name : undefined;
  };
}
