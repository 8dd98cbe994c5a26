import { textAt, type JsonObject } from "./json.ts";
import { placeIn } from "./place.ts";
import type { Place, ResourceType } from "./resource-type.ts";
import { findType } from "./resource-types.ts";
import type { Caller } from "./request.ts";
import { settle } from "./resources.ts";
import { plainManner } from "./show-resource.ts";
import type { StoredResource } from "./store.ts";
import { addOther, declarePlace } from "./other-resources.ts";
import { tellChange, type World } from "./world.ts";

/** Puts many resources into a world as if each had been PUT with the newest api-version; every body brings its `id`. */
export function seed(world: World, resources: Iterable<JsonObject>): void {
  const caller: Caller = { name: world.options.caller, kind: "Application", claims: {} };
  fill(world, resources, (type, place, body) =>
    settle(world, { type, place, version: type.apiVersions.at(-1) ?? "" }, { body, caller, manner: plainManner }),
  );
}

/**
 * Puts bodies into a world exactly as they are, unjudged: what the portal, an old client or the future may have left, and
 * what else there is, of types that are not served.
 */
export function plant(world: World, resources: Iterable<JsonObject>): void {
  const createdAt = world.options.now().getTime();
  const served = [...resources].filter((body) => !addOther(world, body));
  fill(world, served, (type, place, body) => ({ type, place, body, verbatim: true, createdAt }));
}

function fill(
  world: World,
  resources: Iterable<JsonObject>,
  make: (type: ResourceType, place: Place, body: JsonObject) => StoredResource,
): void {
  for (const body of resources) {
    const { type, place } = locate(textAt(body, "id") ?? "");
    world.store.set(make(type, place, body));
    declarePlace(world, place);
  }
  tellChange(world);
}

function locate(id: string): { readonly type: ResourceType; readonly place: Place } {
  const place = placeIn(id);
  const type = place === undefined ? undefined : findType(place.namespace, place.typeName);
  if (place === undefined || type === undefined) {
    throw new Error(`\`${id}\` is no id of a resource that the emulator serves`);
  }
  return { type, place };
}
