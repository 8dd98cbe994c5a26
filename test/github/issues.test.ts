import { expect, test } from "vitest";
import { frameText, markerOf } from "../../src/core/plan/comment.ts";
import type { IssueText } from "../../src/ports/pull-request-host.ts";
import { hosted, refusalOf } from "./hosted.ts";
import { addComment, addIssue, addPullRequest } from "./seed.ts";

const marker = markerOf("drift", "alerts", "production");
const bodyOf = (text: string): string => frameText({ marker, text, footer: "tocsin" });
const label = { name: "tocsin: drift", color: "#d93f0b", description: "what Azure has is not what git says" };
const text: IssueText = { title: "Drift in production", body: bodyOf("one"), label };
const ours = { author: "github-actions[bot]", labels: [label.name] };

test("an issue is created with its label, found again, updated, closed and reopened", async () => {
  const { open, repository, writes } = await hosted();
  expect(await (await open()).findIssues(marker, label.name)).toEqual([]);
  const created = await (await open()).createIssue(text);
  expect(repository.labels).toMatchObject([{ name: label.name, color: "d93f0b", description: label.description }]);
  const host = await open();
  expect(await host.findIssues(marker, label.name)).toEqual([created]);
  const changed = await host.updateIssue(created, { title: "Less drift", body: bodyOf("two") });
  expect(changed).toEqual({ ...created, title: "Less drift", body: bodyOf("two") });
  expect((await host.updateIssue(changed, { state: "closed" })).state).toBe("closed");
  expect(repository.issues.at(-1)).toMatchObject({ state: "closed", stateReason: "completed", body: bodyOf("two") });
  const [closed] = await (await open()).findIssues(marker, label.name);
  expect(closed).toMatchObject({ number: created.number, state: "closed" });
  await host.updateIssue(changed, { state: "open" });
  expect(repository.issues.at(-1)).toMatchObject({ state: "open", stateReason: "reopened" });
  expect(writes().map((one) => one.replace("/repos/company/alerts", ""))).toEqual([
    "POST /labels",
    "POST /issues",
    ...Array.from({ length: 3 }, () => `PATCH /issues/${created.number}`),
  ]);
});

test("a label that is there is left as it is, also where another run was quicker", async () => {
  const { open, repository, github, writes } = await hosted();
  const own = { id: 1, name: "Tocsin: Drift", color: "000000", description: null };
  repository.labels.push(own);
  await (await open()).createIssue(text);
  expect(writes()).toEqual(["POST /repos/company/alerts/issues"]);
  github.faults.push({ on: /labels\//, reply: { status: 404, body: { message: "Not Found" } } });
  await (await open()).createIssue(text);
  expect(github.requests.map((one) => one.status)).toContain(422);
  expect(repository.labels).toEqual([own]);
});

test("pull requests, forged markers and other labels are no issues of ours", async () => {
  const { open, state, repository } = await hosted();
  const { author, labels } = ours;
  const pullRequest = addPullRequest(state, repository, { head: { branch: "quieter" }, body: bodyOf("p"), author });
  pullRequest.labels.push(label.name);
  addIssue(state, repository, { labels, author: "mallory", body: bodyOf("forged") });
  addIssue(state, repository, { labels, author, body: `see\n${bodyOf("quoted")}` });
  addIssue(state, repository, { labels: ["other"], author, body: bodyOf("other label") });
  addIssue(state, repository, { labels, author, body: null });
  expect(await (await open()).findIssues(marker, label.name)).toEqual([]);
});

test("all issues of ours are found, open and closed, on whatever page, the oldest first", async () => {
  const { open, state, repository } = await hosted();
  const add = (is: "open" | "closed"): number =>
    addIssue(state, repository, { ...ours, body: bodyOf("one"), state: is }).number;
  const found = async (): Promise<readonly number[]> =>
    (await (await open()).findIssues(marker, label.name)).map(({ number }) => number);
  const first = add("closed");
  expect(await found()).toEqual([first]);
  for (let count = 0; count < 120; count += 1) addIssue(state, repository, { labels: [label.name], state: "closed" });
  expect(await found()).toEqual([first]);
  const [second, third] = [add("open"), add("closed")];
  expect(await found()).toEqual([first, second, third]);
});

test("a repository without issues is told where they are switched on, and a deleted issue is gone", async () => {
  const { open, repository, github } = await hosted();
  const host = await open();
  const created = await host.createIssue(text);
  repository.hasIssues = false;
  expect(await host.findIssues(marker, label.name)).toEqual([]);
  const refusal = await refusalOf(host.createIssue(text));
  expect(refusal).toMatchObject({ reason: "forbidden", status: 410, permission: undefined });
  expect(refusal.message).toMatch(/disabled in this repository; tick \*Issues\* under Settings › General › Features/);
  github.faults.push({ on: /^PATCH/, reply: { status: 410, body: { message: "This issue was deleted" } } });
  expect(await refusalOf(host.updateIssue(created, { state: "closed" }))).toMatchObject({ reason: "not-found" });
});

test("a closed issue says whether nothing is to be done about it", async () => {
  const { open, repository } = await hosted();
  const host = await open();
  const created = await host.createIssue(text);
  const found = async () => (await host.findIssues(marker, label.name))[0];
  for (const [stateReason, declined] of [
    ["completed", undefined],
    [null, undefined],
    ["not_planned", true],
    ["duplicate", true],
  ] as const) {
    Object.assign(repository.issues.at(-1)!, { state: "closed", stateReason });
    expect((await found())?.declined).toBe(declined);
  }
  expect(await host.updateIssue(created, { state: "open" })).not.toHaveProperty("declined");
});

test("a body that GitHub did not keep although it said 200 is an error", async () => {
  const { open, state, repository } = await hosted();
  const host = await open();
  const created = await host.createIssue(text);
  state.longestBody = 200;
  const refusal = await refusalOf(host.updateIssue(created, { body: bodyOf("x".repeat(300)) }));
  expect(refusal).toMatchObject({ reason: "rejected", status: 200 });
  expect(refusal.message).toMatch(
    /^cannot update issue \d+: GitHub answered 200 and kept the text that was there; the new one \(\d+ characters, \d+ bytes\) may be too long$/,
  );
  expect(repository.issues.at(-1)?.body).toBe(bodyOf("one"));
});

test("an issue that was opened although the answer broke off is not opened again", async () => {
  for (const cut of ["after", "within"] as const) {
    const { open, repository, github } = await hosted();
    github.faults.push({ on: /^POST .*issues$/, cut }, { on: /^POST .*labels$/, cut });
    const created = await (await open()).createIssue(text);
    expect(repository.issues.filter((one) => one.pullRequest === undefined)).toMatchObject([
      { number: created.number },
    ]);
    expect(repository.labels).toHaveLength(1);
  }
});

test("a closed issue that says the same is not taken for the one whose opening broke off", async () => {
  const { open, state, repository, github } = await hosted();
  const closed = addIssue(state, repository, { ...ours, body: text.body, state: "closed" });
  github.faults.push({ on: /^POST .*issues$/, cut: "before" });
  const created = await (await open()).createIssue(text);
  expect(created.number).toBeGreaterThan(closed.number);
});

test("a note on an issue is written once, and again on another day", async () => {
  const { open, state, repository, github } = await hosted();
  const host = await open();
  const created = await host.createIssue(text);
  const notes = (): number => repository.comments.filter((one) => one.author === "github-actions[bot]").length;
  addComment(state, repository, { issue: created.number, body: "it is gone", author: "mallory" });
  github.faults.push({ on: /^POST .*comments$/, cut: "after" });
  await host.commentOnIssue(created, "it is gone");
  expect(notes()).toBe(1);
  github.faults.push({ on: /^POST .*comments$/, cut: "before" });
  await host.commentOnIssue(created, "it is gone");
  expect(notes()).toBe(2);
});
