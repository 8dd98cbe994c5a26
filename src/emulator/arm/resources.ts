/** What the emulated resource providers do with one resource: PUT, PATCH, GET, DELETE; all types alike. */
import { accept } from "./accept-body.ts";
import { recordOperation } from "./activity-log.ts";
import { groupNotFound, methodNotAllowed, notServed, resourceNotFound, versionNotRegistered } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { at, compact, isObject, textAt, type JsonObject } from "./json.ts";
import { Refusal } from "./refusal.ts";
import { foldLocation } from "./regions.ts";
import { bodyOf } from "./read-request.ts";
import type { Caller, Reply } from "./request.ts";
import { checkGroups, checkLinks } from "./references.ts";
import { formerOf, type Place, type ResourceType } from "./resource-type.ts";
import { answerBody, type Manner, today } from "./show-resource.ts";
import type { StoredResource } from "./store.ts";
import { groupKey, tellChange, type World } from "./world.ts";

/** One resource somebody asks for. */
export interface Target {
  readonly type: ResourceType;
  readonly place: Place;
  readonly version: string;
}

/** Refuses an api-version that the type does not have, as ARM does before anything else. */
export function checkVersion(type: ResourceType, asked: { readonly version: string; readonly location: string }): void {
  if (!type.apiVersions.includes(asked.version)) throw versionNotRegistered(type, asked);
}

/** GET of one resource. */
export function getResource({ world, manner }: Exchange, target: Target): Reply {
  const { type, place } = target;
  const stored = world.store.get(place);
  if (stored === undefined) {
    if (!groupExists(world, place)) throw groupNotFound(place.resourceGroup);
    throw resourceNotFound(type, place, manner.day);
  }
  const id = textAt(stored.body, "id")?.toLowerCase() ?? "";
  const reads = world.reads.get(id);
  if (manner.hideNew !== undefined && reads !== undefined && reads < manner.hideNew) {
    world.reads.set(id, reads + 1);
    throw resourceNotFound(type, place, manner.day);
  }
  if (manner.stale) {
    if (stored.before === undefined) throw resourceNotFound(type, place, manner.day);
    return { status: 200, body: answerBody({ ...stored, body: stored.before }, target.version, manner) };
  }
  return { status: 200, body: answerBody(stored, target.version, manner) };
}

function groupExists(world: World, place: Place): boolean {
  return world.options.anyResourceGroup || world.groups.has(groupKey(place.subscription, place.resourceGroup));
}

/** PUT of one resource: replaces it, whatever was there. */
export function putResource(exchange: Exchange, target: Target): Reply {
  return recorded(exchange, target, () => write(exchange, target, bodyOf(exchange.asked)));
}

/** PATCH of one resource, with which each type lets other things change. */
export function patchResource(exchange: Exchange, target: Target): Reply {
  return recorded(exchange, target, () => {
    const stored = exchange.world.store.get(target.place);
    if (stored === undefined) throw resourceNotFound(target.type, target.place, exchange.manner.day);
    const body = target.type.patched(stored.body, bodyOf(exchange.asked));
    // What is stored has today's shape, whatever the patch was written in.
    const { type, place, version } = target;
    const writing =
      formerOf(type, version) === undefined ? target : { ...target, version: type.apiVersions.at(-1) ?? version };
    const { body: answered } = write(exchange, writing, body);
    const after = exchange.world.store.get(place);
    const isPlain = writing === target || after === undefined;
    const shown = isPlain ? answered : answerBody(after, version, { ...exchange.manner, expanded: true });
    return { status: 200, ...(shown === undefined ? {} : { body: shown }) };
  });
}

/** DELETE of one resource: 200, or 204 when there was nothing. */
export function deleteResource(exchange: Exchange, target: Target): Reply {
  const { world } = exchange;
  const stored = world.store.get(target.place);
  if (stored === undefined) {
    if (!groupExists(world, target.place)) throw groupNotFound(target.place.resourceGroup);
    return { status: 204 };
  }
  return recorded(exchange, target, () => {
    world.store.remove(target.place);
    const body = formerOf(target.type, target.version)?.bodyOfDelete;
    return { status: 200, ...(body === undefined ? {} : { body }) };
  });
}

/** POST of something that can be done to one resource. */
export function actOnResource(exchange: Exchange, target: Target, action: string): Reply {
  const { world, asked, manner } = exchange;
  const { type, place } = target;
  const act = type.actions?.[action.toLowerCase()];
  if (act === undefined) throw notServed(asked.method, `/${asked.segments.join("/")}`);
  if (asked.method !== "POST") throw methodNotAllowed(asked.method);
  const stored = world.store.get(place);
  if (stored === undefined) throw resourceNotFound(type, place, manner.day);
  const acted = act(stored.body, bodyOf(asked));
  if ("refused" in acted) {
    const { message } = acted.refused;
    throw new Refusal({ ...acted.refused, message: manner.day < "2023-01-01" ? "" : message, style: "flat" });
  }
  world.store.set({ ...stored, body: acted.done });
  tellChange(world);
  return { status: 200 };
}

function recorded(exchange: Exchange, target: Target, act: () => Reply): Reply {
  const { world, asked } = exchange;
  const resourceId = textAt(world.store.get(target.place)?.body, "id") ?? target.type.idOf(target.place);
  const done = (status: number): void =>
    recordOperation(exchange, {
      resourceId,
      type: `${target.type.namespace}/${target.type.name}`,
      verb: asked.method === "DELETE" ? "delete" : "write",
      status,
    });
  try {
    const reply = act();
    done(reply.status);
    return reply;
  } catch (error) {
    if (error instanceof Refusal) done(error.status);
    throw error;
  }
}

function write({ world, asked, manner }: Exchange, target: Target, body: JsonObject): Reply {
  const existing = world.store.get(target.place);
  const location = textAt(body, Object.keys(body).find((name) => name.toLowerCase() === "location") ?? "location");
  checkLocation(target, location, existing);
  const group = ensureGroup(world, target.place, location ?? "");
  const place = existing?.place ?? { ...target.place, resourceGroup: group };
  const stored = settle(world, { ...target, place }, { body, caller: asked.caller, manner });
  world.store.set(stored);
  if (existing === undefined) world.reads.set(textAt(stored.body, "id")?.toLowerCase() ?? "", 0);
  return {
    status: existing === undefined ? (formerOf(target.type, target.version) ?? target.type).statusOfCreate : 200,
    body: answerBody(stored, target.version, { ...manner, expanded: true }),
  };
}

/** What a PUT would store, or the service's refusal: also the way in for resources that come without a request. */
export function settle(
  world: World,
  target: Target,
  sent: { readonly body: JsonObject; readonly caller: Caller; readonly manner: Manner },
): StoredResource {
  const { type, place, version } = target;
  const existing = world.store.get(place);
  const refuse = (said: string): Refusal => {
    // The service does not say which place it could not parse (recorded 2020); whoever has to find it wants to know.
    const message = sent.manner.day === today ? said : said.replace(/^(Error parsing request payload)\..*$/s, "$1");
    return new Refusal({ status: 400, code: "BadRequest", message, style: type.errors });
  };
  const former = formerOf(type, version);
  const how = { version, future: sent.manner.future, path: "", refuse };
  const read = accept((former ?? type).shape, sent.body, how);
  if (!isObject(read)) throw refuse("Error parsing request payload.");
  const accepted = former === undefined ? read : former.toToday(read, place);
  const { tenantId } = world.options;
  const situation = { version, place, existing: existing?.body, tenantId, day: sent.manner.day };
  checkLinks(world, target, { body: accepted, caller: sent.caller, ...sent.manner });
  for (const complaint of type.complaints(accepted, situation)) throw refuse(complaint);
  checkGroups(world, target, { body: accepted, ...sent.manner });
  const { before: _, ...kept } = existing ?? {};
  return {
    ...kept,
    type,
    place,
    verbatim: false,
    createdAt: existing?.createdAt ?? world.options.now().getTime(),
    body: {
      id: existing?.body["id"] ?? type.idOf(place),
      name: existing?.body["name"] ?? place.name,
      type: type.spelledInAnswers,
      ...type.complete(accepted, situation),
      systemData: systemDataOf(world, sent.caller, existing),
    },
    ...(existing === undefined ? {} : { before: existing.body }),
  };
}

// Up to seven fractional digits, trailing zeros trimmed (recorded 2021 to 2024); a clock of milliseconds gives three.
function systemDataOf(world: World, caller: Caller, existing: StoredResource | undefined): JsonObject {
  const time = world.options.now().toISOString();
  const made = { createdBy: caller.name, createdByType: caller.kind, createdAt: time };
  const before = at(existing?.body, "systemData");
  return compact({
    ...made,
    ...(isObject(before) ? before : {}),
    lastModifiedBy: caller.name,
    lastModifiedByType: caller.kind,
    lastModifiedAt: time,
  });
}

function checkLocation(target: Target, sent: string | undefined, existing: StoredResource | undefined): void {
  const { type, place } = target;
  const before = textAt(existing?.body, "location");
  if (before !== undefined && foldLocation(sent ?? "") !== foldLocation(before)) {
    // azure-docs#38065, which also shows the answer to a location left out.
    throw new Refusal({
      status: 409,
      code: "InvalidResourceLocation",
      message: `The resource '${place.name}' already exists in location '${before}' in resource group '${place.resourceGroup}'. A resource with the same name cannot be created in location '${sent ?? "<null>"}'. Please select a new resource name.`,
    });
  }
  if (sent === undefined) {
    throw new Refusal({
      status: 400,
      code: "LocationRequired",
      message: "The location property is required for this definition.",
    });
  }
  if (!type.locations.includes(foldLocation(sent))) {
    throw new Refusal({
      status: 400,
      code: "LocationNotAvailableForResourceType",
      message: `The provided location '${sent}' is not available for resource type '${type.spelledWhenMissing}'. List of available regions for the resource type is '${type.locations.join(",")}'.`,
    });
  }
}

// Answers the group's name as the group spells it, since ids have it that way.
function ensureGroup(world: World, place: Place, location: string): string {
  const key = groupKey(place.subscription, place.resourceGroup);
  const group = world.groups.get(key);
  if (group !== undefined) return group.name;
  if (!world.options.anyResourceGroup) throw groupNotFound(place.resourceGroup);
  const home = foldLocation(location) === "global" ? "westeurope" : location;
  world.groups.set(key, { subscription: place.subscription, name: place.resourceGroup, location: home });
  return place.resourceGroup;
}
