import { GitError, openGit } from "./git.ts";

/**
 * The repository that definitions come from, as `github.com/company/alerts`, for the owner's tag. Two clones of one
 * repository must say the same, however each was cloned; nothing where nobody knows.
 */
export async function repositoryOf(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const { GITHUB_REPOSITORY: name, GITHUB_SERVER_URL: server } = env;
  if (name !== undefined && name !== "" && server !== undefined && server !== "")
    return plainRepository(`${server}/${name}`);
  try {
    const url = await openGit(folder, env)(["config", "--get", "remote.origin.url"]);
    return plainRepository(url.toString("utf8").trim());
  } catch (error) {
    // No git, no repository or no remote: all the same to us, the tag is then without it.
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** A remote's address without protocol, user, password, port and `.git`; nothing for a path on this machine. */
export function plainRepository(url: string): string | undefined {
  const [, host, path] =
    /^(?:\w[\w+.-]*:\/\/)(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+)$/.exec(url) ??
    /^(?:[^@/]+@)?([^/:@]{2,}):(?!\/\/)\/?(.+)$/.exec(url) ??
    [];
  if (host === undefined || path === undefined || /^file:/i.test(url)) return undefined;
  const plain = path
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/i, "");
  // The hosts compare both without case, and people clone with either; Azure DevOps has another path over ssh.
  const [, owner, project, name] = /^v3\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(plain) ?? [];
  const whole =
    host === "ssh.dev.azure.com" && name !== undefined
      ? `dev.azure.com/${owner}/${project}/_git/${name}`
      : `${host}/${plain}`;
  return plain === "" ? undefined : whole.toLowerCase();
}
