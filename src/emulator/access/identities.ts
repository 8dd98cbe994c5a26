/** Microsoft.ManagedIdentity: user-assigned identities, and which tokens of others they take for their own. */
import { methodNotAllowed, notServed } from "../arm/errors.ts";
import type { Exchange } from "../arm/exchange.ts";
import { listAt, textAt, type JsonObject } from "../arm/json.ts";
import { bodyOf, tagsOf } from "../arm/read-request.ts";
import { Refusal } from "../arm/refusal.ts";
import type { Reply } from "../arm/request.ts";
import { groupKey, tellChange, type FederatedCredential, type ManagedIdentity } from "../arm/world.ts";
import { guidOf } from "../guid.ts";

/** Where an identity is asked for; without a name all of the group, or of the subscription, are meant. */
export interface IdentityPlace {
  readonly subscription: string;
  readonly resourceGroup: string | undefined;
  /** What stands behind the namespace: `userAssignedIdentities`, a name, `federatedIdentityCredentials`, a name. */
  readonly path: readonly string[];
}

/** Answers what is asked of Microsoft.ManagedIdentity. */
export function managedIdentity(exchange: Exchange, { subscription, resourceGroup, path }: IdentityPlace): Reply {
  const { world, asked } = exchange;
  const [type = "", name, below, credential, ...more] = path;
  const served = type.toLowerCase() === "userassignedidentities" && more.length === 0;
  if (!served || (below !== undefined && below.toLowerCase() !== "federatedidentitycredentials")) {
    throw notServed(asked.method, `/${asked.segments.join("/")}`);
  }
  const scope = `/subscriptions/${subscription}${resourceGroup === undefined ? "" : `/resourceGroups/${resourceGroup}`}`;
  if (name === undefined) {
    const found = [...world.identities.values()].filter(({ id }) =>
      id.toLowerCase().startsWith(`${scope.toLowerCase()}/`),
    );
    return { status: 200, body: { value: found.map(identityBody) } };
  }
  const id = `${scope}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  if (below === undefined) {
    const group = world.groups.get(groupKey(subscription, resourceGroup ?? ""));
    return oneIdentity(exchange, { id, hasGroup: group !== undefined });
  }
  const identity = world.identities.get(id.toLowerCase());
  if (identity === undefined) throw absent(id);
  if (credential === undefined) {
    return { status: 200, body: { value: identity.credentials.map((one) => credentialBody(identity, one)) } };
  }
  return oneCredential(exchange, identity, credential);
}

function absent(id: string): Refusal {
  const message = `The Resource '${id.split("/providers/").at(-1)}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`;
  return new Refusal({ status: 404, code: "ResourceNotFound", message });
}

function oneIdentity({ world, asked }: Exchange, of: { readonly id: string; readonly hasGroup: boolean }): Reply {
  const key = of.id.toLowerCase();
  const known = world.identities.get(key);
  switch (asked.method) {
    case "GET":
      if (known === undefined) throw absent(of.id);
      return { status: 200, body: identityBody(known) };
    case "PUT": {
      if (!of.hasGroup) {
        const message = `Resource group '${of.id.split("/")[4]}' could not be found.`;
        throw new Refusal({ status: 404, code: "ResourceGroupNotFound", message });
      }
      const body = bodyOf(asked);
      const tags = tagsOf(body);
      const made: ManagedIdentity = {
        id: known?.id ?? of.id,
        location: textAt(body, "location") ?? "",
        clientId: known?.clientId ?? guidOf(`client of ${key}`),
        // The object of an application is made of its id where a token is given out, too.
        principalId: known?.principalId ?? guidOf(guidOf(`client of ${key}`)),
        credentials: known?.credentials ?? [],
        ...(tags === undefined ? {} : { tags }),
      };
      world.identities.set(key, made);
      tellChange(world);
      return { status: known === undefined ? 201 : 200, body: identityBody(made) };
    }
    case "DELETE":
      world.identities.delete(key);
      tellChange(world);
      return { status: known === undefined ? 204 : 200 };
    default:
      throw methodNotAllowed(asked.method);
  }
}

function identityBody({ id, location, tags, clientId, principalId }: ManagedIdentity): JsonObject {
  return {
    id,
    name: id.split("/").at(-1) ?? "",
    type: "Microsoft.ManagedIdentity/userAssignedIdentities",
    location,
    tags: tags ?? {},
    properties: { clientId, principalId, tenantId: "00000000-0000-0000-0000-00000000000a" },
  };
}

function oneCredential({ world, asked }: Exchange, identity: ManagedIdentity, name: string): Reply {
  const known = identity.credentials.find((one) => one.name === name);
  const others = identity.credentials.filter((one) => one.name !== name);
  const keep = (credentials: readonly FederatedCredential[]): void => {
    world.identities.set(identity.id.toLowerCase(), { ...identity, credentials });
    tellChange(world);
  };
  switch (asked.method) {
    case "GET":
      if (known === undefined) throw absent(`${identity.id}/federatedIdentityCredentials/${name}`);
      return { status: 200, body: credentialBody(identity, known) };
    case "PUT": {
      const made = readCredential(bodyOf(asked), name);
      const twin = others.find(({ issuer, subject }) => issuer === made.issuer && subject === made.subject);
      // https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
      if (twin !== undefined || (known === undefined && others.length >= 20)) {
        const message =
          twin === undefined
            ? "Too many Federated Identity Credentials on the identity: at most 20 are allowed."
            : "Issuer and subject combination already exists for this Managed Identity.";
        throw new Refusal({ status: 409, code: "Conflict", message });
      }
      keep([...others, made]);
      return { status: known === undefined ? 201 : 200, body: credentialBody(identity, made) };
    }
    case "DELETE":
      keep(others);
      return { status: known === undefined ? 204 : 200 };
    default:
      throw methodNotAllowed(asked.method);
  }
}

function readCredential(body: JsonObject, name: string): FederatedCredential {
  const [issuer, subject] = ["issuer", "subject"].map((key) => textAt(body, "properties", key) ?? "");
  const audiences = listAt(body, "properties", "audiences").filter((one) => typeof one === "string");
  if (issuer === undefined || subject === undefined || issuer === "" || subject === "" || audiences.length !== 1) {
    const message = "A federated identity credential needs an issuer, a subject and exactly one audience.";
    throw new Refusal({ status: 400, code: "BadRequest", message });
  }
  return { name, issuer, subject, audiences };
}

function credentialBody({ id }: ManagedIdentity, credential: FederatedCredential): JsonObject {
  const { name, issuer, subject, audiences } = credential;
  return {
    id: `${id}/federatedIdentityCredentials/${name}`,
    name,
    type: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
    properties: { issuer, subject, audiences },
  };
}
