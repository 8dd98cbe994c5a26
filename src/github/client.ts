import type { Octokit } from "octokit";
import { HostError } from "../ports/pull-request-host.ts";
import { type Clock, type HostEvent, wallClock } from "./event.ts";
import { failureOf, isUncertain, type Failure } from "./failure.ts";
import { openOctokit, type OctokitOptions } from "./octokit.ts";
import { type Errand, hostErrorOf } from "./refusal.ts";
import { nextStep } from "./retry.ts";

/** How a host is opened. */
export interface HostOptions {
  readonly token: string;
  /** `https://api.github.com`; of GitHub Enterprise Server it ends in `/api/v3`. */
  readonly apiUrl: string;
  /** `owner/name` */
  readonly repository: string;
  /** Ours, for GitHub's logs. */
  readonly version: string;
  /** Takes secrets out of whatever GitHub says. */
  readonly scrub: (text: string) => string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: HostEvent) => void;
  readonly clock?: Clock;
  readonly spacing?: OctokitOptions["spacing"];
}

/** A request, sent as often as it takes; each call of it is one attempt. */
type Send<T> = (octokit: Octokit) => Promise<T>;

/** A page of a list, as Octokit gives it. */
interface Page<T> {
  readonly data: readonly T[];
  readonly headers: { readonly link?: string | undefined };
}

/** The way to one repository; everything on it throws HostError, after the retries and waits that are worth it. */
export interface Client {
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly apiUrl: string;
  /** For what may be done twice: it is the same after the second time. */
  readonly ask: <T>(errand: Errand, send: Send<T>) => Promise<T>;
  /** Every page of a list. */
  readonly list: <T>(
    errand: Errand,
    send: (octokit: Octokit, page: { readonly per_page: number; readonly page: number }) => Promise<Page<T>>,
  ) => Promise<readonly T[]>;
  /** For what would be there twice: where GitHub may have done it, it is looked for before it is sent again. */
  readonly create: <T>(
    errand: Errand,
    given: { readonly send: Send<T>; readonly look: () => Promise<T | undefined> },
  ) => Promise<T>;
}

/** Opens the way to a repository; nothing is sent yet. */
export async function openClient(options: HostOptions): Promise<Client> {
  const { apiUrl, repository, scrub, clock = wallClock, onEvent = () => {} } = options;
  const signal = options.signal ?? new AbortController().signal;
  const { octokit, isRequestError } = await openOctokit({
    ...options,
    signal,
    spacing: options.spacing ?? "github",
    warn: (text) => onEvent({ event: "warning", text: scrub(text) }),
  });
  const attempt = async <T>(send: Send<T>): Promise<{ readonly done: T } | Failure> => {
    try {
      return { done: await send(octokit) };
    } catch (error) {
      signal.throwIfAborted();
      if (!isRequestError(error)) throw error;
      return failureOf(error, apiUrl);
    }
  };
  const persist: Client["create"] = async (errand, { send, look }) => {
    let failed = 0;
    let throttled = 0;
    for (;;) {
      const outcome = await attempt(send);
      if (!("failed" in outcome)) return outcome.done;
      const now = clock.now();
      const step = nextStep(outcome, { failed: failed + 1, throttled: throttled + 1 }, now);
      if (step.step === "give-up") {
        const told = {
          reason: step.reason,
          origin: new URL(apiUrl).origin,
          attempts: failed + throttled + 1,
          now,
          scrub,
        };
        throw hostErrorOf(outcome, errand, told);
      }
      if (step.because === "throttled") throttled += 1;
      else failed += 1;
      const because = step.because === "throttled" ? "GitHub's rate limit" : wordsFor(outcome);
      onEvent({ event: "wait", tried: scrub(outcome.tried), because: scrub(because), milliseconds: step.afterMs });
      await clock.sleep(step.afterMs, signal);
      const there = isUncertain(outcome) ? await look() : undefined;
      if (there !== undefined) return there;
    }
  };
  const ask: Client["ask"] = (errand, send) => persist(errand, { send, look: unseen });
  const [owner = "", repo = ""] = repository.split("/");
  return {
    repository: { owner, repo },
    apiUrl,
    ask,
    list: async (errand, send) => {
      const found = [];
      for (let page = 1; ; page += 1) {
        const { data, headers } = await ask(errand, (to) => send(to, { per_page: 100, page }));
        found.push(...data);
        // A page may be short although more follow: what the token may not see is taken out of it.
        if (!/rel="?next\b/.test(headers.link ?? "")) return found;
      }
    },
    create: persist,
  };
}

function unseen(): Promise<undefined> {
  return Promise.resolve(undefined);
}

function wordsFor(failure: Failure): string {
  return failure.failed === "answered" ? `GitHub answered ${failure.status}` : failure.because;
}

/** True of an error that says just this; others are thrown on. */
export function isRefusal(error: unknown, ...reasons: readonly HostError["reason"][]): error is HostError {
  return error instanceof HostError && reasons.includes(error.reason);
}
