import type { Permission } from "../access/roles.ts";
import type { ActivityEvent } from "./activity-event.ts";
import type { Fault } from "./fault.ts";
import { parseFault } from "./parse-fault.ts";
import type { Bucket } from "./rate-limits.ts";
import type { OtherResource } from "./other-resources.ts";
import { createStore, type Store } from "./store.ts";

/** What a world is like; everything has a default that suits a developer's machine. */
export interface WorldOptions {
  /** The clock, so that tests can make time pass. */
  readonly now: () => Date;
  /** The subscriptions that `GET /subscriptions` lists from the beginning. */
  readonly subscriptions: readonly { readonly id: string; readonly name?: string }[];
  readonly tenantId: string;
  /** Whether a subscription nobody declared is there as soon as somebody asks for it. */
  readonly anySubscription: boolean;
  /** Whether a resource group is made by the first PUT of a resource in it. */
  readonly anyResourceGroup: boolean;
  /**
   * Whether a resource of a type that is not served is there as soon as somebody reads it, in a subscription for which
   * nobody has told the world of such resources.
   */
  readonly anyOtherResource: boolean;
  /** Pages of lists; the service has never been seen to page one, and az 2.45 ignores `nextLink`. */
  readonly pageSize: number | undefined;
  /** Pages of the activity log, which always has them. */
  readonly activityLogPageSize: number;
  /** Milliseconds before an event can be read; the service takes 3 to 20 minutes. */
  readonly activityLogDelay: number;
  /** The service's own numbers, none, or all of them multiplied. */
  readonly rateLimits: "real" | "off" | number;
  /**
   * Whether a rule may refer to an action group that does not exist. Metric alerts have been seen refused for it in 2020
   * (azure-powershell#11102), other types in no recording; and a deleted group leaves its rules behind, so a dangling
   * reference is a lasting state. Hence accepted, unless somebody minds.
   */
  readonly missingActionGroups: "accepted" | "refused";
  /** Whether Resource Manager answers without a token, as over plain http, where clients send none. */
  readonly tokens: "required" | "ignored";
  /** Whom a request without token and without `x-ms-client-principal-name` counts as. */
  readonly caller: string;
}

/** A subscription somebody declared or asked for. */
export interface Subscription {
  readonly id: string;
  readonly name: string;
  /** Enabled where it says nothing; what is disabled takes no writes. */
  readonly state?: "Enabled" | "Disabled" | "Warned" | "PastDue";
}

/** A role that somebody has at a scope; with permissions of its own it is none of the built-in ones. */
export interface RoleAssignment {
  readonly name: string;
  readonly principalId: string;
  readonly scope: string;
  /** The GUID of the role. */
  readonly role: string;
  readonly permission?: Permission;
}

/** A token of somebody else's that an identity takes for its own. */
export interface FederatedCredential {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

/** A user-assigned managed identity. */
export interface ManagedIdentity {
  readonly id: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly clientId: string;
  readonly principalId: string;
  readonly credentials: readonly FederatedCredential[];
}

/** A resource group, kept by itself because it outlives what is in it. */
export interface ResourceGroup {
  readonly subscription: string;
  readonly name: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A fault with the number of requests it has met so far. */
interface FaultInForce {
  readonly fault: Fault;
  met: number;
}

/** A request the emulator has seen, for tests that ask what a client did. */
interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number | "dropped";
}

/** Azure as far as it is emulated: everything a request may read or change. */
export interface World {
  readonly options: WorldOptions;
  readonly store: Store;
  /** By id in lower case. */
  readonly subscriptions: Map<string, Subscription>;
  /** Resources of types that are not served, as somebody told of them: what rules watch. By id in lower case. */
  readonly others: Map<string, OtherResource>;
  /** By `subscription/name` in lower case. */
  readonly groups: Map<string, ResourceGroup>;
  /** Namespaces that a subscription has not registered, as `subscription/namespace` in lower case. */
  readonly unregistered: Set<string>;
  readonly assignments: RoleAssignment[];
  /** By id in lower case. */
  readonly identities: Map<string, ManagedIdentity>;
  readonly events: ActivityEvent[];
  readonly faults: FaultInForce[];
  readonly buckets: Map<string, Bucket>;
  readonly requests: SeenRequest[];
  /** How often each new resource has been read, for faults that hide it at first. */
  readonly reads: Map<string, number>;
  /** Called after every change of what is to be kept; persistence hangs here. */
  readonly listeners: Set<() => void>;
}

const defaults: WorldOptions = {
  now: () => new Date(),
  subscriptions: [{ id: "00000000-0000-0000-0000-000000000001", name: "Tocsin emulator" }],
  tenantId: "00000000-0000-0000-0000-00000000000a",
  anySubscription: true,
  anyResourceGroup: true,
  anyOtherResource: true,
  pageSize: undefined,
  activityLogPageSize: 200,
  activityLogDelay: 0,
  rateLimits: "real",
  missingActionGroups: "accepted",
  tokens: "ignored",
  caller: "anonymous",
};

/** A new world with nothing in it but its subscriptions. */
export function createWorld(options: Partial<WorldOptions> = {}): World {
  const world: World = {
    options: { ...defaults, ...options },
    store: createStore(),
    subscriptions: new Map(),
    others: new Map(),
    groups: new Map(),
    unregistered: new Set(),
    assignments: [],
    identities: new Map(),
    events: [],
    faults: [],
    buckets: new Map(),
    requests: [],
    reads: new Map(),
    listeners: new Set(),
  };
  declareSubscriptions(world);
  return world;
}

/** Empties a world: resources, groups, faults, buckets and logs go, the declared subscriptions stay. */
export function resetWorld(world: World): void {
  world.store.clear();
  const { subscriptions, others, groups, unregistered, identities, buckets, reads } = world;
  for (const part of [subscriptions, others, groups, unregistered, identities, buckets, reads]) part.clear();
  for (const list of [world.assignments, world.events, world.faults, world.requests]) list.length = 0;
  declareSubscriptions(world);
  tellChange(world);
}

function declareSubscriptions(world: World): void {
  for (const { id, name } of world.options.subscriptions) {
    world.subscriptions.set(id.toLowerCase(), { id, name: name ?? id });
  }
}

/** Puts a fault into force, said as data or in the words of `parseFault`. The first one put in comes first. */
export function addFault(world: World, fault: Fault | string): void {
  world.faults.push({ fault: typeof fault === "string" ? parseFault(fault) : fault, met: 0 });
}

/** Ends all faults. */
export function clearFaults(world: World): void {
  world.faults.length = 0;
}

/** Tells everybody who keeps the world that it is another one now. */
export function tellChange(world: World): void {
  for (const listener of world.listeners) listener();
}

/** The key under which a world keeps a resource group. */
export function groupKey(subscription: string, name: string): string {
  return `${subscription}/${name}`.toLowerCase();
}
