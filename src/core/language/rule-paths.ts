import { posix } from "node:path";

/** Which paths a workspace reads: the one truth for the disk, for a commit's files, and for what a push changed. */
export interface RulePaths {
  /** The glob patterns that the disk is asked for, from the workspace's folder. */
  readonly patterns: readonly string[];
  /** Those that lead out of the repository, or begin at no folder of it: nothing of a commit is ever there. */
  readonly astray: readonly string[];
  /** Where rule files can be at all in the repository: files or folders; nothing where it may be anywhere. */
  readonly roots: readonly string[] | undefined;
  /** True for the path of a rule file, from the repository's root. */
  readonly isRule: (path: string) => boolean;
}

/** Folders where nobody keeps rules, and whole other trees are kept. */
const skipped = new Set(["node_modules", ".git"]);

/** True for the name of a folder that is not looked into, whatever the patterns are. */
export function isSkipped(name: string): boolean {
  return skipped.has(name);
}

/** True where a step of a pattern stands for other names than its own. */
export function isOpen(step: string): boolean {
  return /[*?[\]{}()!+@\\]/.test(step);
}

/**
 * The paths of a workspace, itself given by its path from the repository's root, with `/`. Patterns are relative to its
 * folder. They may lead out of that, though not out of the repository, where no commit has anything. A `..` takes back
 * the step before it, whether there is such a folder or not: a commit has no empty ones.
 */
export function rulePaths(rules: readonly string[], workspace: string): RulePaths {
  const folder = posix.dirname(workspace);
  const seenFromFolder = (path: string): string => posix.relative(`/${folder}`, `/${path}`);
  const isOutside = (pattern: string): boolean => {
    const whole = posix.join(folder, pattern);
    return posix.isAbsolute(pattern) || whole === ".." || whole.startsWith("../");
  };
  const all = [...new Set(rules.flatMap(waysOf))];
  const inside = all
    .filter((pattern) => !isOutside(pattern))
    .map((pattern) => seenFromFolder(posix.join(folder, pattern)));
  const roots = inside.map((pattern) => {
    const steps = pattern.split("/");
    const first = steps.findIndex(isOpen);
    return posix.join(folder, ...(first === -1 ? steps : steps.slice(0, first)));
  });
  const judge = (path: string): boolean => {
    const near = seenFromFolder(path);
    return (
      path !== workspace &&
      !near.split("/").some(isSkipped) &&
      inside.some((pattern) => posix.matchesGlob(near, pattern))
    );
  };
  const known = new Map<string, boolean>();
  return {
    patterns: inside,
    astray: all.filter(isOutside),
    roots: roots.includes(".") ? undefined : [...new Set(roots)],
    isRule: (path) => {
      const judged = known.get(path) ?? judge(path);
      known.set(path, judged);
      return judged;
    },
  };
}

/** More than anybody writes; braces behind braces stand for very many. */
const mostWays = 1000;

/**
 * All that a pattern stands for in which braces hold a way up: `{../shared,rules}/*.yaml`. That way is taken like any
 * other then. Braces without one are left to the glob.
 */
function waysOf(pattern: string): readonly string[] {
  let ways: ReadonlySet<string> = new Set([pattern]);
  for (;;) {
    const further = new Set([...ways].flatMap(withoutFirstBraces));
    if (further.size > mostWays) return [pattern];
    if ([...further].every((way) => ways.has(way))) break;
    ways = further;
  }
  const most = Math.max(...[...ways].map(waysUp));
  return most > waysUp(pattern) ? [...ways] : [pattern];
}

function withoutFirstBraces(pattern: string): readonly string[] {
  const [braces = "", choices = ""] = /\{([^{}]*,[^{}]*)\}/.exec(pattern) ?? [];
  if (braces === "") return [pattern];
  const at = pattern.indexOf(braces);
  return choices.split(",").map((choice) => pattern.slice(0, at) + choice + pattern.slice(at + braces.length));
}

function waysUp(pattern: string): number {
  return pattern.split("/").filter((step) => step === "..").length;
}
