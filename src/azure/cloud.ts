import { vaultDomains } from "../core/language/key-vault.ts";
import type { Cloud } from "../core/language/workspace.ts";
import { AzureError } from "../ports/azure.ts";

/** Values of the environment by name, handed in so that nothing here reads the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where requests go and how one signs in there; `origin` has no path and no slash at its end. */
export type Connection =
  | { readonly origin: string; readonly signIn: "none" }
  | {
      readonly origin: string;
      readonly signIn: "credential";
      /** The scope to ask a token for: the cloud's own audience, never the public one by default. */
      readonly scope: string;
      readonly authorityHost: string;
      /** The audience of an OpenID Connect token that is exchanged for one of this cloud. */
      readonly federationAudience: string;
      /** Where this cloud has its key vaults; nothing of a cloud that is none of Microsoft's. */
      readonly vaultDomain?: string;
    };

interface KnownCloud {
  readonly resourceManager: string;
  /** Hosts, besides the resource manager's, that mean this cloud's resource manager as an audience. */
  readonly audiences: readonly string[];
  readonly authorityHosts: readonly [string, ...string[]];
  readonly federationAudience: string;
  readonly vaultDomain: string;
}

// https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure
// https://learn.microsoft.com/azure/china/resources-developer-guide
// https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
const knownClouds: Readonly<Record<"public" | "usgovernment" | "china", KnownCloud>> = {
  public: {
    resourceManager: "https://management.azure.com",
    audiences: ["management.core.windows.net"],
    authorityHosts: ["https://login.microsoftonline.com"],
    federationAudience: "api://AzureADTokenExchange",
    vaultDomain: vaultDomains.public,
  },
  usgovernment: {
    resourceManager: "https://management.usgovcloudapi.net",
    audiences: ["management.core.usgovcloudapi.net"],
    authorityHosts: ["https://login.microsoftonline.us"],
    federationAudience: "api://AzureADTokenExchangeUSGov",
    vaultDomain: vaultDomains.usgovernment,
  },
  china: {
    resourceManager: "https://management.chinacloudapi.cn",
    audiences: ["management.core.chinacloudapi.cn"],
    authorityHosts: ["https://login.chinacloudapi.cn", "https://login.partner.microsoftonline.cn"],
    federationAudience: "api://AzureADTokenExchangeChina",
    vaultDomain: vaultDomains.china,
  },
};

/**
 * Says where to send requests and what to sign in for. An endpoint (`--endpoint`) takes the place of the cloud's
 * resource manager; over plain http it must be on this machine and is sent no credential.
 */
export function connect(cloud: Cloud, options: { endpoint?: string | undefined; env: Environment }): Connection {
  const known = typeof cloud === "string" ? knownClouds[cloud] : ownerOf(cloud.resourceManager);
  const resourceManager = typeof cloud === "string" ? knownClouds[cloud].resourceManager : cloud.resourceManager;
  const origin =
    options.endpoint === undefined ? originOf(resourceManager, "cloud") : originOfEndpoint(options.endpoint);
  if (origin.startsWith("http:")) return { origin, signIn: "none" };
  const { audience, authorityHost } = typeof cloud === "string" ? { audience: resourceManager } : own(cloud);
  const authority = trustedAuthority(authorityHost, options.env) ?? (known ?? knownClouds.public).authorityHosts[0];
  // What another authority than Microsoft's gives out opens nothing of Microsoft's.
  if (typeof cloud !== "string" && isKnownAuthority(authority)) checkAudience(cloud, audience);
  return {
    origin,
    signIn: "credential",
    scope: `${audience.replace(/\/+$/, "")}/.default`,
    authorityHost: authority,
    federationAudience: (known ?? knownClouds.public).federationAudience,
    ...(known === undefined ? {} : { vaultDomain: known.vaultDomain }),
  };
}

/** The origin of an endpoint as it was typed; throws AzureError, which says what would be right, where it is none. */
export function originOfEndpoint(endpoint: string): string {
  return originOf(endpoint, "endpoint");
}

/** True for the login hosts of Microsoft's clouds, whose metadata the sign-in library knows without asking. */
export function isKnownAuthority(authorityHost: string): boolean {
  return Object.values(knownClouds).some((cloud) => cloud.authorityHosts.includes(authorityHost.replace(/\/+$/, "")));
}

function own(cloud: Exclude<Cloud, string>): { audience: string; authorityHost: string | undefined } {
  const audience = cloud.audience ?? cloud.resourceManager;
  const owner = ownerOf(audience);
  if (owner !== undefined && owner !== ownerOf(cloud.resourceManager))
    throw notForOthers(cloud, audience, owner.resourceManager);
  return { audience, authorityHost: cloud.authorityHost };
}

/**
 * A token opens what it is for, and the workspace file, which says where it is sent, is part of a pull request. So it is
 * for the host that it is sent to or one beside it, or for an application of somebody's own tenant, as Azure Stack has it
 * (https://learn.microsoft.com/azure-stack/operator/azure-stack-rest-api-use): not for a vault, a database, or Graph.
 */
function checkAudience({ resourceManager }: Exclude<Cloud, string>, audience: string): void {
  const url = URL.canParse(audience) ? new URL(audience) : undefined;
  const host = url?.protocol === "https:" ? url.hostname : "";
  const target = new URL(resourceManager).hostname;
  const owner = ownerOf(audience);
  const isOwn = owner !== undefined && owner === ownerOf(resourceManager);
  const [here, there] = [parentOf(host), parentOf(target)];
  const isBeside = here !== undefined && here === there && !microsofts.test(here);
  if (!isOwn && host !== target && !isBeside && !/^[^.]+(?:\.[^.]+)*\.onmicrosoft\.com$/.test(host))
    throw notForOthers({ resourceManager }, audience, "something else");
}

/** `stack.example` of `arm.stack.example`; a name of two parts has none that belongs to one owner. */
function parentOf(host: string): string | undefined {
  const parts = host.split(".").slice(1);
  return parts.length < 2 || parts.includes("") ? undefined : parts.join(".");
}

/** Domains that hold services of Microsoft's beside machines of anybody's. */
const microsofts =
  /(?:^|\.)(?:azure|microsoft|windows|azure-api|usgovcloudapi|chinacloudapi|microsoftonline)\.(?:com|net|us|cn)$/;

function notForOthers({ resourceManager }: Exclude<Cloud, string>, audience: string, opens: string): AzureError {
  return refuse(
    resourceManager,
    `a token for \`${audience}\` opens ${opens} and is sent nowhere else: ` +
      "leave out `audience`, or name the audience of this cloud",
  );
}

function ownerOf(address: string): KnownCloud | undefined {
  const host = URL.canParse(address) ? new URL(address).hostname : "";
  return Object.values(knownClouds).find(({ resourceManager, audiences }) => {
    const main = new URL(resourceManager).hostname;
    return host === main || host.endsWith(`.${main}`) || audiences.includes(host);
  });
}

/**
 * Client secrets and assertions go to the authority. The workspace file is part of a pull request, so alone it must
 * not be able to send them to a stranger: such a host counts when the environment names it, too.
 */
function trustedAuthority(asked: string | undefined, env: Environment): string | undefined {
  const fromEnvironment = env["AZURE_AUTHORITY_HOST"];
  if (fromEnvironment !== undefined && fromEnvironment !== "") return httpsOrigin(withScheme(fromEnvironment));
  if (asked === undefined || isKnownAuthority(asked)) return asked;
  throw refuse(
    asked,
    `credentials are sent to \`${asked}\` only when the environment agrees: set AZURE_AUTHORITY_HOST=${asked} as well`,
  );
}

// The sign-in library of other languages takes the host alone in this variable.
function withScheme(host: string): string {
  return host.includes("://") ? host : `https://${host}`;
}

function httpsOrigin(address: string): string {
  const origin = originOf(address, "AZURE_AUTHORITY_HOST");
  if (origin.startsWith("http:")) throw refuse(address, `\`${address}\` cannot be signed in at: it must be https`);
  return origin;
}

function originOf(address: string, what: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw refuse(address, `${what} \`${address}\` is no address: write it as https://HOST or https://HOST:PORT`);
  }
  const extra = url.username + url.password + url.search + url.hash + url.pathname.replace("/", "");
  if (extra !== "") throw refuse(url.origin, `${what} \`${url.origin}\` must be scheme, host and port alone`);
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw refuse(
      address,
      `${what} \`${address}\` is plain http to another machine: use https; http is for a loopback address only ` +
        "(localhost, 127.0.0.1, [::1]), and is then sent no credentials",
    );
  }
  return url.origin;
}

/** True for this machine's own addresses, as they stand in a URL. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function refuse(address: string, message: string): AzureError {
  return new AzureError(message, { reason: "rejected", tried: `open ${address}` });
}
