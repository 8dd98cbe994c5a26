import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { refused, type Reply } from "./answers.ts";
import { type Faults, openFaults } from "./faults.ts";
import { mistakesIn } from "./openapi.ts";
import { perform, routeOf } from "./routes.ts";
import { emptyState } from "./seed.ts";
import { repositoryOf, type State } from "./state.ts";

/*
 * GitHub on this machine, as far as we use it: it keeps state, has pages, limits and permissions, refuses as GitHub
 * does, fails on demand, and holds every request against GitHub's own description. It knows nothing of our code.
 *
 *     const github = await startGitHub();
 *     const repository = github.state.repositories["company/alerts"]!;
 *     addCommit(repository, { branch: "quieter", files: { "rules/cpu.yaml": "…" }, sha });    // seed.ts
 *     addPullRequest(github.state, repository, { number: 7, head: { branch: "quieter" } });
 *     github.faults.push({ on: /^POST .*comments$/, cut: "after" });                            // faults.ts
 *     … GITHUB_API_URL=github.url, token `workflow-token` …
 *     github.requests, github.state, await github.close()
 */

/** What was asked, in order. */
interface LoggedRequest {
  /** `GET /repos/company/alerts/issues/7/comments` */
  readonly operation: string;
  readonly query: string;
  readonly body: any;
  readonly userAgent: string;
  readonly status: number | "cut";
}

export interface GitHub {
  /** `http://127.0.0.1:…`; with `/api/v3` behind it the API is GitHub Enterprise Server's. */
  readonly url: string;
  readonly state: State;
  readonly faults: Faults;
  readonly requests: LoggedRequest[];
  /** Fails where a request was not as GitHub's description wants it. */
  readonly close: () => Promise<void>;
}

export interface GitHubOptions {
  /** Epoch milliseconds, for the limits. */
  readonly now?: () => number;
  /** `no` where a test sends what GitHub does not know. */
  readonly judged?: "yes" | "no";
}

/** Starts one on a free port. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const { now = Date.now, judged = "yes" } = options;
  const state = emptyState();
  const faults = openFaults();
  const requests: LoggedRequest[] = [];
  const mistakes: string[] = [];
  const sockets = new Set<Socket>();

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const heard = await readRequest(request);
    const { method, path, query, body, operation } = heard;
    const log = (status: LoggedRequest["status"]): void => {
      const userAgent = request.headers["user-agent"] ?? "";
      requests.push({ operation, query: query.toString(), body, userAgent, status });
    };
    mistakes.push(...mistakesIn({ method, path, query, body }));
    const fault = faults.take(operation);
    if (fault?.delay !== undefined) await pause(fault.delay);
    if (fault?.cut === "before") {
      log("cut");
      request.socket.destroy();
      return;
    }
    const planned = typeof fault?.reply === "function" ? fault.reply() : fault?.reply;
    const reply = planned ?? answer(state, { ...heard, now });
    log(fault?.cut === undefined ? reply.status : "cut");
    if (fault?.cut === "after") request.socket.destroy();
    else send(response, { ...reply, headers: { ...limitHeaders(state), ...reply.headers } }, fault?.cut === "within");
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      mistakes.push(String(error instanceof Error ? error.stack : error));
      response.writeHead(500).end();
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Sound because the server listens on a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    faults,
    requests,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      if (judged === "yes" && mistakes.length > 0) throw new Error(`GitHub would not have it:\n${mistakes.join("\n")}`);
    },
  };
}

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: any;
  readonly operation: string;
  readonly token: string;
  /** Of the API, as it was called. */
  readonly url: string;
}

async function readRequest(request: IncomingMessage): Promise<Heard> {
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? ""}`);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  const body = text === "" ? undefined : JSON.parse(text);
  const prefix = /^\/api\/v3(?=\/(?!graphql$))|^\/api(?=\/graphql$)/.exec(url.pathname)?.[0] ?? "";
  const path = url.pathname.slice(prefix.length);
  const method = request.method ?? "GET";
  const token = (request.headers.authorization ?? "").replace(/^(token|bearer) /i, "");
  return {
    method,
    path,
    query: url.searchParams,
    body,
    operation: `${method} ${path}`,
    token,
    url: `${url.origin}${prefix}`,
  };
}

function answer(state: State, heard: Heard & { readonly now: () => number }): Reply {
  const { method, path, token: given, now } = heard;
  const token = state.tokens[given];
  if (token === undefined) return refused(401, given === "" ? "Requires authentication" : "Bad credentials");
  const { limit } = state;
  if (limit.remaining <= 0 && now() < limit.resetAt * 1000) {
    return refused(403, `API rate limit exceeded for ${token.login}.`);
  }
  if (limit.remaining <= 0) limit.remaining = 1000;
  limit.remaining -= 1;
  const found = routeOf(method, path);
  const user = state.users.find((one) => one.login === token.login);
  if (found === undefined || user === undefined) return refused(404, "Not Found");
  const { owner, repo } = found.at;
  const name = `${owner ?? "company"}/${repo ?? "alerts"}`.toLowerCase();
  if (!Object.keys(state.repositories).some((one) => one.toLowerCase() === name)) return refused(404, "Not Found");
  return perform(found.route, { ...heard, state, token, user, at: found.at, repository: repositoryOf(state, name) });
}

function limitHeaders({ limit }: State): Readonly<Record<string, string>> {
  return { "x-ratelimit-remaining": `${limit.remaining}`, "x-ratelimit-reset": `${limit.resetAt}` };
}

function send(response: ServerResponse, { status, body, headers }: Reply, isCut: boolean): void {
  const isText = typeof body === "string";
  const text = body === undefined ? "" : isText ? body : JSON.stringify(body);
  const type = body === undefined ? {} : { "content-type": isText ? "text/plain" : "application/json; charset=utf-8" };
  const length = status === 204 ? {} : { "content-length": `${Buffer.byteLength(text)}` };
  response.writeHead(status, { ...type, ...length, ...headers });
  if (!isCut) {
    response.end(text);
    return;
  }
  response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
}
