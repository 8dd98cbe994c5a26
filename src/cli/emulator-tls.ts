import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificates } from "../emulator/certificates.ts";
import type { EmulatorOptions } from "../emulator/http.ts";

/** What a start with `--tls` needs on this machine, until it is removed. */
export interface Tls {
  readonly server: Required<EmulatorOptions>["tls"];
  /** The variables with which clients find the emulator, trust it, and sign in, in the words of a POSIX shell. */
  exportsFor(url: string): string;
  /** The commands by which the Azure CLI is then signed in. */
  readonly azureCli: string;
  remove(): Promise<void>;
}

/**
 * Makes certificates, and a folder that only this user can look into: with the authority's certificate, and a place for
 * the Azure CLI, which keeps its sign-in there; the user's own stays untouched. No private key is written anywhere.
 */
export async function openTls(): Promise<Tls> {
  const { authority, ...server } = makeCertificates();
  const folder = await mkdtemp(join(tmpdir(), "tocsin-emulator-"));
  const paths = { authority: join(folder, "authority.pem"), azureCli: join(folder, "az") };
  await writeFile(paths.authority, authority, { mode: 0o600 });
  await mkdir(paths.azureCli, { mode: 0o700 });
  return {
    server,
    exportsFor: (url) => exportsFor(url, paths),
    azureCli: azureCliSignIn,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

// Any would do. The name stands where it is told who changed an alert.
const application = "emulator-user";
const secret = "any-secret-will-do";

function exportsFor(
  url: string,
  { authority, azureCli }: { readonly authority: string; readonly azureCli: string },
): string {
  const variables: readonly (readonly [string, string])[] = [
    ["EMULATOR", quote(url)],
    // Node adds the authority to those it knows; Python, and with it the Azure CLI, then knows no other.
    ["NODE_EXTRA_CA_CERTS", quote(authority)],
    ["REQUESTS_CA_BUNDLE", quote(authority)],
    ["NO_PROXY", '"localhost,127.0.0.1${NO_PROXY:+,$NO_PROXY}"'],
    ["no_proxy", '"$NO_PROXY"'],
    // No other tenant will do: of any but `adfs` the sign-in libraries first ask login.microsoftonline.com.
    ["AZURE_AUTHORITY_HOST", quote(url)],
    ["AZURE_TENANT_ID", "adfs"],
    ["AZURE_CLIENT_ID", application],
    ["AZURE_CLIENT_SECRET", secret],
    ["AZURE_CONFIG_DIR", quote(azureCli)],
    ["AZURE_CORE_COLLECT_TELEMETRY", "no"],
  ];
  return variables.map(([name, value]) => `export ${name}=${value}\n`).join("");
}

const azureCliSignIn = `az cloud register --name emulator --endpoint-resource-manager "$EMULATOR"
az cloud set --name emulator
az login --service-principal -u "$AZURE_CLIENT_ID" -p "$AZURE_CLIENT_SECRET" --tenant "$AZURE_TENANT_ID"
`;

function quote(text: string): string {
  return /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
