import type { RulePaths } from "../core/language/rule-paths.ts";
import type { SourceFile } from "../core/language/source-file.ts";
import type { Git } from "./git.ts";
import { blobOf, filesIn, isFileMode } from "./objects.ts";

/** How many commits that touch the definitions are looked at: who goes back further writes it in the message. */
const most = 200;

/** What is looked for, and where. */
export interface Looking {
  readonly git: Git;
  /** From here back along the first parents. */
  readonly base: string;
  /** The workspace and its rules at hand, by their paths from the repository's root. */
  readonly atHand: readonly SourceFile[];
  readonly paths: RulePaths;
  readonly workspace: string;
}

/**
 * The nearest commit before `base` whose definitions are those at hand, while those of `base` are not; of several in a
 * row with the same definitions the one that made them so, because its message is about them.
 *
 * Ends of lines do not count, since git itself changes them on the way to the disk (`core.autocrlf`, `eol=crlf`) and
 * YAML does not see them: a text at hand is the one in a commit when it is, or is without its carriage returns.
 *
 * All trees are not read: from the files of `base` the changes of each commit are taken back, one by one.
 */
export async function restored({ git, base, atHand, paths, workspace }: Looking): Promise<string | undefined> {
  const roots = paths.roots === undefined ? [] : [workspace, ...paths.roots];
  const wanted = new Map(atHand.map(({ path, text }) => [path, alikes(text, base.length)]));
  // With another workspace a commit has other definitions, so that today's patterns are the ones to go by.
  const isRead = (path: string): boolean => path === workspace || paths.isRule(path);
  const odd = new Set<string>(wanted.keys());
  const meet = (path: string, blob: string | undefined): void => {
    const ids = wanted.get(path);
    const asWanted = blob === undefined ? ids === undefined : ids?.includes(blob) === true;
    if (asWanted) odd.delete(path);
    else odd.add(path);
  };
  for (const { path, blob } of await filesIn(git, base, roots)) if (isRead(path)) meet(path, blob);
  if (odd.size === 0) return undefined;
  const commits = await touching(git, base, roots);
  const changes = await changesOf(git, commits, roots);
  for (const [index, commit] of commits.slice(1).entries()) {
    for (const { path, before } of changes.get(commits[index] ?? "") ?? []) if (isRead(path)) meet(path, before);
    if (odd.size === 0) return commit;
  }
  return undefined;
}

function alikes(text: string, length: number): readonly string[] {
  const plain = text.replaceAll("\r\n", "\n");
  return [...new Set([text, plain])].map((one) => blobOf(one, { length }));
}

/** The commits that touch the paths, newest first; the first one made what is at `base`. */
async function touching(git: Git, base: string, roots: readonly string[]): Promise<readonly string[]> {
  const asked = ["rev-list", "--first-parent", `--max-count=${most + 1}`, base, "--", ...roots];
  return (await git(asked)).toString("utf8").split("\n").filter(Boolean);
}

/** A path that a commit changed, and what it held before. */
interface Changed {
  readonly path: string;
  readonly before: string | undefined;
}

/** What each commit changed against the one after it in the list. */
async function changesOf(
  git: Git,
  commits: readonly string[],
  roots: readonly string[],
): Promise<ReadonlyMap<string, readonly Changed[]>> {
  const pairs = commits.slice(0, -1).map((commit, index) => `${commit} ${commits[index + 1]}\n`);
  if (pairs.length === 0) return new Map();
  const out = await git(["diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--", ...roots], pairs.join(""));
  const changes = new Map<string, Changed[]>();
  let here: Changed[] = [];
  const words = out.toString("utf8").split("\0")[Symbol.iterator]();
  for (const word of words) {
    const [, mode = "", blob = ""] = /^:(\d+) \d+ (\w+) \w+ \w$/.exec(word) ?? [];
    if (mode === "") changes.set(word.trim(), (here = []));
    else here.push({ path: words.next().value ?? "", before: isFileMode(mode) ? blob : undefined });
  }
  return changes;
}
