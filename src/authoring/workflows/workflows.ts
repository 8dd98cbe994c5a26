import type { SourceFile } from "../../core/language/source-file.ts";
import { applyWorkflow } from "./apply.ts";
import { checkWorkflow } from "./check.ts";
import { commentWorkflow } from "./comment.ts";
import { driftWorkflow } from "./drift.ts";
import { planWorkflow } from "./plan.ts";
import { workflowPath, type WorkflowSetting } from "./setting.ts";

/** The workflows of a workspace, with paths from the root of its repository. */
export function writeWorkflows(setting: WorkflowSetting): readonly SourceFile[] {
  const texts = {
    check: checkWorkflow(setting),
    plan: planWorkflow(setting),
    apply: applyWorkflow(setting),
    drift: driftWorkflow(setting),
    comment: commentWorkflow(setting),
  };
  return [
    { path: workflowPath("check", setting), text: texts.check },
    { path: workflowPath("plan", setting), text: texts.plan },
    { path: workflowPath("apply", setting), text: texts.apply },
    { path: workflowPath("drift", setting), text: texts.drift },
    { path: workflowPath("comment", setting), text: texts.comment },
  ];
}
