import type { SourceFile } from "../../core/language/source-file.ts";
import { applyWorkflow } from "./apply.ts";
import { checkWorkflow } from "./check.ts";
import { commentWorkflow } from "./comment.ts";
import { driftWorkflow } from "./drift.ts";
import { planWorkflow } from "./plan.ts";
import { workflowPath, type WorkflowName, type WorkflowSetting } from "./setting.ts";

/** The workflows of a workspace, with paths from the root of its repository. */
export function writeWorkflows(setting: WorkflowSetting): readonly SourceFile[] {
  const file = (name: WorkflowName, text: string): SourceFile => ({ path: workflowPath(name, setting), text });
  return [
    file("check", checkWorkflow(setting)),
    file("plan", planWorkflow(setting)),
    file("apply", applyWorkflow(setting)),
    file("drift", driftWorkflow(setting)),
    file("comment", commentWorkflow(setting)),
  ];
}
