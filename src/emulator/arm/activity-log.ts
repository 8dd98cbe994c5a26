/** The activity log: what was written and deleted, by whom; asked with the few filters the service understands. */
import { randomUUID } from "node:crypto";
import type { ActivityEvent } from "./activity-event.ts";
import type { Exchange } from "./exchange.ts";
import type { Json, JsonObject } from "./json.ts";
import { Refusal } from "./refusal.ts";
import type { Asked, Reply } from "./request.ts";
import { tellChange, type World } from "./world.ts";

/**
 * Writes down one operation, as the two events that the service makes of it: started, and how it ended. Comes after the
 * operation itself, and tells both to whoever keeps the world.
 */
export function recordOperation(
  { world, asked }: Exchange,
  done: {
    readonly resourceId: string;
    readonly type: string;
    readonly verb: "write" | "delete";
    readonly status: number;
  },
): void {
  const parts = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?/i.exec(done.resourceId);
  const common = {
    at: world.options.now().getTime(),
    caller: asked.caller.name,
    claims: asked.caller.claims,
    correlationId: asked.correlationId,
    operationId: randomUUID(),
    operation: `${done.type}/${done.verb}`,
    method: asked.method,
    clientRequestId: asked.headers["x-ms-client-request-id"] ?? "",
    resourceId: done.resourceId,
    resourceType: done.type,
    subscription: parts?.[1] ?? "",
    resourceGroup: parts?.[2] ?? "",
  };
  world.events.push(
    { ...common, eventDataId: randomUUID(), outcome: "Started", status: undefined },
    {
      ...common,
      eventDataId: randomUUID(),
      outcome: done.status < 300 ? "Succeeded" : "Failed",
      status: done.status,
    },
  );
  tellChange(world);
}

const days90 = 90 * 24 * 3600 * 1000;

/** Answers a query of the activity log, newest first, in pages. */
export function queryActivityLog({ world, asked }: Exchange, subscription: string): Reply {
  const parameter = (name: string): string | undefined =>
    [...asked.query].find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
  const filter = readFilter(parameter("$filter") ?? "");
  const now = world.options.now().getTime();
  if (filter.from < now - days90) {
    throw bad("The start time cannot be more than 90 days in the past.");
  }
  const found = world.events
    .filter(
      (event) =>
        event.subscription.toLowerCase() === subscription.toLowerCase() &&
        event.at >= filter.from &&
        event.at <= filter.to &&
        event.at <= now - world.options.activityLogDelay &&
        filter.fits(event),
    )
    .toReversed();
  const start = Number(parameter("$skipToken") ?? 0);
  const size = world.options.activityLogPageSize;
  const select = parameter("$select")
    ?.split(",")
    .map((name) => name.trim());
  const value = found.slice(start, start + size).map((event) => selected(eventBody(event, world), select));
  return {
    status: 200,
    body: start + size < found.length ? { value, nextLink: nextLink(asked, start + size) } : { value },
  };
}

function nextLink(asked: Asked, skip: number): string {
  const query = new URLSearchParams([...asked.query].filter(([name]) => name.toLowerCase() !== "$skiptoken"));
  query.set("$skipToken", String(skip));
  return `${asked.origin}/${asked.segments.map(encodeURIComponent).join("/")}?${query.toString()}`;
}

function bad(message: string): Refusal {
  return new Refusal({ status: 400, code: "BadRequest", message, style: "flat" });
}

interface Filter {
  readonly from: number;
  readonly to: number;
  fits(event: ActivityEvent): boolean;
}

// The documented patterns: a time range, alone or with one of four things to compare with.
function readFilter(filter: string): Filter {
  let [from, to] = [Number.NaN, Infinity];
  const wanted: ((event: ActivityEvent) => boolean)[] = [];
  for (const clause of filter.split(/\s+and\s+/i).filter((one) => one.trim() !== "")) {
    const [, name = "", operator = "", value = ""] = /^\s*(\w+)\s+(eq|ge|le)\s+'?(.*?)'?\s*$/i.exec(clause) ?? [];
    const what = `${name} ${operator}`.toLowerCase();
    const same = (text: string): boolean => text.toLowerCase() === value.toLowerCase();
    if (what === "eventtimestamp ge") from = Date.parse(value);
    else if (what === "eventtimestamp le") to = Date.parse(value);
    else if (what === "resourcegroupname eq") wanted.push((event) => same(event.resourceGroup));
    else if (what === "resourceuri eq" || what === "resourceid eq") wanted.push((event) => same(event.resourceId));
    else if (what === "resourceprovider eq") wanted.push((event) => same(event.resourceType.split("/")[0] ?? ""));
    else if (what === "correlationid eq") wanted.push((event) => same(event.correlationId));
    else throw bad(`The filter clause '${clause.trim()}' is not supported.`);
  }
  if (Number.isNaN(from) || Number.isNaN(to)) throw bad("The filter must have a time range: eventTimestamp ge '…'.");
  if (wanted.length > 1)
    throw bad("The filter compares with more than one of group, resource, provider and correlation.");
  return { from, to, fits: (event) => wanted.every((fits) => fits(event)) };
}

function localizable(value: string): JsonObject {
  return { value, localizedValue: value };
}

const reasons: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  204: "NoContent",
  400: "BadRequest",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
};

function eventBody(event: ActivityEvent, world: World): JsonObject {
  const subStatus = event.status === undefined ? "" : (reasons[event.status] ?? String(event.status));
  const time = new Date(event.at).toISOString();
  return {
    authorization: { action: event.operation, scope: event.resourceId },
    caller: event.caller,
    channels: "Operation",
    claims: event.claims,
    correlationId: event.correlationId,
    description: "",
    eventDataId: event.eventDataId,
    eventName: localizable(event.outcome === "Started" ? "BeginRequest" : "EndRequest"),
    category: localizable("Administrative"),
    httpRequest: { clientRequestId: event.clientRequestId, clientIpAddress: "127.0.0.1", method: event.method },
    id: `${event.resourceId}/events/${event.eventDataId}/ticks/${event.at}`,
    level: event.outcome === "Failed" ? "Error" : "Informational",
    resourceGroupName: event.resourceGroup,
    resourceProviderName: localizable(event.resourceType.split("/")[0] ?? ""),
    resourceType: localizable(event.resourceType),
    resourceId: event.resourceId,
    status: localizable(event.outcome),
    subStatus: localizable(subStatus),
    submissionTimestamp: new Date(event.at + world.options.activityLogDelay).toISOString(),
    eventTimestamp: time,
    subscriptionId: event.subscription,
    tenantId: world.options.tenantId,
    operationId: event.operationId,
    operationName: localizable(event.operation),
    properties: {
      entity: event.resourceId,
      message: event.operation,
      statusCode: subStatus,
      ...(event.reason === undefined ? {} : { reason: event.reason }),
    },
  };
}

// `caller` cannot be selected, although it is answered when nothing is selected.
function selected(event: JsonObject, names: readonly string[] | undefined): Json {
  if (names === undefined) return event;
  const wanted = new Set(names.filter((name) => name !== "caller").map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(event).filter(([name]) => wanted.has(name.toLowerCase())));
}
