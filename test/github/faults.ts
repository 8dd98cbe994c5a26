import type { Reply } from "./answers.ts";

/** What goes wrong with the next requests. The first in the queue that fits is taken, `times` times. */
export interface Fault {
  /** `POST /repos/company/alerts/issues/7/comments`, or a pattern of it; any request where it is not said. */
  readonly on?: string | RegExp;
  /** Once where it is not said. */
  readonly times?: number;
  /** Milliseconds before anything else happens. */
  readonly delay?: number;
  /** Answers this without doing anything. */
  readonly reply?: Reply | (() => Reply);
  /** Breaks the connection: before the request is done, after it without an answer, or in the middle of the answer. */
  readonly cut?: "before" | "after" | "within";
}

/** The queue of a GitHub: `push` what is to go wrong. */
export interface Faults {
  readonly push: (...faults: readonly Fault[]) => void;
  readonly clear: () => void;
  /** Those that have not happened yet. */
  readonly left: () => number;
  readonly take: (operation: string) => Fault | undefined;
}

export function openFaults(): Faults {
  let queue: { readonly fault: Fault; left: number }[] = [];
  return {
    push: (...faults) => {
      queue.push(...faults.map((fault) => ({ fault, left: fault.times ?? 1 })));
    },
    clear: () => {
      queue = [];
    },
    left: () => queue.length,
    take: (operation) => {
      const found = queue.find(({ fault: { on } }) =>
        typeof on === "string" ? on === operation : (on?.test(operation) ?? true),
      );
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left === 0) queue = queue.filter((one) => one !== found);
      return found.fault;
    },
  };
}

/** The limit that looks at bursts. */
export function secondaryLimit(retryAfter?: number): Reply {
  return {
    status: 403,
    body: { message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again." },
    ...(retryAfter === undefined ? {} : { headers: { "retry-after": `${retryAfter}` } }),
  };
}

/** Something on the way to GitHub that speaks HTML. */
export const badGateway: Reply = {
  status: 502,
  body: "<html><head><title>Unicorn!</title></head><body><h1>Bad Gateway</h1></body></html>",
  headers: { "content-type": "text/html" },
};
