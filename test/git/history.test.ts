import { chmodSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readRules } from "../../src/files.ts";
import { openHistory } from "../../src/git/history.ts";
import { machine } from "../support/machine.ts";
import {
  createRepository,
  historyIn,
  repositoryIn,
  type Repository,
  workspace,
  workspaceOf,
} from "../support/repository.ts";

/* Over real repositories: what git says is what git says. */

let repository: Repository;
const clones: Repository[] = [];

beforeEach(() => {
  repository = createRepository();
});

afterEach(() => {
  for (const one of [repository, ...clones.splice(0)]) one.remove();
});

const begin = { "tocsin.yaml": workspace, "rules/a.yaml": "a: 1\n" };

function cloneOf(...options: readonly string[]): Repository {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-clone-"));
  repositoryIn(folder).git("clone", "--quiet", ...options, `file://${repository.folder}`, ".");
  clones.push(repositoryIn(folder));
  return repositoryIn(folder);
}

describe("what git does not know is told with the way out", () => {
  test("a commit that is not there, or is none", async () => {
    repository.commit("begin", begin);
    const history = await historyIn(repository);
    const nowhere = "0123456789".repeat(4);
    const because = `this clone has no commit \`${nowhere}\`; fetch it first, or is it another name?`;
    expect(await history.baseOf(nowhere)).toEqual({ because });
    expect(await history.filesAt(nowhere)).toEqual({ because });
    expect(await history.restores(nowhere)).toBe(undefined);
    for (const name of ["--output=x", "-1", "", "a b", ":/begin", "HEAD:tocsin.yaml", "$(x)", "a\nb", "a\0b"])
      expect(await history.baseOf(name)).toEqual({
        because: `\`${name}\` is not the name of a commit; say its id, or a branch`,
      });
    const tree = repository.git("rev-parse", "HEAD^{tree}");
    expect(await history.baseOf(tree)).toMatchObject({ because: expect.stringContaining("has no commit") });
  });

  test("a shallow clone", async () => {
    const begun = repository.commit("begin", begin);
    const head = repository.commit("second", { "rules/a.yaml": "a: 2\n" });
    const history = await historyIn(cloneOf("--depth=1"));
    expect(await history.baseOf(head)).toEqual({ id: head, title: "second" });
    expect(await history.baseOf(begun)).toEqual({
      because: `this clone has no commit \`${begun}\`; it is shallow: clone with the whole history (\`fetch-depth: 0\` in actions/checkout)`,
    });
    expect(await history.restores(head)).toBe(undefined);
    expect(await history.lately(5)).toEqual([{ id: head, title: "second" }]);
  });

  test("a shallow clone of two branches, which have no commit in common there", async () => {
    repository.commit("begin", begin);
    repository.git("checkout", "--quiet", "-b", "feature");
    repository.commit("mine", { "rules/b.yaml": "b: 1\n" });
    repository.git("checkout", "--quiet", "main");
    const theirs = repository.commit("theirs", { "rules/c.yaml": "c: 1\n" });
    const history = await historyIn(cloneOf("--depth=1", "--no-single-branch", "--branch=feature"));
    expect(await history.baseOf(theirs)).toEqual({
      because: `what is checked out and \`${theirs}\` have no commit in common; the clone is shallow: clone with the whole history (\`fetch-depth: 0\` in actions/checkout)`,
    });
  });

  test("two histories that have nothing in common", async () => {
    repository.commit("begin", begin);
    repository.git("checkout", "--quiet", "--orphan", "other");
    repository.commit("another beginning");
    repository.git("checkout", "--quiet", "main");
    expect(await (await historyIn(repository)).baseOf("other")).toEqual({
      because: "what is checked out and `other` have no commit in common",
    });
  });

  test("a partial clone, which is not completed over the network", async () => {
    const begun = repository.commit("begin", begin);
    repository.commit("second", { "rules/a.yaml": "a: 2\n" });
    repository.git("config", "uploadpack.allowFilter", "true");
    repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
    const clone = cloneOf("--filter=blob:none");
    const history = await historyIn(clone);
    const because = "the clone is partial and lacks what was; clone without `filter`";
    expect(await history.filesAt(begun)).toEqual({ because });
    expect(clone.git("rev-list", "--objects", "--all", "--missing=print")).toContain("?");
  });

  test("no repository, and a repository without commits", async () => {
    expect(await (async () => historyOfEmpty(repository))()).toEqual({ because: "the repository has no commit yet" });
    const outside = repositoryIn(mkdtempSync(join(tmpdir(), "tocsin-outside-")));
    clones.push(outside);
    outside.write(begin);
    const env = { ...machine, GIT_CEILING_DIRECTORIES: tmpdir() };
    const history = await historyIn(outside, { env });
    expect(await history.baseOf("main")).toEqual({
      because: `\`${outside.folder}\` is in no git repository; check it out with git, with its history`,
    });
    expect(await history.restores("main")).toBe(undefined);
    expect(await history.lately(3)).toEqual([]);
    expect(await history.changes(3)).toEqual([]);
  });

  async function historyOfEmpty(empty: Repository) {
    empty.write(begin);
    return (await historyIn(empty)).baseOf("main");
  }

  test("no program git", async () => {
    repository.commit("begin", begin);
    const history = await historyIn(repository, { env: { ...machine, PATH: tmpdir() } });
    expect(await history.baseOf("main")).toEqual({ because: "the program `git` is not on this machine; install it" });
  });

  // What git 2.39 says in a container whose user is not the one that checked out.
  test.skipIf(process.platform === "win32")("a checkout that belongs to another user", async () => {
    repository.commit("begin", begin);
    const said = [
      `fatal: detected dubious ownership in repository at '${repository.folder}'`,
      "To add an exception for this directory, call:",
      "",
      `	git config --global --add safe.directory ${repository.folder}`,
    ].join("\n");
    const program = join(repository.folder, "git");
    writeFileSync(program, `#!/bin/sh\ncat >&2 <<'END'\n${said}\nEND\nexit 128\n`);
    chmodSync(program, 0o755);
    const env = { ...machine, PATH: `${repository.folder}${delimiter}${machine["PATH"]}` };
    expect(await (await historyIn(repository, { env })).baseOf("main")).toEqual({
      because: `git does not trust the checkout, because another user owns it; say \`git config --global --add safe.directory ${repository.folder}\` before`,
    });
  });
});

describe("the files at a commit", () => {
  test("are the workspace and what its own patterns match there, by the names they have today", async () => {
    const past = `${workspace.replace("[rules/**/*.yaml]", "[alerts/*.yaml, '../shared/{a,b}.yaml', ./x.yaml]")}# then\n`;
    const then = repository.commit("then", {
      "team/tocsin.yaml": past,
      "team/alerts/cpu.yaml": "cpu: 1\n",
      "team/alerts/.hidden.yaml": "hidden: 1\n",
      "team/alerts/deep/x.yaml": "deep: 1\n",
      "team/alerts/node_modules/x.yaml": "foreign: 1\n",
      "team/rules/a.yaml": "not: then\n",
      "team/x.yaml": "\uFEFFx: 1\r\n",
      "shared/a.yaml": "shared: 지연\n",
      "shared/c.yaml": "shared: no\n",
      "alerts/other.yaml": "other: team\n",
    });
    repository.commit("now", { "team/tocsin.yaml": workspace, "team/alerts/cpu.yaml": undefined });
    for (const [from, names] of [
      [".", ["team/tocsin.yaml", "shared/a.yaml", "team/alerts/cpu.yaml", "team/x.yaml"]],
      ["team", ["tocsin.yaml", "../shared/a.yaml", "alerts/cpu.yaml", "x.yaml"]],
    ] as const) {
      const found = await (await historyIn(repository, { workspace: "team/tocsin.yaml", from })).filesAt(then);
      if (found === undefined || "because" in found) throw new Error("nothing found");
      expect([found.workspace.path, ...found.rules.map(({ path }) => path)]).toEqual(names);
      expect([found.workspace.text, ...found.rules.map(({ text }) => text)]).toEqual([
        past,
        "shared: 지연\n",
        "cpu: 1\n",
        "\uFEFFx: 1\r\n",
      ]);
    }
  });

  test("are those that are read from the disk, whatever the patterns are", async () => {
    const files = {
      "rules/a.yaml": "1",
      "rules/[b].yaml": "2",
      "rules/c/d.yaml": "3",
      "rules/c/node_modules/e.yaml": "4",
      "other/f.yml": "5",
      "g.yaml": "6",
      "rules/.h.yaml": "7",
      "rules/.i/j.yaml": "8",
    };
    const patterns = ["**/*.yaml", "rules/*", "**", "{rules,other}/*.y*ml", "rules/[[]b].yaml", "./rules//a.yaml"];
    for (const pattern of [
      ...patterns,
      "rules/!(a).yaml",
      "*/../g.yaml",
      "rules/.i/*",
      "/g.yaml",
      "../x/*.yaml",
      "rules/a.yaml",
    ]) {
      repository.commit(pattern, { ...files, "tocsin.yaml": workspace.replace("rules/**/*.yaml", `'${pattern}'`) });
      const read = await readRules(workspaceOf([pattern]), {
        path: join(repository.folder, "tocsin.yaml"),
        folder: repository.folder,
      });
      const found = await (await historyIn(repository)).filesAt("HEAD");
      expect([pattern, found]).toMatchObject([pattern, { rules: read.value }]);
    }
  });

  test("are nothing where the workspace was not there, and hold no link and no other repository", async () => {
    const before = repository.commit("before", { "README.md": "x" });
    repository.write({ ...begin, "secret.txt": "secret: 1\n" });
    symlinkSync("../secret.txt", join(repository.folder, "rules", "link.yaml"));
    const id = repository.commit("begin");
    repository.git("update-index", "--add", "--cacheinfo", `160000,${id},rules/module.yaml`);
    repository.git("commit", "--quiet", "--message", "a module");
    const history = await historyIn(repository);
    expect(await history.filesAt(before)).toBe(undefined);
    expect(await history.filesAt("HEAD")).toEqual({
      workspace: { path: "tocsin.yaml", text: workspace },
      rules: [{ path: "rules/a.yaml", text: "a: 1\n" }],
    });
  });

  test("with a workspace that has mistakes are that workspace alone", async () => {
    const id = repository.commit("begin", { ...begin, "tocsin.yaml": "stack: [" });
    repository.commit("mended", begin);
    expect(await (await historyIn(repository)).filesAt(id)).toEqual({
      workspace: { path: "tocsin.yaml", text: "stack: [" },
      rules: [],
    });
  });

  test("are refused as they are on the disk where they are no text, or a dump", async () => {
    repository.write(begin);
    writeFileSync(join(repository.folder, "rules/a.yaml"), Buffer.from([0xff, 0xfe, 0x61]));
    const binary = repository.commit("binary");
    const dump = repository.commit("dump", { ...begin, "rules/big.yaml": "x".repeat(6_000_000) });
    repository.commit("mended", { "rules/big.yaml": undefined });
    const history = await historyIn(repository);
    expect(await history.filesAt(binary)).toEqual({ because: "`rules/a.yaml` was not UTF-8 then" });
    expect(await history.filesAt(dump)).toEqual({ because: "`rules/big.yaml` had 6 MB then, and is not read" });
  });
});

test("the last commits are told along the first parents", async () => {
  const first = repository.commit("first", begin);
  repository.git("checkout", "--quiet", "-b", "feature");
  repository.commit("on the branch");
  repository.git("checkout", "--quiet", "main");
  repository.git("merge", "--quiet", "--no-ff", "--message", "merged\n\nwith a body", "feature");
  const merge = repository.git("rev-parse", "HEAD");
  const odd = repository.commit("::error::지연 `x` @all\ta");
  const history = await historyIn(repository);
  expect(await history.lately(9)).toEqual([
    { id: odd, title: "::error::지연 `x` @all\ta" },
    { id: merge, title: "merged" },
    { id: first, title: "first" },
  ]);
  expect((await history.lately(1)).length).toBe(1);
});

test("a hook's environment and somebody's settings change nothing that is said", async () => {
  const id = repository.commit("begin", begin);
  repository.commit("changed", { "rules/a.yaml": "a: 2\n" });
  repository.commit("back", begin);
  repository.git("config", "log.showSignature", "true");
  repository.git("config", "color.ui", "always");
  repository.git("config", "diff.orderFile", "not/there");
  repository.git("config", "diff.renames", "copies");
  repository.git("config", "log.follow", "true");
  repository.git("config", "format.pretty", "fuller");
  repository.git("config", "core.fsmonitor", join(repository.folder, "would-leave-a-trace"));
  const elsewhere = { GIT_DIR: "/nowhere", GIT_WORK_TREE: "/nowhere", GIT_INDEX_FILE: "x", GIT_LITERAL_PATHSPECS: "0" };
  const history = await historyIn(repository, { env: { ...machine, ...elsewhere, GIT_TRACE: "1" } });
  expect(await history.restores("HEAD~1")).toEqual({ id, title: "begin" });
  expect(await history.filesAt(id)).toMatchObject({ rules: [{ path: "rules/a.yaml" }] });
});

test("nothing is asked of git before the first question", () => {
  const nobody = { workspace: "/nowhere/tocsin.yaml", rules: [], files: [], shownFrom: "/", env: {} };
  expect(Object.keys(openHistory({ ...nobody, nameOf: (path) => path }))).toContain("baseOf");
});
