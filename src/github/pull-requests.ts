import type { PullRequest, PullRequestHost } from "../ports/pull-request-host.ts";
import type { Writer } from "./author.ts";
import type { Client } from "./client.ts";

/** A pull request as GitHub tells it, as far as we look. */
export interface ToldPullRequest {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly body?: string | null;
  readonly user?: Writer;
  readonly state: string;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly head: { readonly ref: string; readonly sha: string; readonly repo: Repository | null };
  readonly base: { readonly ref: string; readonly repo: Repository | null };
}

interface Repository {
  readonly default_branch?: string;
  readonly owner: { readonly login: string };
}

const mayRead = "pull-requests: read";

/** The pull requests by which we find our way. */
export function openPullRequests(
  client: Client,
): Pick<PullRequestHost, "readPullRequest" | "pullRequestOf" | "pullRequestFrom"> {
  const { ask, list, repository } = client;
  return {
    readPullRequest: async (number) => {
      const { data } = await ask({ wish: `read pull request ${number}`, permission: mayRead }, (octokit) =>
        octokit.rest.pulls.get({ ...repository, pull_number: number }),
      );
      return pullRequestFor(data);
    },
    pullRequestOf: async (commit) => {
      const all = await list<ToldPullRequest>(
        { wish: `find the pull request of commit ${commit}`, permission: mayRead },
        (octokit, page) =>
          octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...repository, commit_sha: commit, ...page }),
      );
      // One that is open or was closed brought nothing anywhere.
      const merged = all.filter((one) => one.merged_at !== null);
      const [found] = merged.toSorted(
        (a, b) => nearness(b, commit) - nearness(a, commit) || (b.merged_at ?? "").localeCompare(a.merged_at ?? ""),
      );
      return found === undefined ? undefined : pullRequestFor(found);
    },
    pullRequestFrom: async ({ owner, branch, commit }) => {
      const open = await listFrom(client, { owner, branch });
      const found = open.find(({ head }) => head.sha === commit);
      return found === undefined ? undefined : pullRequestFor(found);
    },
  };
}

/**
 * The pull requests from a branch, those that are open unless all are asked for, newest first. GitHub ignores a filter
 * that it does not understand and lists them all, so each is looked at.
 */
export async function listFrom(
  { list, repository }: Client,
  head: { readonly owner: string; readonly branch: string; readonly into?: string; readonly state?: "all" },
): Promise<readonly ToldPullRequest[]> {
  const { owner, branch, into, state = "open" } = head;
  const all = await list<ToldPullRequest>(
    { wish: `find the pull request from \`${owner}:${branch}\``, permission: mayRead },
    (octokit, page) =>
      octokit.rest.pulls.list({
        ...repository,
        state,
        head: `${owner}:${branch}`,
        ...(into === undefined ? {} : { base: into }),
        ...page,
      }),
  );
  return all.filter(
    (one) =>
      one.head.ref === branch &&
      one.head.repo?.owner.login.toLowerCase() === owner.toLowerCase() &&
      (into === undefined || one.base.ref === into),
  );
}

// The commit that a merge or a squash made names its pull request; those that a rebase made are listed beside it.
function nearness(one: ToldPullRequest, commit: string): number {
  if (one.merge_commit_sha === commit) return 2;
  return one.base.ref === one.base.repo?.default_branch ? 1 : 0;
}

/** A pull request in our words. */
export function pullRequestFor({ number, html_url, title, state, merged_at, head }: ToldPullRequest): PullRequest {
  const isOpen = state === "open" ? "open" : "closed";
  return { number, url: html_url, title, state: merged_at === null ? isOpen : "merged", head: head.sha };
}
