import type { Clock } from "../../../src/azure/event.ts";

/** A clock on which sleeping takes no time: when nothing else is to be done, its hands jump to the next sleeper. */
export interface FakeClock extends Clock {
  /** How long each sleep was that was slept to its end, in milliseconds. */
  readonly slept: number[];
}

interface Sleeper {
  readonly milliseconds: number;
  readonly until: number;
  readonly signal: AbortSignal;
  readonly wake: () => void;
}

/** A clock that begins at an instant of no importance. */
export function fakeClock(): FakeClock {
  let now = Date.parse("2026-11-20T12:00:00Z");
  let sleepers: readonly Sleeper[] = [];
  const slept: number[] = [];

  function jump(): void {
    sleepers = sleepers.filter((sleeper) => !sleeper.signal.aborted);
    const next = sleepers.toSorted((a, b) => a.until - b.until)[0];
    if (next === undefined) return;
    sleepers = sleepers.filter((sleeper) => sleeper !== next);
    now = Math.max(now, next.until);
    slept.push(next.milliseconds);
    next.wake();
  }

  return {
    slept,
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((wake, reject) => {
        if (signal.aborted) return reject(signal.reason);
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        sleepers = [...sleepers, { milliseconds, until: now + milliseconds, signal, wake }];
        setImmediate(jump);
      }),
  };
}
