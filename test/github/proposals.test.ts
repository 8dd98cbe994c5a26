import { expect, test } from "vitest";
import { frameText, markerOf } from "../../src/core/plan/comment.ts";
import { hosted } from "./hosted.ts";
import { addPullRequest } from "./seed.ts";

const branch = "tocsin/adopt-production";
const marker = markerOf("adopt", "tocsin.yaml", "production");
const bodyOf = (text: string): string => frameText({ marker, text, footer: "tocsin" });

test("what we proposed is found again while it is open and when it is closed, and proposed anew", async () => {
  const { open, repository } = await hosted();
  const base = repository.git.refs["heads/main"]!;
  const files = [{ path: "rules/cpu.yaml", text: "threshold: 85\n" }];
  const proposal = { branch, into: "main", base, title: "Keep it", message: "keep it", files, body: bodyOf("one") };
  expect(await (await open()).findProposal(branch, marker)).toBeUndefined();
  const { number, url } = await (await open()).propose(proposal);
  const head = repository.git.refs[`heads/${branch}`];
  const found = await (await open()).findProposal(branch, marker);
  expect(found).toEqual({ number, url, title: "Keep it", body: bodyOf("one"), state: "open", head });
  await (await open()).closeProposal(found!, bodyOf("over"));
  expect(await (await open()).findProposal(branch, marker)).toMatchObject({
    number,
    state: "closed",
    body: bodyOf("over"),
  });
  const again = await (await open()).propose(proposal);
  expect(again).toMatchObject({ created: true });
  expect(await (await open()).findProposal(branch, marker)).toMatchObject({ number: again.number, state: "open" });
});

test("what others proposed from the branch, or of us another, is none of it", async () => {
  const { open, state, repository } = await hosted();
  const author = "github-actions[bot]";
  addPullRequest(state, repository, { head: { branch, sha: "a1" }, body: bodyOf("forged"), author: "mallory" });
  addPullRequest(state, repository, { head: { branch, sha: "a2" }, body: `see\n${bodyOf("quoted")}`, author });
  addPullRequest(state, repository, { head: { branch: "other", sha: "a3" }, body: bodyOf("other"), author });
  expect(await (await open()).findProposal(branch, marker)).toBeUndefined();
});

test("of several the open one is found, else the newest", async () => {
  const { open, state, repository } = await hosted();
  const add = (is: "open" | "closed"): number => {
    const head = { branch, sha: "a1" };
    const { number } = addPullRequest(state, repository, {
      head,
      body: bodyOf("x"),
      author: "github-actions[bot]",
      state: is,
    });
    return number;
  };
  const found = async (): Promise<number | undefined> => (await (await open()).findProposal(branch, marker))?.number;
  add("closed");
  const second = add("closed");
  expect(await found()).toBe(second);
  const third = add("open");
  add("closed");
  expect(await found()).toBe(third);
});
