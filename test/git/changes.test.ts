import { afterEach, beforeEach, expect, test } from "vitest";
import { createRepository, historyIn, type Repository, workspace } from "../support/repository.ts";

let repository: Repository;
const begin = { "tocsin.yaml": workspace, "rules/a.yaml": "a: 1\n" };

beforeEach(() => {
  repository = createRepository();
});

afterEach(() => repository.remove());

test("commits that changed the definitions are told apart from all others, merges among them", async () => {
  const first = repository.commit("begin", begin);
  repository.commit("readme", { "README.md": "alerts" });
  repository.git("checkout", "--quiet", "-b", "feature");
  repository.commit("deeper", { "rules/deep/b.yaml": "b: 1\n" });
  repository.git("checkout", "--quiet", "main");
  repository.git("merge", "--quiet", "--no-ff", "-m", "merged", "feature");
  const merge = repository.git("rev-parse", "HEAD");
  repository.commit("more words", { "README.md": "more", "docs/rules/a.yaml": "a: 3\n" });
  const history = await historyIn(repository);
  expect(await history.changes(9)).toEqual([
    { id: merge, title: "merged" },
    { id: first, title: "begin" },
  ]);
  expect(await history.changes(1)).toEqual([{ id: merge, title: "merged" }]);
});
