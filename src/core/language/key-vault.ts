import { code } from "../diagnostic.ts";

/**
 * Where the key vaults of Microsoft's clouds are: `NAME.` and this. A token for key vaults goes to such a host and to no
 * other, since the workspace, which names the vaults, is part of a pull request.
 * https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers
 */
export const vaultDomains = {
  public: "vault.azure.net",
  usgovernment: "vault.usgovcloudapi.net",
  china: "vault.azure.cn",
} as const;

/** A secret of a key vault; without a version it is the newest one. */
export interface VaultSecret {
  /** `kv-alerts.vault.azure.net`, in lower case. */
  readonly host: string;
  /** The part of the host that says in which cloud the vault is. */
  readonly domain: string;
  readonly name: string;
  readonly version?: string;
}

const wanted = "write `https://VAULT.vault.azure.net/secrets/NAME`, and `/VERSION` behind it for one that stays";

/** The secret that an address names, or what is wrong with the address and what would be right. */
export function readVaultAddress(text: string): VaultSecret | { readonly complaint: string } {
  if (text.includes("${")) {
    return {
      complaint: `${code(text)} is no address of a secret; ${wanted}; variables do not stand here, but an environment can have \`secrets\` of its own`,
    };
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return { complaint: `${code(text)} is no address of a secret; ${wanted}` };
  if (url.username !== "" || url.password !== "")
    return { complaint: `the address of a secret has no user and no password; ${wanted}` };
  if (url.protocol !== "https:")
    return { complaint: `${code(text)} is not https; a key vault is asked in no other way: ${wanted}` };
  const [name = "", ...rest] = url.hostname.split(".");
  const domain = rest.join(".");
  if (!Object.values<string>(vaultDomains).includes(domain) || !/^[a-z](?:-?[a-z\d])*$/.test(name) || url.port !== "") {
    return {
      complaint: `${code(url.host)} is no key vault of a cloud of Microsoft's, and nothing is signed in to there; ${wanted}`,
    };
  }
  if (url.search !== "" || url.hash !== "") return { complaint: `${code(text)} goes on behind the secret; ${wanted}` };
  return readPath(url, { host: url.hostname, domain }, text);
}

function readPath(
  { pathname }: URL,
  vault: { readonly host: string; readonly domain: string },
  text: string,
): VaultSecret | { readonly complaint: string } {
  const [collection = "", name = "", version, ...more] = pathname.split("/").slice(1);
  const kind = collection.toLowerCase();
  if (kind === "keys" || kind === "certificates") {
    const what = kind === "keys" ? "key" : "certificate";
    return {
      complaint: `${code(text)} is a ${what}, which is no text; a secret's address has \`/secrets/\`: ${wanted}`,
    };
  }
  // The portal's list of versions ends in a slash.
  const said = version === "" ? undefined : version;
  const isSecret =
    kind === "secrets" &&
    /^[\dA-Za-z-]{1,127}$/.test(name) &&
    (said === undefined || /^[\dA-Za-z]{1,64}$/.test(said)) &&
    more.every((part) => part === "");
  if (!isSecret) return { complaint: `${code(text)} is no address of a secret; ${wanted}` };
  return { ...vault, name, ...(said === undefined ? {} : { version: said }) };
}
