import { dirname, relative, resolve, sep } from "node:path";
import { hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import { suggest } from "../core/nearest.ts";
import type { SourceFile } from "../core/language/source-file.ts";
import { readWorkspace, type Environment, type Workspace } from "../core/language/workspace.ts";
import { findWorkspace, isFolder, isThere, readablePath, readRules, readSource, workspaceName } from "../files.ts";
import type { CommonOptions } from "./invocation.ts";
import { secretsOf } from "./secrets-at-hand.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** The texts that were read, by the name that diagnostics have for them. */
export type Sources = ReadonlyMap<string, string>;

/** A workspace with its rule files, or why it cannot be read. */
export type Opened =
  | OpenedWorkspace
  | { readonly workspace: undefined; readonly diagnostics: readonly Diagnostic[]; readonly sources: Sources };

/** A workspace with its rule files. */
export interface OpenedWorkspace {
  readonly workspace: Workspace;
  /** The folder it stands in. */
  readonly folder: string;
  readonly files: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
}

/** Finds and reads the workspace and its rule files; the secrets at hand are told before anything is said of them. */
export async function openWorkspace({ options, terminal, onSecret }: Session): Promise<Opened> {
  const path = locate(options, terminal);
  const file = await readSource(path, readablePath(path, terminal.folder));
  if (file.value === undefined) return { workspace: undefined, diagnostics: file.diagnostics, sources: new Map() };
  const read = readWorkspace(file.value);
  const workspace = read.value;
  if (workspace === undefined || hasErrors(read.diagnostics)) {
    return {
      workspace: undefined,
      diagnostics: read.diagnostics,
      sources: new Map([[file.value.path, file.value.text]]),
    };
  }
  // Those of every environment: a job may have been given them all, and any may stand where it does not belong.
  for (const environment of workspace.environments)
    for (const secret of secretsOf(environment, terminal.env).values()) onSecret(secret);
  const rules = await readRules(workspace, { path, folder: terminal.folder });
  return {
    workspace,
    folder: dirname(path),
    files: rules.value,
    diagnostics: [...read.diagnostics, ...rules.diagnostics],
    sources: new Map([file.value, ...rules.value].map((source) => [source.path, source.text])),
  };
}

function locate({ workspace, inputs }: CommonOptions, { folder }: Terminal): string {
  if (workspace !== undefined) {
    const asked = resolve(folder, workspace);
    const path = isFolder(asked) ? resolve(asked, workspaceName) : asked;
    if (!isThere(path))
      throw new UsageError(
        `there is no workspace \`${readablePath(path, folder)}\`; \`${inputs === true ? "workspace" : "--workspace"}\` is a workspace file, or the folder with its \`${workspaceName}\``,
      );
    return path;
  }
  if (inputs === true) {
    const path = resolve(folder, workspaceName);
    if (isThere(path)) return path;
    throw new UsageError(
      `there is no \`${workspaceName}\` at the root of the checkout; name it with \`workspace\`, and have \`actions/checkout\` come before this step`,
    );
  }
  const found = findWorkspace(folder);
  if ("path" in found) return found.path;
  const places = found.looked.map((place) => `  ${place}`).join("\n");
  throw new UsageError(
    `there is no workspace here: ${workspaceName} was looked for in\n${places}\nBegin one with \`tocsin init\`, or name it with \`--workspace FILE\`.`,
  );
}

/** The name that diagnostics have for the workspace file that the inputs of a workflow mean, also where it is not there. */
export function workspaceMeant({ workspace }: CommonOptions, { folder }: Terminal): string {
  const asked = resolve(folder, workspace ?? workspaceName);
  const isFile = isThere(asked) ? !isFolder(asked) : /\.ya?ml$/i.test(asked);
  return readablePath(isFile ? asked : resolve(asked, workspaceName), folder);
}

/** The environment of a command that is about one: the one named, or the only one. */
export function chooseEnvironment(
  { environments, file }: Workspace,
  { environment: name, inputs }: CommonOptions,
): Environment {
  const names = environments.map((environment) => environment.name);
  const [only] = environments;
  if (name === undefined) {
    if (only !== undefined && environments.length === 1) return only;
    const flag = inputs === true ? "environment" : "-e";
    throw new UsageError(`which environment? Say \`${flag}\` and one of: ${names.join(", ")}`);
  }
  const found = environments.find((environment) => environment.name === name);
  if (found === undefined) throw new UsageError(`${file} has no environment \`${name}\`${suggest(name, names)}`);
  return found;
}

/** The environments of a command that looks at all of them unless one is named. */
export function chooseEnvironments(workspace: Workspace, options: CommonOptions): readonly Environment[] {
  return options.environment === undefined ? workspace.environments : [chooseEnvironment(workspace, options)];
}

/** The files that paths on the command line mean, by the names that diagnostics have for them. */
export function chooseFiles(
  paths: readonly string[],
  { sources, diagnostics }: Opened,
  { folder }: Terminal,
): ReadonlySet<string> {
  const names = [...new Set([...sources.keys(), ...diagnostics.map((diagnostic) => diagnostic.at.file)])];
  const chosen = new Set<string>();
  for (const path of paths) {
    const asked = resolve(folder, path);
    const matches = names.filter((name) => isUnder(resolve(folder, name), asked));
    if (matches.length === 0)
      throw new UsageError(`\`${path}\` is none of the files that the workspace reads${suggest(path, names)}`);
    for (const match of matches) chosen.add(match);
  }
  return chosen;
}

function isUnder(file: string, place: string): boolean {
  const way = relative(place, file);
  return way === "" || (!way.startsWith(`..${sep}`) && way !== ".." && resolve(place, way) === file);
}
