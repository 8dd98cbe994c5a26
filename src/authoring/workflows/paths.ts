import { workflowPath, type WorkflowName, type WorkflowSetting } from "./setting.ts";

/**
 * What has to change for a workflow to run: the definitions, the workspace, the workflow itself. Empty where one of the
 * patterns means something else to GitHub, or reaches out of the repository: then everything counts.
 */
export function triggerPaths(name: WorkflowName, setting: WorkflowSetting): readonly string[] {
  const { folder, rules } = setting;
  const patterns = [...rules, "tocsin.yaml"].map((pattern) => joined(folder, pattern));
  const said = patterns.filter((pattern) => pattern !== undefined);
  return said.length < patterns.length ? [] : [...new Set([...said, workflowPath(name, setting)])];
}

/** A pattern from the root of the repository, where both of us read it alike: plain letters, `*` and `**`. */
function joined(folder: string, pattern: string): string | undefined {
  const steps: string[] = [];
  for (const step of `${folder}/${pattern}`.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  const whole = steps.join("/");
  return !pattern.startsWith("/") && /^[\p{L}\p{N}_.* /-]+$/u.test(whole) ? whole : undefined;
}
