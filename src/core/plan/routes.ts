import { idOf, titleOf, writes, type Change } from "./change.ts";
import type { JsonObject } from "../json.ts";
import type { Alert, Kind, Receiver } from "../kind.ts";
import type { LiveResource } from "./live.ts";
import { edgesTo, hasEdges, referencesIn } from "./edges.ts";
import {
  firesAlerts,
  isUnconditional,
  processedBy,
  processingsIn,
  type PlacedProcessing,
  type ProcessedBy,
} from "./processed.ts";
import { parseArmId, resourceId, type ResourceId } from "../resource.ts";

/** A resource as far as paging goes: what is there, or what will be. */
export interface Node {
  readonly id: ResourceId;
  readonly kind: string;
  readonly name: string;
  readonly settings: JsonObject;
}

/** Whom a resource pages: down to the receiver, over the groups it refers to. */
export interface Paging {
  readonly enabled: boolean;
  readonly severity?: number;
  /**
   * All groups it tells; of a resource that holds several alerts those of the alerts that are enabled. Where a processing
   * rule silences an alert, none of its groups is told.
   */
  readonly groups: readonly GroupPaging[];
  /** What processing rules do to it; of a resource that holds several alerts it is said at each. */
  readonly processedBy?: readonly ProcessedBy[];
  /** Each alert by itself, of a resource that holds several; none where it holds other things only. */
  readonly alerts?: readonly AlertPaging[];
}

/** Whom one alert of several in a resource pages. */
export interface AlertPaging {
  readonly name: string;
  readonly enabled: boolean;
  readonly severity?: number;
  readonly groups: readonly GroupPaging[];
  /** What processing rules do to it. */
  readonly processedBy?: readonly ProcessedBy[];
}

/** One group on the way; `elsewhere` is another stack's or subscription's, of which we know only the id. */
export interface GroupPaging {
  readonly name: string;
  readonly state: "reached" | "disabled" | "empty" | "missing" | "elsewhere";
  readonly receivers: readonly Receiver[];
}

/** A resource whose paging is not what it was. Of a group: its own receivers, and how many rules page it. */
export interface PagingChange {
  readonly kind: string;
  readonly name: string;
  readonly before?: Paging;
  readonly after?: Paging;
  readonly usedBy?: number;
}

/** Who knows about the resources around one: all of them by id, and where Azure was looked at. */
export interface Surveyed {
  readonly nodes: ReadonlyMap<ResourceId, Node>;
  /** Resource groups (`subscription/group`, folded) whose resources are all known: what is not there is missing. */
  readonly groups: ReadonlySet<string>;
  /** Resources elsewhere of which Azure said that they are not there. */
  readonly absent?: ReadonlySet<ResourceId>;
  /** What rules over the alerts of others do. */
  readonly processing: readonly PlacedProcessing[];
}

/** Who knows about these resources, as of an instant (ISO 8601). */
export function lookAround(
  nodes: ReadonlyMap<ResourceId, Node>,
  groups: ReadonlySet<string>,
  { kinds, now }: { readonly kinds: ReadonlyMap<string, Kind>; readonly now: string },
): Surveyed {
  return { nodes, groups, processing: processingsIn(nodes, kinds, now) };
}

/** Resource groups as `Surveyed` has them. */
export function groupKey(place: { readonly subscription: string; readonly resourceGroup: string }): string {
  return `${place.subscription}/${place.resourceGroup}`.toLowerCase();
}

/** Whom a resource pages. */
export function pagingOf(node: Node, around: Surveyed, kinds: ReadonlyMap<string, Kind>): Paging {
  const kind = kinds.get(node.kind);
  const { severity } = node.settings;
  const enabled = node.settings["enabled"] !== false;
  const route = (armId: string): GroupPaging => groupPaging(armId, around, kinds);
  if (kind === undefined) return { enabled, groups: [] };
  // What is disabled fires nothing that a rule could meet.
  const processing = enabled ? around.processing : [];
  const alerts = kind.alerts(node.settings);
  if (alerts !== undefined) return { enabled, ...pagingOfSeveral(alerts, { node, kind, processing, route }) };
  return {
    enabled,
    ...(typeof severity === "number" ? { severity } : {}),
    groups: [...ownReceivers(node, kind, kinds), ...referencesIn(kind.schema, node.settings).map(route)],
    ...(firesAlerts(kind) ? processedBy({ node, kind }, processing, route) : {}),
  };
}

/** What a group tells itself; nothing for what is no group. */
function ownReceivers(node: Node, kind: Kind, kinds: ReadonlyMap<string, Kind>): readonly GroupPaging[] {
  const receivers = kind.receivers(node.settings);
  if (receivers.length > 0) return [{ name: node.name, state: "reached", receivers }];
  return isReferredTo(kind, kinds) ? [{ name: node.name, state: "empty", receivers }] : [];
}

interface Processable {
  readonly node: Node;
  readonly kind: Kind;
  readonly processing: readonly PlacedProcessing[];
  readonly route: (armId: string) => GroupPaging;
}

function pagingOfSeveral(
  alerts: readonly Alert[],
  { node, kind, processing, route }: Processable,
): Pick<Paging, "groups" | "alerts"> {
  const told = alerts.filter(({ enabled }) => enabled).flatMap(({ groups }) => groups);
  const once = new Map(told.map((id) => [resourceId(id), id]));
  return {
    groups: [...once.values()].map(route),
    alerts: alerts.map((alert) => {
      const { path: _, ...rest } = alert;
      const rules = alert.enabled ? processing : [];
      return { ...rest, groups: alert.groups.map(route), ...processedBy({ node, kind, alert }, rules, route) };
    }),
  };
}

/** Whom a group reaches, by its id. */
export function groupPaging(armId: string, around: Surveyed, kinds: ReadonlyMap<string, Kind>): GroupPaging {
  const { nodes, groups, absent } = around;
  const node = nodes.get(resourceId(armId));
  if (node === undefined) {
    const place = parseArmId(armId);
    const known = absent?.has(resourceId(armId)) === true || (place !== undefined && groups.has(groupKey(place)));
    return { name: place?.name ?? armId, state: known ? "missing" : "elsewhere", receivers: [] };
  }
  const { name } = node;
  if (node.settings["enabled"] === false) return { name, state: "disabled", receivers: [] };
  const receivers = kinds.get(node.kind)?.receivers(node.settings) ?? [];
  return { name, state: receivers.length === 0 ? "empty" : "reached", receivers };
}

/** What will be there after the plan, as far as it is not blocked. */
export function nodesAfter(changes: readonly Change[], live: readonly LiveResource[]): ReadonlyMap<ResourceId, Node> {
  const nodes = new Map(nodesOf(live));
  for (const change of changes) {
    if (!writes(change)) continue;
    if (change.action === "delete" || change.action === "rename" || change.action === "replace")
      nodes.delete(change.live.id);
    if ("wish" in change) {
      const { desired, wish } = change;
      nodes.set(idOf(change), { id: desired.id, kind: desired.kind, name: desired.name, settings: wish.settings });
    }
  }
  return nodes;
}

/** What is there now. */
export function nodesOf(live: readonly LiveResource[]): ReadonlyMap<ResourceId, Node> {
  return new Map(
    live.flatMap(({ id, kind, name, settings }) =>
      kind === undefined ? [] : [[id, { id, kind, name, settings }] as const],
    ),
  );
}

/**
 * Whose paging changes with a plan: rules by severity, enabled and groups; groups by their receivers; and, where a rule
 * over the alerts of others changes, everything whose alerts it meets.
 */
export function pagingChanges(
  changes: readonly Change[],
  before: Surveyed,
  after: Surveyed,
  kinds: ReadonlyMap<string, Kind>,
): readonly PagingChange[] {
  // Nothing is counted where nothing changes: a stack of thousands is mostly looked at.
  const users = changes.some(writes) ? usersIn(after, kinds) : new Map<ResourceId, number>();
  const looked = new Set<ResourceId>();
  const change = (left: Node | undefined, right: Node | undefined): readonly PagingChange[] => {
    for (const node of [left, right]) if (node !== undefined) looked.add(node.id);
    const told = {
      ...(left === undefined ? {} : { before: pagingOf(left, before, kinds) }),
      ...(right === undefined ? {} : { after: pagingOf(right, after, kinds) }),
    };
    if (pagedAlike(told.before, told.after)) return [];
    const node = right ?? left;
    if (node === undefined) return [];
    const usedBy = users.get(node.id) ?? 0;
    return [{ kind: node.kind, name: node.name, ...told, ...(usedBy === 0 ? {} : { usedBy }) }];
  };
  const direct = changes.flatMap((one) => {
    if (!writes(one) || one.action === "release" || !pages(titleOf(one).kind, kinds)) return [];
    const left = before.nodes.get("live" in one ? one.live.id : idOf(one));
    return change(left, one.action === "delete" ? undefined : after.nodes.get(idOf(one)));
  });
  const reaches = changes.some((one) => writes(one) && kinds.get(titleOf(one).kind)?.processes !== undefined);
  if (!reaches) return direct;
  const others = [...before.nodes.values()]
    .filter(({ id, kind }) => !looked.has(id) && after.nodes.has(id) && pages(kind, kinds))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return [...direct, ...others.flatMap((node) => change(node, after.nodes.get(node.id)))];
}

/** The order of alerts pages nobody else, and what holds none pages nobody. */
function pagedAlike(before: Paging | undefined, after: Paging | undefined): boolean {
  if ([before, after].every((side) => side === undefined || side.alerts?.length === 0)) return true;
  const [left, right] = [before, after].map((side) =>
    JSON.stringify({
      ...side,
      groups: side?.alerts === undefined ? side?.groups : [],
      alerts: side?.alerts?.map((alert) => JSON.stringify(alert)).toSorted(),
    }),
  );
  return left === right && before !== undefined && after !== undefined;
}

/** True for a kind that tells somebody: itself, or through what it refers to. A rule that makes metrics does not. */
function pages(kindName: string, kinds: ReadonlyMap<string, Kind>): boolean {
  const kind = kinds.get(kindName);
  if (kind === undefined || kind.processes !== undefined) return false;
  return hasEdges(kind.schema) || isReferredTo(kind, kinds);
}

/** True for a kind that others refer to. */
function isReferredTo({ armType }: Kind, kinds: ReadonlyMap<string, Kind>): boolean {
  return [...kinds.values()].some(({ schema }) => edgesTo(schema).has(armType.toLowerCase()));
}

/** How many resources refer to each. */
function usersIn({ nodes }: Surveyed, kinds: ReadonlyMap<string, Kind>): ReadonlyMap<ResourceId, number> {
  const users = new Map<ResourceId, number>();
  for (const node of nodes.values()) {
    const schema = kinds.get(node.kind)?.schema;
    for (const armId of schema === undefined ? [] : referencesIn(schema, node.settings)) {
      users.set(resourceId(armId), (users.get(resourceId(armId)) ?? 0) + 1);
    }
  }
  return users;
}

/** True when an alert of this resource reaches somebody at least at times, as far as we can know. */
export function reachesSomebody(paging: Paging | AlertPaging): boolean {
  if (!paging.enabled) return false;
  if ("alerts" in paging && paging.alerts !== undefined) return paging.alerts.some(reachesSomebody);
  const rules = paging.processedBy ?? [];
  if (rules.some((rule) => rule.effect === "silences" && isUnconditional(rule))) return false;
  const added = rules.flatMap((rule) => rule.groups ?? []);
  return [...paging.groups, ...added].some(({ state }) => state === "reached" || state === "elsewhere");
}

/**
 * True where somebody heard of a resource's alerts before and nobody hears of them afterwards; of a resource that holds
 * several also where that is so of one of them, or where fewer of them are heard of. An alert that has only been given
 * another name is heard of.
 */
export function fallsSilent(before: Paging, after: Paging): boolean {
  if (!reachesSomebody(before)) return false;
  if (!reachesSomebody(after)) return true;
  const heard = heardOf(before);
  const still = heardOf(after);
  const there = new Set(after.alerts?.map(({ name }) => name));
  return heard.length > still.length || heard.some((name) => there.has(name) && !still.includes(name));
}

/** The alerts of a resource that holds several which reach somebody. */
function heardOf({ alerts = [] }: Paging): readonly string[] {
  return alerts.filter(reachesSomebody).map(({ name }) => name);
}
