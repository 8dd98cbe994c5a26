import { onTestFinished } from "vitest";
import { openHost } from "../../src/github/host.ts";
import type { HostEvent } from "../../src/github/event.ts";
import { HostError, type PullRequestHost } from "../../src/ports/pull-request-host.ts";
import { type GitHub, type GitHubOptions, startGitHub } from "./github.ts";
import { addCommit, addPullRequest } from "./seed.ts";
import type { Repository, State, Token } from "./state.ts";

/** A GitHub with an open pull request 7, and the host as it is opened to it; nothing in it waits. */
export interface Hosted {
  readonly github: GitHub;
  readonly state: State;
  readonly repository: Repository;
  readonly events: HostEvent[];
  /** What was slept, in milliseconds. */
  readonly slept: number[];
  /** Another run: a host that remembers nothing. */
  readonly open: (given?: Opening) => Promise<PullRequestHost>;
  /** Operations so far, reads left out. */
  readonly writes: () => readonly string[];
}

interface Opening {
  readonly token?: string;
  readonly signal?: AbortSignal;
  readonly scrub?: (text: string) => string;
  readonly apiUrl?: string;
  readonly repository?: string;
}

/** Starts both for the test at hand. */
export async function hosted(options: GitHubOptions = {}): Promise<Hosted> {
  let now = Date.UTC(2026, 10, 20, 12);
  const github = await startGitHub({ now: () => now, ...options });
  onTestFinished(() => github.close());
  const { state } = github;
  const repository = state.repositories["company/alerts"]!;
  addCommit(repository, { branch: "quieter", files: { "rules/cpu.yaml": "threshold: 80\n" }, message: "quieter" });
  addPullRequest(state, repository, { number: 7, head: { branch: "quieter" }, title: "Quieter" });
  const events: HostEvent[] = [];
  const slept: number[] = [];
  return {
    github,
    state,
    repository,
    events,
    slept,
    open: (given = {}) =>
      openHost({
        token: "workflow-token",
        apiUrl: github.url,
        repository: "company/alerts",
        version: "0.0.0-test",
        scrub: (text) => text,
        spacing: "none",
        onEvent: (event) => events.push(event),
        clock: {
          now: () => now,
          sleep: async (milliseconds, signal) => {
            signal.throwIfAborted();
            slept.push(milliseconds);
            now += milliseconds;
          },
        },
        ...given,
      }),
    writes: () => github.requests.map((one) => one.operation).filter((one) => !/^GET |graphql$/.test(one)),
  };
}

/** Gives somebody a token of their own. */
export function addToken(state: State, token: string, given: Partial<Token> & { readonly login: string }): void {
  const of = given.login.endsWith("[bot]") ? "app" : "person";
  state.tokens[token] = { of, permissions: {}, ...given };
}

/** The error of a promise that has to fail with one of ours. */
export async function refusalOf(promise: Promise<unknown>): Promise<HostError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof HostError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
