import { setTimeout as pause } from "node:timers/promises";

/** What holds a request up on its way to GitHub, for the log; texts are free of secrets, times in milliseconds. */
export type HostEvent =
  | { readonly event: "wait"; readonly tried: string; readonly because: string; readonly milliseconds: number }
  | { readonly event: "warning"; readonly text: string };

/** Time as a value, so that no test waits: epoch milliseconds, and a sleep that rejects with the reason of its signal. */
export interface Clock {
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** The time of this machine. */
export const wallClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await pause(milliseconds, undefined, { signal });
    } catch (error) {
      // Node wraps the reason in an error of its own.
      signal.throwIfAborted();
      throw error;
    }
  },
};
