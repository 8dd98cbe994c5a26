import type { Clock } from "./event.ts";
import { ended, rested, taken, waitFor, type Demand, type News } from "./pacing.ts";

/** Who may send when: every request takes a turn and gives it back with what came of it. */
export interface Turns {
  /**
   * Waits until the request may be sent; rejects with the signal's reason when it is aborted before. Requests that go
   * again are served before those that wait for the first time.
   */
  readonly take: (demand: Demand, asking: Asking, signal: AbortSignal) => Promise<void>;
  readonly giveBack: (demand: Demand, news: News) => void;
}

/** `onWait` is told once, with the milliseconds, when the turn does not come at once because of a limit. */
interface Asking {
  readonly isAgain: boolean;
  readonly onWait: (milliseconds: number) => void;
}

interface Waiter {
  readonly demand: Demand;
  /** Equal for demands that wait for the same. */
  readonly kind: string;
  readonly asking: Asking;
  readonly go: () => void;
  readonly fail: (error: unknown) => void;
  told: boolean;
}

/** Opens the gate that reader and writer share: `atOnce` requests in flight at most, and Azure's limits (pacing.ts). */
export function openTurns(clock: Clock, atOnce: number): Turns {
  let pacing = rested;
  let inFlight = 0;
  let waiting: readonly Waiter[] = [];
  let alarm: AbortController | undefined;

  function admit(): void {
    alarm?.abort();
    alarm = undefined;
    const now = clock.now();
    // Thousands may be waiting, for a handful of limits.
    const waits = new Map<string, number>();
    for (const waiter of waiting) {
      if (inFlight >= atOnce) return;
      const wait = waits.get(waiter.kind) ?? waitFor(pacing, { demand: waiter.demand, now });
      if (wait === 0) {
        pacing = taken(pacing, { demand: waiter.demand, now });
        inFlight += 1;
        waiting = waiting.filter((other) => other !== waiter);
        waiter.go();
      } else {
        waits.set(waiter.kind, wait);
        if (!waiter.told) waiter.asking.onWait(wait);
        waiter.told = true;
      }
    }
    if (waits.size > 0) wakeIn(Math.min(...waits.values()));
  }

  function wakeIn(milliseconds: number): void {
    const own = new AbortController();
    alarm = own;
    clock.sleep(milliseconds, own.signal).then(admit, (error: unknown) => {
      // An alarm that was set anew rejects, and that is all right; a broken clock must not leave anybody waiting.
      if (own.signal.aborted) return;
      const all = waiting;
      waiting = [];
      for (const waiter of all) waiter.fail(error);
    });
  }

  return {
    take: (demand, asking, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const kind = `${demand.subscription} ${demand.type} ${demand.doing}`.toLowerCase();
      const waiter: Waiter = { demand, kind, asking, go: resolve, fail: reject, told: false };
      const leave = (): void => {
        waiting = waiting.filter((other) => other !== waiter);
        reject(signal.reason);
        admit();
      };
      if (signal.aborted) return Promise.reject(signal.reason);
      signal.addEventListener("abort", leave, { once: true });
      const first = asking.isAgain ? waiting.findIndex((other) => !other.asking.isAgain) : waiting.length;
      waiting = waiting.toSpliced(first < 0 ? waiting.length : first, 0, waiter);
      admit();
      return promise.finally(() => signal.removeEventListener("abort", leave));
    },
    giveBack: (demand, news) => {
      pacing = ended(pacing, { demand, now: clock.now() }, news);
      inFlight -= 1;
      admit();
    },
  };
}
