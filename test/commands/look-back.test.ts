import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compileBase, lookBack, lookBackOnce, type LookingBack } from "../../src/commands/look-back.ts";
import { createRepository, historyIn, type Repository } from "../support/repository.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { alert, group, stackFrom, workspace } from "./applied-rules.ts";

let repository: Repository;

beforeEach(() => {
  repository = createRepository();
});

afterEach(() => repository.remove());

const begin = { "tocsin.yaml": workspace, "rules/a.yaml": group };

async function looking(): Promise<LookingBack> {
  const history = await historyIn(repository);
  return { history, stack: stackFrom(group), kinds, now: "2026-11-20T10:00:00Z" };
}

test("the base is compiled as its own files want it, and what goes back to an earlier state says so", async () => {
  repository.commit("first", { "tocsin.yaml": workspace, "rules/a.yaml": alert });
  const parted = repository.commit("both", { "rules/b.yaml": group });
  repository.git("checkout", "--quiet", "-b", "feature");
  repository.commit("mine", { "rules/b.yaml": undefined });
  const { base, restores } = await lookBack("main", await looking());
  expect(base).toMatchObject({ commit: { id: parted, title: "both" } });
  const names = base !== undefined && "stack" in base ? base.stack.resources.map(({ name }) => name) : [];
  expect(names).toEqual(["cpu-high", "oncall"]);
  expect(await restores()).toMatchObject({ title: "first" });
});

test("where git cannot tell, nothing is compared and nothing restored", async () => {
  repository.commit("first", begin);
  const { base, restores } = await lookBack("nobody-knows", await looking());
  expect(base).toEqual({ because: expect.stringMatching(/^this clone has no commit `nobody-knows`/) });
  expect(await restores()).toBe(undefined);
});

test("without a base it is looked back from the last commit, and for what that did from the one before", async () => {
  repository.commit("first", begin);
  repository.commit("added", { "rules/b.yaml": alert });
  expect(await lookBackOnce(await looking()).restores()).toBe(undefined);
  repository.write({ "rules/b.yaml": undefined });
  expect(await lookBackOnce(await looking()).restores()).toMatchObject({ title: "first" });
  repository.commit("removed");
  expect(await lookBackOnce(await looking()).restores()).toMatchObject({ title: "first" });
  repository.commit("docs", { "README.md": "x" });
  expect(await lookBackOnce(await looking()).restores()).toBe(undefined);
  expect(lookBackOnce(await looking()).base).toBe(undefined);
});

describe("nobody can tell whose change it is where at the base", () => {
  test.each<[string, Readonly<Record<string, string | undefined>>]>([
    ["there was no workspace", { "tocsin.yaml": undefined }],
    ["the workspace has mistakes", { "tocsin.yaml": workspace.replace("stack", "stock") }],
    ["there was no environment `prod`", { "tocsin.yaml": workspace.replace("prod:", "production:") }],
    ["`prod` was another subscription", { "tocsin.yaml": workspace.replace("subscription: 1", "subscription: 2") }],
    ["`prod` was another subscription", { "tocsin.yaml": workspace.replace("{ sub", "{ cloud: china, sub") }],
    ["there were no rule files", { "rules/a.yaml": undefined, "README.md": "x" }],
    ["the definitions have mistakes", { "rules/a.yaml": group.replace("groupShortName", "groupShortNam") }],
    ["the definitions have mistakes", { "rules/b.yaml": "kind: [" }],
  ])("%s", async (because, files) => {
    repository.commit("fine", begin);
    const commit = { id: repository.commit("then", files), title: "then" };
    repository.commit("mended", { ...begin, "rules/b.yaml": alert });
    expect(await compileBase(commit, await looking())).toEqual({ because: `${because} at ${commit.id.slice(0, 7)}` });
  });
});
