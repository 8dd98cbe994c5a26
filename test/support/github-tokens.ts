import { createServer } from "node:https";
import { jsonWebToken } from "./json-web-token.ts";

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
