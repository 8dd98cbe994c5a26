import { isRefusal, type Client } from "./client.ts";
import { tipOf } from "./commits.ts";
import { listFrom } from "./pull-requests.ts";

/*
 * A commit of ours says in its message of which tree it was made. Whoever commits, amends or rebases makes another tree or
 * another message, so that no memory is needed that could be lost or written over, and no name of an author, which a
 * person who amends our commit keeps.
 */
const trailer = "Tocsin-Tree";

/** The message of a commit by which we know it for ours. */
export function signed(message: string, tree: string): string {
  return `${message}\n\n${trailer}: ${tree}`;
}

function isOurs({ message, tree }: { readonly message: string; readonly tree: { readonly sha: string } }): boolean {
  // Not the last line: a repository that wants commits signed off may have a line put behind it.
  return message.split(/\r?\n/).includes(`${trailer}: ${tree.sha}`);
}

/** The commit at the tip of a branch where it is somebody else's, and nowhere else. */
export async function othersCommit(
  client: Client,
  { branch, base }: { readonly branch: string; readonly base: string },
): Promise<string | undefined> {
  const { ask, repository } = client;
  const tip = await tipIfAny(client, branch);
  if (tip === undefined) return undefined;
  const { data } = await ask({ wish: `read commit ${tip}`, permission: "contents: read" }, (octokit) =>
    octokit.rest.git.getCommit({ ...repository, commit_sha: tip }),
  );
  if (isOurs(data)) return undefined;
  // GitHub keeps the commits of a pull request that was merged or closed.
  const all = await listFrom(client, { owner: repository.owner, branch, state: "all" });
  if (all.some(({ state, head }) => state !== "open" && head.sha === tip)) return undefined;
  const basehead = `${tip}...${base}`;
  const compared = await ask({ wish: `compare ${basehead}`, permission: "contents: read" }, (octokit) =>
    octokit.rest.repos.compareCommitsWithBasehead({ ...repository, basehead, per_page: 1, page: 1 }),
  );
  const { status } = compared.data;
  return status === "ahead" || status === "identical" ? undefined : tip;
}

/** The commit at the tip of a branch; nothing where there is no such branch. */
export async function tipIfAny(client: Client, branch: string): Promise<string | undefined> {
  try {
    return await tipOf(client, branch);
  } catch (error) {
    if (isRefusal(error, "not-found")) return undefined;
    throw error;
  }
}
