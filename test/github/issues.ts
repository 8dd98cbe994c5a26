import { invalid, notFound, paged, refused, userAs, type Asked, type Reply, type Told } from "./answers.ts";
import { addComment, addIssue } from "./seed.ts";
import { type Comment, instant, type Issue, type Label, nextId } from "./state.ts";

/** Comments, issues and labels. */

export function listComments(asked: Asked): Reply {
  if (issueAt(asked) === undefined) return notFound;
  const issue = Number(asked.at["number"]);
  const all = asked.repository.comments.filter((one) => one.issue === issue).toSorted((a, b) => a.id - b.id);
  return paged(
    asked,
    all.map((one) => commentAs(asked, one)),
  );
}

export function createComment(asked: Asked): Reply {
  const issue = issueAt(asked);
  if (issue === undefined) return notFound;
  if (issue.locked === true) return refused(403, "Unable to create comment because issue is locked.");
  const wrong = wrongComment(asked);
  if (wrong !== undefined) return wrong;
  const { state, repository, user, body } = asked;
  const comment = addComment(state, repository, { issue: issue.number, author: user.login, body: body.body });
  return { status: 201, body: commentAs(asked, comment) };
}

export function updateComment(asked: Asked): Reply {
  const comment = commentAt(asked);
  if (comment === undefined) return notFound;
  if (!mayChange(asked, comment.author)) return refused(403, "Resource not accessible by integration");
  const wrong = wrongComment(asked);
  if (wrong !== undefined) return wrong;
  comment.body = asked.body.body;
  comment.updatedAt = instant(asked.state);
  return { status: 200, body: commentAs(asked, comment) };
}

export function deleteComment(asked: Asked): Reply {
  const comment = commentAt(asked);
  if (comment === undefined) return notFound;
  if (!mayChange(asked, comment.author)) return refused(403, "Resource not accessible by integration");
  asked.repository.comments.splice(asked.repository.comments.indexOf(comment), 1);
  return { status: 204 };
}

export function listIssues(asked: Asked): Reply {
  const { query, repository } = asked;
  const state = query.get("state") ?? "open";
  const labels = (query.get("labels") ?? "").split(",").filter((label) => label !== "");
  const creator = query.get("creator");
  const found = repository.issues
    .filter((one) => repository.hasIssues || one.pullRequest !== undefined)
    .filter((one) => state === "all" || one.state === state)
    .filter((one) => labels.every((label) => one.labels.some((own) => own.toLowerCase() === label.toLowerCase())))
    .filter((one) => creator === null || one.author.toLowerCase() === creator.toLowerCase())
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  return paged(
    asked,
    found.map((one) => issueAs(asked, one)),
  );
}

export function getIssue(asked: Asked): Reply {
  const issue = issueAt(asked);
  return issue === undefined ? notFound : { status: 200, body: issueAs(asked, issue) };
}

export function createIssue(asked: Asked): Reply {
  const { state, repository, user, body } = asked;
  if (!repository.hasIssues) return refused(410, "Issues has been disabled in this repository.");
  if (body.title.trim() === "") return invalid("Issue", { code: "missing_field", field: "title" });
  if ((body.body ?? "").length > state.longestBody) return tooLong(asked, "Issue");
  for (const name of body.labels ?? []) putLabel(asked, { name, color: "ededed", description: null });
  const issue = addIssue(state, repository, { ...body, author: user.login });
  return { status: 201, body: issueAs(asked, issue) };
}

export function updateIssue(asked: Asked): Reply {
  const issue = issueAt(asked);
  if (issue === undefined) return notFound;
  const { body, state } = asked;
  if (body.title !== undefined) issue.title = body.title;
  // Seen with the real one: 200, and the text that was there.
  if (body.body !== undefined && (body.body ?? "").length <= state.longestBody) issue.body = body.body;
  if (body.state !== undefined && body.state !== issue.state) {
    issue.state = body.state;
    issue.stateReason = body.state_reason ?? (body.state === "open" ? "reopened" : "completed");
  }
  issue.updatedAt = instant(state);
  return { status: 200, body: issueAs(asked, issue) };
}

export function getLabel(asked: Asked): Reply {
  const label = labelNamed(asked, asked.at["name"] ?? "");
  return label === undefined ? notFound : { status: 200, body: label satisfies Told["label"] };
}

export function createLabel(asked: Asked): Reply {
  const { name, color = "ededed", description = null } = asked.body;
  if (labelNamed(asked, name) !== undefined) return invalid("Label", { code: "already_exists", field: "name" });
  if (!/^[0-9a-f]{6}$/i.test(color)) return invalid("Label", { code: "invalid", field: "color" });
  if ((description ?? "").length > 100) {
    return invalid("Label", { code: "custom", field: "description", message: "description is too long" });
  }
  return { status: 201, body: putLabel(asked, { name, color, description }) satisfies Told["label"] };
}

export function issueAt({ repository, at }: Asked): Issue | undefined {
  return repository.issues.find((one) => one.number === Number(at["number"]));
}

function commentAt({ repository, at }: Asked): Comment | undefined {
  return repository.comments.find((one) => one.id === Number(at["id"]));
}

// An app may change its own comments; what it may do to those of others depends on more than we know of.
function mayChange({ token, user }: Asked, author: string): boolean {
  return token.of === "person" || user.login === author;
}

function wrongComment({ body, state }: Asked): Reply | undefined {
  if (body.body.trim() === "") {
    return invalid("IssueComment", { code: "unprocessable", field: "data", message: "Body cannot be blank" });
  }
  return body.body.length > state.longestBody ? tooLong({ state }, "IssueComment") : undefined;
}

function tooLong({ state }: Pick<Asked, "state">, resource: string): Reply {
  const message = `body is too long (maximum is ${state.longestBody} characters)`;
  return invalid(resource, { code: "custom", field: "body", message });
}

function labelNamed({ repository }: Asked, name: string): Label | undefined {
  return repository.labels.find((one) => one.name.toLowerCase() === name.toLowerCase());
}

function putLabel(asked: Asked, label: Omit<Label, "id">): Label {
  const there = labelNamed(asked, label.name);
  if (there !== undefined) return there;
  const put = { id: nextId(asked.state), ...label };
  asked.repository.labels.push(put);
  return put;
}

function commentAs(asked: Asked, comment: Comment) {
  const { id, issue, author, body, createdAt, updatedAt } = comment;
  return {
    id,
    html_url: `${webOf(asked)}/issues/${issue}#issuecomment-${id}`,
    body,
    user: userAs(asked, author),
    created_at: createdAt,
    updated_at: updatedAt,
  } satisfies Told["comment"];
}

function issueAs(asked: Asked, issue: Issue) {
  const { id, number, title, body, state, stateReason, author, labels, createdAt, updatedAt, pullRequest } = issue;
  const html_url = `${webOf(asked)}/${pullRequest === undefined ? "issues" : "pull"}/${number}`;
  return {
    id,
    number,
    html_url,
    title,
    body,
    state,
    // Sound because the only ones that come here are those of the requests, which were judged.
    state_reason: stateReason as "completed" | null,
    user: userAs(asked, author),
    labels: labels.map((name) => labelNamed(asked, name) ?? { name }),
    created_at: createdAt,
    updated_at: updatedAt,
    ...(pullRequest === undefined ? {} : { pull_request: { html_url, merged_at: pullRequest.mergedAt } }),
  } satisfies Told["issue"];
}

/** The repository's page. */
export function webOf({ repository }: Asked): string {
  return `https://github.example/${repository.owner}/${repository.name}`;
}
