import { importOverrides, type Overridden } from "../commands/import/overrides.ts";
import { hasErrors } from "../core/diagnostic.ts";
import { readWorkspace, type Environment } from "../core/language/workspace.ts";
import { kinds } from "../kinds/kinds.ts";
import type { ArmResource } from "../ports/azure.ts";
import type { OpenedWorkspace } from "./opened.ts";

/** A workspace whose definitions have the overrides of an environment, and what there is to say of them. */
export interface OverriddenWorkspace {
  readonly opened: OpenedWorkspace;
  readonly environment: Environment;
  readonly told: Overridden["told"];
}

/** What is read and known of the environment. */
export interface OverridingOf {
  readonly environment: Environment;
  readonly resources: readonly ArmResource[];
  readonly secrets: ReadonlyMap<string, string>;
  readonly source?: string;
}

/** The workspace after the definitions that exist have taken in what the environment has of them. */
export function overrideWorkspace(opened: OpenedWorkspace, of: OverridingOf): OverriddenWorkspace {
  const { workspace, files, sources, diagnostics } = opened;
  const same = { opened, environment: of.environment, told: [] };
  if (files.length === 0 || hasErrors(diagnostics)) return same;
  const texts = { workspace: { path: workspace.file, text: sources.get(workspace.file) ?? "" }, rules: files };
  const { texts: edited, told } = importOverrides({ ...of, texts, environment: of.environment.name, kinds });
  const next = readWorkspace(edited.workspace).value;
  const environment = next?.environments.find(({ name }) => name === of.environment.name);
  if (next === undefined || environment === undefined) return same;
  return {
    opened: {
      ...opened,
      workspace: next,
      files: edited.rules,
      sources: new Map([edited.workspace, ...edited.rules].map(({ path, text }) => [path, text])),
    },
    environment,
    told,
  };
}
