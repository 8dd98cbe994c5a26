import type { HostRefusal } from "../ports/pull-request-host.ts";
import { isUncertain, pauseOf, retryAfterOf, type Failure } from "./failure.ts";

/** What a request has cost so far, the failure at hand included. */
export interface Spent {
  readonly failed: number;
  readonly throttled: number;
}

/** What to do after a failure; times in milliseconds. */
export type Step =
  | { readonly step: "again"; readonly afterMs: number; readonly because: "throttled" | "failed" }
  | { readonly step: "give-up"; readonly reason: HostRefusal };

/** Longest single wait that GitHub is granted: its hourly limit may ask for an hour, and a job that waits is paid for. */
const longestWait = 60_000;

const mostThrottled = 2;

// Octokit's own retries; ours, because its waits hear no signal, and it repeats what must not be done twice.
const delays = [1000, 4000, 9000];

/** Decides after each failure. That what is tried again was not done meanwhile is the caller's to look after. */
export function nextStep(failure: Failure, spent: Spent, now: number): Step {
  const pause = pauseOf(failure, now);
  if (pause !== undefined) {
    if (pause > longestWait || spent.throttled > mostThrottled) return { step: "give-up", reason: "throttled" };
    return { step: "again", afterMs: pause, because: "throttled" };
  }
  if (failure.failed === "answered" && !isUncertain(failure)) return { step: "give-up", reason: reasonOf(failure) };
  const delay = delays[spent.failed - 1];
  const afterMs = Math.max(delay ?? 0, retryAfterOf(failure, now) ?? 0);
  if (delay === undefined || afterMs > longestWait || isLasting(failure))
    return { step: "give-up", reason: "unavailable" };
  return { step: "again", afterMs, because: "failed" };
}

function isLasting(failure: Failure): boolean {
  if (failure.failed === "answered") return failure.status === 501 || failure.status === 505;
  return /CERT|SIGNATURE|EPROTO|ERR_SSL/.test(failure.code);
}

function reasonOf({ status, words }: { readonly status: number; readonly words: string }): HostRefusal {
  // What the repository has switched off is as good as forbidden; what somebody deleted is gone.
  if (status === 410 && /disabled/i.test(words)) return "forbidden";
  switch (status) {
    case 401:
      return "unauthenticated";
    case 403:
      return "forbidden";
    case 404:
    case 410:
      return "not-found";
    default:
      return "rejected";
  }
}
