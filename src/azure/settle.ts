import type { AzureError } from "../ports/azure.ts";
import { countOf, resetOf, retryAfterOf, saidBy } from "./answer.ts";
import type { AzureEvent, Clock } from "./event.ts";
import { type Answer, exchange, type Line, type Method, type Outcome } from "./exchange.ts";
import type { Demand, News, Remaining } from "./pacing.ts";
import { type Advice, type Asked, type Effort, failureOf, putOffOf } from "./refusal.ts";
import { type Ending, longestWait, longestWaiting, nextStep, type Purse, type Spent, type Step } from "./retry.ts";
import { type Scrub, scrubber } from "../core/settings/scrub.ts";
import type { Turns } from "./turns.ts";

/** A request as the ports make it; `wish` completes *cannot …* in errors, `demand` says whose limits it uses. */
export interface Call<M extends Method> {
  readonly method: M;
  readonly url: URL;
  readonly wish: string;
  readonly demand: Demand;
  readonly body?: string;
  /** What to do about a refusal, where it is not ARM that refuses. */
  readonly advice?: Advice;
  /** What in the body looks like a secret: no error of this call may show it, though nobody has named it. */
  readonly secrets?: readonly string[];
}

/** What every text about a call passes: the secrets everybody knows of, and before them those of its own body. */
export function scrubOf({ secrets = [] }: Pick<Call<Method>, "secrets">, scrub: Scrub): Scrub {
  if (secrets.length === 0) return scrub;
  const own = scrubber(secrets);
  return (text) => scrub(own(text));
}

/** A call with its words for errors. */
export interface Errand {
  readonly call: Call<Method>;
  readonly asked: Asked;
}

/** What it takes to bring a request to its end. */
export interface Settling {
  readonly line: Line;
  readonly clock: Clock;
  readonly turns: Turns;
  readonly purse: Purse;
  /** How long (ms) one request is waited for, all in all, where that is less than usual. */
  readonly patience?: number;
  readonly scrub: Scrub;
  readonly onEvent: (event: AzureEvent) => void;
}

/**
 * Sends a request in its turn and again where that is safe (retry.ts), until there is an answer to judge. Throws
 * AzureError; and the signal's own reason for a read that was told to stop, or a write that was not yet sent.
 */
export async function settle(parts: Settling, errand: Errand, signal: AbortSignal): Promise<Answer> {
  const { clock, purse, turns, patience = longestWaiting } = parts;
  const { call, asked } = errand;
  const began = clock.now();
  // One id for all attempts, as the SDKs have it.
  const requestId = crypto.randomUUID();
  let spent: Spent = { attempts: 0, throttled: 0, waited: 0 };
  for (;;) {
    const outcome = await sendInTurn(parts, errand, { requestId, attempt: spent.attempts + 1, signal });
    spent = { ...spent, attempts: spent.attempts + 1 };
    const retryAfterMs = outcome.ended === "answered" ? askedToWait(outcome.answer, clock.now()) : undefined;
    const step = nextStep(endingOf(outcome, call.method), spent, {
      method: call.method,
      retryAfterMs,
      affordable: !purse.isEmpty(),
      patience,
      random: Math.random(),
    });
    turns.giveBack(call.demand, newsOf(outcome, call.demand, { step, now: clock.now() }));
    if (call.method === "GET") signal.throwIfAborted();
    if (step.step === "take" && outcome.ended === "answered") {
      purse.earn();
      return outcome.answer;
    }
    if (step.step !== "again") {
      const effort = { attempts: spent.attempts, milliseconds: clock.now() - began };
      throw givenUp(outcome, { step, asked, effort, retryAfterMs, patience, scrub: scrubOf(call, parts.scrub) });
    }
    parts.onEvent({
      event: "retry",
      tried: parts.scrub(asked.tried),
      because: parts.scrub(outcome.ended === "answered" ? String(outcome.answer.status) : outcome.because),
      milliseconds: step.afterMs,
    });
    spent = {
      attempts: spent.attempts,
      throttled: spent.throttled + (step.because === "throttled" ? 1 : 0),
      waited: spent.waited + step.afterMs,
    };
    // After a 429 the waiting is done in the queue: the limit is everybody's, and the bucket is shut until then.
    if (step.because === "failed") {
      purse.spend();
      await clock.sleep(step.afterMs, signal);
    }
  }
}

interface GivingUp {
  readonly step: Step;
  readonly asked: Asked;
  readonly effort: Effort;
  readonly retryAfterMs: number | undefined;
  readonly patience: number;
  readonly scrub: Scrub;
}

function givenUp(outcome: Outcome, { step, ...given }: GivingUp): AzureError {
  const reason = step.step === "give-up" ? step.reason : "unavailable";
  const isPutOff =
    reason === "throttled" ||
    (reason === "unavailable" && (given.retryAfterMs ?? 0) > Math.min(longestWait, given.patience));
  if (isPutOff && outcome.ended === "answered") return putOffOf(outcome.answer, given);
  return failureOf(outcome, { ...given, reason: reason === "interrupted" ? "interrupted" : "unavailable" });
}

interface Attempt {
  readonly requestId: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
}

// The caller gives the turn back, once it knows what the answer means; only what is thrown gives it back here.
async function sendInTurn(parts: Settling, errand: Errand, { requestId, attempt, signal }: Attempt): Promise<Outcome> {
  const { clock, onEvent, turns } = parts;
  const { call } = errand;
  const tried = parts.scrub(errand.asked.tried);
  const onWait = (milliseconds: number): void => onEvent({ event: "wait", tried, milliseconds });
  await turns.take(call.demand, { isAgain: attempt > 1, onWait }, signal);
  try {
    signal.throwIfAborted();
    onEvent({ event: "request", tried, attempt, requestId });
    const sent = clock.now();
    const { method, url } = call;
    const message = { method, url, requestId, ...(call.body === undefined ? {} : { body: call.body }) };
    const outcome = await exchange(parts.line, message, signal);
    const milliseconds = clock.now() - sent;
    if (outcome.ended === "answered") onEvent({ event: "answer", tried, status: outcome.answer.status, milliseconds });
    else onEvent({ event: "broken", tried, because: parts.scrub(outcome.because), milliseconds });
    return outcome;
  } catch (error) {
    turns.giveBack(call.demand, { news: "none" });
    throw error;
  }
}

function endingOf(outcome: Outcome, method: Method): Ending {
  if (outcome.ended === "broken") return outcome;
  const { answer } = outcome;
  // What a DELETE answers besides its status nobody reads; 202 and 204 have no body.
  const readable = method === "DELETE" || answer.json !== undefined || answer.status === 202 || answer.status === 204;
  return { ended: "answered", status: answer.status, code: saidBy(answer).code, readable };
}

function askedToWait(answer: Answer, now: number): number | undefined {
  return retryAfterOf(answer, now) ?? (answer.status === 429 ? resetOf(answer, now) : undefined);
}

function newsOf(outcome: Outcome, demand: Demand, given: { step: Step; now: number }): News {
  if (outcome.ended === "broken" || outcome.answer.status >= 500) return { news: "none" };
  const { answer } = outcome;
  if (answer.status !== 429) {
    return { news: "answered", arm: armRemaining(answer, demand), type: typeRemaining(answer, given.now) };
  }
  // Given up because Azure wants a longer wait than we grant: others are not made to wait that long in silence.
  if (given.step.step !== "again") return { news: "none" };
  return { news: "throttled", whose: limitOf(answer), closedMs: given.step.afterMs };
}

// Names: https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
function armRemaining(answer: Answer, demand: Demand): Remaining | undefined {
  const names = [`subscription-${demand.doing}s`, `subscription-global-${demand.doing}s`];
  return least(names.map((name) => countOf(answer, `x-ms-ratelimit-remaining-${name}`)));
}

function typeRemaining(answer: Answer, now: number): Remaining | undefined {
  const own = countOf(answer, "x-rate-limit-remaining");
  if (own !== undefined) return { remaining: own, resetMs: resetOf(answer, now) };
  return least([countOf(answer, "x-ms-ratelimit-remaining-subscription-resource-requests")]);
}

function least(counts: readonly (number | undefined)[]): Remaining | undefined {
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : { remaining: Math.min(...known) };
}

// `ResourceRequestsThrottled` comes from ARM's gateway too, yet counts one type's calls.
function limitOf(answer: Answer): "arm" | "type" {
  const { code } = saidBy(answer);
  if (code === "ResourceRequestsThrottled") return "type";
  if (code === "SubscriptionRequestsThrottled" || code === "TenantRequestsThrottled") return "arm";
  return answer.header("x-ms-failure-cause")?.toLowerCase() === "gateway" ? "arm" : "type";
}
