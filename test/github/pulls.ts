import { invalid, notFound, paged, refused, userAs, type Asked, type Reply, type Told } from "./answers.ts";
import { ancestorsOf, compared } from "./git.ts";
import { issueAt, webOf } from "./issues.ts";
import { addPullRequest } from "./seed.ts";
import { instant, type Issue, type PullRequest } from "./state.ts";

/** Pull requests. */

type Pull = Issue & { readonly pullRequest: PullRequest };

function isPull(issue: Issue | undefined): issue is Pull {
  return issue?.pullRequest !== undefined;
}

export function listPulls(asked: Asked): Reply {
  const { repository, query } = asked;
  const state = query.get("state") ?? "open";
  // `owner:branch`; anything else is no filter to GitHub.
  const head = /^([^:]+):(.+)$/.exec(query.get("head") ?? "");
  const base = query.get("base");
  const found = repository.issues
    .filter(isPull)
    .filter((one) => state === "all" || one.state === state)
    .filter(({ pullRequest }) => head === null || isFrom(pullRequest, { owner: head[1] ?? "", branch: head[2] ?? "" }))
    .filter(({ pullRequest }) => base === null || pullRequest.base === base)
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  return paged(
    asked,
    found.map((one) => pullAs(asked, one)),
  );
}

function isFrom({ head }: PullRequest, { owner, branch }: { owner: string; branch: string }): boolean {
  return head.owner.toLowerCase() === owner.toLowerCase() && head.branch === branch;
}

export function getPull(asked: Asked): Reply {
  const issue = issueAt(asked);
  return isPull(issue) ? { status: 200, body: pullAs(asked, issue) } : notFound;
}

export function createPull(asked: Asked): Reply {
  const { state, repository, token, user, body } = asked;
  if (token.of === "app" && !repository.actionsMayOpenPullRequests) {
    return refused(403, "GitHub Actions is not permitted to create or approve pull requests.");
  }
  const { git } = repository;
  const [head, base] = [git.refs[`heads/${body.head}`], git.refs[`heads/${body.base}`]];
  if (head === undefined) return invalid("PullRequest", { code: "invalid", field: "head" });
  if (base === undefined) return invalid("PullRequest", { code: "invalid", field: "base" });
  const from = { owner: repository.owner, branch: body.head };
  const there = repository.issues
    .filter(isPull)
    .some((one) => one.state === "open" && isFrom(one.pullRequest, from) && one.pullRequest.base === body.base);
  const message = there
    ? `A pull request already exists for ${from.owner}:${from.branch}.`
    : compared(git, base, head).ahead_by === 0
      ? `No commits between ${body.base} and ${body.head}`
      : undefined;
  if (message !== undefined)
    return refused(422, "Validation Failed", [{ resource: "PullRequest", code: "custom", message }]);
  const { title, base: into } = body;
  const put = addPullRequest(state, repository, {
    head: from,
    base: into,
    title,
    body: body.body ?? "",
    author: user.login,
  });
  return { status: 201, body: pullAs(asked, put) };
}

export function updatePull(asked: Asked): Reply {
  const issue = issueAt(asked);
  if (!isPull(issue)) return notFound;
  const { title, body, state } = asked.body;
  if (title !== undefined) issue.title = title;
  if (body !== undefined) issue.body = body;
  const { head } = issue.pullRequest;
  // What is pushed after it was closed is none of its commits.
  if (state === "closed") head.sha = asked.repository.git.refs[`heads/${head.branch}`] ?? head.sha;
  if (state !== undefined) issue.state = state;
  issue.updatedAt = instant(asked.state);
  return { status: 200, body: pullAs(asked, issue) };
}

/** Of a commit on the default branch the merged ones that brought it; of another all that hold it. */
export function pullsOfCommit(asked: Asked): Reply {
  const { repository, at } = asked;
  const { git, defaultBranch } = repository;
  const sha = at["sha"] ?? "";
  if (git.commits[sha] === undefined) return refused(422, `No commit found for SHA: ${sha}`);
  const isOnDefault = ancestorsOf(git, git.refs[`heads/${defaultBranch}`] ?? "").includes(sha);
  const found = repository.issues.filter(isPull).filter((one) => {
    const { landed, mergedAt, head, base } = one.pullRequest;
    if (landed.includes(sha)) return true;
    const before = new Set(ancestorsOf(git, git.refs[`heads/${base}`] ?? ""));
    const own = ancestorsOf(git, head.sha).filter((commit) => mergedAt !== null || !before.has(commit));
    const first = landed[0] === undefined ? [] : ancestorsOf(git, git.commits[landed[0]]?.parents[0] ?? "");
    return own.includes(sha) && !first.includes(sha) && (mergedAt !== null || !isOnDefault);
  });
  return paged(
    asked,
    found.map((one) => pullAs(asked, one)),
  );
}

function pullAs(asked: Asked, issue: Pull) {
  const { repository } = asked;
  const { id, number, title, body, state, author, pullRequest, createdAt, updatedAt } = issue;
  const { head, base, mergedAt, mergeCommit } = pullRequest;
  const owner = userAs(asked, repository.owner);
  const own = { name: repository.name, default_branch: repository.defaultBranch, owner };
  const isOwn = head.owner.toLowerCase() === repository.owner.toLowerCase();
  const tip = isOwn && state === "open" ? repository.git.refs[`heads/${head.branch}`] : undefined;
  const sha = tip ?? head.sha;
  return {
    id,
    number,
    html_url: `${webOf(asked)}/pull/${number}`,
    title,
    body,
    state,
    user: userAs(asked, author),
    created_at: createdAt,
    updated_at: updatedAt,
    merged_at: mergedAt,
    merge_commit_sha: mergeCommit,
    head: {
      ref: head.branch,
      sha,
      label: `${head.owner}:${head.branch}`,
      repo: isOwn ? own : { ...own, owner: userAs(asked, head.owner) },
    },
    base: {
      ref: base,
      sha: repository.git.refs[`heads/${base}`] ?? "",
      label: `${repository.owner}:${base}`,
      repo: own,
    },
  } satisfies Told["pullRequest"];
}
