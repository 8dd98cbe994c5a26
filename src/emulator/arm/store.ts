import type { JsonObject } from "./json.ts";
import type { Place, ResourceType } from "./resource-type.ts";

/** One resource as the server keeps it; never changed in place, so answers made from it can be kept beside it. */
export interface StoredResource {
  readonly type: ResourceType;
  readonly place: Place;
  /** The whole answer as the newest api-version sees it. */
  readonly body: JsonObject;
  /** Answered to every version exactly as it is: for planting what no PUT could make. */
  readonly verbatim: boolean;
  /** Milliseconds since 1970 of the PUT that made it. */
  readonly createdAt: number;
  /** What it was before its last PUT, for a read that comes too early; undefined when that PUT made it. */
  readonly before?: JsonObject;
}

/** The resources, kept so that one, one group's and one subscription's of a type are each found without a search. */
export interface Store {
  get(place: Place): StoredResource | undefined;
  set(resource: StoredResource): void;
  remove(place: Place): StoredResource | undefined;
  inGroup(shelf: Omit<Place, "name">): readonly StoredResource[];
  inSubscription(shelf: Omit<Place, "name" | "resourceGroup">): readonly StoredResource[];
  all(): readonly StoredResource[];
  clear(): void;
}

type Shelf = Map<string, Map<string, StoredResource>>;

/** An empty store. */
export function createStore(): Store {
  const shelves = new Map<string, Shelf>();
  const shelfOf = (place: Omit<Place, "name" | "resourceGroup">): string =>
    `${place.subscription}/${place.namespace}/${place.typeName}`.toLowerCase();
  const groupOf = (place: Omit<Place, "name">): Map<string, StoredResource> | undefined =>
    shelves.get(shelfOf(place))?.get(place.resourceGroup.toLowerCase());
  const all = function* (): Iterable<StoredResource> {
    for (const shelf of shelves.values()) for (const group of shelf.values()) yield* group.values();
  };
  return {
    get: (place) => groupOf(place)?.get(place.name.toLowerCase()),
    set(resource) {
      const { place } = resource;
      const shelf: Shelf = shelves.get(shelfOf(place)) ?? new Map();
      shelves.set(shelfOf(place), shelf);
      const group = shelf.get(place.resourceGroup.toLowerCase()) ?? new Map<string, StoredResource>();
      shelf.set(place.resourceGroup.toLowerCase(), group);
      group.set(place.name.toLowerCase(), resource);
    },
    remove(place) {
      const group = groupOf(place);
      const resource = group?.get(place.name.toLowerCase());
      group?.delete(place.name.toLowerCase());
      return resource;
    },
    inGroup: (place) => [...(groupOf(place)?.values() ?? [])],
    inSubscription: (place) =>
      [...(shelves.get(shelfOf(place))?.values() ?? [])].flatMap((group) => [...group.values()]),
    all: () => [...all()],
    clear: () => shelves.clear(),
  };
}
