import { createServer } from "node:https";
import { assignRole } from "../../src/emulator/access/role-assignments.ts";
import { createWorld, type World } from "../../src/emulator/arm/world.ts";
import { guidOf } from "../../src/emulator/guid.ts";
import { jsonWebToken } from "./json-web-token.ts";

const subscription = "11111111-1111-1111-1111-111111111111";
const readable = `/subscriptions/${subscription}/resourceGroups/rg-alerts`;

/** The client id of an identity that a workflow signs in as. */
export const clientId = "33333333-3333-4333-8333-333333333333";

/** An Azure that lets in that identity alone, by GitHub's tokens with such a subject, to read where the alerts are. */
export function worldOfOneReader(subject: string): World {
  const world = createWorld({ tokens: "required", rateLimits: "off" });
  for (const name of ["rg-alerts", "rg-app"])
    world.groups.set(`${subscription}/${name}`, { subscription, name, location: "koreacentral" });
  const issuer = "https://token.actions.githubusercontent.com";
  world.identities.set(`${readable}/providers/microsoft.managedidentity/userassignedidentities/tocsin-plan`, {
    id: `${readable}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/tocsin-plan`,
    location: "koreacentral",
    clientId,
    principalId: guidOf(clientId),
    credentials: [{ name: "github", issuer, subject, audiences: ["api://AzureADTokenExchange"] }],
  });
  assignRole(world, { principalId: guidOf(clientId), scope: readable, role: "Monitoring Reader" });
  return world;
}

/** GitHub's token service of a run, as a job with `id-token: write` is told of it. */
export interface GithubTokens {
  /** The variables that such a job has. */
  readonly env: Readonly<Record<string, string>>;
  /** The subject of the tokens from now on. */
  subject: string;
  /** Every token that was given out. */
  readonly given: string[];
  close(): Promise<void>;
}

/**
 * Gives tokens by https, as GitHub does: for the audience that is asked for, to whoever shows the run's own token. The
 * tokens have a signature that nobody can check. https://docs.github.com/actions/reference/security/oidc
 */
export async function startGithubTokens(
  tls: { readonly certificate: string; readonly key: string },
  subject: string,
): Promise<GithubTokens> {
  const runToken = "the-token-of-the-run";
  const server = createServer({ cert: tls.certificate, key: tls.key }, (request, response) => {
    const url = new URL(request.url ?? "", "https://localhost");
    if (request.headers.authorization !== `bearer ${runToken}`) return void response.writeHead(401).end();
    const token = jsonWebToken({
      iss: "https://token.actions.githubusercontent.com",
      sub: tokens.subject,
      aud: url.searchParams.get("audience"),
      exp: Math.floor(Date.now() / 1000) + 300,
    });
    tokens.given.push(token);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ value: token }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const tokens: GithubTokens = {
    subject,
    given: [],
    env: {
      GITHUB_ACTIONS: "true",
      ACTIONS_ID_TOKEN_REQUEST_URL: `https://localhost:${address.port}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: runToken,
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return tokens;
}
