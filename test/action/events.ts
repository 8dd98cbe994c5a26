/** The commits of the events. */
export const commits = {
  head: "a1".repeat(20),
  base: "b2".repeat(20),
  merged: "c3".repeat(20),
} as const;

const repository = { id: 1, full_name: "company/alerts", default_branch: "main", owner: { login: "company" } };

/** A pull request of the repository itself, or of a fork. */
export function pullRequestEvent(from: "here" | "fork" | "gone" = "here", number = 7) {
  const fork = { id: 2, full_name: "stranger/alerts", owner: { login: "stranger" } };
  const repo = from === "here" ? repository : from === "fork" ? fork : null;
  return {
    name: "pull_request",
    payload: {
      action: "synchronize",
      number,
      pull_request: {
        number,
        head: { sha: commits.head, ref: "quieter", repo },
        base: { sha: commits.base, ref: "main", repo: repository },
      },
      repository,
    },
  };
}

/** A push to a branch. */
export function pushEvent(ref = "refs/heads/main") {
  return { name: "push", payload: { ref, after: commits.merged, repository } };
}

/** What starts a run without anything having happened in the repository. */
export function plainEvent(name: "schedule" | "workflow_dispatch" | "issue_comment" | "pull_request_target") {
  return { name, payload: { repository } };
}

/** A place in the queue of pull requests to be merged. */
export function mergeGroupEvent() {
  return {
    name: "merge_group",
    payload: {
      merge_group: { head_sha: commits.head, base_sha: commits.base, head_ref: "refs/heads/queue" },
      repository,
    },
  };
}

/** The end of a run for a fork's pull request. */
export function workflowRunEvent(of = "pull_request") {
  return {
    name: "workflow_run",
    payload: {
      action: "completed",
      workflow_run: {
        event: of,
        head_branch: "quieter",
        head_sha: commits.head,
        head_repository: { id: 2, owner: { login: "stranger" } },
        pull_requests: [],
      },
      repository,
    },
  };
}
