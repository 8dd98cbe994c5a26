import type { Session } from "../cli/session.ts";
import type { PullRequestHost } from "../ports/pull-request-host.ts";
import type { Event } from "./event.ts";
import type { Inputs } from "./inputs.ts";
import type { Runner } from "./runner.ts";

/** Where the run is, in GitHub's words. */
export interface Place {
  /** `owner/name` */
  readonly repository: string;
  /** `https://github.com`, or where this GitHub is. */
  readonly server: string;
  /** The commit that is checked out, as GitHub started it: of a pull request its merge into the base. */
  readonly commit: string;
  /** `refs/heads/main` */
  readonly ref: string;
  readonly defaultBranch: string | undefined;
  readonly run: { readonly id: number; readonly attempt: number; readonly url: string };
  /** A folder that goes away with the job. */
  readonly temporary: string;
}

/** One run of the action: what a command is given. */
export interface ActionRun {
  readonly inputs: Inputs;
  readonly event: Event;
  readonly place: Place;
  readonly runner: Runner;
  /** The run as a command line has it: the folder is the root of the checkout, texts go to the log. */
  readonly session: Session;
  /** Opened by the first who asks: a run that needs no GitHub loads none. */
  readonly host: () => Promise<PullRequestHost>;
  /** True when the run was cancelled: nothing new is to be begun. */
  readonly stopped: () => boolean;
}

/** Does one command, and answers what the command line would return for it. */
export type ActionCommand = (run: ActionRun) => Promise<number>;
