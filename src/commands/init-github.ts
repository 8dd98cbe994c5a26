import type { Tool } from "../authoring/workflows/setting.ts";
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
  return writeWorkflows({
    environments: environments.map(({ name }) => name),
    secrets: secretVariables(environments),
    folder,
    rules,
    branch,
    tool,
  });
}

/** The environment variables that hold secrets, each once. */
export function secretVariables(environments: Workspace["environments"]): readonly string[] {
  const named = environments.flatMap(({ secrets }) =>
    Object.values(secrets).flatMap((source) => ("env" in source ? [source.env] : [])),
  );
  // GitHub allows no secret of that name.
  return [...new Set(named)].filter((name) => !/^GITHUB_/i.test(name));
}
