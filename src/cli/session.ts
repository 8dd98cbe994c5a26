import type { CommonOptions } from "./invocation.ts";
import type { Terminal } from "./terminal.ts";

/** One run of the program: how it was called, where it runs, and when. */
export interface Session {
  readonly options: CommonOptions;
  readonly terminal: Terminal;
  /** The instant it began, ISO 8601 in UTC. */
  readonly now: string;
  /** Ours, for Azure's logs. */
  readonly version: string;
  /** Told of every token that is got on the way, by whoever hides them in a log. */
  readonly onSecret?: (secret: string) => void;
}

/** The day of a run, `YYYY-MM-DD`. */
export function dayOf({ now }: Session): string {
  return now.slice(0, 10);
}
