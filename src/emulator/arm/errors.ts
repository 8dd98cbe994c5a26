import { Refusal } from "./refusal.ts";
import type { Place, ResourceType } from "./resource-type.ts";

/** ARM's own answers to requests that do not reach a resource provider. */

/** Nobody knows the subscription. */
export function subscriptionNotFound(id: string): Refusal {
  return new Refusal({
    status: 404,
    code: "SubscriptionNotFound",
    message: `The subscription '${id}' could not be found.`,
  });
}

/** The resource group is not there. */
export function groupNotFound(name: string): Refusal {
  return new Refusal({
    status: 404,
    code: "ResourceGroupNotFound",
    message: `Resource group '${name}' could not be found.`,
  });
}

/** The resource is not there; the namespace is spelled as it was asked for, the type in its own way (recorded 2018 to 2024). */
export function resourceNotFound(type: ResourceType, place: Place, day: string): Refusal {
  const spelled = type.spelledWhenMissing.replace(/^[^/]+/, place.namespace);
  // Until 2019 nothing more was said.
  const more = day < "2020-01-01" ? "" : " For more details please go to https://aka.ms/ARMResourceNotFoundFix";
  return new Refusal({
    status: 404,
    code: "ResourceNotFound",
    message: `The Resource '${spelled}/${place.name}' under resource group '${place.resourceGroup}' was not found.${more}`,
  });
}

/** The api-version is not one of the type's. */
export function versionNotRegistered(
  type: ResourceType,
  { version, location }: { readonly version: string; readonly location: string },
): Refusal {
  const why = type.unserved[version];
  return new Refusal({
    status: 400,
    code: "NoRegisteredProviderFound",
    message:
      why ??
      `No registered resource provider found for location '${location}' and API version '${version}' for type '${type.name}'. The supported api-versions are '${type.apiVersions.join(", ")}'. The supported locations are '${type.locations.join(", ")}'.`,
  });
}

/** The type is none that is served. */
export function typeNotFound(of: {
  readonly namespace: string;
  readonly type: string;
  readonly version: string;
}): Refusal {
  return new Refusal({
    status: 404,
    code: "InvalidResourceType",
    message: `The resource type '${of.type}' could not be found in the namespace '${of.namespace}' for api version '${of.version}'.`,
  });
}

/** The namespace is none that is served. */
export function namespaceNotFound(namespace: string): Refusal {
  return new Refusal({
    status: 404,
    code: "InvalidResourceNamespace",
    message: `The resource namespace '${namespace}' is invalid.`,
  });
}

/** The path leads to nothing, or the method is none of its. */
export function notServed(method: string, path: string): Refusal {
  return new Refusal({
    status: 404,
    code: "NotFound",
    message: `The emulator has no answer to ${method} ${path}.`,
  });
}

/** The method is known to HTTP, not to this path. */
export function methodNotAllowed(method: string): Refusal {
  return new Refusal({
    status: 405,
    code: "HttpMethodNotSupported",
    message: `The HTTP method '${method}' is not supported at scope.`,
  });
}
