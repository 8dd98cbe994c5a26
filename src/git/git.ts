import { execFile } from "node:child_process";

/** Why git did not answer, in words, with the way out; `refused`: it could have, and what was asked for is not there. */
export class GitError extends Error {
  readonly refused: boolean;

  constructor(because: string, { refused = false, cause }: { refused?: boolean; cause?: unknown } = {}) {
    super(because, { cause });
    this.name = "GitError";
    this.refused = refused;
  }
}

/** Asks git in one folder; what it writes is given back as it is. */
export type Git = (args: readonly string[], input?: string) => Promise<Buffer>;

/** What a question may take: a repository that needs longer is not worth the waiting. */
const patience = 20_000;
/** More than any rules come to, and less than what a process can bear. */
const longest = 512 * 1024 * 1024;

/**
 * The program `git`, asked only about what is in the repository already: it writes nothing, asks nobody, fetches nothing
 * (a partial clone would), and neither a hook's environment nor somebody's taste in output changes what it says.
 */
export function openGit(folder: string, env: Readonly<Record<string, string | undefined>>): Git {
  const options = {
    cwd: folder,
    env: cleaned(env),
    encoding: "buffer",
    timeout: patience,
    maxBuffer: longest,
    windowsHide: true,
  } as const;
  return (args, input) =>
    new Promise((resolve, reject) => {
      const child = execFile("git", [...settled, ...args], options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(refusalOf(error, stderr.toString("utf8"), folder));
      });
      // A git that has ended does not listen any more; why it ended is told by its exit.
      child.stdin?.on("error", () => {}).end(input ?? "");
    });
}

const settled = [
  "--no-pager",
  "--literal-pathspecs",
  ...["core.fsmonitor=false", "protocol.allow=never", "color.ui=false", "log.showSignature=false"].flatMap((one) => [
    "-c",
    one,
  ]),
];

/** What says where git's own settings are may stay; the rest moves it to another repository, or changes what it says. */
const kept = /^GIT_(CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|CEILING_DIRECTORIES|EXEC_PATH)$/i;

function cleaned(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  const entries = Object.entries(env).filter(([name]) => !/^GIT_/i.test(name) || kept.test(name));
  const ours = { LC_ALL: "C", LANGUAGE: "", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1" };
  return { ...Object.fromEntries(entries), ...ours };
}

function refusalOf(error: Error & { code?: unknown; killed?: unknown }, said: string, folder: string): GitError {
  const cause = error;
  if (error.code === "ENOENT") return new GitError("the program `git` is not on this machine; install it", { cause });
  if (error.code === "EACCES") return new GitError("the program `git` may not be run by this user", { cause });
  if (error.killed === true) return new GitError(`git was at it for ${patience / 1000} s and was ended`, { cause });
  if (/dubious ownership|safe\.directory/.test(said)) {
    const path = /repository at '([^']+)'/.exec(said)?.[1] ?? folder;
    return new GitError(
      `git does not trust the checkout, because another user owns it; say \`git config --global --add safe.directory ${path}\` before`,
      { cause },
    );
  }
  if (/not a git repository/.test(said)) {
    const message = `\`${folder}\` is in no git repository; check it out with git, with its history`;
    return new GitError(message, { cause });
  }
  if (/promisor remote/.test(said))
    return new GitError("the clone is partial and lacks what was; clone without `filter`", { cause });
  const lines = said.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((one) => /^(fatal|error): /.test(one)) ?? lines[0] ?? error.message;
  return new GitError(`git says: ${line.replace(/^(fatal|error): /, "")}`, { refused: true, cause });
}
