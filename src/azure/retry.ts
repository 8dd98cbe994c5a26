import type { Method, Outcome } from "./exchange.ts";
import { isLasting } from "./exchange.ts";

/** An attempt's end, reduced to what the decision needs; times in milliseconds. */
export type Ending =
  | {
      readonly ended: "answered";
      readonly status: number;
      readonly code: string | undefined;
      readonly readable: boolean;
    }
  | Extract<Outcome, { ended: "broken" }>;

/** What one request has cost so far: attempts made (this one included), those throttled, time spent waiting. */
export interface Spent {
  readonly attempts: number;
  readonly throttled: number;
  readonly waited: number;
}

/** What to do after an attempt. `take` hands the answer on; the rest of the words are reasons to give up. */
export type Step =
  | { readonly step: "take" }
  | { readonly step: "again"; readonly afterMs: number; readonly because: "throttled" | "failed" }
  | { readonly step: "give-up"; readonly reason: "unavailable" | "throttled" | "interrupted" };

/** Longest single wait that Azure is granted: beyond five minutes a pipeline's log looks dead and a person decides better. */
export const longestWait = 5 * 60_000;
/** All waiting for one request together. */
export const longestWaiting = 15 * 60_000;
/** The same where only a warning hangs on it: a plan that is ready does not wait for that until its job is ended. */
export const longestWaitingAside = 60_000;

const maximumAttempts = 4;
const maximumThrottled = 12;

/**
 * Decides after each attempt. The numbers for failures are the SDK's (three retries, from one second, doubling, half of
 * it at random); the rest is ours, because the SDK gives up at once on a 429 without Retry-After, waits as long as a
 * Retry-After says, and repeats writes that may have been done.
 *
 * A read is repeated after whatever may pass. A write is repeated only where Azure cannot have acted: the connection was
 * never made; 429 and 408 (turned away, or not heard to the end); 503 in Azure's own words or with a Retry-After
 * (turned away); 502 `InvalidGatewayHost`, where the gateway did not find the service and the same PUT succeeds seconds
 * later. After a 500, another 502, a 504, a 503 of some proxy's, or a connection that broke, nobody knows: `interrupted`,
 * and the caller looks. Repeating a PUT blindly there could undo what somebody else wrote in between.
 */
export function nextStep(
  ending: Ending,
  spent: Spent,
  given: { method: Method; retryAfterMs: number | undefined; affordable: boolean; random: number; patience?: number },
): Step {
  const { patience = longestWaiting } = given;
  if (ending.ended === "answered" && ending.status === 429) return afterThrottling(spent, { ...given, patience });
  const failure = failureOf(ending, given);
  if (failure === "none") return { step: "take" };
  if (failure === "unknown") return { step: "give-up", reason: "interrupted" };
  if (failure === "lasting" || !given.affordable || spent.attempts - spent.throttled >= maximumAttempts) {
    return { step: "give-up", reason: "unavailable" };
  }
  const afterMs = given.retryAfterMs ?? backOff(1000, spent.attempts - spent.throttled, given.random);
  if (afterMs > longestWait || spent.waited + afterMs > patience) return { step: "give-up", reason: "unavailable" };
  return { step: "again", afterMs, because: "failed" };
}

function afterThrottling(
  spent: Spent,
  { retryAfterMs, patience }: { readonly retryAfterMs: number | undefined; readonly patience: number },
): Step {
  // Without the header: 5, 10, 20, 40, 60, 60 … seconds, as the windows we know of are a minute long.
  const afterMs = retryAfterMs ?? Math.min(60_000, 5000 * 2 ** spent.throttled);
  const tooMuch = afterMs > longestWait || spent.waited + afterMs > patience;
  if (tooMuch || spent.throttled + 1 >= maximumThrottled) return { step: "give-up", reason: "throttled" };
  return { step: "again", afterMs, because: "throttled" };
}

function backOff(first: number, attempts: number, random: number): number {
  const full = Math.min(64_000, first * 2 ** (attempts - 1));
  return Math.round(full / 2 + (random * full) / 2);
}

type Failure = "none" | "passing" | "lasting" | "unknown";

function failureOf(ending: Ending, given: { method: Method; retryAfterMs: number | undefined }): Failure {
  const isRead = given.method === "GET";
  if (ending.ended === "broken") {
    if (isLasting(ending.code)) return "lasting";
    return isRead || ending.sent === "no" ? "passing" : "unknown";
  }
  const { status, code, readable } = ending;
  if (status < 300) {
    if (readable) return "none";
    return isRead ? "passing" : "unknown";
  }
  if (status === 408) return "passing";
  if (status < 500) return "none";
  if (status === 501 || status === 505) return "lasting";
  if (isRead) return "passing";
  const turnedAway =
    (status === 503 && (given.retryAfterMs !== undefined || code !== undefined)) ||
    (status === 502 && code === "InvalidGatewayHost");
  return turnedAway ? "passing" : "unknown";
}

/**
 * A purse for all requests together: each retry after a failure costs one, each success earns a tenth. When Azure is
 * down, three hundred requests then fail soon, instead of each waiting out its own three retries.
 */
export interface Purse {
  readonly isEmpty: () => boolean;
  readonly spend: () => void;
  readonly earn: () => void;
}

// Counted in tenths, so that ten of them are one.
const fullPurse = 300;

/** A full purse: thirty retries. */
export function openPurse(): Purse {
  let tenths = fullPurse;
  return {
    isEmpty: () => tenths < 10,
    spend: () => {
      tenths -= 10;
    },
    earn: () => {
      tenths = Math.min(fullPurse, tenths + 1);
    },
  };
}
