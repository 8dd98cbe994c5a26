/** A pull request, as far as we need it. */
export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly state: "open" | "closed" | "merged";
  /** The commit at its head. */
  readonly head: string;
}

/** A comment of ours. */
export interface HostComment {
  readonly id: number;
  readonly url: string;
  readonly body: string;
}

/** An issue of ours. */
export interface HostIssue {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  /** Of a closed one: somebody said that nothing will be done about it. */
  readonly declined?: true;
}

/** What an issue is to say. */
export interface IssueText {
  readonly title: string;
  /** Its first line is the marker. */
  readonly body: string;
  /** Created where the repository has not got it. */
  readonly label: { readonly name: string; readonly color: string; readonly description: string };
}

/** A pull request that we opened. */
export interface HostProposal extends PullRequest {
  readonly body: string;
}

/** Files to be put on a branch as one commit on top of `base`, and to be asked for in a pull request. */
export interface Proposal {
  /** Ours: what we put on it before is replaced, and what somebody else did is not. */
  readonly branch: string;
  /** The branch it is to be merged into. */
  readonly into: string;
  /** The commit on which the files were read. */
  readonly base: string;
  readonly title: string;
  /** Its first line is the marker. */
  readonly body: string;
  readonly message: string;
  /** Paths from the root of the repository, with `/`. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/**
 * What the host of a repository does for us. *Ours* is what begins with the marker, a whole first line, **and** was
 * written by whoever the token is: anybody may write our marker into a comment of their own. Every list is searched to
 * its last page. All of it throws HostError.
 */
export interface PullRequestHost {
  readPullRequest(number: number): Promise<PullRequest>;
  /** The pull request by which a commit came to its branch, whether merged, squashed or rebased. */
  pullRequestOf(commit: string): Promise<PullRequest | undefined>;
  /** The open pull request from a branch of another repository whose head is exactly this commit. */
  pullRequestFrom(head: {
    readonly owner: string;
    readonly branch: string;
    readonly commit: string;
  }): Promise<PullRequest | undefined>;
  /** The oldest comment of ours with this marker. */
  findComment(pullRequest: number, marker: string): Promise<HostComment | undefined>;
  /**
   * Writes a new comment. Where another run did the same at the same moment, the older one stays, and this answers with
   * that one after giving it this body.
   */
  createComment(pullRequest: number, marker: string, body: string): Promise<HostComment>;
  updateComment(comment: HostComment, body: string): Promise<HostComment>;
  /** The issues of ours with this marker and label, open and closed, the oldest first. There is to be one. */
  findIssues(marker: string, label: string): Promise<readonly HostIssue[]>;
  createIssue(issue: IssueText): Promise<HostIssue>;
  /** Changes what it says, and opens or closes it; a body that did not arrive as sent is an error. */
  updateIssue(
    issue: HostIssue,
    change: { readonly title?: string; readonly body?: string; readonly state?: "open" | "closed" },
  ): Promise<HostIssue>;
  commentOnIssue(issue: HostIssue, body: string): Promise<void>;
  /** The commit at the tip of a branch. */
  tipOf(branch: string): Promise<string>;
  /** Paths of the files that differ between two commits; nothing where there are more than the host tells. */
  changedFiles(from: string, to: string): Promise<readonly string[] | undefined>;
  /** The pull request of ours from a branch of this repository, with this marker: the open one, else the newest. */
  findProposal(branch: string, marker: string): Promise<HostProposal | undefined>;
  /**
   * The commit at the tip of a branch where that is the work of somebody else, which would be lost if ours were put in
   * its place: neither `base` nor a pull request that is over has it.
   */
  othersCommit(branch: string, base: string): Promise<string | undefined>;
  /** Puts the files on the branch, each as what it was there, and opens the pull request or updates the one that is open. */
  propose(proposal: Proposal): Promise<{ readonly number: number; readonly url: string; readonly created: boolean }>;
  /** Closes what we proposed without merging it, and says why in its text; the branch stays. */
  closeProposal(proposal: HostProposal, body: string): Promise<void>;
}

/** Why the host did not do it. */
export type HostRefusal = "unauthenticated" | "forbidden" | "not-found" | "throttled" | "rejected" | "unavailable";

/** The host's refusal or failure in its own words, free of secrets. */
export class HostError extends Error {
  readonly reason: HostRefusal;
  /** Method and path: `POST /repos/company/alerts/issues/7/comments`. */
  readonly tried: string;
  readonly status: number | undefined;
  /** What the token lacks, as a workflow says it: `pull-requests: write`. */
  readonly permission: string | undefined;

  constructor(
    message: string,
    details: {
      reason: HostRefusal;
      tried: string;
      status?: number | undefined;
      permission?: string | undefined;
      cause?: unknown;
    },
  ) {
    super(message, { cause: details.cause });
    this.name = "HostError";
    this.reason = details.reason;
    this.tried = details.tried;
    this.status = details.status;
    this.permission = details.permission;
  }
}
