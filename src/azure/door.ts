import { createDefaultHttpClient, type HttpClient, type Pipeline, proxyPolicyName } from "@azure/core-rest-pipeline";
import {
  bearerTokenAuthenticationPolicyName,
  decompressResponsePolicyName,
  redirectPolicyName,
} from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";
import { type Connection, isLoopback } from "./cloud.ts";
import type { Answer, Line, Method } from "./exchange.ts";
import { isAboutAccess, isAboutPresence, isReadable, isVaultSecret, isWritable, pathOf } from "./paths.ts";
import { errorOf } from "./refusal.ts";
import type { Scrub } from "../core/settings/scrub.ts";
import { type Call, settle, type Settling } from "./settle.ts";

/**
 * The only way to Azure. Gives every answer below 500 but 429 (callers judge 404 and refused versions); throws
 * AzureError for the rest, after the retries that are safe. The type says which methods a door lets through.
 */
export interface Door<M extends Method> {
  readonly origin: string;
  readonly scrub: Scrub;
  readonly send: (call: Call<M>, signal: AbortSignal) => Promise<Answer>;
}

/** What doors are made of; reader's and writer's share all of it. */
export interface DoorParts extends Settling {
  readonly connection: Connection;
}

/** A door that lets nothing through but GETs of what reading needs. */
export function openReadingDoor(parts: DoorParts): Door<"GET"> {
  return openDoor(parts, (method, url) => method === "GET" && (isReadable(url) || isAboutPresence(url)));
}

/** A door that lets single resources through, to be read, replaced or deleted. */
export function openWritingDoor(parts: DoorParts): Door<Method> {
  return openDoor(parts, (method, url) => (method === "GET" ? isReadable(url) : isWritable(url)));
}

/** A door that lets nothing through but GETs of what is there and what one may do. */
export function openAccessDoor(parts: DoorParts): Door<"GET"> {
  return openDoor(parts, (method, url) => method === "GET" && isAboutAccess(url));
}

/** A door that lets nothing through but GETs of single secrets of one key vault. */
export function openVaultDoor(parts: DoorParts): Door<"GET"> {
  return openDoor(parts, (method, url) => method === "GET" && isVaultSecret(url));
}

/** How long one attempt may take, sign-in and body included. ARM's own gateway gives up after a minute or two. */
const patience = 180_000;

/** Takes the pipeline out of MonitorClient: tokens, proxies, tracing and telemetry are the SDK's. */
export async function openLine(given: {
  connection: Connection;
  credential: TokenCredential;
  version: string;
  httpClient?: HttpClient | undefined;
}): Promise<Line> {
  const { connection, credential } = given;
  // Loaded here, so that a command line that imports this file does not pay for the SDK before it needs it.
  const { MonitorClient } = await import("@azure/arm-monitor");
  const { pipeline } = new MonitorClient(credential, "", {
    endpoint: connection.origin,
    userAgentOptions: { userAgentPrefix: `tocsin/${given.version}` },
    // Without it the SDK asks for the public cloud's audience, whatever the endpoint.
    credentials: { scopes: connection.signIn === "credential" ? [connection.scope] : [] },
    // Retries are ours (retry.ts).
    retryOptions: { maxRetries: 0 },
  });
  takeOut(pipeline, connection);
  return { pipeline, httpClient: given.httpClient ?? createDefaultHttpClient(), patience };
}

function takeOut(pipeline: Pipeline, connection: Connection): void {
  pipeline.removePolicy({ name: redirectPolicyName });
  // It asks for gzip, and the client's unzipping never ends when the connection breaks in the middle of an answer.
  pipeline.removePolicy({ name: decompressResponsePolicyName });
  if (connection.signIn === "none") pipeline.removePolicy({ name: bearerTokenAuthenticationPolicyName });
  // HTTPS_PROXY is for the world outside; the emulator on this machine is not reachable through it.
  if (isLoopback(new URL(connection.origin).hostname)) pipeline.removePolicy({ name: proxyPolicyName });
}

function openDoor<M extends Method>(parts: DoorParts, admits: (method: Method, url: URL) => boolean): Door<M> {
  const { connection, scrub } = parts;
  return {
    origin: connection.origin,
    scrub,
    send: async (call, signal) => {
      const tried = `${call.method} ${pathOf(call.url)}`;
      const asked = {
        wish: call.wish,
        tried,
        origin: connection.origin,
        ...(call.advice === undefined ? {} : { advice: call.advice }),
      };
      signal.throwIfAborted();
      if (call.url.origin !== connection.origin || call.url.username !== "" || call.url.password !== "") {
        const text = `cannot ${call.wish}: Azure's answer leads to \`${call.url.origin}\`, which is not ${connection.origin}: not followed, tokens go to our own endpoint only`;
        throw errorOf({ reason: "rejected", text, asked }, scrub);
      }
      if (!admits(call.method, call.url)) {
        throw errorOf(
          { reason: "rejected", text: `cannot ${call.wish}: \`${tried}\` may not pass this door`, asked },
          scrub,
        );
      }
      return settle(parts, { call, asked }, signal);
    },
  };
}
