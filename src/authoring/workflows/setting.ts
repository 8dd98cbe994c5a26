import { quote } from "./yaml-text.ts";

/** What the workflows of a workspace are written from. */
export interface WorkflowSetting {
  readonly environments: readonly string[];
  /** The environment variables that hold secrets; the repository's secrets are called the same. */
  readonly secrets: readonly string[];
  /** The workspace's folder from the root of the repository, with `/`; empty for the root. */
  readonly folder: string;
  /** The workspace's patterns of rule files, from its folder. */
  readonly rules: readonly string[];
  /** What is applied: the repository's default branch. */
  readonly branch: string;
  readonly tool: Tool;
}

/** The release of a version. */
export interface Release {
  /** `company/tocsin` */
  readonly name: string;
  readonly version: string;
}

/** Where the workflows have the action from. */
export type Tool =
  | ({ readonly from: "release" } & Release)
  /** This very repository; what needs Azure runs only where the variable is set. */
  | { readonly from: "checkout"; readonly signedInWhere: string };

/** The five workflows, by what they do. */
export type WorkflowName = "check" | "plan" | "apply" | "drift" | "comment";

/** What makes names of this workspace's files and groups differ from those of another one in the repository. */
export function suffixOf({ folder }: Pick<WorkflowSetting, "folder">): string {
  const plain = folder.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replaceAll(/^-+|-+$/g, "");
  return folder === "" ? "" : `-${plain === "" ? "workspace" : plain}`;
}

/** Where a workflow is put. GitHub knows those of this one folder. */
export function workflowPath(name: WorkflowName, setting: Pick<WorkflowSetting, "folder">): string {
  return `.github/workflows/tocsin-${name}${suffixOf(setting)}.yml`;
}

/** What people read in lists of workflows and checks, as YAML. A name cannot hold what GitHub takes for an expression. */
export function titleOf(name: WorkflowName | "planned", { folder }: Pick<WorkflowSetting, "folder">): string {
  return quote(folder === "" ? `tocsin ${name}` : `tocsin ${name} (${folder.replaceAll("${{", "$ {{")})`);
}
