import type { Octokit, RequestError } from "octokit";

/** Octokit, and how to know its errors; loaded when a host is opened, as it is the larger half of the action. */
export interface OpenedOctokit {
  readonly octokit: Octokit;
  readonly isRequestError: (error: unknown) => error is RequestError;
}

/** What Octokit is opened with. */
export interface OctokitOptions {
  readonly token: string;
  readonly apiUrl: string;
  /** Ours, for GitHub's logs. */
  readonly version: string;
  readonly signal: AbortSignal;
  readonly warn: (text: string) => void;
  /** `github`: a second between writes, three between those that notify, as GitHub asks; `none` is for tests. */
  readonly spacing: "github" | "none";
}

/**
 * Opens Octokit without its retries: they hear no signal, their timers hold the process, and they repeat a comment that
 * may have been written (retry.ts has ours). What it keeps is its knowledge of which writes are to be spaced.
 */
export async function openOctokit(options: OctokitOptions): Promise<OpenedOctokit> {
  const { token, apiUrl, version, signal, warn, spacing } = options;
  const loaded = await import("octokit");
  const octokit = new loaded.Octokit({
    auth: token,
    baseUrl: apiUrl,
    userAgent: `tocsin/${version}`,
    request: { fetch: wholeFetch(signal) },
    log: { debug: () => {}, info: () => {}, warn, error: warn },
    retry: { enabled: false },
    throttle: { enabled: spacing === "github", onRateLimit: never, onSecondaryRateLimit: never },
  });
  return { octokit, isRequestError: (error) => error instanceof loaded.RequestError };
}

function never(): boolean {
  return false;
}

// How long one attempt may take. GitHub itself gives up after ten seconds; uploads on a slow line come on top.
const patience = 60_000;

/**
 * A `fetch` that fails when the answer breaks off: Octokit hands a text on as if it were the answer where JSON cannot be
 * read to its end.
 */
function wholeFetch(signal: AbortSignal): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) });
    const text = await answer.text();
    const { status, statusText, headers } = answer;
    if (answer.ok && status !== 204) JSON.parse(text);
    return new Response(text === "" ? null : text, { status, statusText, headers });
  };
}
