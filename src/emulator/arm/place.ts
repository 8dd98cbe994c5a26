import type { Place } from "./resource-type.ts";

/**
 * The place that an id names, or nothing where it names no resource of a resource group. Ids stand in bodies plain or as
 * in an address (`cpu%20high`): Azure answers both, and takes both.
 */
export function placeIn(id: string): Place | undefined {
  const [, subscription, resourceGroup, namespace, typeName, name] =
    /^\/?subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+)\/([^/]+)\/([^/]+)$/i.exec(id) ?? [];
  if (
    subscription === undefined ||
    resourceGroup === undefined ||
    namespace === undefined ||
    typeName === undefined ||
    name === undefined
  ) {
    return undefined;
  }
  return { subscription, resourceGroup: decoded(resourceGroup), namespace, typeName, name: decoded(name) };
}

/** One segment of a path as it is meant; as it stands where a lone % makes it no escaped text. */
export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // A lone % is part of a name that ARM refuses later, with a better message.
  }
}
