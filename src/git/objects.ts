import { createHash } from "node:crypto";
import { longestFile } from "../core/language/source-file.ts";
import { GitError, type Git } from "./git.ts";

/** A file in a commit. Links and the commits of other repositories are no files. */
export interface TreeFile {
  readonly path: string;
  /** The id of its bytes. */
  readonly blob: string;
  readonly bytes: number;
}

/** True for the mode of a file that holds text or anything; a link's says where it leads. */
export function isFileMode(mode: string): boolean {
  return mode.startsWith("100");
}

/** The files of a commit at or below some paths; all of it where none are named. */
export async function filesIn(git: Git, commit: string, paths: readonly string[] = []): Promise<readonly TreeFile[]> {
  const listed = await git(["ls-tree", "-r", "-z", "--long", "--full-tree", commit, "--", ...paths]);
  return listed
    .toString("utf8")
    .split("\0")
    .flatMap((line) => {
      const [, mode = "", blob = "", bytes = "", path = ""] = /^(\d+) \w+ (\w+) +(\d+|-)\t([^]+)$/.exec(line) ?? [];
      return isFileMode(mode) ? [{ path, blob, bytes: Number(bytes) }] : [];
    });
}

/** The texts of files, by path; what is no text, or too long to be one, is refused as it is on the disk. */
export async function textsOf(
  git: Git,
  files: readonly TreeFile[],
  nameOf: (path: string) => string,
): Promise<ReadonlyMap<string, string>> {
  const dump = files.find(({ bytes }) => bytes > longestFile);
  if (dump !== undefined)
    throw new GitError(`\`${nameOf(dump.path)}\` had ${Math.round(dump.bytes / 1e6)} MB then, and is not read`);
  if (files.length === 0) return new Map();
  const out = await git(["cat-file", "--batch"], files.map(({ blob }) => `${blob}\n`).join(""));
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const texts = new Map<string, string>();
  let at = 0;
  for (const { path } of files) {
    const end = out.indexOf("\n", at);
    const bytes = Number(/^\w+ blob (\d+)$/.exec(out.toString("latin1", at, end))?.[1]);
    if (Number.isNaN(bytes)) throw new GitError(`the text that \`${nameOf(path)}\` had is not in this clone`);
    try {
      texts.set(path, decoder.decode(out.subarray(end + 1, end + 1 + bytes)));
    } catch (cause) {
      // The one thing that a fatal decoder throws for.
      throw new GitError(`\`${nameOf(path)}\` was not UTF-8 then`, { cause });
    }
    at = end + 1 + bytes + 1;
  }
  return texts;
}

/** The id that git has for a text, in a repository whose ids are so long. */
export function blobOf(text: string, { length }: { readonly length: number }): string {
  const bytes = Buffer.from(text, "utf8");
  return createHash(length === 64 ? "sha256" : "sha1")
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest("hex");
}
