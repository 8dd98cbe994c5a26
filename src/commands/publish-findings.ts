import type { PullRequestHost } from "../ports/pull-request-host.ts";
import { writeComment, type Publication, type Published } from "./publish.ts";

/** What was found in the definitions of a fork, and where its commit is. */
export interface Findings extends Omit<Publication, "pullRequest" | "data"> {
  readonly from: Parameters<PullRequestHost["pullRequestFrom"]>[0];
}

/**
 * Says on a fork's pull request what is wrong with its definitions. Which one that is the host is asked, never the run of
 * the fork; a commit that is no head any more is a newer run's affair. Throws HostError.
 */
export async function publishFindings(
  { from, ...findings }: Findings,
  { host, onlyUpdate }: { readonly host: PullRequestHost; readonly onlyUpdate: boolean },
): Promise<Published> {
  const about = await host.pullRequestFrom(from);
  if (about === undefined) {
    const because = "no open pull request of a fork has its commit at its head; a newer run will comment";
    return { outcome: "outdated", because };
  }
  const found = await host.findComment(about.number, findings.marker);
  if (found === undefined && onlyUpdate) return { outcome: "silent" };
  return writeComment({ ...findings, pullRequest: about.number }, { host, found });
}
