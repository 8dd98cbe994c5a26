import { posix } from "node:path";

/** Which paths of a repository a workspace reads. All paths are from the repository's root, with `/`. */
export interface RulePaths {
  /** Where they can be at all: files or folders; nothing where it may be anywhere. */
  readonly roots: readonly string[] | undefined;
  readonly isRule: (path: string) => boolean;
}

/** Folders where nobody keeps rules, as for the files on the disk. */
const skipped = new Set(["node_modules", ".git"]);

/** What is a pattern to a glob, and no name. */
const magic = /[*?[\]{}()!+@\\]/;

/**
 * The same files that are read from the disk: patterns are relative to the workspace's folder and may lead out of it,
 * though not out of the repository, where a commit has nothing.
 */
export function rulePaths(
  rules: readonly string[],
  { folder, workspace }: { folder: string; workspace: string },
): RulePaths {
  const patterns = rules.flatMap((pattern) => {
    const whole = posix.join(folder, pattern);
    const isOutside = posix.isAbsolute(pattern) || whole === ".." || whole.startsWith("../");
    return isOutside ? [] : [posix.relative(`/${folder}`, `/${whole}`)];
  });
  const roots = patterns.map((pattern) => {
    const names = pattern.split("/");
    const first = names.findIndex((name) => magic.test(name));
    return posix.join(folder, ...(first === -1 ? names : names.slice(0, first)));
  });
  const known = new Map<string, boolean>();
  const judge = (path: string): boolean => {
    const near = posix.relative(`/${folder}`, `/${path}`);
    return (
      path !== workspace &&
      !near.split("/").some((name) => skipped.has(name)) &&
      patterns.some((pattern) => posix.matchesGlob(near, pattern))
    );
  };
  return {
    roots: roots.includes(".") ? undefined : [...new Set(roots)],
    isRule: (path) => {
      const judged = known.get(path) ?? judge(path);
      known.set(path, judged);
      return judged;
    },
  };
}
