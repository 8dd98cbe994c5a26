import type { Json, JsonObject } from "./json.ts";
import type { ObjectShape } from "./property-table.ts";
import type { ErrorStyle } from "./refusal.ts";

/** Where a resource stands: the segments of its id, spelled as the request spelled them. */
export interface Place {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly namespace: string;
  readonly typeName: string;
  readonly name: string;
}

/** What a type may look at while it judges or completes a body. */
export interface Situation {
  readonly version: string;
  readonly place: Place;
  /** The stored body before this write, as the newest version sees it. */
  readonly existing: JsonObject | undefined;
  readonly tenantId: string;
  /** The day whose service is asked, `2019-06-14`; later than all for the service of today. */
  readonly day: string;
}

/** How many calls a resource provider lets through in a while, and in which headers it tells what is left. */
export interface ProviderLimit {
  readonly calls: number;
  readonly seconds: number;
  readonly told: "resource-requests" | "x-rate-limit";
  /** The day from which on it was told; before, the front door's own limits were. */
  readonly since?: string;
}

/**
 * A generation of api-versions whose bodies have another shape than today's. The service keeps one resource for all of
 * them and translates, so that what one wrote the other reads.
 */
export interface FormerGeneration {
  readonly apiVersions: readonly string[];
  readonly shape: ObjectShape;
  readonly statusOfCreate: 200 | 201;
  /** What a DELETE answers besides its status. */
  readonly bodyOfDelete?: Json;
  /** An accepted body in today's shape. */
  toToday(body: JsonObject, place: Place): JsonObject;
  /** A stored body in the former shape; what that has no words for is left out. */
  fromToday(body: JsonObject): JsonObject;
}

/** The generation that an api-version belongs to, where it is not today's. */
export function formerOf(type: ResourceType, version: string): FormerGeneration | undefined {
  return type.former?.apiVersions.includes(version) === true ? type.former : undefined;
}

/** One type of resource: everything the emulator knows about it. Adding a type is one of these and a line in the list. */
export interface ResourceType {
  readonly namespace: string;
  readonly name: string;
  /** The api-versions it serves, oldest first. */
  readonly apiVersions: readonly string[];
  /** Published versions it does not serve, with the reason a user is told. */
  readonly unserved: Readonly<Record<string, string>>;
  readonly locations: readonly string[];
  /** The whole body, envelope included. */
  readonly shape: ObjectShape;
  /** The api-versions whose bodies have another shape, where the type serves such. */
  readonly former?: FormerGeneration;
  readonly errors: ErrorStyle;
  readonly statusOfCreate: 200 | 201;
  /** How the type spells itself in ARM's own "not found". */
  readonly spelledWhenMissing: string;
  /** `type` in answers, whose case is the server's own. */
  readonly spelledInAnswers: string;
  /** Several where a provider counts in several ways. */
  readonly limits: { readonly [call in "write" | "read"]?: ProviderLimit | readonly ProviderLimit[] };
  idOf(place: Place): string;
  /** What the service is known to refuse, the first complaint first. */
  complaints(body: JsonObject, situation: Situation): Iterable<string>;
  /** What the server adds, changes or drops before it stores. */
  complete(body: JsonObject, situation: Situation): JsonObject;
  /** The body a PATCH amounts to: the stored one with what this type lets a PATCH change. */
  patched(stored: JsonObject, patch: JsonObject): JsonObject;
  /** The action groups a body refers to. */
  actionGroupIds(body: JsonObject): readonly string[];
  /** What a body watches; absent where that is its `scopes`. */
  readonly scopesIn?: (body: JsonObject) => readonly Json[];
  /** The answer to who does not ask for everything with `expandDetector=true`; absent where there is nothing to ask. */
  unexpanded?(body: JsonObject): JsonObject;
  /** The answer as the service dressed it before 2022. */
  inOldDress(body: JsonObject): JsonObject;
  /** The answer as the service gave it on an earlier day; absent where no change is known. */
  onDay?(body: JsonObject, on: { readonly day: string; readonly version: string }): JsonObject;
  /** What can be asked of one resource by POST, by name in lower case: what becomes of it, or a refusal. */
  readonly actions?: Readonly<Record<string, (stored: JsonObject, sent: JsonObject) => Acted>>;
}

/** What a POST has done to a resource: the new body, or the answer where it is refused. */
export type Acted =
  | { readonly done: JsonObject }
  | { readonly refused: { readonly status: number; readonly code: string; readonly message: string } };
