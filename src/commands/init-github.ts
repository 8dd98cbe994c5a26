import { identityScript } from "../authoring/identity-script.ts";
import { suffixOf, type Tool } from "../authoring/workflows/setting.ts";
import { writeWorkflows } from "../authoring/workflows/workflows.ts";
import type { SourceFile } from "../core/language/source-file.ts";
import type { Workspace } from "../core/language/workspace.ts";

/** What GitHub is given for a workspace, with paths from the root of the repository. */
export function initGithub({
  workspace,
  folder,
  branch,
  tool,
}: {
  readonly workspace: Pick<Workspace, "environments" | "rules">;
  /** The workspace's folder from the root, with `/`; empty for the root. */
  readonly folder: string;
  readonly branch: string;
  readonly tool: Tool;
}): readonly SourceFile[] {
  const { environments, rules } = workspace;
  const names = environments.map(({ name }) => name);
  const script = identityScriptPath(folder);
  return [
    ...writeWorkflows({
      environments: names,
      secrets: secretVariables(environments),
      folder,
      rules,
      branch,
      tool,
    }),
    { path: script, text: identityScript({ environments: names, fileName: script, branch }) },
  ];
}

/** Where the script is that makes the identities of the workflows, from the root of the repository. */
export function identityScriptPath(folder: string): string {
  return `.github/tocsin-identities${suffixOf({ folder })}.sh`;
}

/** The environment variables that hold secrets, each once. */
export function secretVariables(environments: Workspace["environments"]): readonly string[] {
  const named = environments.flatMap(({ secrets }) =>
    Object.values(secrets).flatMap((source) => ("env" in source ? [source.env] : [])),
  );
  // GitHub allows no secret of that name.
  return [...new Set(named)].filter((name) => !/^GITHUB_/i.test(name));
}
