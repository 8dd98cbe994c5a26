/** Lists of resources, of a type or of all types, in a group or in a subscription. */
import type { Exchange } from "./exchange.ts";
import { groupNotFound } from "./errors.ts";
import { compact, type Json, type JsonObject } from "./json.ts";
import type { Asked, Reply } from "./request.ts";
import { Refusal } from "./refusal.ts";
import type { ResourceType } from "./resource-type.ts";
import { answerText, type Manner } from "./show-resource.ts";
import type { StoredResource } from "./store.ts";
import { groupKey, type World } from "./world.ts";

/** Where and of what a list is asked. */
export interface ListTarget {
  readonly type: ResourceType;
  readonly subscription: string;
  readonly resourceGroup: string | undefined;
  readonly version: string;
}

/** The list of one type: `{"value":[…]}` with whole bodies, and a `nextLink` only when the world has pages. */
export function listResources({ world, asked, manner }: Exchange, target: ListTarget): Reply {
  const shelf = { subscription: target.subscription, namespace: target.type.namespace, typeName: target.type.name };
  const found =
    target.resourceGroup === undefined
      ? seenInSubscription(world, world.store.inSubscription(shelf), manner)
      : world.store.inGroup({
          ...shelf,
          resourceGroup: checkedGroup(world, target.subscription, target.resourceGroup),
        });
  const start = firstOf(asked);
  const end = manner.pageSize === undefined ? found.length : start + manner.pageSize;
  const texts = found.slice(start, end).map((resource) => answerText(resource, target.version, manner));
  const next = end < found.length ? `,"nextLink":${JSON.stringify(nextLink(asked, end))}` : "";
  return { status: 200, text: `{"value":[${texts.join(",")}]${next}}` };
}

// Our own links hold the place of the next resource; what else somebody may have thought out leads nowhere.
function firstOf({ query }: Asked): number {
  const token = [...query].find(([name]) => name.toLowerCase() === "$skiptoken")?.[1] ?? "0";
  if (/^\d+$/.test(token)) return Number(token);
  throw new Refusal({
    status: 400,
    code: "BadRequest",
    message: `The skip token '${token}' is not valid.`,
    style: "flat",
  });
}

// Recorded 2024: a subscription's list did not know rules that were up to 47 s old; a group's list did.
function seenInSubscription(
  world: World,
  resources: readonly StoredResource[],
  manner: Manner,
): readonly StoredResource[] {
  if (manner.lag === undefined) return resources;
  const oldEnough = world.options.now().getTime() - manner.lag;
  return resources.filter((resource) => resource.createdAt <= oldEnough);
}

/** Answers the group's name if lists may look into it. */
function checkedGroup(world: World, subscription: string, name: string): string {
  if (!world.options.anyResourceGroup && !world.groups.has(groupKey(subscription, name))) throw groupNotFound(name);
  return name;
}

function nextLink(asked: Asked, skip: number): string {
  const query = new URLSearchParams([...asked.query].filter(([name]) => name.toLowerCase() !== "$skiptoken"));
  query.set("$skipToken", String(skip));
  return `${asked.origin}/${asked.segments.map(encodeURIComponent).join("/")}?${query.toString()}`;
}

/** ARM's own list over all types: envelopes without `properties`, filtered by what `az resource list` filters by. */
export function listAnything(
  { world, asked, manner }: Exchange,
  { subscription, resourceGroup }: { readonly subscription: string; readonly resourceGroup?: string },
): Reply {
  const filter = [...asked.query].find(([name]) => name.toLowerCase() === "$filter")?.[1] ?? "";
  const wanted = new Map(
    [...filter.matchAll(/(\w+)\s+eq\s+'([^']*)'/gi)].map(([, name = "", value = ""]) => [
      name.toLowerCase(),
      value.toLowerCase(),
    ]),
  );
  const fits = (name: string, value: string): boolean =>
    (wanted.get(name) ?? value.toLowerCase()) === value.toLowerCase();
  const served = world.store.all().map(({ place, type, body }) => ({
    place: { ...place, type: `${type.namespace}/${type.name}` },
    body,
  }));
  const found = [...served, ...world.others.values()].filter(
    ({ place }) =>
      place.subscription.toLowerCase() === subscription.toLowerCase() &&
      (resourceGroup ?? place.resourceGroup).toLowerCase() === place.resourceGroup.toLowerCase() &&
      fits("resourcegroup", place.resourceGroup) &&
      fits("resourcetype", place.type) &&
      fits("name", place.name),
  );
  const start = firstOf(asked);
  const end = start + (manner.pageSize ?? mostInIndex);
  const value = found.slice(start, end).map(({ body }) => envelope(body));
  return { status: 200, body: compact({ value, nextLink: end < found.length ? nextLink(asked, end) : undefined }) };
}

// A page of it was never larger (azure-sdk-for-js#18535).
const mostInIndex = 1000;

function envelope(body: JsonObject): Json {
  const { id, name, type, kind, location, tags, identity } = body;
  return compact({ id, name, type, kind: kind ?? undefined, location, tags: tags ?? undefined, identity });
}
