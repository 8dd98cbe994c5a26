import { GitError, openGit } from "./git.ts";

/**
 * The branch that pull requests are merged into, as far as a clone knows: what the remote calls its own, else a branch at
 * hand that is called as such branches are.
 */
export async function defaultBranchOf(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const git = openGit(folder, env);
  const branchOf = async (name: string): Promise<string | undefined> => {
    try {
      return (await git(["symbolic-ref", "--short", name])).toString("utf8").trim();
    } catch (error) {
      // No git, no repository, no remote, no branch: nobody knows.
      if (error instanceof GitError) return undefined;
      throw error;
    }
  };
  const remote = await branchOf("refs/remotes/origin/HEAD");
  if (remote?.startsWith("origin/") === true) return remote.slice("origin/".length);
  const here = await branchOf("HEAD");
  return here === "master" || here === "trunk" ? here : "main";
}
