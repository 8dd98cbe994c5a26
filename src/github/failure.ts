import type { RequestError } from "octokit";

/** How an attempt failed: GitHub answered with a refusal, or no (whole) answer came. `sent` says whether GitHub can have acted. */
export type Failure =
  | {
      readonly failed: "answered";
      readonly tried: string;
      readonly status: number;
      readonly words: string;
      readonly header: (name: string) => string | undefined;
    }
  | {
      readonly failed: "broken";
      readonly tried: string;
      readonly sent: "no" | "perhaps";
      readonly code: string;
      readonly because: string;
    };

/** Reads Octokit's error, which says 500 where there was no answer at all. */
export function failureOf(error: RequestError, apiUrl: string): Failure {
  const tried = `${error.request.method} ${pathOf(error.request.url, apiUrl)}`;
  const { response } = error;
  if (response === undefined) {
    const { code, because } = causeOf(error);
    return { failed: "broken", tried, sent: neverSent.test(code) ? "no" : "perhaps", code, because };
  }
  const header = (name: string): string | undefined => {
    const value = response.headers[name];
    return value === undefined ? undefined : String(value);
  };
  return { failed: "answered", tried, status: response.status, words: wordsOf(response.data), header };
}

// Where the connection was never made. A time-out may hit a request that was heard.
const neverSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$|CERT|SIGNATURE/;

/** Whether GitHub may have done what it was asked for, although it did not say so. */
export function isUncertain(failure: Failure): boolean {
  return failure.failed === "broken" ? failure.sent === "perhaps" : failure.status >= 500 || failure.status === 408;
}

/**
 * How long (ms) GitHub wants to be left alone, where the failure is one of its two limits: the primary one counts a
 * token's requests by the hour, the secondary one looks at bursts. Both answer 403 or 429.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function pauseOf(failure: Failure, now: number): number | undefined {
  if (failure.failed === "broken" || (failure.status !== 403 && failure.status !== 429)) return undefined;
  const { header, status, words } = failure;
  const asked = retryAfterOf(failure, now);
  if (asked !== undefined) return asked;
  // The last request that was allowed has a remainder of 0 as well, and may be refused for another reason.
  const isSpent = header("x-ratelimit-remaining") === "0" && !/not accessible|not permitted/i.test(words);
  const reset = Number(header("x-ratelimit-reset"));
  // A second more, as the reset is told in whole ones.
  if (isSpent && reset > 0) return Math.max(0, reset * 1000 - now) + 1000;
  return status === 429 || isSpent || /rate limit|abuse detection/i.test(words) ? 60_000 : undefined;
}

/** What `Retry-After` says (ms), in seconds or as a date. */
export function retryAfterOf(failure: Failure, now: number): number | undefined {
  const text = failure.failed === "answered" ? failure.header("retry-after") : undefined;
  if (text === undefined) return undefined;
  const after = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(after) ? undefined : Math.max(0, after);
}

function pathOf(url: string, apiUrl: string): string {
  const { pathname } = new URL(url);
  const base = new URL(apiUrl).pathname.replace(/\/$/, "");
  return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname;
}

// `fetch` says no more than that it failed; the reason is its cause, and that of a connection has a code.
function causeOf(error: RequestError): { readonly code: string; readonly because: string } {
  const thrown = error.cause;
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  if (!(cause instanceof Error)) return { code: "", because: error.message };
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return { code, because: cause.message === "" ? code : cause.message };
}

/** GitHub's own words, in one line: its message, and what it says of each field. */
function wordsOf(data: unknown): string {
  if (typeof data === "string") return inOneLine(data.replace(/<(script|style|head)\b[\s\S]*?<\/\1>|<[^>]*>/gi, " "));
  if (typeof data !== "object" || data === null) return "";
  const message = "message" in data && typeof data.message === "string" ? [data.message] : [];
  const errors = "errors" in data && Array.isArray(data.errors) ? data.errors.slice(0, 5).map(errorWords) : [];
  return inOneLine([...message, ...errors].join(": "));
}

// `{"resource":"Issue","code":"custom","field":"body","message":"body is too long"}`; the message may be missing.
function errorWords(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  if ("message" in error && typeof error.message === "string") return error.message;
  return ["resource", "field", "code"]
    .flatMap((key) => (key in error ? [String(Reflect.get(error, key))] : []))
    .join(" ");
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
