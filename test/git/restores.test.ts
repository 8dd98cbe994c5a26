import { symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRepository, historyIn, type Repository, workspace } from "../support/repository.ts";
import { runs } from "../support/runs.ts";

let repository: Repository;

beforeEach(() => {
  repository = createRepository();
});

afterEach(() => repository.remove());

const begin = { "tocsin.yaml": workspace, "rules/a.yaml": "a: 1\n", "rules/b.yaml": "b: 1\n" };

/** The title of the commit that is restored by what is at hand. */
async function restoredTitle(base: string, from = repository): Promise<string | undefined> {
  return (await (await historyIn(from)).restores(base))?.title;
}

test("what a revert brings back is the state of the commit that made it so", async () => {
  repository.commit("begin", begin);
  repository.commit("docs", { "README.md": "x" });
  for (const [title, files] of [
    ["added", { "rules/c.yaml": "c: 1\n" }],
    ["changed", { "rules/a.yaml": "a: 2\n" }],
    ["deleted", { "rules/b.yaml": undefined }],
    ["the workspace", { "tocsin.yaml": `${workspace}# changed\n` }],
    ["moved", { "rules/a.yaml": undefined, "rules/deep/a.yaml": "a: 1\n" }],
  ] as const) {
    const before = repository.git("rev-parse", "HEAD");
    repository.commit(title, files);
    expect(await restoredTitle("HEAD")).toBe(undefined);
    expect(await restoredTitle("HEAD~1")).toBe(undefined);
    repository.git("revert", "--no-edit", "HEAD");
    expect(await restoredTitle("HEAD~1")).toBe("begin");
    expect(await restoredTitle("HEAD")).toBe(undefined);
    repository.git("reset", "--quiet", "--hard", before);
  }
});

test("work that is in no commit is compared too, with whatever ends its lines", async () => {
  repository.commit("begin", begin);
  repository.commit("changed", { "rules/a.yaml": "a: 2\n" });
  expect(await restoredTitle("HEAD")).toBe(undefined);
  repository.write({ "rules/a.yaml": "a: 1\n" });
  expect(await restoredTitle("HEAD")).toBe("begin");
  repository.write({ "rules/a.yaml": "a: 1\r\n", "tocsin.yaml": workspace.replaceAll("\n", "\r\n") });
  expect(await restoredTitle("HEAD")).toBe("begin");
  repository.write({ "rules/new.yaml": "new: 1\n" });
  expect(await restoredTitle("HEAD")).toBe(undefined);
});

test("along the first parents only: what was on a branch was never the state", async () => {
  repository.commit("begin", begin);
  repository.git("checkout", "--quiet", "-b", "feature");
  repository.commit("half of it", { "rules/a.yaml": "a: 2\n" });
  repository.commit("the other half", { "rules/b.yaml": "b: 2\n" });
  repository.git("checkout", "--quiet", "main");
  repository.git("merge", "--quiet", "--no-ff", "--message", "merged", "feature");
  repository.write({ "rules/b.yaml": "b: 1\n" });
  expect(await restoredTitle("HEAD")).toBe(undefined);
  repository.write({ "rules/a.yaml": "a: 1\n" });
  expect(await restoredTitle("HEAD")).toBe("begin");
  repository.commit("undone");
  repository.write({ "rules/a.yaml": "a: 2\n", "rules/b.yaml": "b: 2\n" });
  expect(await restoredTitle("HEAD")).toBe("merged");
});

test("files that git does not keep as they are on the disk, or not at all, restore nothing", async () => {
  repository.commit("begin", begin);
  repository.commit("changed", { "rules/a.yaml": "a: 2\n" });
  repository.write({ "rules/a.yaml": "a: 1\n" });
  symlinkSync("../other.yaml", join(repository.folder, "rules", "link.yaml"));
  repository.write({ "other.yaml": "other: 1\n" });
  expect(await restoredTitle("HEAD")).toBe(undefined);
});

test("in a repository whose ids are longer, and below a folder with signs of patterns in its name", async () => {
  const other = createRepository("--object-format=sha256");
  // Windows has no such names.
  const team = process.platform === "win32" ? "te[a]m" : ":!te[a]m";
  try {
    const inTeam = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`${team}/${name}`, text]));
    other.commit("begin", inTeam(begin));
    other.commit("changed", inTeam({ "rules/a.yaml": "a: 2\n" }));
    other.write({ ...inTeam(begin), "team/rules/x.yaml": "x" });
    const history = await historyIn(other, { workspace: `${team}/tocsin.yaml`, from: `${team}/rules` });
    expect(await history.restores("HEAD")).toMatchObject({ title: "begin" });
    expect(await history.filesAt("HEAD")).toMatchObject({
      workspace: { path: "../tocsin.yaml" },
      rules: [{ path: "a.yaml", text: "a: 2\n" }, { path: "b.yaml" }],
    });
  } finally {
    other.remove();
  }
});

const names = ["tocsin.yaml", "rules/a.yaml", "rules/b/c.yaml", "README.md"] as const;
const edit = fc.record({ name: fc.constantFrom(...names), text: fc.constantFrom("# 1\n", "# 2\n", undefined) });

test("it is the nearest commit whose definitions are these, of several alike in a row the first", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 3, maxLength: 9 }), edit, async (edits, last) => {
      const own = createRepository();
      try {
        const textOf = ({ name, text }: typeof last): string | undefined =>
          name === "tocsin.yaml" ? `${workspace}${text ?? ""}` : text;
        const files: Record<string, string | undefined> = { "tocsin.yaml": workspace };
        const states: string[] = [];
        const state = (): string => JSON.stringify(names.slice(0, 3).map((name) => files[name] ?? null));
        const change = (one: typeof last): Readonly<Record<string, string | undefined>> => {
          const before = files[one.name];
          files[one.name] = textOf(one);
          return before === undefined && files[one.name] === undefined ? {} : { [one.name]: files[one.name] };
        };
        own.commit("0", files);
        states.push(state());
        for (const [index, one] of edits.entries()) {
          own.commit(String(index + 1), change(one));
          states.push(state());
        }
        own.write(change(last));
        const nearest = states.lastIndexOf(state());
        const differsFromBase = nearest !== -1 && nearest !== states.length - 1;
        let first = nearest;
        while (differsFromBase && first > 0 && states[first - 1] === states[nearest]) first -= 1;
        expect(await restoredTitle("HEAD", own)).toBe(differsFromBase ? String(first) : undefined);
      } finally {
        own.remove();
      }
    }),
    runs(5),
  );
});
