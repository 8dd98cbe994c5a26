import {
  constants,
  chmod,
  copyFile,
  link,
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { isThere, isWithin, repositoryAround } from "./files.ts";

/** A file that is written with others. */
export interface FileToWrite {
  readonly path: string;
  readonly text: string;
  /** The text that it had when it was read; what has another by now is not written over. Absent of a new file, which never takes the place of one that is there. */
  readonly was?: string;
}

/** Why nothing was written, in words for whoever asked for it. */
export class NotWrittenError extends Error {
  override readonly name = "NotWrittenError";
}

interface Staged {
  readonly path: string;
  readonly temporary: string;
  readonly file: FileToWrite;
}

/**
 * Writes files together: all of them, or none. The texts are on the disk before the first file gets its name; whatever
 * fails after that takes back what was done. Should the machine stop in between, the first ones are there and the others
 * not. New files stay in the git repository around `folder`: a link in a pull request must not lead them out.
 */
export async function writeTogether(
  files: readonly FileToWrite[],
  { folder }: { readonly folder: string },
): Promise<void> {
  const fence = await realpath(repositoryAround(resolve(folder)));
  const undo: (() => Promise<unknown>)[] = [];
  const staged: Staged[] = [];
  try {
    for (const file of files) {
      const path = file.was === undefined ? await placeFor(file.path, fence) : await realpath(file.path);
      const temporary = `${path}.${process.pid}.tmp`;
      const first = await mkdir(dirname(path), { recursive: true });
      for (let made = dirname(path); first !== undefined && made.length >= first.length; made = dirname(made))
        undo.push(() => rmdir(made));
      undo.unshift(() => tidy(path, temporary));
      await writeFile(temporary, file.text, { flag: "wx", flush: true });
      if (file.was !== undefined) await chmod(temporary, (await stat(path)).mode & 0o777);
      staged.push({ path, temporary, file });
    }
    for (const one of staged)
      undo.unshift(one.file.was === undefined ? await putNew(one) : await replace(one, one.file.was));
  } catch (error) {
    for (const step of undo) await step().catch(() => {});
    throw error;
  }
  for (const { path, temporary } of staged) await tidy(path, temporary);
}

/** Where a new file really goes: links in its folder followed, and none of them out of the repository. */
async function placeFor(name: string, fence: string): Promise<string> {
  const path = resolve(name);
  let there = dirname(path);
  while (!isThere(there) && dirname(there) !== there) there = dirname(there);
  const real = await realpath(there);
  if (isWithin(real, fence)) return join(real, path.slice(there.length));
  throw new NotWrittenError(`\`${name}\` leads out of the repository, to \`${real}\`: nothing was written`);
}

async function tidy(path: string, temporary: string): Promise<void> {
  for (const left of [temporary, formerly(path)]) await rm(left, { force: true });
}

/** Where the text that a file had stands until all is done. */
const formerly = (path: string): string => `${path}.${process.pid}.old`;

/** Gives a file another text at once, if nobody else has meanwhile; answers the undoing. */
async function replace({ path, temporary, file }: Staged, was: string): Promise<() => Promise<void>> {
  if (!(await readFile(path)).equals(Buffer.from(was, "utf8")))
    throw new NotWrittenError(`\`${file.path}\` has changed since it was read: nothing was written; run it again`);
  await copyFile(path, formerly(path), constants.COPYFILE_EXCL);
  await rename(temporary, path);
  return () => rename(formerly(path), path);
}

/** Gives a file its name where nothing has it, by a link, which is whole at once, else by a copy; answers the undoing. */
async function putNew({ path, temporary, file }: Staged): Promise<() => Promise<void>> {
  try {
    await link(temporary, path).catch(async (error: unknown) => {
      // Not every file system has links.
      if (isThere(path)) throw error;
      await copyFile(temporary, path, constants.COPYFILE_EXCL);
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new NotWrittenError(
        `\`${file.path}\` has been made by somebody meanwhile: nothing was written; run it again`,
      );
    throw error;
  }
  return () => rm(path, { force: true });
}
