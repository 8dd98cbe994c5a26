import type { ActivityEvent } from "./activity-event.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { addOther } from "./other-resources.ts";
import { findType } from "./resource-types.ts";
import type { Place } from "./resource-type.ts";
import type { ManagedIdentity, ResourceGroup, RoleAssignment, Subscription, World } from "./world.ts";

/** What of a world outlives the process: everything but faults, buckets and the requests seen. */
export interface WorldState {
  readonly version: 1;
  readonly subscriptions: readonly Subscription[];
  readonly groups: readonly ResourceGroup[];
  readonly resources: readonly KeptResource[];
  readonly events: readonly ActivityEvent[];
  /** Absent of a state that was kept before there were any; so are the next three. */
  readonly others?: readonly JsonObject[];
  readonly unregistered?: readonly string[];
  readonly assignments?: readonly RoleAssignment[];
  readonly identities?: readonly ManagedIdentity[];
}

interface KeptResource {
  readonly place: Place;
  readonly body: JsonObject;
  readonly verbatim: boolean;
  readonly createdAt: number;
}

/** The state of a world, as data for a file or for the back door. */
export function stateOf(world: World): WorldState & JsonObject {
  return {
    version: 1,
    subscriptions: [...world.subscriptions.values()].map((one) => ({ ...one })),
    groups: [...world.groups.values()].map((one) => ({ ...one })),
    resources: world.store.all().map(({ place, body, verbatim, createdAt }) => ({
      place: { ...place },
      body,
      verbatim,
      createdAt,
    })),
    events: world.events.map((one) => ({ ...one })),
    others: [...world.others.values()].map(({ body }) => body),
    unregistered: [...world.unregistered],
    assignments: world.assignments.map(({ permission, ...one }) => ({
      ...one,
      ...(permission === undefined ? {} : { permission: { ...permission } }),
    })),
    identities: [...world.identities.values()].map(({ credentials, ...one }) => ({
      ...one,
      credentials: credentials.map((credential) => ({ ...credential })),
    })),
  };
}

/** Puts a kept state into a fresh world. */
export function restoreState(world: World, state: WorldState): void {
  for (const one of state.subscriptions) world.subscriptions.set(one.id.toLowerCase(), one);
  for (const one of state.groups) world.groups.set(`${one.subscription}/${one.name}`.toLowerCase(), one);
  for (const { place, ...rest } of state.resources) {
    const type = findType(place.namespace, place.typeName);
    if (type === undefined)
      throw new Error(`it has a resource of the unknown type ${place.namespace}/${place.typeName}`);
    world.store.set({ type, place, ...rest });
  }
  world.events.push(...state.events);
  for (const one of state.others ?? []) addOther(world, one);
  for (const one of state.unregistered ?? []) world.unregistered.add(one);
  world.assignments.push(...(state.assignments ?? []));
  for (const one of state.identities ?? []) world.identities.set(one.id.toLowerCase(), one);
}

/** Whether a JSON value has the outer form of a state; what a program of ours wrote is right further in. */
export function isState(value: Json | undefined): value is WorldState & JsonObject {
  return (
    isObject(value) &&
    value["version"] === 1 &&
    ["subscriptions", "groups", "resources", "events"].every((name) => Array.isArray(value[name]))
  );
}
