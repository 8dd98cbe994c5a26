import { createHash } from "node:crypto";
import type { Commit, Git } from "./state.ts";

type Files = Readonly<Record<string, string>>;

/** Puts a tree; the same files have the same id, as in git. */
export function putTree(git: Git, files: Files, modes: Files = {}): string {
  const inOrder = (all: Files): Files =>
    Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const sorted = inOrder(files);
  const own = inOrder(Object.fromEntries(Object.entries(modes).filter(([path]) => path in files)));
  const sha = hashOf(["tree", sorted, own]);
  git.trees[sha] = sorted;
  git.modes[sha] = own;
  return sha;
}

/** Puts a commit; `sha` where a real repository has given it one. `salt` tells equal ones apart, as their dates do. */
export function putCommit(
  git: Git,
  commit: Omit<Commit, "sha"> & { readonly sha?: string; readonly salt?: number },
): Commit {
  const { tree, parents, message, salt = 0 } = commit;
  const sha = commit.sha ?? hashOf(["commit", tree, parents, message, salt]);
  const put = { sha, tree, parents, message };
  git.commits[sha] = put;
  return put;
}

function hashOf(value: unknown): string {
  return createHash("sha1").update(JSON.stringify(value)).digest("hex");
}

/** The files of a commit. */
export function filesOf(git: Git, commit: string): Readonly<Record<string, string>> {
  return git.trees[git.commits[commit]?.tree ?? ""] ?? {};
}

/** The modes of a commit's files, plain ones left out. */
export function modesOf(git: Git, commit: string): Files {
  return git.modes[git.commits[commit]?.tree ?? ""] ?? {};
}

/** A commit and all before it, nearest first. */
export function ancestorsOf(git: Git, commit: string): readonly string[] {
  const found = new Set<string>();
  for (const queue = [commit]; queue.length > 0;) {
    const one = queue.shift();
    if (one === undefined || found.has(one)) continue;
    found.add(one);
    queue.push(...(git.commits[one]?.parents ?? []));
  }
  return [...found];
}

export interface ChangedFile {
  readonly filename: string;
  readonly previous_filename?: string;
  readonly status: "added" | "removed" | "modified" | "renamed";
}

/** Two commits compared as GitHub does: from where they parted to `head`, 300 files at most. */
export function compared(git: Git, base: string, head: string) {
  const [behind, ahead] = [ancestorsOf(git, base), ancestorsOf(git, head)];
  const parted = ahead.find((one) => behind.includes(one)) ?? base;
  const ahead_by = ahead.filter((one) => !behind.includes(one)).length;
  const behind_by = behind.filter((one) => !ahead.includes(one)).length;
  const status: "identical" | "ahead" | "behind" | "diverged" =
    ahead_by === 0 ? (behind_by === 0 ? "identical" : "behind") : behind_by === 0 ? "ahead" : "diverged";
  const files = changedFiles(filesOf(git, parted), filesOf(git, head)).slice(0, 300);
  return { parted, ahead_by, behind_by, status, files, commits: ahead.filter((one) => !behind.includes(one)) };
}

function changedFiles(before: Files, after: Files): readonly ChangedFile[] {
  const removed = Object.keys(before).filter((path) => after[path] === undefined);
  const found: ChangedFile[] = [];
  for (const [filename, text] of Object.entries(after)) {
    if (before[filename] === text) continue;
    if (before[filename] !== undefined) found.push({ filename, status: "modified" });
    else {
      const from = removed.find((path) => before[path] === text);
      if (from !== undefined) removed.splice(removed.indexOf(from), 1);
      found.push(
        from === undefined ? { filename, status: "added" } : { filename, previous_filename: from, status: "renamed" },
      );
    }
  }
  return [...found, ...removed.map((filename) => ({ filename, status: "removed" as const }))];
}
