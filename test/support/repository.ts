import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { readWorkspace, type Workspace } from "../../src/core/language/workspace.ts";
import { readablePath, readRules } from "../../src/files.ts";
import { openHistory } from "../../src/git/history.ts";
import type { History } from "../../src/ports/history.ts";
import { machine } from "./machine.ts";

/** A real git repository in a folder that goes away. */
export interface Repository {
  readonly folder: string;
  /** Runs git in it, and gives back what it says. */
  git(...args: readonly string[]): string;
  /** Writes files, `undefined` for one that is to go. */
  write(files: Readonly<Record<string, string | undefined>>): void;
  /** Writes files and makes a commit of all there is; its id. */
  commit(title: string, files?: Readonly<Record<string, string | undefined>>): string;
  remove(): void;
}

/**
 * Runs git in a folder, and gives back what it says; it says and makes the same everywhere. Every commit is a minute later
 * than the one before: two that are alike, made within a second, would else be the same one on a quick machine.
 */
export function gitIn(folder: string, { name = "Test" } = {}): Repository["git"] {
  const who = ["-c", `user.name=${name}`, "-c", `user.email=${name.toLowerCase()}@company.com`];
  const more = ["-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false"];
  let time = Date.UTC(2026, 10, 20) / 1000;
  return (...args) => {
    const date = `${(time += 60)} +0000`;
    const env = { ...machine, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    return execFileSync("git", [...who, ...more, ...args], {
      cwd: folder,
      stdio: "pipe",
      encoding: "utf8",
      env,
    }).trim();
  };
}

export function createRepository(...init: readonly string[]): Repository {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tocsin-git-")));
  const repository = repositoryIn(folder);
  repository.git("init", "--quiet", "--initial-branch=main", ...init);
  return repository;
}

/** A repository that is there, such as a clone. */
export function repositoryIn(folder: string): Repository {
  const git = gitIn(folder);
  const write: Repository["write"] = (files) => {
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
    }
  };
  return {
    folder,
    git,
    write,
    commit(title, files = {}) {
      write(files);
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", title);
      return git("rev-parse", "HEAD");
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The history of a workspace in a repository, as a command that was started in a folder of it opens it. */
export async function historyIn(
  { folder }: Repository,
  { workspace = "tocsin.yaml", from = ".", env = machine } = {},
): Promise<History> {
  const shownFrom = resolve(folder, from);
  const path = join(folder, workspace);
  const file = { path: readablePath(path, shownFrom), text: readFileSync(path, "utf8") };
  const read = readWorkspace(file).value;
  if (read === undefined) throw new Error("the workspace has mistakes");
  const rules = (await readRules(read, { path, folder: shownFrom })).value;
  const nameOf = (whole: string): string => readablePath(whole, shownFrom);
  return openHistory({ workspace: path, rules: read.rules, files: [file, ...rules], shownFrom, nameOf, env });
}

/** A workspace for repositories whose rules nobody compiles. */
export const workspace = `stack: bells
rules: [rules/**/*.yaml]
environments: { production: { subscription: 00000000-0000-0000-0000-000000000001, resourceGroup: rg } }
`;

/** A workspace that was read, of which nothing counts but where its rules are. */
export function workspaceOf(rules: readonly string[]): Workspace {
  const guard = { maximumDeletes: { percent: 30 }, unreviewed: "apply" } as const;
  return { file: "tocsin.yaml", stack: "bells", rules, environments: [], guard, lint: {} };
}
