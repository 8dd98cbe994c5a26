import type { PullRequestHost } from "../ports/pull-request-host.ts";
import { type Authors, firstLine } from "./author.ts";
import type { Client } from "./client.ts";
import { othersCommit } from "./others-commit.ts";
import { propose } from "./propose.ts";
import type { Errand } from "./refusal.ts";
import { listFrom, pullRequestFor } from "./pull-requests.ts";

/** The pull requests that we open ourselves. */
export function openProposals(
  client: Client,
  authors: Authors,
): Pick<PullRequestHost, "findProposal" | "othersCommit" | "propose" | "closeProposal"> {
  const { ask, repository } = client;
  return {
    findProposal: async (branch, marker) => {
      const ours = [];
      for (const told of await listFrom(client, { owner: repository.owner, branch, state: "all" })) {
        if (firstLine(told.body) !== marker || !(await authors.isOurs(told.user))) continue;
        ours.push({ ...pullRequestFor(told), body: told.body ?? "" });
      }
      const newestFirst = ours.toSorted((a, b) => b.number - a.number);
      return newestFirst.find(({ state }) => state === "open") ?? newestFirst[0];
    },
    othersCommit: (branch, base) => othersCommit(client, { branch, base }),
    propose: (proposal) => propose(client, proposal),
    closeProposal: async ({ number }, body) => {
      const errand: Errand = { wish: `close pull request ${number}`, permission: "pull-requests: write" };
      await ask(errand, (octokit) =>
        octokit.rest.pulls.update({ ...repository, pull_number: number, state: "closed", body }),
      );
    },
  };
}
