import { describe, expect, test } from "vitest";
import { hosted, refusalOf } from "./hosted.ts";
import { addCommit, addPullRequest, mergePullRequest } from "./seed.ts";

test("a pull request is read with its head and its state", async () => {
  const { open, state, repository } = await hosted();
  const host = await open();
  const head = repository.git.refs["heads/quieter"]!;
  const url = "https://github.example/company/alerts/pull/7";
  expect(await host.readPullRequest(7)).toEqual({ number: 7, url, title: "Quieter", state: "open", head });
  repository.issues[0]!.state = "closed";
  expect(await host.readPullRequest(7)).toMatchObject({ state: "closed" });
  mergePullRequest(state, repository, { number: 7, how: "squash" });
  expect(await host.readPullRequest(7)).toMatchObject({ state: "merged", head });
  expect((await refusalOf(host.readPullRequest(8))).reason).toBe("not-found");
});

describe("the pull request of a commit", () => {
  test.each(["merge", "squash", "rebase"] as const)("is found after a %s, by every commit it brought", async (how) => {
    const { open, state, repository } = await hosted();
    addCommit(repository, { branch: "quieter", files: { "rules/disk.yaml": "threshold: 90\n" }, message: "disk too" });
    addCommit(repository, { branch: "main", files: { "README.md": "more\n" }, message: "meanwhile" });
    const tip = mergePullRequest(state, repository, { number: 7, how });
    const { landed } = repository.issues[0]!.pullRequest!;
    expect(landed).toHaveLength(how === "rebase" ? 2 : 1);
    const host = await open();
    for (const commit of [tip, ...landed])
      expect(await host.pullRequestOf(commit)).toMatchObject({ number: 7, state: "merged" });
  });

  test("is nothing for a commit that was pushed to the branch", async () => {
    const { open, state, repository } = await hosted();
    mergePullRequest(state, repository, { number: 7, how: "merge" });
    const pushed = addCommit(repository, { branch: "main", files: { "README.md": "more\n" } });
    expect(await (await open()).pullRequestOf(pushed)).toBeUndefined();
  });

  test("is nothing while the only one that holds it is open, or was closed", async () => {
    const { open, repository } = await hosted();
    const head = repository.git.refs["heads/quieter"]!;
    expect(await (await open()).pullRequestOf(head)).toBeUndefined();
    repository.issues[0]!.state = "closed";
    expect(await (await open()).pullRequestOf(head)).toBeUndefined();
  });

  test("is the one that made the commit, before those that passed it on", async () => {
    const { open, state, repository } = await hosted();
    addCommit(repository, { branch: "next", message: "begin next" });
    addPullRequest(state, repository, { number: 8, head: { branch: "quieter" }, base: "next" });
    const first = mergePullRequest(state, repository, { number: 8, how: "merge" });
    addPullRequest(state, repository, { number: 9, head: { branch: "next" } });
    const second = mergePullRequest(state, repository, { number: 9, how: "merge" });
    const host = await open();
    expect(await host.pullRequestOf(first)).toMatchObject({ number: 8 });
    expect(await host.pullRequestOf(second)).toMatchObject({ number: 9 });
  });

  test("is the one that brought it to the default branch, where none made it", async () => {
    const { open, state, repository } = await hosted();
    addCommit(repository, { branch: "next", message: "begin next" });
    addPullRequest(state, repository, { number: 8, head: { branch: "quieter" }, base: "next" });
    mergePullRequest(state, repository, { number: 7, how: "merge" });
    mergePullRequest(state, repository, { number: 8, how: "merge" });
    const commit = repository.git.refs["heads/quieter"]!;
    expect(await (await open()).pullRequestOf(commit)).toMatchObject({ number: 7 });
  });
});

describe("the pull request from a branch of a fork", () => {
  const sha = "f".repeat(40);
  const head = { owner: "visitor", branch: "main", sha };

  test("is the open one whose head is that commit", async () => {
    const { open, state, repository } = await hosted();
    addPullRequest(state, repository, { number: 20, head });
    const host = await open();
    const from = { owner: "Visitor", branch: "main", commit: sha };
    expect(await host.pullRequestFrom(from)).toMatchObject({ number: 20, head: sha });
    expect(await host.pullRequestFrom({ ...from, commit: "e".repeat(40) })).toBeUndefined();
    expect(await host.pullRequestFrom({ ...from, branch: "other" })).toBeUndefined();
    expect(await host.pullRequestFrom({ ...from, owner: "other" })).toBeUndefined();
    repository.issues.at(-1)!.state = "closed";
    expect(await host.pullRequestFrom(from)).toBeUndefined();
  });

  test("is not that of somebody else, where GitHub does not understand whom we mean", async () => {
    const { open, state, repository, github } = await hosted();
    addPullRequest(state, repository, { number: 20, head });
    const all = [
      {
        number: 20,
        html_url: "",
        title: "",
        state: "open",
        merged_at: null,
        merge_commit_sha: null,
        head: { ref: "main", sha, repo: { owner: { login: "visitor" } } },
        base: { ref: "main", repo: null },
      },
    ];
    github.faults.push({ on: /^GET .*pulls$/, reply: { status: 200, body: all } });
    const host = await open();
    expect(await host.pullRequestFrom({ owner: "mallory", branch: "main", commit: sha })).toBeUndefined();
  });
});
