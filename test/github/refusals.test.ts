import { expect, test } from "vitest";
import { scrubber } from "../../src/core/settings/scrub.ts";
import type { Proposal, PullRequestHost } from "../../src/ports/pull-request-host.ts";
import { addToken, hosted, refusalOf } from "./hosted.ts";
import { addComment, addIssue } from "./seed.ts";
import type { Repository, Token } from "./state.ts";

const marker = "<!-- tocsin plan alerts -->";
const label = { name: "drift", color: "d93f0b", description: "" };

function proposalOn({ git }: Repository): Proposal {
  const files = [{ path: "rules/cpu.yaml", text: "a: 1\n" }];
  return { branch: "ours", into: "main", base: git.refs["heads/main"]!, title: "t", body: "b", message: "m", files };
}

const everything = { contents: "write", issues: "write", pull_requests: "write" } as const;
const comment = { id: 1, url: "https://github.example/c", body: "" };
const issue = { number: 9, url: "https://github.example/i", title: "", body: "", state: "open" as const };

/** What each permission is for, and what is said when the token has only what is left. */
const needs: readonly {
  readonly permissions: Token["permissions"];
  readonly lacks: string;
  readonly tries: string;
  readonly act: (host: PullRequestHost, repository: Repository) => Promise<unknown>;
}[] = [
  {
    permissions: { ...everything, pull_requests: "read" },
    lacks: "pull-requests: write",
    tries: "comment on pull request 7",
    act: (host) => host.createComment(7, marker, marker),
  },
  {
    permissions: { ...everything, pull_requests: "read" },
    lacks: "pull-requests: write",
    tries: "update the comment https://github.example/c",
    act: (host, { comments }) => host.updateComment({ ...comment, id: comments[0]!.id }, marker),
  },
  {
    permissions: { ...everything, pull_requests: undefined },
    lacks: "pull-requests: read",
    tries: "read the comments on pull request 7",
    act: (host) => host.findComment(7, marker),
  },
  {
    permissions: { ...everything, pull_requests: undefined },
    lacks: "pull-requests: read",
    tries: "find the pull request of commit abc1234",
    act: (host) => host.pullRequestOf("abc1234"),
  },
  {
    permissions: { ...everything, issues: "read" },
    lacks: "issues: write",
    tries: "create the label `drift`",
    act: (host) => host.createIssue({ title: "t", body: marker, label }),
  },
  {
    permissions: { ...everything, issues: "read" },
    lacks: "issues: write",
    tries: "update issue 9",
    act: (host) => host.updateIssue(issue, { body: marker }),
  },
  {
    permissions: { ...everything, issues: "read" },
    lacks: "issues: write",
    tries: "comment on issue 9",
    act: (host) => host.commentOnIssue(issue, "gone"),
  },
  {
    permissions: { ...everything, issues: undefined },
    lacks: "issues: read",
    tries: "list the issues labelled `drift`",
    act: (host) => host.findIssues(marker, "drift"),
  },
  {
    permissions: { ...everything, contents: undefined },
    lacks: "contents: read",
    tries: "read the branch `main`",
    act: (host) => host.tipOf("main"),
  },
  {
    permissions: { ...everything, contents: "read" },
    lacks: "contents: write",
    tries: "put files on the branch `ours`",
    act: (host, repository) => host.propose(proposalOn(repository)),
  },
  {
    permissions: { ...everything, pull_requests: "read" },
    lacks: "pull-requests: write",
    tries: "open a pull request from `ours`",
    act: (host, repository) => host.propose(proposalOn(repository)),
  },
];

test.each(needs)(
  "a token without `$lacks` cannot $tries, and is told so",
  async ({ permissions, lacks, tries, act }) => {
    const { open, state, repository } = await hosted();
    addToken(state, "poor", { login: "github-actions[bot]", permissions });
    addIssue(state, repository, { number: 9, author: "github-actions[bot]" });
    addComment(state, repository, { issue: 7, body: marker, author: "github-actions[bot]" });
    const refusal = await refusalOf(act(await open({ token: "poor" }), repository));
    expect(refusal).toMatchObject({ reason: "forbidden", status: 403, permission: lacks });
    expect(refusal.message).toBe(
      `cannot ${tries}: GitHub answered 403 and says Resource not accessible by integration; the token lacks \`${lacks}\``,
    );
  },
);

test("the permission is GitHub's own word where it has another than we think", async () => {
  const { open, github } = await hosted();
  const body = { message: "Resource not accessible by integration" };
  const headers = { "x-accepted-github-permissions": "organization_issues=write,metadata=read; members=write" };
  github.faults.push({ on: /comments$/, reply: { status: 403, body, headers } });
  const { permission } = await refusalOf((await open()).createComment(7, marker, marker));
  expect(permission).toBe("organization-issues: write, metadata: read");
});

test("a 403 for another reason names no permission", async () => {
  const { open, github } = await hosted();
  const body = { message: "Unable to create comment because issue is locked." };
  github.faults.push({ on: /comments$/, reply: { status: 403, body } });
  const refusal = await refusalOf((await open()).createComment(7, marker, marker));
  expect(refusal).toMatchObject({ reason: "forbidden", permission: undefined });
  expect(refusal.message).toMatch(/says Unable to create comment because issue is locked\.$/);
});

test("a 404 on a write may be a permission, on a read it is none", async () => {
  const { open } = await hosted();
  const host = await open({ repository: "company/secret" });
  const write = await refusalOf(host.createComment(7, marker, marker));
  expect(write).toMatchObject({ reason: "not-found", permission: "pull-requests: write" });
  expect(write.message).toBe(
    "cannot comment on pull request 7: GitHub answered 404 and says Not Found; GitHub says so too where the token lacks `pull-requests: write`",
  );
  expect(await refusalOf(host.readPullRequest(7))).toMatchObject({ reason: "not-found", permission: undefined });
});

test.each(["wrong-token", ""])("a token that GitHub does not know (%j) is refused", async (token) => {
  const { open } = await hosted();
  const refusal = await refusalOf((await open({ token })).readPullRequest(7));
  expect(refusal).toMatchObject({ reason: "unauthenticated", status: 401, permission: undefined });
  expect(refusal.message).toMatch(
    /^cannot read pull request 7: GitHub answered 401 and says .*; the token is wrong, or no longer valid$/,
  );
});

test("no secret comes back in an error, plain or as JSON, at the end of a long answer or in a path", async () => {
  const secret = "xoxb-4f3a9b2c7d1e";
  const { open, github, events } = await hosted();
  const host = await open({ scrub: scrubber([secret]) });
  const answers = [
    { message: `cannot parse ${secret}` },
    { message: "Validation Failed", errors: [{ message: `field "${secret}"` }, { resource: secret, code: "custom" }] },
    { message: `${"x".repeat(495)}${secret}` },
    `<html>${secret}</html>`,
  ];
  for (const body of answers) {
    github.faults.push({ reply: { status: 422, body } });
    expect(JSON.stringify(await told(host.createComment(7, marker, `${marker}\n${secret}`)))).not.toContain("xoxb");
  }
  github.faults.push({ times: 4, reply: { status: 502, body: secret } });
  expect(JSON.stringify([await told(host.tipOf(secret)), events])).not.toContain("xoxb");
});

async function told(promise: Promise<unknown>) {
  const { message, stack, cause, tried, permission } = await refusalOf(promise);
  return { message, stack, cause, tried, permission };
}

test("a page of HTML is told without its tags, and not all of it", async () => {
  const { open, github } = await hosted();
  const page = `<html><head><style>p { color: red }</style></head><body><p>Blocked by\n the proxy</p>${"<b>!</b>".repeat(1000)}</body></html>`;
  github.faults.push({ reply: { status: 451, body: page } });
  const { message } = await refusalOf((await open()).readPullRequest(7));
  expect(message).toMatch(/^cannot read pull request 7: GitHub answered 451 and says Blocked by the proxy !/);
  expect(message.length).toBeLessThan(600);
});

test("GitHub Enterprise Server is asked below `/api/v3`, and its GraphQL beside it", async () => {
  const { open, github, state, repository } = await hosted();
  addComment(state, repository, { issue: 7, body: marker, author: "github-actions[bot]" });
  for (let count = 0; count < 120; count += 1) addComment(state, repository, { issue: 7, body: "remark" });
  const host = await open({ apiUrl: `${github.url}/api/v3` });
  expect(await host.findComment(7, marker)).toMatchObject({ body: marker });
  expect(github.requests.map((one) => one.operation)).toContain("POST /graphql");
  expect((await refusalOf(host.readPullRequest(1))).tried).toBe("GET /repos/company/alerts/pulls/1");
});

test("GitHub's logs know us by our name and version", async () => {
  const { open, github } = await hosted();
  await (await open()).readPullRequest(7);
  expect(github.requests[0]?.userAgent).toMatch(/^tocsin\/0\.0\.0-test /);
});
