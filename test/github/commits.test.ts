import { expect, test } from "vitest";
import { hosted, refusalOf } from "./hosted.ts";
import { addCommit } from "./seed.ts";

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`rules/${index}.yaml`, "a: 1\n"]));

test("the tip of a branch is read, slashes in its name and all", async () => {
  const { open, repository } = await hosted();
  const commit = addCommit(repository, { branch: "feature/more#rules" });
  const host = await open();
  expect(await host.tipOf("feature/more#rules")).toBe(commit);
  expect(await refusalOf(host.tipOf("gone"))).toMatchObject({
    reason: "not-found",
    tried: "GET /repos/company/alerts/git/ref/heads%2Fgone",
    permission: undefined,
  });
});

test("files that differ are told, a renamed one by both its names", async () => {
  const { open, repository } = await hosted();
  const before = addCommit(repository, {
    branch: "main",
    files: { "rules/a.yaml": "a: 1\n", "rules/b.yaml": "b: 1\n" },
  });
  addCommit(repository, { branch: "main", files: { "rules/a.yaml": null, "rules/c.yaml": "a: 1\n" } });
  const after = addCommit(repository, { branch: "main", files: { "rules/b.yaml": null, "rules/d.yaml": "d: 1\n" } });
  const host = await open();
  expect((await host.changedFiles(before, after))?.toSorted()).toEqual([
    "rules/a.yaml",
    "rules/b.yaml",
    "rules/c.yaml",
    "rules/d.yaml",
  ]);
  expect(await host.changedFiles(before, before)).toEqual([]);
});

test("behind more commits than a page holds the files are all there", async () => {
  const { open, repository } = await hosted();
  const before = repository.git.refs["heads/main"]!;
  for (let count = 0; count < 120; count += 1) {
    addCommit(repository, { branch: "main", files: { [`rules/${count}.yaml`]: "a: 1\n" } });
  }
  expect(await (await open()).changedFiles(before, repository.git.refs["heads/main"]!)).toHaveLength(120);
});

test.each([
  [299, 299],
  [300, undefined],
  [301, undefined],
])("of %i files GitHub tells %s", async (count, told) => {
  const { open, repository } = await hosted();
  const before = repository.git.refs["heads/main"]!;
  const after = addCommit(repository, { branch: "main", files: many(count) });
  expect((await (await open()).changedFiles(before, after))?.length).toBe(told);
});

test("of commits that parted, or in the wrong order, GitHub does not tell all: nothing", async () => {
  const { open, repository } = await hosted();
  const begin = repository.git.refs["heads/main"]!;
  const main = addCommit(repository, { branch: "main", files: { "rules/a.yaml": "a: 1\n" } });
  const host = await open();
  expect(await host.changedFiles(main, repository.git.refs["heads/quieter"]!)).toBeUndefined();
  expect(await host.changedFiles(main, begin)).toBeUndefined();
});
