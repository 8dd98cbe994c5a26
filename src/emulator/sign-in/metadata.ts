import type { Exchange } from "../arm/exchange.ts";
import { methodNotAllowed } from "../arm/errors.ts";
import type { Json } from "../arm/json.ts";
import { apiVersionOf } from "../arm/read-request.ts";
import type { Reply } from "../arm/request.ts";

/**
 * `GET /metadata/endpoints`, by which clients learn where to sign in when they know Resource Manager alone; undefined
 * for any other path. Nobody needs a token for it.
 */
export function metadata({ asked }: Exchange): Reply | undefined {
  if (asked.segments.join("/").toLowerCase() !== "metadata/endpoints") return undefined;
  if (asked.method !== "GET") throw methodNotAllowed(asked.method);
  return { status: 200, body: endpoints(asked.origin, apiVersionOf(asked)) };
}

function endpoints(origin: string, version: string): Json {
  const authentication = {
    // As of an Azure Stack: of any other authority the Azure CLI first asks login.microsoftonline.com.
    loginEndpoint: `${origin}/adfs`,
    audiences: [origin],
    tenant: "adfs",
    identityProvider: "ADFS",
  };
  if (version < "2019-05-01") {
    const { loginEndpoint, audiences } = authentication;
    // What az 2.45 asks for.
    return {
      galleryEndpoint: origin,
      graphEndpoint: origin,
      portalEndpoint: origin,
      authentication: { loginEndpoint, audiences },
    };
  }
  const cloud = {
    name: "Emulator",
    resourceManager: origin,
    portal: origin,
    gallery: origin,
    graph: origin,
    graphAudience: origin,
    authentication,
    suffixes: {},
  };
  // Since 2022-09-01 it is the cloud one asks, before that all clouds there are.
  return version < "2022-09-01" ? [cloud] : cloud;
}
