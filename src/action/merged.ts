import { publishResult, type Published } from "../commands/publish.ts";
import { reviewedBefore, type Reviewed, type ReviewedPullRequest } from "../commands/reviewed.ts";
import type { HostRefusal } from "../ports/pull-request-host.ts";
import type { Aim } from "./aim.ts";
import { withHost, type HostWork } from "./host-work.ts";
import type { ActionRun } from "./run.ts";
import { footerOf } from "./telling.ts";

// Among so many commits, and as many that changed the definitions, are pull requests looked for whose apply never came to its end.
const lookBack = 20;

/** The pull requests behind the definitions at hand, and what they showed; nothing where GitHub does not say. */
export async function lookForReviews(
  { history: open, marker }: Aim,
  run: ActionRun,
  what = "what the pull request showed is not known",
): Promise<Reviewed | undefined> {
  if (marker === undefined) return undefined;
  const look = async (): Promise<Reviewed> => {
    const history = open();
    const lately = await history.lately(lookBack);
    // Where many others commit, what waits to be applied lies further back.
    const known = new Set([run.place.commit, ...lately.map(({ id }) => id)]);
    const before = (await history.changes(lookBack)).filter(({ id }) => !known.has(id));
    const here = lately.filter(({ id }) => id !== run.place.commit);
    const commits = [{ id: run.place.commit, title: "" }, ...here, ...before];
    return reviewedBefore(commits, { host: await run.host(), marker });
  };
  const reviewed = await withHost(look, { run, what, failure: "warning" });
  return reviewed.done ? reviewed.value : undefined;
}

/** By whom a run that applies was started. */
export function startedBy({ event }: Pick<ActionRun, "event">): "push" | "hand" {
  return event.name === "push" ? "push" : "hand";
}

/** What one merged pull request is told of an apply. */
export interface Letter {
  readonly reviewed: ReviewedPullRequest;
  readonly isNewest: boolean;
  readonly state: "applied" | "failed";
  readonly text: string;
}

/** Says on merged pull requests what became of them, in this order; while GitHub is not there, the next apply does. */
export async function publishResults(letters: readonly Letter[], run: ActionRun, { marker }: Aim): Promise<void> {
  if (run.inputs.comment === "never" || marker === undefined) return;
  for (const [index, letter] of letters.entries()) {
    const published = await publishOne(letter, { run, marker });
    if (published.done) {
      if ("url" in published.value && letter.isNewest) run.runner.output("comment-url", published.value.url);
    } else if (isPassing(published.reason)) {
      const rest = letters.slice(index + 1).map(({ reviewed: { pullRequest } }) => `#${pullRequest.number}`);
      const told = `${rest.join(", ")} ${rest.length === 1 ? "is" : "are"} not told either; the next apply tells ${rest.length === 1 ? "it" : "them"}`;
      if (rest.length > 0) run.runner.annotate({ level: "warning", title: "tocsin apply", message: told });
      return;
    }
  }
}

async function publishOne(
  { reviewed: { pullRequest, data }, text, state }: Letter,
  { run, marker }: { readonly run: ActionRun; readonly marker: string },
): Promise<HostWork<Published>> {
  const { place } = run;
  const publication = {
    pullRequest: pullRequest.number,
    marker,
    text,
    footer: footerOf(place.commit, run),
    // What was shown before the merge is what the next run has to know; not what this one did.
    data: {
      changes: [],
      ...data,
      state,
      head: place.commit,
      run: place.run,
    },
  };
  const what = `#${pullRequest.number} does not say what became of it`;
  return withHost(async () => publishResult(publication, { host: await run.host() }), {
    run,
    what,
    failure: "warning",
  });
}

/** True where GitHub may do later what it did not do now; that the token may not, or somebody forbade it, stays so. */
function isPassing(reason: HostRefusal): boolean {
  return reason === "unavailable" || reason === "throttled";
}
