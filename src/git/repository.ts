import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

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
    const { stdout } = await run("git", ["config", "--get", "remote.origin.url"], { cwd: folder, timeout: 5000 });
    return plainRepository(stdout.trim());
  } catch {
    // No git, no repository or no remote: all the same to us, the tag is then without it.
    return undefined;
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
