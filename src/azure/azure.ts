import type { HttpClient } from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";
import type { Cloud } from "../core/language/workspace.ts";
import type { AzureAccess, AzureReader, AzureWriter } from "../ports/azure.ts";
import { accessOver } from "./access.ts";
import { connect, type Connection, type Environment } from "./cloud.ts";
import { type NamedCredential, openCredential } from "./credential.ts";
import { type DoorParts, openAccessDoor, openLine, openReadingDoor, openWritingDoor } from "./door.ts";
import type { AzureEvent, Clock } from "./event.ts";
import { type ReadingDoors, readerOver } from "./reader.ts";
import { longestWaitingAside, openPurse } from "./retry.ts";
import { type Scrub, scrubber } from "../core/settings/scrub.ts";
import { openTurns } from "./turns.ts";
import { type Vaults, vaultsOver } from "./vaults.ts";
import { openVersions, type Versions } from "./versions.ts";
import { writerOver } from "./writer.ts";

/** How to reach Azure. What is optional is the real thing by default: the SDK's client, the system's clock. */
export interface AzureOptions {
  readonly cloud: Cloud;
  /** Another ARM endpoint (`--endpoint`): https, or http on a loopback address, then without sign-in. */
  readonly endpoint?: string | undefined;
  /** The environment to sign in with; nothing else of the process is read. */
  readonly env: Environment;
  /** Ours, for the user agent. */
  readonly version: string;
  /** Values that no error and no event may show, in whatever encoding. */
  readonly secrets: readonly string[];
  /** Told of every token that signing in brings, whoever gave it out, so that a log can be kept from showing it. */
  readonly onSecret?: ((value: string) => void) | undefined;
  readonly credential?: TokenCredential | undefined;
  readonly httpClient?: HttpClient | undefined;
  readonly onEvent?: ((event: AzureEvent) => void) | undefined;
  readonly clock?: Clock | undefined;
}

/** A reader that cannot write, whatever it is asked. Throws AzureError for a cloud or endpoint that will not do. */
export async function openReader(options: AzureOptions): Promise<AzureReader> {
  const { parts, versions } = await prepare(options);
  return readerOver(doorsFor(parts), versions);
}

/** Reader and writer of one Azure: they share limits and api-versions; the reader's own door still cannot write. */
export async function openAzure(options: AzureOptions): Promise<{ reader: AzureReader; writer: AzureWriter }> {
  const { parts, versions } = await prepare(options);
  return {
    reader: readerOver(doorsFor(parts), versions),
    writer: writerOver(openWritingDoor(parts), versions, parts.clock),
  };
}

/** A reader, and what tells whether this run can use it; neither can write. */
export async function openAccess(options: AzureOptions): Promise<{ reader: AzureReader; access: AzureAccess }> {
  const { parts, versions, credential } = await prepare(options);
  return {
    reader: readerOver(doorsFor(parts), versions),
    access: accessOver(openAccessDoor(parts), { connection: parts.connection, credential }),
  };
}

function doorsFor(parts: DoorParts): ReadingDoors {
  const aside = { ...parts, purse: openPurse(), patience: longestWaitingAside };
  return { door: openReadingDoor(parts), aside: openReadingDoor(aside) };
}

// Azure's limits are the real bound (pacing.ts); this one keeps the first burst and the sockets within reason.
const atOnce = 8;

/** Reads secrets of key vaults, for whom nothing else of Azure is opened. Throws AzureError for a cloud that will not do. */
export function openVaults(options: AzureOptions): Vaults {
  const { cloud, endpoint, env, version, clock = systemClock, onEvent = () => undefined, httpClient } = options;
  const scrub = scrubber([...options.secrets, ...secretsIn(env)]);
  const connection = connect(cloud, { endpoint, env });
  const credential = credentialFor(connection, options, scrub);
  return vaultsOver(connection, {
    clock,
    openParts: async (own) => {
      const line = await openLine({ connection: own, credential, version, httpClient });
      return { connection: own, line, clock, turns: openTurns(clock, atOnce), purse: openPurse(), scrub, onEvent };
    },
  });
}

async function prepare(
  options: AzureOptions,
): Promise<{ parts: DoorParts; versions: Versions; credential: NamedCredential }> {
  const { cloud, endpoint, env, version, clock = systemClock, onEvent = () => undefined, httpClient } = options;
  const scrub = scrubber([...options.secrets, ...secretsIn(env)]);
  const connection = connect(cloud, { endpoint, env });
  const credential = credentialFor(connection, options, scrub);
  const line = await openLine({ connection, credential, version, httpClient });
  const turns = openTurns(clock, atOnce);
  return {
    parts: { connection, line, clock, turns, purse: openPurse(), scrub, onEvent },
    versions: openVersions(onEvent),
    credential,
  };
}

/** The credential of a run; every token it gives is told before it is used. */
function credentialFor(connection: Connection, options: AzureOptions, scrub: Scrub): NamedCredential {
  const { env, httpClient, onSecret = () => undefined } = options;
  const credential =
    options.credential !== undefined
      ? named("a credential of the caller's", options.credential)
      : connection.signIn === "credential"
        ? openCredential({ connection, env, scrub, httpClient, onSecret })
        : named("nobody", { getToken: () => Promise.resolve(null) });
  return {
    ...credential,
    getToken: async (scopes, asked) => {
      const token = await credential.getToken(scopes, asked);
      if (token !== null) onSecret(token.token);
      return token;
    },
  };
}

function named(way: string, credential: TokenCredential): NamedCredential {
  return { way, shown: () => undefined, getToken: (scopes, asked) => credential.getToken(scopes, asked) };
}

// What the sign-in and the proxy put into the texts of errors, should they ever.
function secretsIn(env: Environment): string[] {
  const names = [
    "AZURE_CLIENT_SECRET",
    "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    "IDENTITY_HEADER",
    "MSI_SECRET",
  ];
  const proxies = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
  const passwords = proxies
    .map((name) => env[name] ?? "")
    .map((url) => (URL.canParse(url) ? new URL(url).password : ""));
  return [...names.map((name) => env[name] ?? ""), ...passwords].filter((secret) => secret !== "");
}

const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const wake = (): void => {
        signal.removeEventListener("abort", stop);
        resolve();
      };
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(wake, milliseconds);
      signal.addEventListener("abort", stop, { once: true });
    }),
};
