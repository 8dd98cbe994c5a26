import type { PullRequestHost } from "../ports/pull-request-host.ts";
import { openAuthors } from "./author.ts";
import { type HostOptions, openClient } from "./client.ts";
import { openComments } from "./comments.ts";
import { openCommits } from "./commits.ts";
import { openIssues } from "./issues.ts";
import { openProposals } from "./proposals.ts";
import { openPullRequests } from "./pull-requests.ts";

/** GitHub as the host of one repository's pull requests. Octokit is loaded here; nothing is sent before it is asked for. */
export async function openHost(options: HostOptions): Promise<PullRequestHost> {
  const client = await openClient(options);
  const authors = openAuthors(client);
  return {
    ...openPullRequests(client),
    ...openComments(client, authors),
    ...openIssues(client, authors),
    ...openCommits(client),
    ...openProposals(client, authors),
  };
}
