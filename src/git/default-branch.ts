import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * The branch that pull requests are merged into, as far as a clone knows: what the remote calls its own, else a branch at
 * hand that is called as such branches are.
 */
export async function defaultBranchOf(folder: string): Promise<string> {
  const remote = await ask(folder, ["symbolic-ref", "--short", "refs/remotes/origin/HEAD"]);
  if (remote?.startsWith("origin/") === true) return remote.slice("origin/".length);
  const here = await ask(folder, ["symbolic-ref", "--short", "HEAD"]);
  return here === "master" || here === "trunk" ? here : "main";
}

async function ask(folder: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run("git", [...args], { cwd: folder, timeout: 5000 });
    return stdout.trim();
  } catch {
    // No git, no repository, no remote, no branch: nobody knows.
    return undefined;
  }
}
