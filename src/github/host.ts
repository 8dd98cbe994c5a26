import type { Scrub } from "../core/settings/scrub.ts";
import type { PullRequestHost } from "../ports/pull-request-host.ts";
import type { HostEvent } from "./event.ts";

/** How a host is reached. */
export interface HostOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly repository: string;
  readonly version: string;
  readonly scrub: Scrub;
  readonly onEvent: (event: HostEvent) => void;
}

export function openHost(_options: HostOptions): Promise<PullRequestHost> {
  return Promise.reject(new Error("to be written"));
}
