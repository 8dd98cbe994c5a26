/** From the segments of a path to whoever answers it. ARM reads them without case, and so do we. */
import { authorization } from "../access/role-assignments.ts";
import { authorize } from "../access/authorize.ts";
import { managedIdentity } from "../access/identities.ts";
import { queryActivityLog } from "./activity-log.ts";
import { methodNotAllowed, namespaceNotFound, notServed, typeNotFound } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { metadata } from "../sign-in/metadata.ts";
import { checkToken } from "../sign-in/token.ts";
import { signIn } from "../sign-in/token-service.ts";
import { otherResource } from "./other-resources.ts";
import { charge } from "./rate-limits.ts";
import { apiVersionOf } from "./read-request.ts";
import type { Reply } from "./request.ts";
import { listAnything, listResources } from "./resource-lists.ts";
import { findType, resourceTypes } from "./resource-types.ts";
import {
  actOnResource,
  checkVersion,
  deleteResource,
  getResource,
  patchResource,
  putResource,
  type Target,
} from "./resources.ts";
import {
  checkSubscription,
  getProviders,
  getSubscription,
  listGroups,
  listLocations,
  listSubscriptions,
  listTenants,
  registerProvider,
  resourceGroup,
  subscriptionOf,
} from "./subscriptions.ts";
import { groupKey, type Subscription, type World } from "./world.ts";

/** Answers a request, or throws the refusal of whoever refuses. `tell` takes headers that any answer then carries. */
export function route(exchange: Exchange, tell: (headers: Readonly<Record<string, string>>) => void): Reply {
  const { world, asked } = exchange;
  const beside = signIn(exchange) ?? metadata(exchange);
  if (beside !== undefined) return beside;
  if (world.options.tokens === "required") checkToken(asked, world);
  const [root, subscriptionId, branch, ...rest] = asked.segments;
  if (root?.toLowerCase() === "tenants" && subscriptionId === undefined) return listTenants(exchange);
  if (root?.toLowerCase() !== "subscriptions") throw notServed(asked.method, `/${asked.segments.join("/")}`);
  const version = apiVersionOf(asked);
  if (subscriptionId === undefined) return listSubscriptions(world);
  const subscription = subscriptionOf(world, subscriptionId);
  const path = rest.map((segment) => segment.toLowerCase());
  const group = branch?.toLowerCase() === "resourcegroups" ? rest[0] : undefined;
  const [namespace, typeName, name, ...more] = afterProviders(branch?.toLowerCase() === "providers", rest);
  const type = namespace === undefined || typeName === undefined ? undefined : findType(namespace, typeName);
  tell(charge(exchange, { subscription: subscription.id, type }));
  authorize(exchange);
  const beyond = accessReply(exchange, { subscription, group }) ?? otherResource(exchange, subscription);
  if (beyond !== undefined) return beyond;
  switch (branch?.toLowerCase()) {
    case undefined:
      return getSubscription(world, subscription);
    case "locations":
      if (rest.length === 0) return listLocations(subscription);
      break;
    case "resources":
      return listAnything(exchange, { subscription: subscription.id });
    case "resourcegroups":
      if (group === undefined) return listGroups(world, subscription);
      if (rest.length === 1) return resourceGroup(exchange, { subscription, name: group });
      if (path[1] === "resources")
        return listAnything(exchange, { subscription: subscription.id, resourceGroup: group });
      break;
    case "providers":
      if (typeName === undefined) return getProviders(world, subscription, namespace);
      if (namespace !== undefined && (path[1] === "register" || path[1] === "unregister") && rest.length === 2)
        return registerProvider(exchange, { subscription, namespace });
      if (path.slice(1).join("/") === "eventtypes/management/values") {
        return queryActivityLog(exchange, subscription.id);
      }
      break;
  }
  if (namespace === undefined || typeName === undefined || more.length > 1) {
    throw notServed(asked.method, `/${asked.segments.join("/")}`);
  }
  if (type === undefined) throw unknownType({ namespace, type: typeName, version });
  checkSubscription(exchange, { subscription, namespace: type.namespace });
  checkVersion(type, { version, location: locationOf(world, subscription, group) });
  if (name === undefined) {
    if (asked.method !== "GET") throw methodNotAllowed(asked.method);
    return listResources(exchange, { type, version, subscription: subscription.id, resourceGroup: group });
  }
  if (group === undefined) throw notServed(asked.method, `/${asked.segments.join("/")}`);
  const place = { subscription: subscription.id, resourceGroup: group, namespace, typeName, name };
  const target = { type, place, version };
  return more[0] === undefined ? one(exchange, target) : actOnResource(exchange, target, more[0]);
}

/** What the services answer that say who somebody is and what he may; undefined for any other path. */
function accessReply(
  exchange: Exchange,
  { subscription, group }: { readonly subscription: Subscription; readonly group: string | undefined },
): Reply | undefined {
  const { segments } = exchange.asked;
  const own = segments.findLastIndex((segment) => segment.toLowerCase() === "providers");
  const [namespace, ...path] = own === -1 ? [] : segments.slice(own + 1);
  if (path.length === 0) return undefined;
  switch (namespace?.toLowerCase()) {
    case "microsoft.authorization":
      return authorization(exchange, path);
    case "microsoft.managedidentity":
      return managedIdentity(exchange, { subscription: subscription.id, resourceGroup: group, path });
    default:
      return undefined;
  }
}

function afterProviders(isHere: boolean, rest: readonly string[]): readonly string[] {
  if (isHere) return rest;
  return rest[1]?.toLowerCase() === "providers" ? rest.slice(2) : [];
}

function unknownType(of: { readonly namespace: string; readonly type: string; readonly version: string }): Error {
  const known = resourceTypes.some((type) => type.namespace.toLowerCase() === of.namespace.toLowerCase());
  return known ? typeNotFound(of) : namespaceNotFound(of.namespace);
}

function locationOf(world: World, subscription: Subscription, group: string | undefined): string {
  return (group === undefined ? undefined : world.groups.get(groupKey(subscription.id, group))?.location) ?? "";
}

function one(exchange: Exchange, target: Target): Reply {
  switch (exchange.asked.method) {
    case "GET":
      return getResource(exchange, target);
    case "PUT":
      return putResource(exchange, target);
    case "PATCH":
      return patchResource(exchange, target);
    case "DELETE":
      return deleteResource(exchange, target);
    default:
      throw methodNotAllowed(exchange.asked.method);
  }
}
