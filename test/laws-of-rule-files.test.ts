import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rulePaths } from "../src/core/language/rule-paths.ts";
import { readRules } from "../src/files.ts";
import {
  historyIn,
  repositoryIn,
  workspace as aWorkspace,
  workspaceOf,
  type Repository,
} from "./support/repository.ts";
import { runs } from "./support/runs.ts";

/* What a rule file is: to the disk, to a commit, and to whoever has a list of changed paths. */

const folders = ["", "rules", "rules/x", "rules/.hidden", "rules/node_modules", "team/rules", "team/x/node_modules/y"];
const names = ["a.yaml", "b.yml", "[c].yaml", ".d.yaml", "node_modules.yaml", "rules.yaml"];
const workspaces = ["tocsin.yaml", "team/tocsin.yaml", "team/rules/tocsin.yaml"];

let around = "";
let repository: Repository;

beforeAll(() => {
  // So deep that no pattern leads out of what is ours.
  around = realpathSync(mkdtempSync(join(tmpdir(), "tocsin-law-")));
  const folder = join(around, "1/2/3/4/5");
  mkdirSync(folder, { recursive: true });
  repository = repositoryIn(folder);
  repository.git("init", "--quiet", "--initial-branch=main");
  const files = [...workspaces, ...folders.flatMap((within) => names.map((name) => posix.join(within, name)))];
  repository.commit("begin", Object.fromEntries(files.map((file) => [file, `file: ${file}\n`])));
});

afterAll(() => rmSync(around, { recursive: true, force: true }));

const plainSteps = ["rules", "team", "x", "nowhere", "node_modules", ".hidden", "..", ".", ""];
const openSteps = ["*", "**", "????", "!(team)", "{rules,team}", "{..,rules}", "{../rules,x}", "[rt]*", ".*"];
const plainEnds = ["a.yaml", "rules", "rules/", ".."];
const openEnds = ["*", "**", "*.yaml", "*.y*ml", "[[]c].yaml", "{a,b}.y{,a}ml", "!(a).yaml", "a.yaml/"];
const patterns = fc
  .tuple(
    fc.array(fc.constantFrom(...plainSteps, ...openSteps), { maxLength: 3 }),
    fc.constantFrom(...plainEnds, ...openEnds),
  )
  .map((all) => all.flat().join("/"))
  .filter((pattern) => !posix.isAbsolute(pattern));

test("what a rule file is, is the same on the disk, in a commit and among changed paths, whatever the patterns are", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(patterns, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...workspaces),
      async (rules, workspace) => {
        const text = aWorkspace.replace("[rules/**/*.yaml]", JSON.stringify(rules));
        repository.commit("patterns", { [workspace]: text });
        const path = join(repository.folder, workspace);
        const read = await readRules(workspaceOf(rules), { path, folder: repository.folder });
        const past = await (await historyIn(repository, { workspace })).filesAt("HEAD");
        if (past === undefined || "because" in past) throw new Error("git says nothing of its last commit");
        const changed = repository.git("ls-files").split("\n").filter(rulePaths(rules, workspace).isRule);
        expect({ disk: pathsOf(read.value), commit: pathsOf(past.rules) }).toEqual({ disk: changed, commit: changed });
      },
    ),
    runs(40),
  );
});

function pathsOf(files: readonly { readonly path: string }[]): readonly string[] {
  return files.map(({ path }) => path);
}
