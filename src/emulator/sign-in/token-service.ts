/**
 * The token service: as much of Microsoft Entra and of AD FS as the Azure CLI and the Azure SDKs ask of them when an
 * application signs in. It gives a token to anybody who shows any secret or assertion; a managed identity of this world
 * is given one for an assertion that its federated credentials name, and for nothing else.
 */
import { randomUUID } from "node:crypto";
import type { Exchange } from "../arm/exchange.ts";
import { methodNotAllowed } from "../arm/errors.ts";
import type { JsonObject } from "../arm/json.ts";
import type { Reply } from "../arm/request.ts";
import type { World } from "../arm/world.ts";
import { federationRefusal } from "./federation.ts";
import { isSignIn } from "./paths.ts";
import { makeToken } from "./token.ts";

/** Answers what is asked of the token service, or undefined where the path is not one of its own. */
export function signIn({ world, asked }: Exchange): Reply | undefined {
  if (!isSignIn(asked.segments)) return undefined;
  const wanted = asked.segments.at(-1)?.toLowerCase() === "token" ? "POST" : "GET";
  if (asked.method !== wanted) throw methodNotAllowed(asked.method);
  // The authority is what stands before the service's own part of the path: `adfs`, a tenant, or both.
  const own = asked.segments.findIndex((segment) => /^(oauth2|v2\.0|\.well-known)$/i.test(segment));
  const authority = [asked.origin, ...asked.segments.slice(0, own).map(encodeURIComponent)].join("/");
  return wanted === "GET" ? configuration(authority, asked.segments) : giveToken(authority, asked.body, world);
}

// Both clients take the token endpoint from here; @azure/identity wants the rest to be there, and reads none of it.
function configuration(authority: string, segments: readonly string[]): Reply {
  const version = segments.some((segment) => segment.toLowerCase() === "v2.0") ? "/v2.0" : "";
  const service = `${authority}/oauth2${version}`;
  return {
    status: 200,
    body: {
      issuer: authority,
      authorization_endpoint: `${service}/authorize`,
      token_endpoint: `${service}/token`,
      jwks_uri: `${authority}/discovery${version}/keys`,
      token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
      grant_types_supported: ["client_credentials"],
      response_types_supported: ["token"],
    },
  };
}

// The codes and what they mean: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
function giveToken(authority: string, body: string, world: World): Reply {
  const form = new URLSearchParams(body);
  const grant = form.get("grant_type") ?? "";
  const application = form.get("client_id") ?? "";
  const refuse = refuserFor(world);
  if (grant !== "client_credentials") {
    return refuse(400, {
      error: grant === "" ? "invalid_request" : "unsupported_grant_type",
      code: grant === "" ? 900144 : 70003,
      says:
        grant === ""
          ? "The request body must contain the following parameter: 'grant_type'."
          : `The app requested an unsupported grant type '${grant}'; the emulator signs in applications (client_credentials) only.`,
    });
  }
  if (application === "") {
    const says = "The request body must contain the following parameter: 'client_id'.";
    return refuse(400, { error: "invalid_request", code: 900144, says });
  }
  if ((form.get("client_secret") ?? "") === "" && (form.get("client_assertion") ?? "") === "") {
    const says = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    return refuse(401, { error: "invalid_client", code: 7000218, says });
  }
  const notTaken = federationRefusal(world, application, form.get("client_assertion") ?? "");
  if (notTaken !== undefined) return refuse(notTaken.error === "invalid_client" ? 401 : 400, notTaken);
  const scope = form.get("scope");
  // The first version of the protocol names a resource, the second a scope: the resource with `/.default` behind it.
  const audience = scope === null ? form.get("resource") : /^(.+)\/\.default$/.exec(scope)?.[1];
  if (audience === undefined || audience === null || audience === "") {
    const says = `The provided value for scope ${scope ?? ""} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`;
    return refuse(400, { error: "invalid_scope", code: 1002012, says });
  }
  const { token, seconds } = makeToken({ application, audience, issuer: authority }, world);
  return {
    status: 200,
    headers: { "cache-control": "no-store" },
    body: { token_type: "Bearer", expires_in: seconds, ext_expires_in: seconds, access_token: token },
  };
}

function refuserFor(
  world: World,
): (status: number, why: { readonly error: string; readonly code: number; readonly says: string }) => Reply {
  return (status, { error, code, says }) => {
    const [trace, correlation] = [randomUUID(), randomUUID()];
    const timestamp = world.options.now().toISOString().replace("T", " ").replace(/\..*/, "Z");
    const body: JsonObject = {
      error,
      error_description: `AADSTS${code}: ${says} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
    };
    return { status, headers: { "cache-control": "no-store" }, body };
  };
}
