import { createHttpHeaders, type HttpClient, RestError } from "@azure/core-rest-pipeline";

/** A request as it reached the wire. */
export interface Seen {
  readonly method: string;
  readonly url: URL;
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

/** What a test lets Azure answer; a text body goes out as it is, everything else as JSON. */
export type Reply =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | { readonly broken: string; readonly message?: string };

/** Azure in a function: sees every request, answers what the test says. */
export interface InMemory {
  readonly client: HttpClient;
  readonly seen: Seen[];
}

/** Answers one reply per request, the last one for ever after. */
export function replies(...all: readonly [Reply, ...Reply[]]): InMemory {
  return answering((_, index) => all[Math.min(index, all.length - 1)]!);
}

/** Answers by a function of the request and its number, from 0. */
export function answering(reply: (seen: Seen, index: number) => Reply): InMemory {
  const seen: Seen[] = [];
  const client: HttpClient = {
    sendRequest: async (request) => {
      const one: Seen = {
        method: request.method,
        url: new URL(request.url),
        header: (name) => request.headers.get(name),
        body: typeof request.body === "string" ? request.body : "",
      };
      seen.push(one);
      const answer = reply(one, seen.length - 1);
      await Promise.resolve();
      if ("broken" in answer) throw new RestError(answer.message ?? answer.broken, { code: answer.broken, request });
      const { status, headers = {}, body = "" } = answer;
      const bodyAsText = typeof body === "string" ? body : JSON.stringify(body);
      return { request, status, headers: createHttpHeaders({ ...headers }), bodyAsText };
    },
  };
  return { client, seen };
}

/** An answer with a body. */
export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, body, headers };
}

/** ARM's refusal in ARM's shape. */
export function refusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, body: { error: { code, message } }, headers };
}
