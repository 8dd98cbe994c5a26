import { hasErrors } from "../core/diagnostic.ts";
import type { Kind } from "../core/kind.ts";
import { readWorkspace } from "../core/language/workspace.ts";
import type { PastCommit } from "../core/plan/report.ts";
import type { Stack } from "../core/stack.ts";
import type { Commit, History, Untold } from "../ports/history.ts";
import { load } from "./load.ts";

/** The definitions against which it is told whose change it is, compiled; or why nobody can tell. */
export type Base = { readonly commit: PastCommit; readonly stack: Stack } | Untold;

/** What looking back needs besides the repository. */
export interface LookingBack {
  readonly history: History;
  /** The stack that is planned: its environment is the one that is looked for. */
  readonly stack: Stack;
  readonly kinds: readonly Kind[];
  /** The instant of the run (ISO 8601, UTC). */
  readonly now: string;
}

/** What a plan is given of the repository's history. */
export interface LookedBack {
  readonly base?: Base;
  /** Asked when there is something to be done: git takes its time, and an empty plan takes none. */
  readonly restores: () => Promise<PastCommit | undefined>;
}

/** Looks back from what is checked out to where it parted from `other`: a commit of the branch that it is for. */
export async function lookBack(other: string, looking: LookingBack): Promise<LookedBack> {
  const commit = await looking.history.baseOf(other);
  if ("because" in commit) return { base: commit, restores: () => Promise.resolve(undefined) };
  return { base: await compileBase(commit, looking), restores: () => looking.history.restores(commit.id) };
}

/** Looks back where nobody named another commit: to the last one, or for what it did itself to the one before. */
export function lookBackOnce({ history }: Pick<LookingBack, "history">): LookedBack {
  const restores = async (): Promise<PastCommit | undefined> => {
    for (const { id } of await history.lately(2)) {
      const found = await history.restores(id);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return { restores };
}

/** The stack of the same environment as the definitions of a commit make it. */
export async function compileBase(commit: Commit, { history, stack, kinds, now }: LookingBack): Promise<Base> {
  const { environment } = stack;
  const when = `at ${commit.id.slice(0, 7)}`;
  const nothing = (because: string): Untold => ({ because: `${because} ${when}` });
  const found = await history.filesAt(commit.id);
  if (found === undefined) return nothing("there was no workspace");
  if ("because" in found) return found;
  const workspace = readWorkspace(found.workspace).value;
  if (workspace === undefined) return nothing("the workspace has mistakes");
  const past = workspace.environments.find(({ name }) => name === environment.name);
  if (past === undefined) return nothing(`there was no environment \`${environment.name}\``);
  const isElsewhere =
    past.subscription.toLowerCase() !== environment.subscription.toLowerCase() ||
    JSON.stringify(past.cloud) !== JSON.stringify(environment.cloud);
  if (isElsewhere) return nothing(`\`${environment.name}\` was another subscription`);
  if (found.rules.length === 0) return nothing("there were no rule files");
  const [compiled] = load({
    workspace,
    files: found.rules,
    diagnostics: [],
    environments: [past],
    kinds,
    today: now.slice(0, 10),
  }).stacks;
  if (compiled === undefined || hasErrors(compiled.diagnostics)) return nothing("the definitions have mistakes");
  return { commit: { id: commit.id, title: commit.title }, stack: compiled.stack };
}
