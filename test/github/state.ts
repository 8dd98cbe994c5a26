/** Everything this GitHub knows, as plain data that a test may look into and change. */
export interface State {
  readonly users: User[];
  /** By the token itself. */
  readonly tokens: Record<string, Token>;
  /** By `owner/name`. */
  readonly repositories: Record<string, Repository>;
  /** Of the primary limit; `resetAt` in epoch seconds. */
  readonly limit: { remaining: number; resetAt: number };
  /** In characters; what GitHub documents for comments and issues. */
  longestBody: number;
  nextId: number;
  /** The instant of the last thing that happened, epoch milliseconds; each thing is a second later than the one before. */
  time: number;
}

export interface User {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot";
}

export type Scope = "contents" | "issues" | "pull_requests";

export interface Token {
  readonly login: string;
  /** `app`: a workflow's, or another app's; it may do what its permissions say. `person`: everything. */
  readonly of: "app" | "person";
  readonly permissions: Partial<Record<Scope, "read" | "write" | undefined>>;
}

export interface Repository {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  /** The box under Settings › Actions › General. */
  actionsMayOpenPullRequests: boolean;
  /** The box *Issues* under Settings › General. */
  hasIssues: boolean;
  readonly labels: Label[];
  /** Pull requests are issues too, and have their number from the same row. */
  readonly issues: Issue[];
  readonly comments: Comment[];
  readonly git: Git;
}

export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly author: string;
  title: string;
  body: string | null;
  state: "open" | "closed";
  stateReason: string | null;
  /** The conversation is closed to whoever is no collaborator, and to the token of a workflow. */
  locked?: boolean;
  labels: string[];
  readonly createdAt: string;
  updatedAt: string;
  readonly pullRequest?: PullRequest;
}

export interface PullRequest {
  readonly head: { readonly owner: string; readonly branch: string; sha: string };
  readonly base: string;
  mergedAt: string | null;
  mergeCommit: string | null;
  /** The commits by which it came to its base: of a rebase all, else the one. */
  landed: string[];
}

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly author: string;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
}

export interface Git {
  /** Commits by name: `heads/main`. */
  readonly refs: Record<string, string>;
  readonly commits: Record<string, Commit>;
  /** By id: each file's content by its path from the root. */
  readonly trees: Record<string, Readonly<Record<string, string>>>;
  /** By the tree's id: the modes of those files that are no plain ones, such as `100755`. */
  readonly modes: Record<string, Readonly<Record<string, string>>>;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
}

/** The instant of a new thing, a second after the last. */
export function instant(state: State): string {
  state.time += 1000;
  return new Date(state.time).toISOString().replace(/\.\d+Z$/, "Z");
}

/** A new id, larger than all before. */
export function nextId(state: State): number {
  state.nextId += 1;
  return state.nextId;
}

/** The repository of that name; GitHub does not mind the case. */
export function repositoryOf(state: State, name: string): Repository {
  const found = Object.entries(state.repositories).find(([key]) => key.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw new Error(`no repository \`${name}\``);
  return found[1];
}
