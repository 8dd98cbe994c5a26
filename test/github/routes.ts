import { type Asked, refused, type Reply, userAs } from "./answers.ts";
import {
  compare,
  createCommit,
  createReference,
  createTree,
  getCommit,
  getReference,
  getTree,
  updateReference,
} from "./git-data.ts";
import {
  createComment,
  createIssue,
  createLabel,
  deleteComment,
  getIssue,
  getLabel,
  issueAt,
  listComments,
  listIssues,
  updateComment,
  updateIssue,
} from "./issues.ts";
import { createPull, getPull, listPulls, pullsOfCommit, updatePull } from "./pulls.ts";
import type { Scope } from "./state.ts";

type Need = readonly [Scope, "read" | "write"];

interface Route {
  readonly method: string;
  /** `{name}` is one part of the path, escaped slashes included. */
  readonly template: string;
  readonly act: (asked: Asked) => Reply;
  /** What an app needs for it; what else would do is only in the header. */
  readonly needs?: (asked: Asked) => Need;
  readonly accepts?: string;
}

const writesComment = (asked: Asked): Need => {
  const issue = asked.at["id"] === undefined ? issueAt(asked) : issueOfComment(asked);
  return [issue?.pullRequest === undefined ? "issues" : "pull_requests", "write"];
};
const either = "issues=write; pull_requests=write";
const only = (scope: Scope, access: "read" | "write") => (): Need => [scope, access];

function issueOfComment({ repository, at }: Asked) {
  const comment = repository.comments.find((one) => one.id === Number(at["id"]));
  return repository.issues.find((one) => one.number === comment?.issue);
}

function readsIssue(asked: Asked): Need {
  return [issueAt(asked)?.pullRequest === undefined ? "issues" : "pull_requests", "read"];
}

const inRepository: readonly Route[] = [
  route("GET /issues", listIssues, only("issues", "read")),
  route("POST /issues", createIssue, only("issues", "write")),
  route("GET /issues/{number}", getIssue, readsIssue),
  route("PATCH /issues/{number}", updateIssue, only("issues", "write")),
  route("GET /issues/{number}/comments", listComments, readsIssue),
  { ...route("POST /issues/{number}/comments", createComment, writesComment), accepts: either },
  { ...route("PATCH /issues/comments/{id}", updateComment, writesComment), accepts: either },
  { ...route("DELETE /issues/comments/{id}", deleteComment, writesComment), accepts: either },
  route("GET /labels/{name}", getLabel, only("issues", "read")),
  { ...route("POST /labels", createLabel, only("issues", "write")), accepts: either },
  route("GET /pulls", listPulls, only("pull_requests", "read")),
  route("POST /pulls", createPull, only("pull_requests", "write")),
  route("GET /pulls/{number}", getPull, only("pull_requests", "read")),
  route("PATCH /pulls/{number}", updatePull, only("pull_requests", "write")),
  route("GET /commits/{sha}/pulls", pullsOfCommit, only("pull_requests", "read")),
  route("GET /compare/{basehead}", compare, only("contents", "read")),
  route("GET /git/ref/{ref}", getReference, only("contents", "read")),
  route("POST /git/refs", createReference, only("contents", "write")),
  route("PATCH /git/refs/{ref}", updateReference, only("contents", "write")),
  route("POST /git/trees", createTree, only("contents", "write")),
  route("GET /git/trees/{sha}", getTree, only("contents", "read")),
  route("POST /git/commits", createCommit, only("contents", "write")),
  route("GET /git/commits/{sha}", getCommit, only("contents", "read")),
];

function route(operation: string, act: Route["act"], needs: (asked: Asked) => Need): Route {
  const [method = "", template = ""] = operation.split(" ");
  return { method, template: `/repos/{owner}/{repo}${template}`, act, needs };
}

const routes: readonly Route[] = [
  ...inRepository,
  { method: "GET", template: "/user", act: getUser },
  { method: "POST", template: "/graphql", act: graphql },
];

/** The route of a request, and the parts of its path. */
export function routeOf(
  method: string,
  path: string,
): { readonly route: Route; readonly at: Readonly<Record<string, string>> } | undefined {
  const parts = path.split("/").map(decodeURIComponent);
  for (const candidate of routes) {
    const wanted = candidate.template.split("/");
    if (candidate.method !== method || wanted.length !== parts.length) continue;
    const isIt = wanted.every((part, index) => part.startsWith("{") || part === parts[index]);
    const names = wanted.flatMap((part, index) => (part.startsWith("{") ? [[part.slice(1, -1), parts[index]]] : []));
    if (isIt) return { route: candidate, at: Object.fromEntries(names) };
  }
  return undefined;
}

/** Does what a route does, if the token may. */
export function perform(to: Route, asked: Asked): Reply {
  const need = to.needs?.(asked);
  if (need === undefined) return to.act(asked);
  const [scope, access] = need;
  const headers = { "x-accepted-github-permissions": to.accepts ?? `${scope}=${access}` };
  const has = asked.token.permissions[scope];
  const may = asked.token.of === "person" || has === "write" || has === access;
  const reply = may ? to.act(asked) : refused(403, "Resource not accessible by integration");
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

// A workflow's token is told its name by GraphQL only.
function getUser(asked: Asked): Reply {
  if (asked.token.of === "app") return refused(403, "Resource not accessible by integration");
  return { status: 200, body: userAs(asked, asked.user.login) };
}

function graphql({ body, user }: Asked): Reply {
  if (/^query \{ viewer \{ login \} \}$/.test(body.query))
    return { status: 200, body: { data: { viewer: { login: user.login } } } };
  return { status: 200, body: { errors: [{ type: "undefinedField", message: "this GitHub knows `viewer` only" }] } };
}
