import type { Action } from "../core/plan/change.ts";
import type { Planned } from "../core/plan/report.ts";
import type { Runner } from "./runner.ts";

// In the order of `action.yml`.
const counted: readonly (readonly [string, Action])[] = [
  ["creates", "create"],
  ["updates", "update"],
  ["replaces", "replace"],
  ["renames", "rename"],
  ["deletes", "delete"],
  ["adopts", "adopt"],
  ["releases", "release"],
  ["blocked", "blocked"],
];

/** Tells later steps what a plan comes to. */
export function outputPlanned({ changes, digest }: Planned, runner: Runner): void {
  runner.output("has-changes", String(changes.length > 0));
  for (const [name, action] of counted) {
    runner.output(name, String(changes.filter((change) => change.action === action).length));
  }
  runner.output("digest", digest);
}
