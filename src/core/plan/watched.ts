import { isList, type JsonObject } from "../json.ts";
import { plainId, parseArmId, resourceId, type ResourceId } from "../resource.ts";

/** What a scope of a rule stands for, as far as it can be asked whether that is there. */
export interface Watched {
  readonly id: ResourceId;
  /** In the author's spelling, of a part of a resource the resource. */
  readonly armId: string;
  readonly is: "subscription" | "group" | "resource";
  readonly subscription: string;
  /** Of a resource its own, of a group its name. */
  readonly resourceGroup?: string;
  /** The ARM type of a resource. */
  readonly type?: string;
  readonly name: string;
}

/** A scope with its place in the settings. */
export interface WatchedScope {
  readonly index: number;
  readonly watched: Watched;
}

/** The scopes in settings of which it can be asked whether they are there; `scopes` is the word of every kind that has them. */
export function watchedIn(settings: JsonObject): readonly WatchedScope[] {
  const { scopes } = settings;
  return (isList(scopes) ? scopes : []).flatMap((scope, index): readonly WatchedScope[] => {
    const watched = typeof scope === "string" ? watchedOf(scope) : undefined;
    return watched === undefined ? [] : [{ index, watched }];
  });
}

const inSubscription = /^(\/?subscriptions\/([^/]+))(?:\/resourceGroups\/([^/]+))?\/*$/i;
const inGroup = /^(\/?subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+)(?:\/|$)/i;

/**
 * What an id stands for. What is part of a resource (`…/storageAccounts/sa1/fileServices/default`) goes with it. Tenants,
 * management groups and what lives in a subscription without a group are not judged, and neither is a text that is
 * not known in full or leads somewhere else in an address.
 */
export function watchedOf(scope: string): Watched | undefined {
  const plain = plainId(scope);
  const segments = plain.replace(/^\/+|\/+$/g, "").split("/");
  if (plain.includes("$") || segments.some((segment) => /^\.{0,2}$/.test(segment))) return undefined;
  const [, , subscription, resourceGroup] = inSubscription.exec(plain) ?? [];
  if (subscription !== undefined) {
    const place = { id: resourceId(scope), armId: scope, subscription };
    if (resourceGroup === undefined) return { ...place, is: "subscription", name: subscription };
    return { ...place, is: "group", resourceGroup, name: resourceGroup };
  }
  const [, whole = ""] = inGroup.exec(plain) ?? [];
  // As it was spelled: what was read as in an address once must not be read so again.
  const armId = scope.split("/", whole.split("/").length).join("/");
  const parts = whole === "" ? undefined : parseArmId(armId);
  return parts === undefined ? undefined : { id: resourceId(armId), armId, is: "resource", ...parts };
}
