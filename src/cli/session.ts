import type { CommonOptions } from "./invocation.ts";
import type { Scrub } from "../core/settings/scrub.ts";
import type { Terminal } from "./terminal.ts";

/** One run of the program: how it was called, where it runs, and when. */
export interface Session {
  readonly options: CommonOptions;
  readonly terminal: Terminal;
  /** The instant it began, ISO 8601 in UTC. */
  readonly now: string;
  /** Ours, for Azure's logs. */
  readonly version: string;
  /** Told of every secret and token that is at hand, before anything is said of what it might stand in. */
  readonly onSecret: (secret: string) => void;
  /** Takes them out of what is said. */
  readonly scrub: Scrub;
}

/** The day of a run, `YYYY-MM-DD`. */
export function dayOf({ now }: Session): string {
  return now.slice(0, 10);
}
