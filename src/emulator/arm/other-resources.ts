/**
 * Resources of types that are not served: what rules watch. They can be read and are in ARM's own index, and nobody can
 * write or delete them.
 */
import { groupNotFound } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { textAt, type JsonObject } from "./json.ts";
import { decoded } from "./place.ts";
import { Refusal } from "./refusal.ts";
import type { Reply } from "./request.ts";
import { findType } from "./resource-types.ts";
import { groupKey, type Subscription, type World } from "./world.ts";

/** One of them, as it is answered. */
export interface OtherResource {
  readonly place: OtherPlace;
  readonly body: JsonObject;
}

interface OtherPlace {
  readonly subscription: string;
  readonly resourceGroup: string;
  /** With the namespace, of a part of a resource with all types on the way. */
  readonly type: string;
  readonly name: string;
}

/** Puts a resource of another type into a world, where its id is that of one; false where it is not. */
export function addOther(world: World, body: JsonObject): boolean {
  const id = textAt(body, "id") ?? "";
  const place = otherPlaceIn(id.replace(/^\/*/, "").split("/").map(decoded));
  if (place === undefined) return false;
  const known = { name: place.name, type: place.type };
  world.others.set(keyOf(place), { place, body: { ...known, ...body } });
  declarePlace(world, place);
  return true;
}

/** Makes subscription and resource group of a resource known. */
export function declarePlace(
  world: World,
  { subscription: id, resourceGroup: name }: Pick<OtherPlace, "subscription" | "resourceGroup">,
): void {
  if (!world.subscriptions.has(id.toLowerCase())) world.subscriptions.set(id.toLowerCase(), { id, name: id });
  const key = groupKey(id, name);
  if (!world.groups.has(key)) world.groups.set(key, { subscription: id, name, location: "westeurope" });
}

/**
 * The answer to a request for one of them; undefined for any other request. While nobody has told of any in a
 * subscription, an open-minded world has whatever is asked for, as it has every subscription.
 */
export function otherResource({ world, asked }: Exchange, { id }: Subscription): Reply | undefined {
  const place = asked.method === "GET" ? otherPlaceIn(asked.segments) : undefined;
  if (place === undefined) return undefined;
  const isTold = [...world.others.values()].some(
    (other) => other.place.subscription.toLowerCase() === id.toLowerCase(),
  );
  if (!isTold && !world.options.anyOtherResource) return undefined;
  const found = world.others.get(keyOf(place));
  if (found !== undefined) return { status: 200, body: found.body };
  const { resourceGroup, type, name } = place;
  if (!isTold) return { status: 200, body: { id: `/${asked.segments.join("/")}`, name, type, location: "westeurope" } };
  if (!world.groups.has(groupKey(id, resourceGroup))) throw groupNotFound(resourceGroup);
  throw new Refusal({
    status: 404,
    code: "ResourceNotFound",
    message: `The Resource '${type}/${name}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  });
}

function keyOf({ subscription, resourceGroup, type, name }: OtherPlace): string {
  return `${subscription}/${resourceGroup}/${type}/${name}`.toLowerCase();
}

/** Where a path leads that is one of a resource in a group, of a type that is not served. */
function otherPlaceIn(segments: readonly string[]): OtherPlace | undefined {
  const [root, subscription, branch, resourceGroup, providers, namespace, ...rest] = segments;
  const words = [root, branch, providers].map((word) => word?.toLowerCase());
  if (words.join("/") !== "subscriptions/resourcegroups/providers") return undefined;
  if (subscription === undefined || resourceGroup === undefined || namespace === undefined) return undefined;
  const types = rest.filter((_, index) => index % 2 === 0);
  const names = rest.filter((_, index) => index % 2 === 1);
  const [first] = types;
  if (first === undefined || types.length !== names.length || findType(namespace, first) !== undefined)
    return undefined;
  // A part of a resource is known by the whole way to it.
  return { subscription, resourceGroup, type: [namespace, ...types].join("/"), name: names.join("/") };
}
