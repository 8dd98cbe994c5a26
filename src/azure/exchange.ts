import type { HttpClient, Pipeline, PipelineResponse } from "@azure/core-rest-pipeline";
import { createHttpHeaders, createPipelineRequest } from "@azure/core-rest-pipeline";
import type { Json } from "../core/json.ts";

export type Method = "GET" | "PUT" | "DELETE";

/** One request: a URL that has been admitted, the body as text, and the id under which Azure's support finds it. */
export interface Message {
  readonly method: Method;
  readonly url: URL;
  readonly body?: string;
  readonly requestId: string;
}

/** What Azure answered; `json` is absent where the body is empty or not JSON. */
export interface Answer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
  readonly json: Json | undefined;
}

/** How one attempt ended. `sent` says whether Azure can have acted on it: no, or nobody knows. */
export type Outcome =
  | { readonly ended: "answered"; readonly answer: Answer }
  | { readonly ended: "broken"; readonly sent: "no" | "perhaps"; readonly code: string; readonly because: string };

/** What an attempt needs: the pipeline, the client that sends, and how long (ms) an attempt may take. */
export interface Line {
  readonly pipeline: Pipeline;
  readonly httpClient: HttpClient;
  readonly patience: number;
}

// A resource group of 5,000 log alerts with long queries in one page is about 50 MB. The bound is there for an
// endpoint that never ends its answer.
const longestBody = 256 * 1024 * 1024;

/** Sends once. Throws only what the caller asked for (its signal), what signing in threw, and bugs. */
export async function exchange(line: Line, message: Message, signal: AbortSignal): Promise<Outcome> {
  const outOfPatience = AbortSignal.timeout(line.patience);
  try {
    return await attempt(line, message, AbortSignal.any([signal, outOfPatience]));
  } catch (error) {
    if (outOfPatience.aborted) {
      return { ended: "broken", sent: "perhaps", code: "TIMEOUT", because: `no answer in ${line.patience / 1000} s` };
    }
    if (signal.aborted) return { ended: "broken", sent: "perhaps", code: "ABORTED", because: "asked to stop" };
    const broken = asBroken(error);
    if (broken === undefined) throw error;
    return broken;
  }
}

async function attempt(line: Line, message: Message, signal: AbortSignal): Promise<Outcome> {
  const headers = createHttpHeaders({ accept: "application/json" });
  if (message.body !== undefined) headers.set("content-type", "application/json; charset=utf-8");
  const request = createPipelineRequest({
    url: message.url.href,
    method: message.method,
    headers,
    requestId: message.requestId,
    abortSignal: signal,
    allowInsecureConnection: message.url.protocol === "http:",
    // The body is read here, not by the pipeline: its own reader has no bound, and forgets the status of an answer
    // that is cut off, which is the very thing one wants to know after a write.
    streamResponseStatusCodes: new Set([Number.POSITIVE_INFINITY]),
    ...(message.body === undefined ? {} : { body: message.body }),
  });
  const response = await line.pipeline.sendRequest(line.httpClient, request);
  const text = await bodyOf(response).catch((error: unknown) => {
    const broken = asBroken(error);
    if (broken === undefined || (response.status < 300 && message.method !== "DELETE")) throw error;
    // A refusal is a refusal though its words are lost, and what is deleted is deleted.
    return `(the answer was cut off: ${broken.because})`;
  });
  return { ended: "answered", answer: answerOf(response, text) };
}

async function bodyOf(response: PipelineResponse): Promise<string> {
  const stream = response.readableStreamBody;
  if (stream === undefined) return response.bodyAsText ?? "";
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    length += bytes.length;
    if (length > longestBody) throw new TooLong();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

class TooLong extends Error {
  constructor() {
    super(`the answer is longer than ${longestBody / 1024 / 1024} MB`);
    this.name = "TooLong";
  }
}

function answerOf(response: PipelineResponse, text: string): Answer {
  return {
    status: response.status,
    header: (name) => response.headers.get(name),
    text,
    json: parse(text),
  };
}

function parse(text: string): Json | undefined {
  try {
    // Sound because JSON.parse makes nothing but Json.
    return JSON.parse(text.replace(/^\uFEFF/, "")) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

// Errors of name resolution, of connecting and of the TLS handshake: not a byte of the request has left.
const beforeSending = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_NODATA",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "EPROTO",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

function asBroken(error: unknown): Extract<Outcome, { ended: "broken" }> | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (code === undefined && error.name !== "AbortError" && !(error instanceof TooLong)) return undefined;
  if (code?.startsWith("ERR_") === true && !isHandshake(code) && !afterSending.has(code)) return undefined;
  return {
    ended: "broken",
    sent: isHandshake(code ?? "") || isConnecting(code, error.message) ? "no" : "perhaps",
    code: code ?? error.name,
    // Node's error for a name with several addresses that all refuse has no message.
    because: error.message === "" ? (code ?? error.name) : error.message,
  };
}

// Errors of Node's streams while an answer is read; its other ERR_… are our mistakes and stay what they are.
const afterSending = new Set(["ERR_STREAM_PREMATURE_CLOSE", "ERR_HTTP_CONTENT_LENGTH_MISMATCH"]);

function isHandshake(code: string): boolean {
  return beforeSending.has(code) || code.startsWith("ERR_SSL_");
}

function isConnecting(code: string | undefined, message: string): boolean {
  if (code === "ETIMEDOUT") return message === "" || message.startsWith("connect ");
  return message.startsWith("Client network socket disconnected before secure TLS connection was established");
}

/** True where trying again cannot help: nobody trusts the certificate, or there is no TLS at the other end. */
export function isLasting(code: string): boolean {
  return isHandshake(code) && /CERT|EPROTO|SIGNATURE|SSL/.test(code);
}
