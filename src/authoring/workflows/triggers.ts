import { triggerPaths } from "./paths.ts";
import type { WorkflowName, WorkflowSetting } from "./setting.ts";
import { list, under } from "./yaml-text.ts";

/**
 * Pull requests and the merge queue. A workspace that has the repository to itself is looked at with every pull request:
 * GitHub waits for ever for a required check that a path kept from running. One among much else is not.
 */
export function proposals(name: WorkflowName, setting: WorkflowSetting): string {
  const paths = setting.folder === "" ? [] : triggerPaths(name, setting);
  return under(2, [
    "pull_request:",
    ...(paths.length === 0
      ? []
      : [
          "  # Take this away where the check is required: GitHub waits for one that a path kept from running.",
          ...pathLines(paths),
        ]),
    "merge_group: # the merge queue waits for required checks of its own",
  ]);
}

/** What came to the default branch, where it is about the definitions. */
export function merges(name: WorkflowName, setting: WorkflowSetting): string {
  const paths = triggerPaths(name, setting);
  return under(2, ["push:", `  branches: ${list([setting.branch])}`, ...(paths.length === 0 ? [] : pathLines(paths))]);
}

function pathLines(paths: readonly string[]): readonly string[] {
  return ["  paths:", ...paths.map((path) => `    - ${JSON.stringify(path)}`)];
}
