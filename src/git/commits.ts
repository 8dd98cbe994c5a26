import type { Commit } from "../ports/history.ts";
import { GitError, type Git } from "./git.ts";

/** A commit with what it was made on. */
export interface KnownCommit extends Commit {
  readonly parents: readonly string[];
}

/** What a commit can be called: its id or a part of it, a branch, a tag, `HEAD~2`; nothing that could be an option. */
const nameable = /^[A-Za-z0-9_@][\w./@{}^~-]*$/;

/** The commit of a name. */
export async function commitOf(git: Git, name: string): Promise<KnownCommit> {
  if (!nameable.test(name)) throw new GitError(`\`${name}\` is not the name of a commit; say its id, or a branch`);
  const id = await idOf(git, name);
  const [found] = await commitsFrom(git, ["-1", id]);
  if (found === undefined) throw new GitError(`git says nothing of ${id}`);
  return found;
}

async function idOf(git: Git, name: string): Promise<string> {
  try {
    const said = await git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
    // Old versions say the option as well.
    return said.toString("utf8").trim().split("\n").at(-1) ?? "";
  } catch (error) {
    if (!(error instanceof GitError) || !error.refused) throw error;
    if (name === "HEAD") throw new GitError("the repository has no commit yet", { cause: error });
    const way = (await isShallow(git)) ? wholeHistory : `fetch it first, or is it another name?`;
    throw new GitError(`this clone has no commit \`${name}\`; ${way}`, { cause: error });
  }
}

const wholeHistory = "it is shallow: clone with the whole history (`fetch-depth: 0` in actions/checkout)";

async function isShallow(git: Git): Promise<boolean> {
  return (await git(["rev-parse", "--is-shallow-repository"])).toString("utf8").trim() === "true";
}

/** Commits as `git log` gives them; with paths those that changed something there. */
export async function commitsFrom(
  git: Git,
  asked: readonly string[],
  paths: readonly string[] = [],
): Promise<readonly KnownCommit[]> {
  const format = "--format=%H%x00%P%x00%s";
  const out = await git(["log", "-z", "--no-color", "--encoding=UTF-8", format, ...asked, "--", ...paths]);
  const words = out.toString("utf8").split("\0");
  return words.flatMap((id, index) => {
    if (index % 3 !== 0 || id === "") return [];
    const [parents = "", title = ""] = words.slice(index + 1, index + 3);
    return [{ id, title: title.trimEnd(), parents: parents.split(" ").filter(Boolean) }];
  });
}

/**
 * The commit against which what is checked out is judged, given a commit of the branch it is to be merged into. That
 * branch moves on, and hosts tell a tip that may be some merges old, so the commit itself is asked first:
 *
 * - A host's trial of a merge says so in its title (`Merge HEAD into BASE`, both as ids): its first parent is the branch.
 * - Of another merge the first parent is the branch where it is in what was named, or where what was named is in it and
 *   not in the second parent. A branch that merged the other one into itself is the other way round.
 * - Otherwise it is where the two parted.
 */
export async function baseOf(git: Git, other: string): Promise<KnownCommit> {
  const head = await commitOf(git, "HEAD");
  const [first, second] = head.parents.length === 2 ? head.parents : [];
  if (first !== undefined && second !== undefined && head.title === `Merge ${second} into ${first}`)
    return commitOf(git, first);
  const { id: named } = await commitOf(git, other);
  const parting = await mergeBase(git, head.id, named);
  if (first !== undefined && second !== undefined && parting !== head.id) {
    const isOfBranch =
      (await isWithin(git, first, named)) ||
      ((await isWithin(git, named, first)) && !(await isWithin(git, named, second)));
    if (isOfBranch) return commitOf(git, first);
  }
  if (parting !== undefined) return commitOf(git, parting);
  const way = (await isShallow(git)) ? `; ${wholeHistory.replace("it", "the clone")}` : "";
  throw new GitError(`what is checked out and \`${other}\` have no commit in common${way}`);
}

async function mergeBase(git: Git, one: string, other: string): Promise<string | undefined> {
  return answerOr(async () => (await git(["merge-base", one, other])).toString("utf8").trim(), undefined);
}

/** True where a commit is the other one, or before it. */
async function isWithin(git: Git, commit: string, other: string): Promise<boolean> {
  return answerOr(async () => {
    await git(["merge-base", "--is-ancestor", commit, other]);
    return true;
  }, false);
}

async function answerOr<T>(ask: () => Promise<T>, no: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GitError && error.refused) return no;
    throw error;
  }
}
