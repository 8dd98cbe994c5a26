import { dirname, posix, relative, resolve, sep } from "node:path";
import { rulePaths } from "../core/language/rule-paths.ts";
import type { SourceFile } from "../core/language/source-file.ts";
import { readWorkspace } from "../core/language/workspace.ts";
import type { Commit, History, PastFiles, Untold } from "../ports/history.ts";
import { baseOf, commitOf, commitsFrom, type KnownCommit } from "./commits.ts";
import { GitError, openGit, type Git } from "./git.ts";
import { filesIn, textsOf } from "./objects.ts";
import { restored } from "./restored.ts";

/** The workspace whose history is asked for, as it is on the disk. */
export interface HistoryOptions {
  /** The whole path of the workspace file. */
  readonly workspace: string;
  /** Its glob patterns as they are now. */
  readonly rules: readonly string[];
  /** The workspace file and the rule files at hand, by the names that diagnostics have for them. */
  readonly files: readonly SourceFile[];
  /** The folder that those names are relative to. */
  readonly shownFrom: string;
  /** The name that diagnostics have for a file, by its whole path. */
  readonly nameOf: (path: string) => string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The repository around a workspace, asked over the program `git`, which is started when the first question comes. */
export function openHistory(options: HistoryOptions): History {
  let opened: Promise<Repository> | undefined;
  const ask = async <T>(question: (repository: Repository) => Promise<T>): Promise<T | Untold> => {
    try {
      return await question(await (opened ??= openRepository(options)));
    } catch (error) {
      if (error instanceof GitError) return { because: error.message };
      throw error;
    }
  };
  return {
    baseOf: (other) => ask(async ({ git }) => plain(await baseOf(git, other))),
    filesAt: (commit) => ask((repository) => filesAt(repository, commit)),
    async restores(base) {
      const found = await ask((repository) => restoredBy(repository, base, options));
      return found !== undefined && "because" in found ? undefined : found;
    },
    async lately(most) {
      const asked = ["--first-parent", `--max-count=${Math.trunc(most)}`, "HEAD"];
      const found = await ask(async ({ git }) => (await commitsFrom(git, asked)).map(plain));
      return "because" in found ? [] : found;
    },
    async changes(most) {
      const asked = ["--first-parent", `--max-count=${Math.trunc(most)}`, "HEAD"];
      const found = await ask(async ({ git, workspace }) => {
        const { roots } = rulePaths(options.rules, workspace);
        return (await commitsFrom(git, asked, roots === undefined ? [] : [workspace, ...roots])).map(plain);
      });
      return "because" in found ? [] : found;
    },
  };
}

/** The repository with the ways between its paths, from its root, and those of this machine. */
interface Repository {
  readonly git: Git;
  readonly workspace: string;
  readonly nameOf: (path: string) => string;
  /** Where a file is, by the name that diagnostics have for it; `../…` for one that no commit can hold. */
  readonly pathOf: (name: string) => string;
}

async function openRepository({ workspace, shownFrom, nameOf, env }: HistoryOptions): Promise<Repository> {
  const here = dirname(workspace);
  const near = openGit(here, env);
  // The way up has no newline in it, the way down may.
  const [, up = "", down = ""] =
    /^([^\n]*)\n([^]*)\n$/.exec((await near(["rev-parse", "--show-cdup", "--show-prefix"])).toString("utf8")) ?? [];
  const folder = down.replace(/\/$/, "");
  return {
    // Changing folders is left to git: the way up is true also where the way here led over a link.
    git: (args, input) => near([...(up === "" ? [] : ["-C", up]), ...args], input),
    workspace: posix.join(folder, posixOf(relative(here, workspace))),
    nameOf: (path) => nameOf(resolve(here, posix.relative(`/${folder}`, `/${path}`))),
    pathOf: (name) => posix.join(folder, posixOf(relative(here, resolve(shownFrom, name)))),
  };
}

function posixOf(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

function plain({ id, title }: KnownCommit): Commit {
  return { id, title };
}

async function filesAt({ git, workspace, nameOf }: Repository, commit: string): Promise<PastFiles | undefined> {
  const { id } = await commitOf(git, commit);
  const sourceOf = ([path, text]: readonly [string, string]): SourceFile => ({ path: nameOf(path), text });
  const [there] = (await filesIn(git, id, [workspace])).filter(({ path }) => path === workspace);
  if (there === undefined) return undefined;
  const [file] = [...(await textsOf(git, [there], nameOf))].map(sourceOf);
  if (file === undefined) return undefined;
  // What a workspace with mistakes reads nobody knows; whoever compiles it says what they are.
  const { roots, isRule } = rulePaths(readWorkspace(file).value?.rules ?? [], workspace);
  const listed = roots?.length === 0 ? [] : await filesIn(git, id, roots);
  const rules = listed.filter(({ path }) => isRule(path));
  return { workspace: file, rules: [...(await textsOf(git, rules, nameOf))].map(sourceOf) };
}

async function restoredBy(
  { git, workspace, pathOf }: Repository,
  name: string,
  { rules, files }: HistoryOptions,
): Promise<Commit | undefined> {
  const { id: base } = await commitOf(git, name);
  const atHand = files.map((file) => ({ path: pathOf(file.path), text: file.text }));
  const paths = rulePaths(rules, workspace);
  const found = await restored({ git, base, atHand, paths, workspace });
  return found === undefined ? undefined : plain(await commitOf(git, found));
}
