/** What ARM itself answers: subscriptions, resource groups, and which types and api-versions a provider has. */
import { recordOperation } from "./activity-log.ts";
import { groupNotFound, methodNotAllowed, namespaceNotFound, subscriptionNotFound } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { compact, textAt, type Json, type JsonObject } from "./json.ts";
import { apiVersionOf, bodyOf, tagsOf } from "./read-request.ts";
import { Refusal } from "./refusal.ts";
import { foldLocation, regionNames, regions } from "./regions.ts";
import type { Reply } from "./request.ts";
import { resourceTypes } from "./resource-types.ts";
import { groupKey, type ResourceGroup, type Subscription, type World } from "./world.ts";

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The subscription of a path, or ARM's refusal; in an open-minded world every GUID is one. */
export function subscriptionOf(world: World, id: string): Subscription {
  const known = world.subscriptions.get(id.toLowerCase());
  if (known !== undefined) return known;
  if (!guid.test(id)) {
    throw new Refusal({
      status: 400,
      code: "InvalidSubscriptionId",
      message: `The provided subscription identifier '${id}' is malformed or invalid.`,
    });
  }
  if (!world.options.anySubscription) throw subscriptionNotFound(id);
  const made = { id, name: `Subscription ${id.slice(0, 8)}` };
  world.subscriptions.set(id.toLowerCase(), made);
  return made;
}

function subscriptionBody(world: World, { id, name, state = "Enabled" }: Subscription): JsonObject {
  return {
    id: `/subscriptions/${id}`,
    subscriptionId: id,
    tenantId: world.options.tenantId,
    displayName: name,
    state,
    authorizationSource: "RoleBased",
    managedByTenants: [],
  };
}

/** GET /subscriptions. */
export function listSubscriptions(world: World): Reply {
  return { status: 200, body: { value: [...world.subscriptions.values()].map((one) => subscriptionBody(world, one)) } };
}

/** GET /tenants. */
export function listTenants({ world, asked }: Exchange): Reply {
  apiVersionOf(asked);
  const { tenantId } = world.options;
  const tenant = { id: `/tenants/${tenantId}`, tenantId, displayName: "Tocsin emulator", tenantCategory: "Home" };
  return { status: 200, body: { value: [tenant] } };
}

/** GET /subscriptions/{id}. */
export function getSubscription(world: World, subscription: Subscription): Reply {
  return { status: 200, body: subscriptionBody(world, subscription) };
}

/** GET /subscriptions/{id}/locations: az asks when somebody writes a location as the portal does. */
export function listLocations({ id }: Subscription): Reply {
  const value = regionNames.map((displayName): Json => {
    const name = foldLocation(displayName);
    const metadata = { regionType: "Physical" };
    return { id: `/subscriptions/${id}/locations/${name}`, name, type: "Region", displayName, metadata };
  });
  return { status: 200, body: { value } };
}

/** GET /subscriptions/{id}/providers, and one of them: az picks the api-version of `az resource` from it. */
export function getProviders(world: World, subscription: Subscription, namespace: string | undefined): Reply {
  const namespaces = [...new Set(resourceTypes.map((type) => type.namespace))];
  if (namespace === undefined) {
    return { status: 200, body: { value: namespaces.map((one) => providerBody(world, subscription, one)) } };
  }
  const known = namespaces.find((one) => one.toLowerCase() === namespace.toLowerCase());
  if (known === undefined) throw namespaceNotFound(namespace);
  return { status: 200, body: providerBody(world, subscription, known) };
}

/** POST /subscriptions/{id}/providers/{namespace}/register, and unregister. */
export function registerProvider(
  { world, asked }: Exchange,
  { subscription, namespace }: { readonly subscription: Subscription; readonly namespace: string },
): Reply {
  if (asked.method !== "POST") throw methodNotAllowed(asked.method);
  const key = `${subscription.id}/${namespace}`.toLowerCase();
  if (asked.segments.at(-1)?.toLowerCase() === "register") world.unregistered.delete(key);
  else world.unregistered.add(key);
  return getProviders(world, subscription, namespace);
}

/** Throws ARM's refusal of whatever needs a namespace that is not registered, or writes to what is switched off. */
export function checkSubscription(
  { world, asked }: Exchange,
  { subscription, namespace }: { readonly subscription: Subscription; readonly namespace: string },
): void {
  if (world.unregistered.has(`${subscription.id}/${namespace}`.toLowerCase())) {
    throw new Refusal({
      status: 409,
      code: "MissingSubscriptionRegistration",
      message: `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
    });
  }
  if (subscription.state === "Disabled" && asked.method !== "GET") {
    throw new Refusal({
      status: 409,
      code: "ReadOnlyDisabledSubscription",
      message: `The subscription '${subscription.id}' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.`,
    });
  }
}

function providerBody(world: World, { id }: Subscription, namespace: string): Json {
  return {
    id: `/subscriptions/${id}/providers/${namespace}`,
    namespace,
    registrationPolicy: "RegistrationRequired",
    registrationState: world.unregistered.has(`${id}/${namespace}`.toLowerCase()) ? "NotRegistered" : "Registered",
    resourceTypes: resourceTypes
      .filter((type) => type.namespace === namespace)
      .map((type) => ({
        resourceType: type.name,
        locations: type.locations,
        apiVersions: type.apiVersions.toReversed(),
        capabilities: "SupportsTags, SupportsLocation",
      })),
  };
}

function groupBody(group: ResourceGroup): JsonObject {
  return compact({
    id: `/subscriptions/${group.subscription}/resourceGroups/${group.name}`,
    name: group.name,
    type: "Microsoft.Resources/resourceGroups",
    location: group.location,
    tags: group.tags,
    properties: { provisioningState: "Succeeded" },
  });
}

/** GET /subscriptions/{id}/resourcegroups. */
export function listGroups(world: World, subscription: Subscription): Reply {
  const value = [...world.groups.values()]
    .filter((group) => group.subscription.toLowerCase() === subscription.id.toLowerCase())
    .map(groupBody);
  return { status: 200, body: { value } };
}

/** Everything ARM does with one resource group. */
export function resourceGroup(
  exchange: Exchange,
  { subscription, name }: { readonly subscription: Subscription; readonly name: string },
): Reply {
  const { world, asked } = exchange;
  const group = world.groups.get(groupKey(subscription.id, name));
  switch (asked.method) {
    case "HEAD":
      return { status: group === undefined ? 404 : 204 };
    case "GET":
      if (group === undefined) throw groupNotFound(name);
      return { status: 200, body: groupBody(group) };
    case "PUT":
      return putGroup(exchange, { subscription, name, before: group });
    case "DELETE":
      if (group === undefined) throw groupNotFound(name);
      return deleteGroup(exchange, group);
    default:
      throw methodNotAllowed(asked.method);
  }
}

function putGroup(
  exchange: Exchange,
  of: { readonly subscription: Subscription; readonly name: string; readonly before: ResourceGroup | undefined },
): Reply {
  const { world, asked } = exchange;
  const body = bodyOf(asked);
  const sent = textAt(body, "location");
  const location = sent === undefined ? undefined : foldLocation(sent);
  if (location === undefined || !regions.includes(location)) {
    throw new Refusal({
      status: 400,
      code: location === undefined ? "LocationRequired" : "LocationNotAvailableForResourceGroup",
      message:
        location === undefined
          ? "The location property is required for this definition."
          : `The provided location '${location}' is not available for resource group. List of available regions is '${regions.join(",")}'.`,
    });
  }
  if (of.before !== undefined && of.before.location !== location) {
    throw new Refusal({
      status: 409,
      code: "InvalidResourceGroupLocation",
      message: `Invalid resource group location '${location}'. The Resource group already exists in location '${of.before.location}'.`,
    });
  }
  const tags = tagsOf(body);
  const group: ResourceGroup = {
    subscription: of.subscription.id,
    name: of.before?.name ?? of.name,
    location,
    ...(tags === undefined ? {} : { tags }),
  };
  world.groups.set(groupKey(group.subscription, group.name), group);
  const status = of.before === undefined ? 201 : 200;
  recordGroup(exchange, { group, verb: "write", status });
  return { status, body: groupBody(group) };
}

function recordGroup(
  exchange: Exchange,
  done: { readonly group: ResourceGroup; readonly verb: "write" | "delete"; readonly status: number },
): void {
  recordOperation(exchange, {
    resourceId: `/subscriptions/${done.group.subscription}/resourceGroups/${done.group.name}`,
    type: "Microsoft.Resources/subscriptions/resourceGroups",
    verb: done.verb,
    status: done.status,
  });
}

// ARM answers 202 and lets the client wait; an emulator has nothing to wait for.
function deleteGroup(exchange: Exchange, group: ResourceGroup): Reply {
  const { world } = exchange;
  for (const { place, type, body } of world.store.all()) {
    if (groupKey(place.subscription, place.resourceGroup) !== groupKey(group.subscription, group.name)) continue;
    world.store.remove(place);
    recordOperation(exchange, {
      resourceId: textAt(body, "id") ?? type.idOf(place),
      type: `${type.namespace}/${type.name}`,
      verb: "delete",
      status: 200,
    });
  }
  world.groups.delete(groupKey(group.subscription, group.name));
  recordGroup(exchange, { group, verb: "delete", status: 200 });
  return { status: 200 };
}
