import { createServer } from "node:http";
import { createDefaultHttpClient, type HttpClient, RestError } from "@azure/core-rest-pipeline";
import { listening } from "../azure/support/server.ts";

/** What a vault has under a path such as `/secrets/slack`: a value with attributes, or a refusal in its own shape. */
export type Kept =
  | { readonly value: unknown; readonly attributes?: Readonly<Record<string, unknown>> }
  | { readonly status: number; readonly code?: string; readonly inner?: string; readonly message?: string };

/** A key vault on this machine, and the way to it. */
export interface LocalVaults {
  /** Sends what is for a vault's host over a real socket to this one; a host that is not here has no name. */
  readonly httpClient: HttpClient;
  /** What arrived: host, path and query, and the token that came with it. */
  readonly seen: { readonly host: string; readonly url: string; readonly token: string | undefined }[];
}

/**
 * Key vaults by host, with what they keep by path. Their answers are Key Vault's own, error and inner error included
 * (https://learn.microsoft.com/azure/key-vault/general/rest-error-codes). `elsewhere` takes what is for no vault.
 */
export async function localVaults(
  vaults: Readonly<Record<string, Readonly<Record<string, Kept>>>>,
  elsewhere?: HttpClient,
): Promise<LocalVaults> {
  const seen: LocalVaults["seen"] = [];
  const server = createServer((request, response) => {
    const host = String(request.headers["x-vault"]);
    const url = request.url ?? "";
    seen.push({ host, url, token: request.headers.authorization });
    const { status, body } = answerTo(vaults[host]?.[url.split("?")[0] ?? ""], request.headers.authorization);
    response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
  });
  const origin = await listening(server);
  const real = createDefaultHttpClient();
  const httpClient: HttpClient = {
    sendRequest: (request) => {
      const url = new URL(request.url);
      if (elsewhere !== undefined && !/\.vault\./.test(url.hostname)) return elsewhere.sendRequest(request);
      if (vaults[url.host] === undefined)
        return Promise.reject(new RestError(`getaddrinfo ENOTFOUND ${url.hostname}`, { code: "ENOTFOUND", request }));
      request.headers.set("x-vault", url.host);
      request.url = `${origin}${url.pathname}${url.search}`;
      request.allowInsecureConnection = true;
      // A proxy that this machine has is for the vault's host.
      delete request.agent;
      return real.sendRequest(request);
    },
  };
  return { httpClient, seen };
}

function answerTo(kept: Kept | undefined, token: string | undefined): { status: number; body: unknown } {
  if (token === undefined)
    return refusal({
      status: 401,
      code: "Unauthorized",
      message: "AKV10000: Request is missing a Bearer or PoP token.",
    });
  if (kept === undefined) {
    const message =
      "A secret with (name/id) x was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command.";
    return refusal({ status: 404, code: "SecretNotFound", message });
  }
  if ("status" in kept) return refusal(kept);
  return { status: 200, body: { ...kept, attributes: { enabled: true, ...kept.attributes } } };
}

function refusal({ status, code = "Forbidden", inner, message = "no" }: Exclude<Kept, { value: unknown }>) {
  return {
    status,
    body: { error: { code, message, ...(inner === undefined ? {} : { innererror: { code: inner } }) } },
  };
}
