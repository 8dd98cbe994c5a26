import { setTimeout } from "node:timers/promises";
import { historyOf } from "../cli/history.ts";
import { lookBack, lookBackOnce, type LookedBack } from "../commands/look-back.ts";
import { overtakenBy } from "../commands/overtaken.ts";
import { rulePaths } from "../core/language/rule-paths.ts";
import { pathInCheckout } from "../files.ts";
import type { Opening } from "./opening.ts";
import type { ActionRun } from "./run.ts";

/** What a plan is given of the history: on its way into a branch, what that branch would change as well. */
export async function lookBackFor(opening: Opening, run: ActionRun): Promise<LookedBack> {
  const { event } = run;
  const history = historyOf(opening.opened, run.session);
  return event.name === "pull_request" || event.name === "merge_group"
    ? lookBack(event.base, { ...opening.inputs, history })
    : lookBackOnce({ history });
}

// GitHub's answers may be some seconds behind a push.
const lag = 5000;

/** The commit of a branch that has other definitions by now than those of this run. Throws HostError. */
export async function otherDefinitions(
  opening: Opening,
  run: ActionRun,
  { branch }: { readonly branch: string },
): Promise<string | undefined> {
  const isDefinition = isDefinitionOf(opening, run);
  const wait = (): Promise<void> => setTimeout(lag);
  return overtakenBy({ commit: run.place.commit, branch }, { host: await run.host(), isDefinition, wait });
}

/** Tells the workspace and its rule files from all else, by their paths from the root of the repository. */
function isDefinitionOf({ opened }: Opening, run: ActionRun): (path: string) => boolean {
  const { workspace } = opened;
  const file = pathInCheckout(workspace.file, run.session.terminal.folder);
  // Of a workspace that is in no checkout anything may be a part.
  if (file.startsWith("../")) return () => true;
  const { isRule } = rulePaths(workspace.rules, file);
  return (path) => path === file || isRule(path);
}
