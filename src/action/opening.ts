import type { AzureOptions } from "../azure/azure.ts";
import { openWorkspace, type OpenedWorkspace, type Sources } from "../cli/opened.ts";
import { planInputs } from "../cli/planning.ts";
import type { PlanInputs } from "../commands/plan.ts";
import type { Environment } from "../core/language/workspace.ts";
import type { WorkspaceReport } from "../core/plan/report.ts";
import type { ActionRun } from "./run.ts";

/** What a command that looks at Azure is given, but for Azure itself. */
export interface Opening {
  readonly opened: OpenedWorkspace;
  readonly environment: Environment;
  readonly inputs: Omit<PlanInputs, "reader">;
  readonly azure: AzureOptions;
  readonly sources: Sources;
}

/** A workspace that cannot be read. */
export interface Unreadable {
  readonly report: WorkspaceReport;
  readonly sources: Sources;
}

/** Opens the workspace for a command that looks at Azure; every secret is masked before a word is said. */
export async function openForAzure({ session }: ActionRun): Promise<Opening | Unreadable> {
  const opened = await openWorkspace(session);
  const { workspace, diagnostics, sources } = opened;
  if (workspace === undefined) return { report: { command: "workspace", diagnostics }, sources };
  const { inputs, azure, environment } = await planInputs([], opened, session);
  return { opened, environment, inputs, azure, sources };
}
