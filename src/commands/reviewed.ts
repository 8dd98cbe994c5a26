import { unframeText, type CommentData } from "../core/plan/comment.ts";
import type { Commit } from "../ports/history.ts";
import type { PullRequest, PullRequestHost } from "../ports/pull-request-host.ts";
import type { Shown } from "./apply-refusals.ts";

/** A pull request behind the definitions that are to be applied, with what its comment says. */
export interface ReviewedPullRequest {
  readonly pullRequest: PullRequest;
  readonly data?: CommentData;
}

/** What was reviewed and may not have been applied yet. */
export interface Reviewed {
  /** The one that brought the commit that is applied first; then those before it, as far as they may be unapplied. */
  readonly pullRequests: readonly ReviewedPullRequest[];
  readonly shown: Shown;
}

/**
 * Looks for what pull requests showed of the definitions that are to be applied: that of the newest commit, and those of
 * commits before it up to the first whose changes were all applied. So an apply that failed, was cancelled or left to a
 * newer run takes no review away from the next one. Throws HostError.
 */
export async function reviewedBefore(
  commits: readonly Commit[],
  { host, marker }: { readonly host: PullRequestHost; readonly marker: string },
): Promise<Reviewed> {
  const found = new Map<number, ReviewedPullRequest>();
  for (const [index, { id }] of commits.entries()) {
    const pullRequest = await host.pullRequestOf(id);
    // A rebase brings several commits of one pull request.
    if (pullRequest === undefined || found.has(pullRequest.number)) continue;
    const comment = await host.findComment(pullRequest.number, marker);
    const data = comment === undefined ? undefined : unframeText(comment.body).data;
    // What an earlier one showed is done; that of the newest commit is asked again when its run is started again.
    if (data?.state === "applied" && index > 0) break;
    found.set(pullRequest.number, { pullRequest, ...(data === undefined ? {} : { data }) });
    if (data?.state === "applied") break;
  }
  const pullRequests = [...found.values()];
  return {
    pullRequests,
    shown: {
      changes: pullRequests.flatMap(({ data }) => data?.changes ?? []),
      digests: pullRequests.flatMap(({ data }) => data?.digest ?? []),
    },
  };
}
