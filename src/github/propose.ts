import { HostError, type Proposal, type PullRequestHost } from "../ports/pull-request-host.ts";
import { isSameText } from "./author.ts";
import { type Client, isRefusal } from "./client.ts";
import { modesOf } from "./modes.ts";
import { othersCommit, signed, tipIfAny } from "./others-commit.ts";
import type { Errand } from "./refusal.ts";
import { listFrom, type ToldPullRequest } from "./pull-requests.ts";

/**
 * Puts the files on the branch and asks for them in a pull request, without a checkout: GitHub makes tree and commit.
 * Done a second time it changes nothing: a branch that holds this tree on this commit is left alone.
 */
export async function propose(client: Client, proposal: Proposal): ReturnType<PullRequestHost["propose"]> {
  const { branch, into } = proposal;
  const errand: Errand = { wish: `put files on the branch \`${branch}\``, permission: "contents: write" };
  const tree = await treeOf(client, proposal, errand);
  const tip = await tipIfAny(client, branch);
  if (tip === undefined || !(await holds(client, tip, { tree, parent: proposal.base }))) {
    const others = await othersCommit(client, proposal);
    if (others !== undefined) throw occupied(client, branch, others);
    const { data: commit } = await client.ask(errand, (octokit) =>
      octokit.rest.git.createCommit({
        ...client.repository,
        message: signed(proposal.message, tree),
        tree,
        parents: [proposal.base],
      }),
    );
    await point(client, { branch, commit: commit.sha, isThere: tip !== undefined }, errand);
  }
  const { owner } = client.repository;
  const [open] = await listFrom(client, { owner, branch, into });
  return open === undefined ? openPullRequest(client, proposal) : refresh(client, open, proposal);
}

/** The tree of the base with our files in it. */
async function treeOf(client: Client, { base, files, branch }: Proposal, errand: Errand): Promise<string> {
  const { ask, repository } = client;
  const { data: commit } = await ask({ wish: `read commit ${base}`, permission: "contents: read" }, (octokit) =>
    octokit.rest.git.getCommit({ ...repository, commit_sha: base }),
  );
  const modes = await modesOf(
    client,
    files.map(({ path }) => path),
    { branch, base, tree: commit.tree.sha },
  );
  const { data } = await ask(errand, (octokit) =>
    octokit.rest.git.createTree({
      ...repository,
      base_tree: commit.tree.sha,
      tree: files.map(({ path, text }) => ({ path, mode: modes.get(path) ?? plain, type: "blob", content: text })),
    }),
  );
  if (data.sha !== commit.tree.sha) return data.sha;
  throw new HostError(`cannot propose \`${branch}\`: its files say what ${base} says already`, {
    reason: "rejected",
    tried: `POST /repos/${repository.owner}/${repository.repo}/git/trees`,
  });
}

const plain = "100644";

function occupied({ repository: { owner, repo } }: Client, branch: string, commit: string): HostError {
  return new HostError(
    `cannot put files on the branch \`${branch}\`: its commit ${commit.slice(0, 7)} is somebody else's, and would be lost; merge or close its pull request, or delete the branch`,
    { reason: "rejected", tried: `PATCH /repos/${owner}/${repo}/git/refs/heads/${branch}` },
  );
}

async function holds(
  { ask, repository }: Client,
  commit: string,
  wanted: { readonly tree: string; readonly parent: string },
): Promise<boolean> {
  const { data } = await ask({ wish: `read commit ${commit}`, permission: "contents: read" }, (octokit) =>
    octokit.rest.git.getCommit({ ...repository, commit_sha: commit }),
  );
  const [parent, ...others] = data.parents;
  return data.tree.sha === wanted.tree && parent?.sha === wanted.parent && others.length === 0;
}

async function point(
  { ask, repository }: Client,
  to: { readonly branch: string; readonly commit: string; readonly isThere: boolean },
  errand: Errand,
): Promise<void> {
  const { branch, commit: sha, isThere } = to;
  if (!isThere) {
    try {
      await ask(errand, (octokit) => octokit.rest.git.createRef({ ...repository, ref: `refs/heads/${branch}`, sha }));
      return;
    } catch (error) {
      // Another run was quicker, or GitHub did it and could not say so.
      if (!(isRefusal(error, "rejected") && /already exists/i.test(error.message))) throw error;
    }
  }
  // What stands on it is ours, or kept elsewhere.
  await ask(errand, (octokit) =>
    octokit.rest.git.updateRef({ ...repository, ref: `heads/${branch}`, sha, force: true }),
  );
}

type Proposed = Awaited<ReturnType<PullRequestHost["propose"]>>;

async function openPullRequest(client: Client, proposal: Proposal): Promise<Proposed> {
  const { branch, into, title, body } = proposal;
  const { repository } = client;
  const look = async (): Promise<ToldPullRequest | undefined> =>
    (await listFrom(client, { owner: repository.owner, branch, into }))[0];
  try {
    const { number, html_url } = await client.create(
      { wish: `open a pull request from \`${branch}\``, permission: "pull-requests: write" },
      {
        send: async (octokit): Promise<ToldPullRequest> =>
          (await octokit.rest.pulls.create({ ...repository, head: branch, base: into, title, body })).data,
        look,
      },
    );
    return { number, url: html_url, created: true };
  } catch (error) {
    const there = isRefusal(error, "rejected") && /already exists/i.test(error.message) ? await look() : undefined;
    if (there === undefined) throw error;
    return refresh(client, there, proposal);
  }
}

async function refresh({ ask, repository }: Client, open: ToldPullRequest, proposal: Proposal): Promise<Proposed> {
  const { title, body } = proposal;
  if (open.title !== title || !isSameText(open.body, body)) {
    const errand: Errand = { wish: `update pull request ${open.number}`, permission: "pull-requests: write" };
    await ask(errand, (octokit) => octokit.rest.pulls.update({ ...repository, pull_number: open.number, title, body }));
  }
  return { number: open.number, url: open.html_url, created: false };
}
