import type { HttpClient } from "@azure/core-rest-pipeline";
import type * as Identity from "@azure/identity";
import type { TokenCredential } from "@azure/identity";
import {
  federatedCredentialCommands,
  type RefusedFederation,
  type ShownAssertion,
} from "../core/federated-credential.ts";
import { AzureError } from "../ports/azure.ts";
import { shownBy } from "./claims.ts";
import { type Connection, type Environment, isKnownAuthority } from "./cloud.ts";
import { githubAssertion } from "./github-assertion.ts";
import type { Scrub } from "../core/settings/scrub.ts";

type SigningIn = Extract<Connection, { signIn: "credential" }>;

/** What signing in needs; `httpClient` carries the requests to the token service, the SDK's own if absent. */
export interface SignIn {
  readonly connection: SigningIn;
  readonly env: Environment;
  readonly scrub: Scrub;
  readonly httpClient?: HttpClient | undefined;
  /** Told of every token that is got, so that nobody prints it. */
  readonly onSecret?: ((value: string) => void) | undefined;
}

/** A credential that can say how it signs in. */
export interface NamedCredential extends TokenCredential {
  /** `GitHub OpenID Connect`, `Azure CLI`, … */
  readonly way: string;
  /** What the token service was last shown of an OpenID Connect token; nothing where that is not how it signs in. */
  readonly shown: () => ShownAssertion | undefined;
}

/** A way to sign in: its name, the variables it needs, all of them set or not at all. */
interface Way {
  readonly name: string;
  readonly needs: readonly string[];
  readonly open: (identity: typeof Identity, signIn: SignIn, onAssertion: (token: string) => void) => TokenCredential;
}

/*
 * Our own order, not DefaultAzureCredential: that one knows nothing of GitHub's tokens, reads the process' environment,
 * asks 169.254.169.254 and half a dozen developer tools on its way, and its failure is a page about things nobody meant.
 * Here the first way whose variables are all set is the one taken, and no other is fallen back to when it fails: a
 * pipeline must not go on as somebody else. With DefaultAzureCredential's variables it signs in as that would.
 */
const ways: readonly Way[] = [
  {
    name: "GitHub OpenID Connect",
    needs: ["AZURE_CLIENT_ID", "AZURE_TENANT_ID", "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    open: (identity, signIn, onAssertion) =>
      new identity.ClientAssertionCredential(
        valueOf(signIn, "AZURE_TENANT_ID"),
        valueOf(signIn, "AZURE_CLIENT_ID"),
        githubAssertion({
          url: valueOf(signIn, "ACTIONS_ID_TOKEN_REQUEST_URL"),
          token: valueOf(signIn, "ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
          audience: signIn.connection.federationAudience,
          httpClient: signIn.httpClient,
          onToken: onAssertion,
        }),
        common(signIn),
      ),
  },
  {
    name: "workload identity",
    needs: ["AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE"],
    open: (identity, signIn) =>
      new identity.WorkloadIdentityCredential({
        tenantId: valueOf(signIn, "AZURE_TENANT_ID"),
        clientId: valueOf(signIn, "AZURE_CLIENT_ID"),
        tokenFilePath: valueOf(signIn, "AZURE_FEDERATED_TOKEN_FILE"),
        ...common(signIn),
      }),
  },
  {
    name: "client secret",
    needs: ["AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_CLIENT_SECRET"],
    open: (identity, signIn) =>
      new identity.ClientSecretCredential(
        valueOf(signIn, "AZURE_TENANT_ID"),
        valueOf(signIn, "AZURE_CLIENT_ID"),
        valueOf(signIn, "AZURE_CLIENT_SECRET"),
        common(signIn),
      ),
  },
  {
    name: "client certificate",
    needs: ["AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_CLIENT_CERTIFICATE_PATH"],
    open: (identity, signIn) =>
      new identity.ClientCertificateCredential(
        valueOf(signIn, "AZURE_TENANT_ID"),
        valueOf(signIn, "AZURE_CLIENT_ID"),
        {
          certificatePath: valueOf(signIn, "AZURE_CLIENT_CERTIFICATE_PATH"),
          ...(isSet(signIn.env, "AZURE_CLIENT_CERTIFICATE_PASSWORD")
            ? { certificatePassword: valueOf(signIn, "AZURE_CLIENT_CERTIFICATE_PASSWORD") }
            : {}),
        },
        common(signIn),
      ),
  },
  { name: "managed identity", needs: ["IDENTITY_ENDPOINT"], open: managedIdentity },
  { name: "managed identity of an older host", needs: ["MSI_ENDPOINT"], open: managedIdentity },
];

// A virtual machine announces its identity by no variable, and asking for it elsewhere takes long to fail. So it is
// asked for by the variable with which DefaultAzureCredential is told the same.
const onlyManagedIdentity = /^managedidentitycredential$/i;

const azureCli: Way = {
  name: "Azure CLI",
  needs: [],
  open: (identity) => new identity.AzureCliCredential({ processTimeoutInMs: 60_000 }),
};

/**
 * A credential that signs in by the first way the environment offers, else as whoever is signed in to the Azure CLI.
 * The sign-in library is loaded when the first token is asked for. Fails with AzureError `unauthenticated`, which says
 * which way was tried, what Microsoft Entra answered, and what to set.
 */
export function openCredential(signIn: SignIn): NamedCredential {
  const way = chosenWay(signIn.env);
  const { onSecret = () => undefined } = signIn;
  let opened: TokenCredential | undefined;
  let shown: ShownAssertion | undefined;
  const onAssertion = (token: string): void => {
    onSecret(token);
    shown = shownBy(token);
  };
  return {
    way: way.name,
    shown: () => shown,
    getToken: async (scopes, options) => {
      try {
        opened ??= way.open(await import("@azure/identity"), signIn, onAssertion);
        return await opened.getToken(scopes, options);
      } catch (error) {
        if (options?.abortSignal?.aborted === true) throw error;
        throw unauthenticated(error, { way, signIn, shown });
      }
    },
  };
}

function chosenWay(env: Environment): Way {
  if (onlyManagedIdentity.test(env["AZURE_TOKEN_CREDENTIALS"] ?? "")) {
    return { name: "managed identity", needs: [], open: managedIdentity };
  }
  return ways.find((way) => way.needs.every((name) => isSet(env, name))) ?? azureCli;
}

function managedIdentity(identity: typeof Identity, signIn: SignIn): TokenCredential {
  const retryOptions = { maxRetries: 2 };
  const clientId = valueOf(signIn, "AZURE_CLIENT_ID");
  return new identity.ManagedIdentityCredential(clientId === "" ? { retryOptions } : { clientId, retryOptions });
}

function common({ connection, httpClient }: SignIn): {
  authorityHost: string;
  disableInstanceDiscovery: boolean;
  httpClient?: HttpClient;
} {
  return {
    authorityHost: connection.authorityHost,
    // Else the library asks login.microsoftonline.com whether it knows the host, which a private cloud's it does not.
    disableInstanceDiscovery: !isKnownAuthority(connection.authorityHost),
    ...(httpClient === undefined ? {} : { httpClient }),
  };
}

function isSet(env: Environment, name: string): boolean {
  return (env[name] ?? "") !== "";
}

function valueOf({ env }: SignIn, name: string): string {
  return env[name] ?? "";
}

function unauthenticated(
  error: unknown,
  { way, signIn, shown }: { readonly way: Way; readonly signIn: SignIn; readonly shown: ShownAssertion | undefined },
): AzureError {
  const { said, correlationId } = saidByEntra(signIn.scrub(error instanceof Error ? error.message : String(error)));
  const { authorityHost } = signIn.connection;
  // The library keeps to itself why it could not ask, and links to a page that does not know it either.
  const unasked = /\b(?:endpoints_resolution_error|network_error)\b/.test(said)
    ? ` — is ${authorityHost} right (AZURE_AUTHORITY_HOST), does it answer, and is its certificate trusted (NODE_EXTRA_CA_CERTS)?`
    : "";
  const federation = shown === undefined ? undefined : refusedFederation({ shown, said, signIn });
  const facts = federation === undefined ? "" : ` — ${whatWasShown(federation)}`;
  const text =
    way === azureCli
      ? `cannot sign in to ${authorityHost}: ${whatIsMissing(signIn.env)} — ${way.name} says: ${said}${unasked}`
      : `cannot sign in to ${authorityHost} with ${way.name}: ${said}${unasked}${facts}`;
  const tried = `sign in with ${way.name}`;
  return new AzureError(signIn.scrub(text), { reason: "unauthenticated", tried, correlationId, federation });
}

/**
 * Entra's sentence and the id that its support asks for. The library wraps them in numbers and instants, most of them twice;
 * a comment on a pull request that says them would be another one at every run.
 */
function saidByEntra(message: string): { readonly said: string; readonly correlationId: string | undefined } {
  const whole = message.replace(/\s+/g, " ").trim();
  const [, said = whole, correlationId] =
    /\b(AADSTS\d+: .+?) Trace ID: \S+ Correlation ID: (\S+) Timestamp: /.exec(whole) ?? [];
  return { said, correlationId };
}

/**
 * The codes: no credential fits the issuer (700211), the audience (700212) or the subject (700213; 7002138 where only the
 * case differs), or any of them (70021), or the application has none at all (70025).
 */
function refusedFederation(given: {
  readonly shown: ShownAssertion;
  readonly said: string;
  readonly signIn: SignIn;
}): RefusedFederation {
  const { shown, said, signIn } = given;
  const client = valueOf(signIn, "AZURE_CLIENT_ID");
  return { shown, client, isUnknown: /AADSTS700(?:21\d*|25)\b/.test(said), said: signIn.scrub(said) };
}

/** Entra says that nothing fits, and not always what it was shown; GitHub says it nowhere. */
function whatWasShown({ shown, client, isUnknown }: RefusedFederation): string {
  const { issuer, subject, audience } = shown;
  const facts = `Azure was shown issuer \`${issuer}\`, subject \`${subject}\`, audience \`${audience}\``;
  if (!isUnknown) return facts;
  const [application = "", managed = ""] = federatedCredentialCommands(shown, client);
  return `${facts}; \`${client}\` (AZURE_CLIENT_ID) needs a federated credential with just these, in this spelling: \`${application}\`, or for a managed identity \`${managed}\``;
}

/** What to do, and what a way lacks that somebody began to set up. */
function whatIsMissing(env: Environment): string {
  const begun = ways.flatMap(({ name, needs }) => {
    const missing = needs.filter((variable) => !isSet(env, variable));
    // Who signs in is the same for several ways; only what is a way's own says that it was meant.
    const isMeant = needs.some((variable) => !who.includes(variable) && isSet(env, variable));
    return isMeant && name !== "GitHub OpenID Connect" ? [`${name} lacks ${missing.join(" and ")}`] : [];
  });
  return [...(isSet(env, "GITHUB_ACTIONS") ? inWorkflow(env) : [elsewhere]), ...begun].join("; ");
}

const who: readonly string[] = ["AZURE_CLIENT_ID", "AZURE_TENANT_ID"];

/** A variable of the repository that is not there makes an input that is empty: it looks as if it was given. */
function inWorkflow(env: Environment): readonly string[] {
  const nobody = who.filter((variable) => !isSet(env, variable));
  const names = nobody.map((variable) => (variable === "AZURE_CLIENT_ID" ? "`client-id`" : "`tenant-id`"));
  return [
    ...(nobody.length === 0
      ? []
      : [
          `give the step ${names.join(" and ")} (${nobody.join(" and ")}; a variable that the repository has not got gives nothing), or let \`azure/login\` come before it`,
        ]),
    ...(isSet(env, "ACTIONS_ID_TOKEN_REQUEST_URL")
      ? []
      : [
          "give the job `permissions: id-token: write` (a pull request from a fork or by Dependabot is given no token whatever it says)",
        ]),
  ];
}

const elsewhere =
  "on a workstation `az login`; elsewhere AZURE_CLIENT_ID and AZURE_TENANT_ID with AZURE_FEDERATED_TOKEN_FILE, AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH; on a virtual machine AZURE_TOKEN_CREDENTIALS=ManagedIdentityCredential";
