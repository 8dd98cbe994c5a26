import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/azure/cloud.ts";
import type { Cloud } from "../../src/core/language/workspace.ts";
import { openCredential } from "../../src/azure/credential.ts";
import { scrubber } from "../../src/core/settings/scrub.ts";
import { metricAlerts, never, open, refusedBy, scope } from "./support/azure.ts";
import { answering, type InMemory, ok, type Reply, type Seen } from "./support/in-memory.ts";

const scopes = ["https://management.azure.com/.default"];
const identity = {
  AZURE_CLIENT_ID: "11111111-0000-0000-0000-000000000001",
  AZURE_TENANT_ID: "22222222-0000-0000-0000-000000000002",
};

/** Microsoft Entra's token service and GitHub's in one function. */
function tokens(reply?: (seen: Seen) => Reply | undefined): InMemory {
  return answering((seen) => {
    const own = reply?.(seen);
    if (own !== undefined) return own;
    const { origin, pathname } = seen.url;
    if (pathname.endsWith("/.well-known/openid-configuration")) {
      const issuer = pathname.replace("/.well-known/openid-configuration", "");
      return ok({
        authorization_endpoint: `${origin}${issuer}/authorize`,
        token_endpoint: `${origin}${issuer}/token`,
        issuer: `${origin}${issuer}`,
        jwks_uri: `${origin}${issuer}/keys`,
      });
    }
    if (pathname.endsWith("/token")) return ok({ token_type: "Bearer", expires_in: 3600, access_token: "from-entra" });
    if (seen.url.hostname === "actions.example") return ok({ value: "from-github" });
    return { status: 404 };
  });
}

function credential(env: Record<string, string>, given: { cloud?: Cloud; service?: InMemory } = {}) {
  const connection = connect(given.cloud ?? "public", { env });
  if (connection.signIn !== "credential") throw new Error("nothing to sign in to");
  const httpClient = (given.service ?? tokens()).client;
  return openCredential({ connection, env, scrub: scrubber([env["AZURE_CLIENT_SECRET"] ?? ""]), httpClient });
}

test("with a client's secret, the token comes from the cloud's own authority", async () => {
  const service = tokens();
  const env = { ...identity, AZURE_CLIENT_SECRET: "hunter2" };
  const token = await credential(env, { cloud: "usgovernment", service }).getToken(scopes);
  expect(token?.token).toBe("from-entra");
  expect(new Set(service.seen.map((seen) => seen.url.hostname))).toEqual(new Set(["login.microsoftonline.us"]));
});

test("DefaultAzureCredential's variables alone sign in at another authority, tenant adfs, without asking Microsoft", async () => {
  const service = tokens();
  const env = {
    AZURE_CLIENT_ID: "any",
    AZURE_TENANT_ID: "adfs",
    AZURE_CLIENT_SECRET: "hunter2",
    AZURE_AUTHORITY_HOST: "https://localhost:8443",
  };
  expect((await credential(env, { service }).getToken(scopes))?.token).toBe("from-entra");
  expect(new Set(service.seen.map((seen) => seen.url.origin))).toEqual(new Set(["https://localhost:8443"]));
});

test("another authority works with an ordinary tenant, too", async () => {
  const service = tokens();
  const env = { ...identity, AZURE_CLIENT_SECRET: "hunter2", AZURE_AUTHORITY_HOST: "https://localhost:8443" };
  expect((await credential(env, { service }).getToken(scopes))?.token).toBe("from-entra");
  expect(new Set(service.seen.map((seen) => seen.url.origin))).toEqual(new Set(["https://localhost:8443"]));
});

const workflow = {
  ...identity,
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://actions.example/oidc?api-version=2.0",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "run-token",
};

test.each<[Cloud, string]>([
  ["public", "api://AzureADTokenExchange"],
  ["usgovernment", "api://AzureADTokenExchangeUSGov"],
  ["china", "api://AzureADTokenExchangeChina"],
])("in a workflow GitHub's token is exchanged: cloud %s, audience %s", async (cloud, audience) => {
  const service = tokens();
  // The secret is there as well: GitHub's own token goes first.
  const token = await credential({ ...workflow, AZURE_CLIENT_SECRET: "hunter2" }, { cloud, service }).getToken(scopes);
  expect(token?.token).toBe("from-entra");
  const asked = service.seen.find((seen) => seen.url.hostname === "actions.example");
  expect(asked?.url.searchParams.get("audience")).toBe(audience);
  expect(asked?.url.searchParams.get("api-version")).toBe("2.0");
  expect(asked?.header("authorization")).toBe("bearer run-token");
  const exchanged = service.seen.find((seen) => seen.body.includes("client_assertion"));
  expect(exchanged?.body).toContain("client_assertion=from-github");
  expect(exchanged?.header("authorization")).toBeUndefined();
});

test("the run's token is asked for by https only", async () => {
  const service = tokens();
  const env = { ...workflow, ACTIONS_ID_TOKEN_REQUEST_URL: "http://actions.example/oidc" };
  const error = await refusedBy(credential(env, { service }).getToken(scopes));
  expect(error.message).toContain("ACTIONS_ID_TOKEN_REQUEST_URL is not https");
  expect(service.seen.some((seen) => seen.url.hostname === "actions.example")).toBe(false);
});

test("where GitHub gives no token, the error says so", async () => {
  const service = tokens((seen) => (seen.url.hostname === "actions.example" ? { status: 403 } : undefined));
  const error = await refusedBy(credential(workflow, { service }).getToken(scopes));
  expect(error.reason).toBe("unauthenticated");
  expect(error.message).toContain("with GitHub OpenID Connect");
  expect(error.message).toContain("GitHub gave no token for the audience api://AzureADTokenExchange: it answered 403");
});

test("a federated token's file is exchanged", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "token");
  writeFileSync(file, "from-kubernetes\n");
  const service = tokens();
  const token = await credential({ ...identity, AZURE_FEDERATED_TOKEN_FILE: file }, { service }).getToken(scopes);
  expect(token?.token).toBe("from-entra");
  expect(service.seen.some((seen) => seen.body.includes("client_assertion=from-kubernetes"))).toBe(true);
});

test("a way that fails is the end: nobody else is signed in as, and Entra's words are told without the secret", async () => {
  const service = tokens((seen) =>
    seen.url.pathname.endsWith("/token")
      ? {
          status: 401,
          body: {
            error: "invalid_client",
            error_description: "AADSTS7000215: Invalid client secret hunter2-secret provided.",
          },
        }
      : undefined,
  );
  const error = await refusedBy(
    credential({ ...identity, AZURE_CLIENT_SECRET: "hunter2-secret" }, { service }).getToken(scopes),
  );
  expect(error).toMatchObject({ reason: "unauthenticated", tried: "sign in with client secret" });
  expect(error.message).toContain("AADSTS7000215");
  expect(error.message).not.toContain("hunter2");
});

test("an authority that cannot be asked is told with what to look at", async () => {
  const env = { ...identity, AZURE_CLIENT_SECRET: "hunter2", AZURE_AUTHORITY_HOST: "https://login.local" };
  const service = tokens(() => ({ status: 404 }));
  await expect(credential(env, { service }).getToken(scopes)).rejects.toThrow(
    " — is https://login.local right (AZURE_AUTHORITY_HOST), does it answer, and is its certificate trusted (NODE_EXTRA_CA_CERTS)?",
  );
});

describe("where nobody is signed in, the error says what to do before what the Azure CLI says", () => {
  const token = "`permissions: id-token: write` (a pull request from a fork";
  test.each([
    ["a workstation", {}, ["on a workstation `az login`; elsewhere AZURE_CLIENT_ID"], ["lacks", "workflow"]],
    [
      "a way that was begun",
      { AZURE_CLIENT_ID: "x", AZURE_CLIENT_SECRET: "y" },
      ["client secret lacks AZURE_TENANT_ID"],
      ["certificate lacks"],
    ],
    ["a job without a token", { ...identity, GITHUB_ACTIONS: "true" }, [`give the job ${token}`], ["give the step"]],
    [
      "a job without ids",
      { GITHUB_ACTIONS: "true", ACTIONS_ID_TOKEN_REQUEST_URL: "x", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "y" },
      [
        "give the step `client-id` and `tenant-id` (AZURE_CLIENT_ID and AZURE_TENANT_ID; a variable that",
        "azure/login",
      ],
      ["give the job", "lacks"],
    ],
    [
      "a job without either",
      { AZURE_CLIENT_ID: "x", GITHUB_ACTIONS: "true" },
      ["give the step `tenant-id` (AZURE_TENANT_ID; ", `give the job ${token}`],
      ["client-id"],
    ],
  ])("%s", async (_, env, said, unsaid) => {
    const before = process.env["PATH"];
    process.env["PATH"] = "/nowhere";
    onTestFinished(() => {
      process.env["PATH"] = before;
    });
    const error = await refusedBy(credential(env).getToken(scopes));
    expect(error).toMatchObject({ reason: "unauthenticated", tried: "sign in with Azure CLI" });
    expect(error.message).toMatch(/^cannot sign in to https:.* — Azure CLI says: Azure CLI could not be found/);
    for (const text of said) expect(error.message).toContain(text);
    for (const text of unsaid) expect(error.message).not.toContain(text);
  });
});

test("through the whole adapter, who is not signed in sends no request", async () => {
  const azure = answering(() => ok({ value: [] }));
  const failing = credential({ ...workflow, ACTIONS_ID_TOKEN_REQUEST_URL: "http://x" });
  const { reader } = await open({ httpClient: azure.client, credential: failing });
  expect((await refusedBy(reader.list(metricAlerts, scope, never()))).reason).toBe("unauthenticated");
  expect(azure.seen).toEqual([]);
});
