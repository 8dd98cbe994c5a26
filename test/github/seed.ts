import { filesOf, modesOf, putCommit, putTree } from "./git.ts";
import { type Comment, instant, type Issue, nextId, type PullRequest, type Repository, type State } from "./state.ts";

/*
 * What is there before a test begins. Everything is named by what a reader of the test would say; commits may be given
 * the ids of a real repository's (`sha`), so that a checkout and this GitHub speak of the same ones.
 */

/** A GitHub with one repository, `company/alerts`: a first commit on `main`, nothing else. */
export function emptyState(): State {
  const state: State = {
    users: [],
    tokens: {},
    repositories: {},
    limit: { remaining: 1000, resetAt: Number.MAX_SAFE_INTEGER },
    longestBody: 65_536,
    nextId: 1000,
    time: Date.UTC(2026, 10, 20),
  };
  addUser(state, "github-actions[bot]");
  addUser(state, "company");
  const all = { contents: "write", issues: "write", pull_requests: "write" } as const;
  state.tokens["workflow-token"] = { login: "github-actions[bot]", of: "app", permissions: all };
  addRepository(state, "company/alerts");
  return state;
}

/** Somebody; `…[bot]` is an app. */
export function addUser(state: State, login: string): void {
  const type = login.endsWith("[bot]") ? "Bot" : "User";
  if (!state.users.some((one) => one.login === login)) state.users.push({ id: nextId(state), login, type });
}

/** A repository with a first commit on its default branch. */
function addRepository(state: State, name: string, defaultBranch = "main"): Repository {
  const [owner = "", short = ""] = name.split("/");
  addUser(state, owner);
  const git = { refs: {}, commits: {}, trees: {}, modes: {} };
  const repository: Repository = {
    owner,
    name: short,
    defaultBranch,
    actionsMayOpenPullRequests: true,
    hasIssues: true,
    labels: [],
    issues: [],
    comments: [],
    git,
  };
  state.repositories[name] = repository;
  addCommit(repository, { branch: defaultBranch, files: { "README.md": "alerts\n" }, message: "begin" });
  return repository;
}

/** A commit on a branch, which begins at the default branch where it is not there yet. */
export function addCommit(
  { git, defaultBranch }: Repository,
  given: {
    readonly branch: string;
    readonly message?: string;
    /** What differs from the commit before; `null` takes a file away. */
    readonly files?: Readonly<Record<string, string | null>>;
    /** Of files that are no plain ones. */
    readonly modes?: Readonly<Record<string, string>>;
    readonly sha?: string;
    readonly parents?: readonly string[];
  },
): string {
  const tip = git.refs[`heads/${given.branch}`] ?? git.refs[`heads/${defaultBranch}`];
  const parents = given.parents ?? (tip === undefined ? [] : [tip]);
  const before = parents[0] === undefined ? {} : filesOf(git, parents[0]);
  const modes = { ...(parents[0] === undefined ? {} : modesOf(git, parents[0])), ...given.modes };
  const files = Object.entries({ ...before, ...given.files }).flatMap(([path, text]) =>
    text === null ? [] : [[path, text] as const],
  );
  const { message = "a change", sha } = given;
  const tree = putTree(git, Object.fromEntries(files), modes);
  const salt = Object.keys(git.commits).length;
  const commit = putCommit(git, { tree, parents, message, salt, ...(sha === undefined ? {} : { sha }) });
  git.refs[`heads/${given.branch}`] = commit.sha;
  return commit.sha;
}

/** An open pull request. Of a fork (`head.owner`) only the commit is here, no branch. */
export function addPullRequest(
  state: State,
  repository: Repository,
  given: {
    readonly head: { readonly branch: string; readonly owner?: string; readonly sha?: string };
    readonly number?: number;
    readonly title?: string;
    readonly body?: string;
    readonly author?: string;
    readonly base?: string;
    readonly state?: "open" | "closed";
  },
): Issue & { readonly pullRequest: PullRequest } {
  const { head, title = "A pull request", body = null, author = "octocat", base = repository.defaultBranch } = given;
  const { owner = repository.owner } = head;
  addUser(state, owner);
  const sha = head.sha ?? repository.git.refs[`heads/${head.branch}`];
  if (sha === undefined) throw new Error(`the branch \`${head.branch}\` has no commit: add one, or say \`sha\``);
  const pullRequest: PullRequest = {
    head: { owner, branch: head.branch, sha },
    base,
    mergedAt: null,
    mergeCommit: null,
    landed: [],
  };
  const issue = addIssue(state, repository, { ...given, title, body, author });
  const whole = { ...issue, pullRequest };
  repository.issues[repository.issues.indexOf(issue)] = whole;
  return whole;
}

/** Merges a pull request as the button does, and gives the commit its base stands at then. */
export function mergePullRequest(
  state: State,
  repository: Repository,
  given: { readonly number: number; readonly how: "merge" | "squash" | "rebase"; readonly sha?: string },
): string {
  const issue = repository.issues.find((one) => one.number === given.number);
  if (issue?.pullRequest === undefined) throw new Error(`no pull request ${given.number}`);
  const { pullRequest } = issue;
  const { git } = repository;
  const base = git.refs[`heads/${pullRequest.base}`] ?? "";
  const own = ownCommits(git, { base, head: pullRequest.head.sha });
  const messages = given.how === "rebase" ? own.map((sha) => git.commits[sha]?.message ?? "") : [issue.title];
  for (const [index, message] of messages.entries()) {
    const files = filesOf(git, given.how === "rebase" ? (own[index] ?? "") : pullRequest.head.sha);
    const tip = git.refs[`heads/${pullRequest.base}`] ?? "";
    const isLast = index === messages.length - 1;
    const landed = addCommit(repository, {
      branch: pullRequest.base,
      message,
      files,
      parents: given.how === "merge" ? [tip, pullRequest.head.sha] : [tip],
      ...(isLast && given.sha !== undefined ? { sha: given.sha } : {}),
    });
    pullRequest.landed.push(landed);
    pullRequest.mergeCommit = landed;
  }
  pullRequest.head.sha = git.refs[`heads/${pullRequest.head.branch}`] ?? pullRequest.head.sha;
  pullRequest.mergedAt = instant(state);
  issue.state = "closed";
  return git.refs[`heads/${pullRequest.base}`] ?? "";
}

// Oldest first, as they are put onto the base.
function ownCommits(git: Repository["git"], { base, head }: { base: string; head: string }): readonly string[] {
  const found: string[] = [];
  for (let at: string | undefined = head; at !== undefined && at !== base; at = git.commits[at]?.parents[0]) {
    found.unshift(at);
  }
  return found;
}

/** An issue by somebody. */
export function addIssue(
  state: State,
  repository: Repository,
  given: {
    readonly number?: number;
    readonly title?: string;
    readonly body?: string | null;
    readonly author?: string;
    readonly labels?: readonly string[];
    readonly state?: "open" | "closed";
  },
): Issue {
  const { title = "An issue", body = null, author = "octocat", labels = [] } = given;
  addUser(state, author);
  const at = instant(state);
  const issue: Issue = {
    id: nextId(state),
    number: given.number ?? Math.max(0, ...repository.issues.map((one) => one.number)) + 1,
    author,
    title,
    body,
    state: given.state ?? "open",
    stateReason: null,
    labels: [...labels],
    createdAt: at,
    updatedAt: at,
  };
  repository.issues.push(issue);
  return issue;
}

/** A comment by somebody on an issue or pull request. */
export function addComment(
  state: State,
  repository: Repository,
  given: { readonly issue: number; readonly body: string; readonly author?: string },
): Comment {
  const { author = "octocat", issue, body } = given;
  addUser(state, author);
  const at = instant(state);
  const comment: Comment = { id: nextId(state), issue, author, body, createdAt: at, updatedAt: at };
  repository.comments.push(comment);
  return comment;
}
