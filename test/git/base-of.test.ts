import { afterEach, beforeEach, expect, test } from "vitest";
import { createRepository, historyIn, type Repository, workspace } from "../support/repository.ts";

/* The base of what is checked out. */

let repository: Repository;

beforeEach(() => {
  repository = createRepository();
});

afterEach(() => repository.remove());

const begin = { "tocsin.yaml": workspace, "rules/a.yaml": "a: 1\n" };

/** A first commit, whose id is answered, and a branch `feature` with one more; `main` is checked out. */
function beginWithFeature(): string {
  const begun = repository.commit("begin", begin);
  repository.git("checkout", "--quiet", "-b", "feature");
  repository.commit("mine", { "rules/b.yaml": "b: 1\n" });
  repository.git("checkout", "--quiet", "main");
  return begun;
}

/** Makes what GitHub makes of a pull request, and checks it out as `actions/checkout` does. */
function tryMerge(head: string, base: string): string {
  repository.git("checkout", "--quiet", "--detach", base);
  repository.git("merge", "--quiet", "--no-ff", "--message", `Merge ${head} into ${base}`, head);
  return repository.git("rev-parse", "HEAD");
}

test("of a branch is where it parted, wherever the other branch is by now", async () => {
  const parted = repository.commit("begin", begin);
  repository.git("checkout", "--quiet", "-b", "feature");
  repository.commit("mine", { "rules/b.yaml": "b: 1\n" });
  const history = await historyIn(repository);
  expect(await history.baseOf("main")).toEqual({ id: parted, title: "begin" });
  repository.git("checkout", "--quiet", "main");
  const later = repository.commit("theirs", { "rules/c.yaml": "c: 1\n" });
  repository.git("checkout", "--quiet", "feature");
  expect(await history.baseOf(later)).toEqual({ id: parted, title: "begin" });
  expect(await history.baseOf(later.slice(0, 9))).toEqual({ id: parted, title: "begin" });
  expect(await history.baseOf("HEAD~1")).toEqual({ id: parted, title: "begin" });
});

test("of a trial merge is the branch it was tried on, whatever tip of it the host names", async () => {
  const begun = repository.commit("begin", begin);
  const told = repository.commit("told as the base", { "rules/c.yaml": "c: 1\n" });
  repository.git("checkout", "--quiet", "-b", "feature");
  const head = repository.commit("mine", { "rules/b.yaml": "b: 1\n" });
  repository.git("checkout", "--quiet", "main");
  const tried = repository.commit("merged meanwhile", { "rules/d.yaml": "d: 1\n" });
  const after = repository.commit("merged after", { "rules/e.yaml": "e: 1\n" });
  tryMerge(head, tried);
  const history = await historyIn(repository);
  for (const other of [begun, told, tried, after])
    expect(await history.baseOf(other)).toEqual({ id: tried, title: "merged meanwhile" });
});

test("of a merge by another host too, as far as commits can tell: not where the branch was named before it parted", async () => {
  const begun = beginWithFeature();
  const told = repository.commit("told", { "rules/c.yaml": "c: 1\n" });
  const tried = repository.commit("tried on", { "rules/d.yaml": "d: 1\n" });
  const after = repository.commit("after", { "rules/e.yaml": "e: 1\n" });
  repository.git("checkout", "--quiet", "--detach", tried);
  repository.git("merge", "--quiet", "--no-ff", "--message", "Merged result", "feature");
  const history = await historyIn(repository);
  for (const other of [told, tried, after])
    expect(await history.baseOf(other)).toEqual({ id: tried, title: "tried on" });
  expect(await history.baseOf(begun)).toEqual({ id: begun, title: "begin" });
});

test("of a merge of what was partly merged meanwhile is still the branch it was tried on", async () => {
  repository.commit("begin", begin);
  repository.git("checkout", "--quiet", "-b", "first");
  repository.commit("the first half", { "rules/b.yaml": "b: 1\n" });
  repository.git("checkout", "--quiet", "-b", "second");
  repository.commit("the second half", { "rules/c.yaml": "c: 1\n" });
  repository.git("checkout", "--quiet", "main");
  const tried = repository.commit("tried on", { "rules/d.yaml": "d: 1\n" });
  repository.git("checkout", "--quiet", "--detach");
  repository.git("merge", "--quiet", "--no-ff", "--message", "Merged result", "second");
  repository.git("branch", "trial");
  repository.git("checkout", "--quiet", "main");
  repository.commit("more", { "rules/e.yaml": "e: 1\n" });
  repository.git("merge", "--quiet", "--no-ff", "--no-edit", "first");
  repository.git("checkout", "--quiet", "trial");
  expect(await (await historyIn(repository)).baseOf("main")).toEqual({ id: tried, title: "tried on" });
});

test("of a branch that merged the other one into itself is what it merged", async () => {
  const begun = beginWithFeature();
  const merged = repository.commit("theirs", { "rules/c.yaml": "c: 1\n" });
  repository.git("checkout", "--quiet", "feature");
  repository.git("merge", "--quiet", "--no-edit", "main");
  const history = await historyIn(repository);
  expect(await history.baseOf("main")).toEqual({ id: merged, title: "theirs" });
  expect(await history.baseOf(begun)).toEqual({ id: begun, title: "begin" });
  repository.git("checkout", "--quiet", "main");
  const later = repository.commit("later", { "rules/d.yaml": "d: 1\n" });
  repository.git("checkout", "--quiet", "feature");
  expect(await history.baseOf(later)).toEqual({ id: merged, title: "theirs" });
  // And the trial of that branch is against the other one, not against the branch.
  tryMerge(repository.git("rev-parse", "feature"), later);
  expect(await history.baseOf(merged)).toEqual({ id: later, title: "later" });
});

test("of what is merged already is itself, or on the branch what was before", async () => {
  const begun = beginWithFeature();
  repository.git("merge", "--quiet", "--no-ff", "--no-edit", "feature");
  const merge = repository.git("rev-parse", "HEAD");
  const history = await historyIn(repository);
  expect(await history.baseOf(begun)).toEqual({ id: begun, title: "begin" });
  expect(await history.baseOf("HEAD")).toMatchObject({ id: merge });
  repository.git("branch", "ahead");
  repository.git("checkout", "--quiet", "ahead");
  const ahead = repository.commit("ahead");
  repository.git("checkout", "--quiet", "main");
  expect(await history.baseOf(ahead)).toMatchObject({ id: merge });
});
