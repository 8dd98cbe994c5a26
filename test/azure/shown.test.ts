import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openReader } from "../../src/azure/azure.ts";
import { claimsOf, shownBy } from "../../src/azure/claims.ts";
import { credentialName, federatedCredentialCommands } from "../../src/core/federated-credential.ts";
import { shellWord } from "../../src/core/shell.ts";
import { githubClaims, jsonWebToken } from "../support/json-web-token.ts";
import { runs } from "../support/runs.ts";
import { metricAlerts, never, refusedBy, scope } from "./support/azure.ts";
import { answering, ok, type Reply } from "./support/in-memory.ts";

const client = "11111111-0000-0000-0000-000000000001";
const env = {
  AZURE_CLIENT_ID: client,
  AZURE_TENANT_ID: "22222222-0000-0000-0000-000000000002",
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://actions.example/oidc?api-version=2.0",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "run-token",
};
const subject = "repo:shop@1/alerts@2:pull_request";
const assertion = jsonWebToken(githubClaims(subject));

/** Signs in by a GitHub that gives this assertion to an Entra that answers so, and lists alerts. */
async function listing(assertion: string, entra: Reply) {
  const said: string[] = [];
  const service = answering(({ url }) => {
    if (url.hostname === "actions.example") return ok({ value: assertion });
    if (url.pathname.endsWith("/token")) return entra;
    if (url.hostname === "management.azure.com") return ok({ value: [] });
    const issuer = `${url.origin}${url.pathname.replace("/.well-known/openid-configuration", "")}`;
    const endpoints = { authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` };
    return ok({ ...endpoints, issuer, jwks_uri: `${issuer}/keys` });
  });
  const onSecret = (value: string): void => void said.push(value);
  const reader = await openReader({
    cloud: "public",
    env,
    version: "1",
    secrets: [],
    httpClient: service.client,
    onSecret,
  });
  return { said, list: reader.list(metricAlerts, scope, never()) };
}

const refusedWith = (error_description: string): Reply => ({
  status: 401,
  body: { error: "invalid_client", error_description },
});

test.each([
  `AADSTS700213: No matching federated identity record found for presented assertion subject '${subject}'.`,
  "AADSTS7002138: The subject matches with case-insensitive comparison, but not with case-sensitive comparison.",
  "AADSTS700211: No matching federated identity record found for presented assertion issuer 'x'.",
  "AADSTS70021: No matching federated identity record found for presented assertion.",
  "AADSTS70025: The client has no configured federated identity credentials.",
])("what Entra was shown and what must be set up is in the error: %s", async (words) => {
  const { list } = await listing(assertion, refusedWith(words));
  const { message, reason, federation } = await refusedBy(list);
  expect(reason).toBe("unauthenticated");
  expect(federation).toMatchObject({ client, isUnknown: true });
  expect(federation?.shown).toEqual({
    issuer: "https://token.actions.githubusercontent.com",
    subject,
    audience: "api://AzureADTokenExchange",
  });
  expect(message).toContain(
    `Azure was shown issuer \`https://token.actions.githubusercontent.com\`, subject \`${subject}\`, audience \`api://AzureADTokenExchange\``,
  );
  expect(message).toContain(`az ad app federated-credential create --id ${client} --parameters '{"name":`);
  expect(message).toContain(
    "az identity federated-credential create --name github-pull_request --identity-name IDENTITY",
  );
});

test("where Entra refuses something else, what it was shown is told, and no credential is asked for", async () => {
  const { list } = await listing(assertion, refusedWith("AADSTS700016: Application was not found in the directory."));
  const { message } = await refusedBy(list);
  expect(message).toContain(`subject \`${subject}\``);
  expect(message).not.toContain("federated-credential");
});

test("no token is in an error, whatever Entra says and whatever the token claims", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string({ minLength: 1 }), async (sub, word) => {
      const token = jsonWebToken({ ...githubClaims(sub), word });
      const { list } = await listing(token, refusedWith(`AADSTS700213: no match for ${token}`));
      const told = JSON.stringify(await refusedBy(list)) + (await refusedBy(list)).message;
      expect(told).not.toContain(token);
      expect(told).not.toContain(token.split(".")[1]);
    }),
    runs(20),
  );
});

test("every token that signing in brings is told, so that a log can be kept from showing it", async () => {
  const given = ok({ token_type: "Bearer", expires_in: 3600, access_token: "from-entra" });
  const { said, list } = await listing(assertion, given);
  expect(await list).toEqual([]);
  expect(new Set(said)).toEqual(new Set([assertion, "from-entra"]));
});

test("claims are read from anything, and of what is no token there are none", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(claimsOf(text)).toEqual({});
      expect(claimsOf(`a.${Buffer.from(`[${text}`).toString("base64url")}.c`)).toEqual({});
    }),
    runs(200),
  );
  expect(claimsOf("a.b.c")).toEqual({});
  expect(shownBy(jsonWebToken({ iss: "x", sub: "y" }))).toBeUndefined();
  expect(shownBy(jsonWebToken({ iss: "x", sub: "y", aud: ["z", "w"] }))).toMatchObject({ audience: "z" });
});

const printable = fc.string({ unit: "grapheme-ascii" }).filter((text) => !text.includes("\0"));

test("a shell takes a word as it was", () => {
  fc.assert(
    fc.property(fc.array(printable, { minLength: 1, maxLength: 30 }), (words) => {
      const out = execFileSync("sh", ["-c", `printf '%s\\0' ${words.map(shellWord).join(" ")}`]).toString();
      expect(out.split("\0").slice(0, -1)).toEqual(words);
    }),
    runs(20),
  );
});

test("the command that is told sets up just what was shown, whatever an environment is called", () => {
  fc.assert(
    fc.property(printable, (environment) => {
      const sub = `repo:o@1/r@2:environment:${environment}`;
      const shown = { issuer: "https://i", subject: sub, audience: "api://a" };
      const [application = ""] = federatedCredentialCommands(shown, client);
      const out = execFileSync("sh", ["-c", application.replace(/^az/, "printf '%s\\0'")]).toString();
      expect(JSON.parse(out.split("\0").at(-2) ?? "")).toMatchObject({
        issuer: "https://i",
        subject: sub,
        audiences: ["api://a"],
      });
      expect(credentialName(sub)).toMatch(/^[a-zA-Z0-9][\w-]{2,119}$/);
    }),
    runs(20),
  );
});
