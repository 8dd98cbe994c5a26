import { expect, test } from "vitest";
import * as fc from "fast-check";
import { frameText, markerOf } from "../../src/core/plan/comment.ts";
import type { PullRequestHost } from "../../src/ports/pull-request-host.ts";
import { addToken, hosted, refusalOf } from "./hosted.ts";
import { addComment, addUser } from "./seed.ts";
import type { Fault } from "./faults.ts";

const marker = markerOf("plan", "alerts", "production");
const bodyOf = (text: string): string => frameText({ marker, text, footer: "tocsin" });

/** What a run does about its comment. */
async function publish(host: PullRequestHost, body: string): Promise<"created" | "updated" | "left"> {
  const there = await host.findComment(7, marker);
  if (there === undefined) {
    await host.createComment(7, marker, body);
    return "created";
  }
  if (there.body === body) return "left";
  await host.updateComment(there, body);
  return "updated";
}

test("the first run creates the comment, the second updates it, the third leaves it alone", async () => {
  const { open, repository, writes } = await hosted();
  const runs = [];
  for (const text of ["one", "two", "two"]) runs.push(await publish(await open(), bodyOf(text)));
  expect(runs).toEqual(["created", "updated", "left"]);
  expect(repository.comments.map(({ body, author }) => ({ body, author }))).toEqual([
    { body: bodyOf("two"), author: "github-actions[bot]" },
  ]);
  expect(writes()).toEqual([
    "POST /repos/company/alerts/issues/7/comments",
    "PATCH /repos/company/alerts/issues/comments/" + repository.comments[0]!.id,
  ]);
});

test("our comment is found behind 130 of other people, on the second page", async () => {
  const { open, state, repository, github } = await hosted();
  for (let count = 0; count < 130; count += 1) addComment(state, repository, { issue: 7, body: `remark ${count}` });
  await (await open()).createComment(7, marker, bodyOf("one"));
  const found = await (await open()).findComment(7, marker);
  expect(found?.body).toBe(bodyOf("one"));
  const pages = github.requests.filter((one) => one.operation.startsWith("GET")).map((one) => one.query);
  expect(new Set(pages)).toEqual(new Set(["per_page=100&page=1", "per_page=100&page=2"]));
});

test("a marker that somebody else wrote is not ours, nor is one that is not the whole first line", async () => {
  const { open, state, repository } = await hosted();
  addUser(state, "github-actions");
  for (const author of ["mallory", "github-actions", "mallory[bot]"]) {
    addComment(state, repository, { issue: 7, body: bodyOf("forged"), author });
  }
  for (const body of [`see\n${bodyOf("quoted")}`, ` ${marker}`, `${marker} and more`, markerOf("plan", "alerts")]) {
    addComment(state, repository, { issue: 7, body, author: "github-actions[bot]" });
  }
  const host = await open();
  expect(await host.findComment(7, marker)).toBeUndefined();
  const created = await host.createComment(7, marker, bodyOf("true"));
  expect(await host.findComment(7, marker)).toEqual(created);
  expect(repository.comments.filter((one) => one.body === bodyOf("forged"))).toHaveLength(3);
});

test("a body that came back with other ends of lines is known by its first line", async () => {
  const { open, state, repository } = await hosted();
  const body = bodyOf("one").replaceAll("\n", "\r\n");
  const { id } = addComment(state, repository, { issue: 7, body, author: "github-actions[bot]" });
  expect((await (await open()).findComment(7, marker))?.id).toBe(id);
});

test("of two comments of ours the oldest is the one", async () => {
  const { open, state, repository } = await hosted();
  const author = "github-actions[bot]";
  const oldest = addComment(state, repository, { issue: 7, body: bodyOf("one"), author });
  addComment(state, repository, { issue: 7, body: bodyOf("two"), author });
  expect((await (await open()).findComment(7, marker))?.id).toBe(oldest.id);
});

test("two runs that create at the same moment leave the older comment, with the words of one of them", async () => {
  const { open, repository } = await hosted();
  const hosts = await Promise.all([open(), open(), open()]);
  const created = await Promise.all(hosts.map((host, index) => host.createComment(7, marker, bodyOf(`run ${index}`))));
  expect(new Set(created.map((one) => one.id)).size).toBe(1);
  expect(repository.comments).toHaveLength(1);
  expect(created.map((one) => one.body)).toEqual([0, 1, 2].map((index) => bodyOf(`run ${index}`)));
});

test("we are who GraphQL says, else who REST says, else the bot of workflows", async () => {
  const { open, state, repository, github } = await hosted();
  addUser(state, "tocsin-app[bot]");
  addToken(state, "person", { login: "octocat" });
  addToken(state, "app", { login: "tocsin-app[bot]", permissions: { pull_requests: "write" } });
  const graphqlSays = (login: string): Fault => ({
    on: "POST /graphql",
    reply: { status: 200, body: { data: { viewer: { login } } } },
  });
  const graphqlIsAbsent = { on: "POST /graphql", reply: { status: 404, body: { message: "Not Found" } } };
  const graphqlRefuses = {
    on: "POST /graphql",
    reply: { status: 200, body: { data: null, errors: [{ message: "no" }] } },
  };
  const cases = [
    { token: "app", author: "tocsin-app[bot]", faults: [] },
    { token: "app", author: "tocsin-app[bot]", faults: [graphqlSays("tocsin-app")] },
    { token: "person", author: "octocat", faults: [graphqlIsAbsent] },
    { token: "person", author: "octocat", faults: [graphqlRefuses] },
    { token: "workflow-token", author: "github-actions[bot]", faults: [graphqlIsAbsent] },
  ];
  for (const { token, author, faults } of cases) {
    const { id } = addComment(state, repository, { issue: 7, body: bodyOf("one"), author });
    github.faults.push(...faults);
    expect((await (await open({ token })).findComment(7, marker))?.id).toBe(id);
    expect(github.faults.left()).toBe(0);
    repository.comments.length = 0;
  }
});

test("GitHub is asked once in a run who we are, and not at all where nobody used our marker", async () => {
  const { open, state, repository, github } = await hosted();
  const asked = (): number => github.requests.filter((one) => one.operation === "POST /graphql").length;
  addComment(state, repository, { issue: 7, body: "a remark" });
  await (await open()).findComment(7, marker);
  expect(asked()).toBe(0);
  addComment(state, repository, { issue: 7, body: bodyOf("one"), author: "github-actions[bot]" });
  addComment(state, repository, { issue: 7, body: bodyOf("two"), author: "mallory" });
  const host = await open();
  for (let count = 0; count < 3; count += 1) await host.findComment(7, marker);
  expect(asked()).toBe(1);
});

test("an app that cannot be told its name learns it by what it wrote, and leaves one comment", async () => {
  const { open, state, repository, github } = await hosted();
  addUser(state, "tocsin-app[bot]");
  addToken(state, "app", { login: "tocsin-app[bot]", permissions: { pull_requests: "write" } });
  github.faults.push({ on: "POST /graphql", times: Infinity, reply: { status: 404, body: { message: "Not Found" } } });
  for (const text of ["one", "two", "three"]) await publish(await open({ token: "app" }), bodyOf(text));
  expect(repository.comments.map((one) => one.body)).toEqual([bodyOf("three")]);
});

test("while GitHub cannot say who we are nothing is taken for ours, and nothing is written", async () => {
  const { open, state, repository, github, writes } = await hosted();
  addComment(state, repository, { issue: 7, body: bodyOf("one"), author: "github-actions[bot]" });
  github.faults.push({ on: "POST /graphql", times: 4, reply: { status: 502 } });
  const host = await open();
  expect((await refusalOf(publish(host, bodyOf("two")))).reason).toBe("unavailable");
  expect(writes()).toEqual([]);
  expect(await publish(host, bodyOf("two"))).toBe("updated");
});

/** What may happen to a request without that GitHub is down for good. */
const faults: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ cut: fc.constantFrom("before" as const, "after" as const, "within" as const) }),
  fc.record({ reply: fc.constantFrom({ status: 502 }, { status: 500, body: { message: "Server Error" } }) }),
  fc.record({ reply: fc.constant({ status: 429, body: { message: "slower" }, headers: { "retry-after": "1" } }) }),
);
const strangers = fc.record({
  author: fc.constantFrom("mallory", "github-actions", "github-actions[bot]", "other[bot]"),
  body: fc.constantFrom(
    "a remark",
    ` ${marker}`,
    `${marker}!`,
    `see\n${marker}`,
    markerOf("drift", "alerts", "production"),
  ),
});
const forgeries = fc.record({
  author: fc.constantFrom("mallory", "github-actions", "other[bot]"),
  body: fc.constant(`${marker}\nforged`),
});

test("whoever wrote what before, and whatever breaks on the way, any number of runs leave one comment of ours, with the last words", async () => {
  const { open, state, repository, github } = await hosted();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(strangers, forgeries), { maxLength: 8 }),
      fc.integer({ min: 0, max: 110 }),
      // A request is given up after its fourth failure, and looking for what may have been done is one of its own.
      fc.array(fc.record({ text: fc.constantFrom("one", "two"), wrong: fc.array(faults, { maxLength: 2 }) }), {
        minLength: 1,
        maxLength: 3,
      }),
      async (foreign, many, runs) => {
        repository.comments.length = 0;
        for (const one of foreign) addComment(state, repository, { issue: 7, ...one });
        for (let count = 0; count < many; count += 1) addComment(state, repository, { issue: 7, body: "+1" });
        const before = structuredClone(repository.comments);
        for (const { text, wrong } of runs) {
          github.faults.clear();
          for (const fault of wrong) github.faults.push({ ...fault, on: /comments/ });
          await publish(await open(), bodyOf(text));
        }
        const after = repository.comments.filter((one) => !before.some(({ id }) => id === one.id));
        expect(after.map((one) => one.body)).toEqual([bodyOf(runs.at(-1)!.text)]);
        expect(repository.comments.slice(0, before.length)).toEqual(before);
      },
    ),
    { numRuns: 60 },
  );
});

test("a comment that was written although the answer broke off is not written again", async () => {
  for (const cut of ["after", "within"] as const) {
    const { open, repository, github, writes } = await hosted();
    github.faults.push({ on: /^POST .*comments$/, cut });
    const created = await (await open()).createComment(7, marker, bodyOf("one"));
    expect(repository.comments.map(({ id, body }) => ({ id, body }))).toEqual([
      { id: created.id, body: bodyOf("one") },
    ]);
    expect(writes()).toEqual(["POST /repos/company/alerts/issues/7/comments"]);
  }
});

test("a comment that was not written when the connection broke is written then", async () => {
  const { open, repository, github, writes } = await hosted();
  github.faults.push({ on: /^POST .*comments$/, cut: "before" });
  await (await open()).createComment(7, marker, bodyOf("one"));
  expect(repository.comments).toHaveLength(1);
  expect(writes()).toHaveLength(2);
});

test("a comment that is too long or blank is refused in GitHub's words", async () => {
  const { open } = await hosted();
  const host = await open();
  const long = await refusalOf(host.createComment(7, marker, "x".repeat(65_537)));
  expect(long).toMatchObject({
    reason: "rejected",
    status: 422,
    tried: "POST /repos/company/alerts/issues/7/comments",
    permission: undefined,
    message:
      "cannot comment on pull request 7: GitHub answered 422 and says Validation Failed: body is too long (maximum is 65536 characters)",
  });
  expect((await refusalOf(host.createComment(7, marker, " "))).message).toMatch(/Body cannot be blank$/);
});

test("a comment that somebody deleted meanwhile is not found", async () => {
  const { open, repository } = await hosted();
  const host = await open();
  const created = await host.createComment(7, marker, bodyOf("one"));
  repository.comments.length = 0;
  expect((await refusalOf(host.updateComment(created, bodyOf("two")))).reason).toBe("not-found");
});
