import type { PullRequestHost } from "../ports/pull-request-host.ts";
import type { Client } from "./client.ts";

// https://docs.github.com/rest/commits/commits#compare-two-commits
const mostFiles = 300;

/** What GitHub knows of commits and branches. */
export function openCommits(client: Client): Pick<PullRequestHost, "tipOf" | "changedFiles"> {
  const { ask, repository } = client;
  return {
    tipOf: (branch) => tipOf(client, branch),
    changedFiles: async (from, to) => {
      const basehead = `${from}...${to}`;
      // Only the commits come in pages; all the files there are to be had are on the first.
      const { data } = await ask({ wish: `compare ${basehead}`, permission: "contents: read" }, (octokit) =>
        octokit.rest.repos.compareCommitsWithBasehead({ ...repository, basehead, per_page: 1, page: 1 }),
      );
      const { files = [], status } = data;
      // GitHub compares with the commit where the two parted: what `from` alone has since then is not told.
      if (status === "diverged" || status === "behind" || files.length >= mostFiles) return undefined;
      const paths = files.flatMap(({ filename, previous_filename: before }) => [
        filename,
        ...(before === undefined ? [] : [before]),
      ]);
      return [...new Set(paths)];
    },
  };
}

/** The commit at the tip of a branch. */
export async function tipOf({ ask, repository }: Client, branch: string): Promise<string> {
  const { data } = await ask({ wish: `read the branch \`${branch}\``, permission: "contents: read" }, (octokit) =>
    octokit.rest.git.getRef({ ...repository, ref: `heads/${branch}` }),
  );
  return data.object.sha;
}
