import { isObject, type Json } from "../core/json.ts";
import type { VaultSecret } from "../core/language/key-vault.ts";
import { AzureError } from "../ports/azure.ts";
import type { Connection } from "./cloud.ts";
import { type Door, type DoorParts, openVaultDoor } from "./door.ts";
import type { Clock } from "./event.ts";
import type { Answer } from "./exchange.ts";
import type { Advice } from "./refusal.ts";
import { refused } from "./versioned.ts";

/** The key vaults of a run's cloud. */
export interface Vaults {
  /** The value of a secret. Throws AzureError, which says what was tried, what was answered and what to do. */
  read(secret: VaultSecret, signal: AbortSignal): Promise<string>;
}

/** What reading from vaults needs; each vault has a line of its own, because a line has one origin and one audience. */
export interface VaultParts {
  readonly clock: Clock;
  readonly openParts: (connection: Connection) => Promise<DoorParts>;
}

// Spoken by every cloud of Microsoft's for years; what is read here has not changed since 7.0.
const apiVersion = "7.4";

/** Reads secrets from vaults as whoever signs in to a connection's cloud; other hosts are never sent a token. */
export function vaultsOver(cloud: Connection, { clock, openParts }: VaultParts): Vaults {
  const doors = new Map<string, Promise<Door<"GET">>>();

  const doorOf = (secret: VaultSecret): Promise<Door<"GET">> => {
    const known = doors.get(secret.host);
    if (known !== undefined) return known;
    const opened = openParts(connectionOf(secret, cloud)).then(openVaultDoor);
    doors.set(secret.host, opened);
    return opened;
  };

  return {
    read: async (secret, signal) => {
      const door = await doorOf(secret);
      const { host, name, version } = secret;
      const path = `/secrets/${name}${version === undefined ? "" : `/${version}`}`;
      const call = {
        method: "GET",
        url: new URL(`${path}?api-version=${apiVersion}`, door.origin),
        wish: wishOf(secret),
        demand: { subscription: host, type: "Microsoft.KeyVault/vaults/secrets", doing: "read" },
        advice: adviceOf(secret),
      } as const;
      const answer = await door.send(call, signal);
      if (answer.status !== 200) throw refused(door, { call, answer });
      return valueIn(answer, secret, clock.now());
    },
  };
}

/** Where a vault is asked: signed in to as the cloud is, with a token for its key vaults and nothing else. */
function connectionOf(secret: VaultSecret, cloud: Connection): Connection {
  const refuse = (because: string): AzureError =>
    new AzureError(`cannot ${wishOf(secret)}: ${because}`, {
      reason: "rejected",
      tried: `open https://${secret.host}`,
    });
  if (cloud.signIn === "none") {
    throw refuse(
      `this run signs in to nobody, because Azure is ${cloud.origin}; there the secret wants \`{ env: NAME }\``,
    );
  }
  const { vaultDomain } = cloud;
  if (vaultDomain === undefined) {
    throw refuse(
      `${cloud.origin} is no cloud of Microsoft's, and where its key vaults are is not known; no token is sent to ${secret.host}`,
    );
  }
  if (!secret.host.endsWith(`.${vaultDomain}`)) {
    throw refuse(
      `the key vaults of this environment's cloud are at ${vaultDomain}; no token is sent to ${secret.host}`,
    );
  }
  return { ...cloud, origin: `https://${secret.host}`, scope: `https://${vaultDomain}/.default` };
}

function wishOf({ host, name, version }: VaultSecret): string {
  return `read secret \`${name}\`${version === undefined ? "" : ` in version ${version}`} of ${host}`;
}

/**
 * What a vault's refusals mean: one status for a missing role, a firewall and a disabled secret, told apart by a code
 * inside. https://learn.microsoft.com/azure/key-vault/general/rest-error-codes
 */
function adviceOf({ host, version }: VaultSecret): Advice {
  return {
    onUnknownHost: `there is no key vault of this name, or only a private network knows it: check the address, the network and HTTPS_PROXY`,
    onRefusal: (answer) => {
      const said = `${innerCode(answer.json)} ${answer.text}`;
      switch (answer.status) {
        case 401:
          return "the vault does not know who asks: it may belong to another tenant than the one signed in to";
        case 404:
          return version === undefined
            ? "write the name that the vault has; a deleted secret can be recovered there"
            : "write a name and a version that the vault has, or leave the version out";
        case 403:
          if (/SecretDisabled|disabled (?:secret|entity)/i.test(said))
            return "enable it in the vault, or name a version that is enabled";
          if (/ForbiddenByConnection|public (?:network )?access is disabled/i.test(said))
            return `${host} is reached from its private network only: run there, or give the secret an environment variable`;
          if (/ForbiddenByFirewall|client address is not authorized/i.test(said))
            return `the firewall of ${host} does not let this machine in: add its address to the vault's networking, or run inside its network`;
          return `give the identity the role Key Vault Secrets User on the vault (or, where it has access policies, the permission Get for secrets); a new assignment can take minutes to count`;
        default:
          return answer.status >= 300 && answer.status < 400
            ? "redirects are not followed: check the address"
            : undefined;
      }
    },
  };
}

function innerCode(json: Json | undefined): string {
  const error = isObject(json) ? json["error"] : undefined;
  const inner = isObject(error) ? error["innererror"] : undefined;
  const code = isObject(inner) ? inner["code"] : undefined;
  return typeof code === "string" ? code : "";
}

/**
 * The value, unless the vault itself says that it is not to be used. A vault answers expired secrets all the same, "for
 * recovery" (https://learn.microsoft.com/azure/key-vault/secrets/about-secrets); whoever is paged with one is not.
 */
function valueIn({ json }: Answer, secret: VaultSecret, now: number): string {
  const refuse = (because: string): AzureError =>
    new AzureError(`cannot ${wishOf(secret)}: ${because}`, {
      reason: "rejected",
      tried: `GET /secrets/${secret.name}`,
      status: 200,
    });
  const body = isObject(json) ? json : {};
  const attributes = isObject(body["attributes"]) ? body["attributes"] : {};
  const { enabled, exp, nbf } = attributes;
  if (enabled === false) throw refuse("it is disabled; enable it in the vault, or name a version that is enabled");
  if (typeof exp === "number" && exp * 1000 <= now)
    throw refuse(`it expired on ${dayOf(exp)}; give it a new value in the vault, or another date`);
  if (typeof nbf === "number" && nbf * 1000 > now)
    throw refuse(`it is not to be used before ${dayOf(nbf)}; change the date in the vault, or name an older version`);
  const { value } = body;
  if (typeof value !== "string") throw refuse("the answer holds no value; is this a key vault?");
  if (value === "") throw refuse("its value is empty; give it one in the vault");
  return value;
}

/** Seconds since 1970 as a day; a number that is no date as it stands. */
function dayOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().slice(0, 10);
}
