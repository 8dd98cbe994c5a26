import { basename, dirname, join, relative, sep } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { releaseOf, unknownOwner, type Manifest } from "../authoring/workflows/release-of.ts";
import { identityScriptPath, initGithub, secretVariables } from "../commands/init-github.ts";
import { hasErrors } from "../core/diagnostic.ts";
import { readWorkspace, type Workspace } from "../core/language/workspace.ts";
import { readablePath, readSource, repositoryAround, workspaceName, writeNew } from "../files.ts";
import { defaultBranchOf } from "../git/default-branch.ts";

/** What became of the files for GitHub, in lines, and what a person has to do there, in the order of need. */
export interface ForGithub {
  readonly written: readonly string[];
  readonly kept: readonly string[];
  /** Why there are none. */
  readonly because?: string;
  readonly next: readonly string[];
}

/** Writes the workflows of a workspace at the root of its repository: GitHub looks for them nowhere else. */
export async function writeForGithub(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ForGithub> {
  const source = await readSource(join(folder, workspaceName), workspaceName);
  const read = source.value === undefined ? undefined : readWorkspace(source.value);
  const workspace = read?.value;
  if (workspace === undefined || hasErrors(read?.diagnostics ?? [])) {
    const because = `no workflows are written while ${workspaceName} has mistakes; \`tocsin validate\` says which`;
    return { written: [], kept: [], because, next: [] };
  }
  const root = repositoryAround(folder);
  const way = relative(root, folder).split(sep).join("/");
  const files = initGithub({
    workspace,
    folder: way,
    branch: await defaultBranchOf(root, env),
    tool: { from: "release", ...release },
  });
  const [written, kept]: [string[], string[]] = [[], []];
  for (const { path, text } of files) {
    const isNew = await writeNew(join(root, path), text);
    (isNew ? written : kept).push(readablePath(join(root, path), folder));
  }
  return {
    written: together(written),
    kept: together(kept),
    next: written.length === 0 ? [] : next(workspace, readablePath(join(root, identityScriptPath(way)), folder)),
  };
}

// What a release knows of itself; a clone has no `repository`.
const manifest: Manifest = packageJson;
const release = releaseOf(manifest);

function next({ environments }: Workspace, script: string): readonly string[] {
  const names = environments.map(({ name }) => name);
  const secrets = secretVariables(environments);
  return [
    ...(release.name.startsWith(`${unknownOwner}/`)
      ? [`in the workflows: the owner of your copy of Tocsin, where \`${unknownOwner}\` stands`]
      : []),
    `fill in the first part of \`${script}\` and run it: an identity that reads, one that writes, and who trusts whom`,
    `environment ${listed(names)}: say who has to approve an apply`,
    ...(secrets.length === 0 ? [] : [`secrets: ${secrets.join(", ")}`]),
  ];
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

/** Paths of one folder in one line. */
function together(paths: readonly string[]): readonly string[] {
  const folders = new Map<string, string[]>();
  for (const path of paths) folders.set(dirname(path), [...(folders.get(dirname(path)) ?? []), basename(path)]);
  return [...folders].map(([folder, names]) =>
    names.length === 1 ? `${folder}/${names[0]}` : `${folder}: ${names.join(", ")}`,
  );
}
