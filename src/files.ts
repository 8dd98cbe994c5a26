import { existsSync, realpathSync, statSync } from "node:fs";
import { glob, mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { diagnose, type Checked, type Diagnostic } from "./core/diagnostic.ts";
import type { DiagnosticCode } from "./core/codes/diagnostic-codes.ts";
import { isSkipped, rulePaths } from "./core/language/rule-paths.ts";
import { longestFile, type SourceFile } from "./core/language/source-file.ts";
import type { Workspace } from "./core/language/workspace.ts";

/** What a workspace is called unless somebody says otherwise. */
export const workspaceName = "tocsin.yaml";

/** Where the workspace is, or every folder that was looked in. */
export type Found = { readonly path: string } | { readonly looked: readonly string[] };

/** Looks for a workspace in a folder and all above it, as git looks for its own. */
export function findWorkspace(folder: string): Found {
  const looked: string[] = [];
  for (let here = resolve(folder); ; here = dirname(here)) {
    const path = join(here, workspaceName);
    if (existsSync(path)) return { path };
    looked.push(here);
    if (dirname(here) === here) return { looked };
  }
}

/** A path as people read it: relative to the folder they are in where it is not far away, with `/` on every system. */
export function readablePath(path: string, folder: string): string {
  const near = relative(folder, path);
  const shown = near === "" ? "." : near.startsWith(`..${sep}..${sep}..`) || isAbsolute(near) ? path : near;
  return sep === "/" ? shown : shown.replaceAll(sep, "/");
}

/** Reads one file that holds text. Why it cannot be read is a diagnostic, never an exception. */
export async function readSource(path: string, name: string): Promise<Checked<SourceFile | undefined>> {
  const refuse = (code: DiagnosticCode, message: string): Checked<undefined> => ({
    value: undefined,
    diagnostics: [at(name, code, message)],
  });
  let bytes: Buffer;
  try {
    const about = await stat(path);
    // A device or a pipe may never end.
    if (!about.isFile())
      return refuse("unreadable-file", `\`${name}\` is ${about.isDirectory() ? "a folder" : "no regular file"}`);
    // The parser refuses it anyway; not reading it keeps a dump of gigabytes out of memory.
    if (about.size > longestFile) return refuse("file-too-large", tooLarge(about.size));
    bytes = await readFile(path);
  } catch (error) {
    return refuse("unreadable-file", `\`${name}\` cannot be read: ${reasonOf(error)}`);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { value: { path: name, text }, diagnostics: [] };
  } catch {
    // The one thing that a fatal decoder throws for; which byte it was is looked for only now.
    return {
      value: undefined,
      diagnostics: [
        { ...at(name, "not-utf-8", "the file is not UTF-8; save it as UTF-8"), ...brokenPlace(bytes, name) },
      ],
    };
  }
}

function at(file: string, code: DiagnosticCode, message: string): Diagnostic {
  return diagnose({ code, path: [], message }, { file, line: 1, column: 1 });
}

function tooLarge(bytes: number): string {
  const megabytes = (size: number): string => `${Math.max(1, Math.round(size / 1e6))} MB`;
  return `a file of ${megabytes(bytes)} is not read; ${megabytes(longestFile)} is the most`;
}

/** The line of the first byte that is no UTF-8. */
function brokenPlace(bytes: Buffer, file: string): { readonly at: Diagnostic["at"] } {
  const good = bytes.toString("utf8").split("\uFFFD", 1)[0] ?? "";
  const lines = good.split("\n");
  return { at: { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 } };
}

/** Why the system refused, in words. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return "there is no such file";
    case "EACCES":
    case "EPERM":
      return "this user may not read it";
    case "ELOOP":
      return "its links lead in a circle";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

/** The rule files of a workspace, each once, in one order on every system; files that cannot be read are diagnostics. */
export async function readRules(
  workspace: Workspace,
  { path, folder }: { readonly path: string; readonly folder: string },
): Promise<Checked<readonly SourceFile[]>> {
  const root = dirname(resolve(path));
  const fence = await realpath(repositoryAround(root));
  const found = new Map<string, string>();
  const { patterns, astray, isRule } = rulePaths(workspace.rules, pathInRepository(resolve(path), root));
  for (const pattern of patterns) {
    const rules = (await matching(pattern, root)).filter((file) => isRule(pathInRepository(file, root)));
    for (const [real, file] of await atOnce(rules, trueName)) found.set(real, file);
  }
  const files: SourceFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const pattern of astray) {
    const named = await atOnce(await matching(pattern, root), trueName);
    for (const [real, file] of named.filter(([real]) => !isWithin(real, fence))) found.set(real, file);
    const message = `\`${pattern}\` in \`rules\` comes back into the repository from outside, where only this machine knows the way; write it from the workspace's folder`;
    if (named.some(([real]) => isWithin(real, fence)))
      diagnostics.push(at(workspace.file, "outside-repository", message));
  }
  const inOrder = [...found].toSorted(([, a], [, b]) => (a < b ? -1 : 1));
  const readOne = async ([real, file]: readonly [string, string]): Promise<Checked<SourceFile | undefined>> => {
    const name = readablePath(file, folder);
    if (isWithin(real, fence)) return readSource(file, name);
    // Its text must not come into a public log by way of a complaint about it.
    const message = `\`${name}\` leads out of the repository, to \`${real}\`, and is not read`;
    return { value: undefined, diagnostics: [at(name, "outside-repository", message)] };
  };
  for (const [read] of await atOnce(inOrder, readOne)) {
    diagnostics.push(...read.diagnostics);
    if (read.value !== undefined) files.push(read.value);
  }
  if (files.length === 0 && diagnostics.length === 0) diagnostics.push(noRules(workspace, root, folder));
  return { value: files, diagnostics };
}

/** What becomes of each item, in their order; so many at a time as a system is glad to have open. */
async function atOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly (readonly [Result, Item])[]> {
  const done: (readonly [Result, Item])[] = [];
  for (let first = 0; first < items.length; first += 64) {
    const some = items.slice(first, first + 64);
    done.push(...(await Promise.all(some.map(async (item) => [await work(item), item] as const))));
  }
  return done;
}

function noRules({ file, rules }: Workspace, root: string, folder: string): Diagnostic {
  const patterns = rules.map((rule) => `\`${rule}\``).join(", ");
  return at(
    file,
    "no-rule-files",
    `no file in \`${readablePath(root, folder)}\` is matched by \`rules\` (${patterns}); mend that, or begin with \`tocsin import\``,
  );
}

async function matching(pattern: string, root: string): Promise<readonly string[]> {
  const files: string[] = [];
  const exclude = (name: string): boolean => isSkipped(basename(name));
  for await (const name of glob(pattern, { cwd: root, exclude })) {
    const file = resolve(root, name);
    // A folder that a pattern such as `**` matches holds files that it matches as well.
    if (!isFolder(file)) files.push(file);
  }
  return files;
}

/** True for a folder; a link in a circle is none, and reading it will say what it is. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Where a path leads in the end; a link into nothing is known by its own name. */
async function trueName(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    // It leads nowhere or in a circle: reading it will say so.
    return join(realpathSync(dirname(path)), basename(path));
  }
}

/** The git repository around a folder, or the folder itself. */
export function repositoryAround(folder: string): string {
  for (let here = folder; ; here = dirname(here)) {
    if (existsSync(join(here, ".git"))) return here;
    if (dirname(here) === here) return folder;
  }
}

/** A path, as seen from a folder, from the root of the repository that folder is in; with `/` on every system. */
export function pathInRepository(path: string, folder: string): string {
  return relative(repositoryAround(resolve(folder)), resolve(folder, path)).replaceAll(sep, "/");
}

/**
 * A path, as seen from a workflow's folder, from the root of the repository that was checked out there: in the folder
 * itself, or in one within it, as a workflow with several repositories does.
 */
export function pathInCheckout(path: string, folder: string): string {
  const file = resolve(folder, path);
  const root = repositoryAround(dirname(file));
  return relative(isWithin(root, resolve(folder)) && isThere(join(root, ".git")) ? root : folder, file).replaceAll(
    sep,
    "/",
  );
}

/** True for a folder itself and what is below it; both are true names. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Writes a file as a whole or not at all; whoever reads it meanwhile sees the old one. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(resolve(path)), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Writes a new file, and answers false where there is one already. */
export async function writeNew(path: string, text: string): Promise<boolean> {
  await mkdir(dirname(resolve(path)), { recursive: true });
  try {
    const file = await open(path, "wx");
    await file.writeFile(text);
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** True where there is a file or folder. */
export function isThere(path: string): boolean {
  return existsSync(path);
}
