import { documentOf, type Draft } from "../../authoring/draft.ts";
import { fold } from "../../authoring/fold/fold.ts";
import { wordIds, type NamedResource } from "../../authoring/ids.ts";
import { filesOf, patternFor, type Layout, type RuleFile } from "../../authoring/rule-files.ts";
import { addToWorkspace, type WorkspaceAdditions } from "../../authoring/workspace-additions.ts";
import { eachText } from "../../core/json.ts";
import type { Kind } from "../../core/kind.ts";
import type { Environment, Workspace } from "../../core/language/workspace.ts";
import type { SourceFile } from "../../core/language/source-file.ts";
import { parseArmId } from "../../core/resource.ts";
import { secretsIn } from "../../core/settings/secrets.ts";

/** What drafts become a part of. */
export interface Surrounding {
  readonly workspace: Workspace;
  readonly workspaceFile: SourceFile;
  readonly environment: Environment;
  readonly kinds: ReadonlyMap<string, Kind>;
  /** What is defined already. */
  readonly named: readonly NamedResource[];
  readonly layout: Layout;
  /** Whether near-identical drafts become one with `forEach`. */
  readonly folding: "folded" | "one by one";
}

/** Drafts as they would stand in the workspace. */
export interface Composition {
  readonly made: readonly RuleFile[];
  readonly added: WorkspaceAdditions;
  /** The workspace, which may be as it was. */
  readonly workspaceText: string;
}

/** Files for drafts and what the workspace needs for them; or why the workspace cannot get it. */
export function compose(
  drafts: readonly Draft[],
  { workspace, workspaceFile, environment, kinds, named, layout, folding }: Surrounding,
): Composition | { readonly because: string } {
  const resourceGroups = distinct(drafts.flatMap(({ resourceGroup }) => resourceGroup ?? [])).filter(
    (group) => !environment.resourceGroups.some((known) => known.toLowerCase() === group.toLowerCase()),
  );
  const worded = wordIds(drafts, {
    kinds,
    environment,
    named: [...named, ...drafts.flatMap(namedBy)],
    taken: workspace.environments.flatMap(({ variables }) => Object.keys(variables)),
  });
  const shaped = folding === "folded" ? fold(worded.drafts) : worded.drafts;
  const made = filesOf(shaped, kinds, layout);
  const added: WorkspaceAdditions = {
    variables: worded.variables,
    secrets: newSecrets(shaped, environment),
    resourceGroups,
    rules: made.every(({ path }) => layout.isRead(path)) ? [] : [patternFor(layout)],
  };
  const edited = addToWorkspace(workspaceFile, added, environment.name);
  return edited.text === undefined ? { because: edited.because } : { made, added, workspaceText: edited.text };

  function namedBy(draft: Draft): readonly NamedResource[] {
    const type = kinds.get(draft.kind)?.armType ?? "";
    return draft.ids.map((id) => ({
      id,
      // Several resources of one draft have a name each, which the draft does not say.
      name: draft.ids.length === 1 ? draft.name : (parseArmId(id)?.name ?? draft.name),
      resourceGroup: draft.resourceGroup ?? environment.resourceGroup,
      type,
    }));
  }
}

/** Secrets that drafts name and the environment does not know, in the order in which they are met. */
function newSecrets(drafts: readonly Draft[], { secrets }: Environment): readonly string[] {
  const names = new Set<string>();
  for (const draft of drafts) {
    eachText(documentOf(draft), (text) => {
      for (const name of secretsIn(text)) if (!Object.hasOwn(secrets, name)) names.add(name);
    });
  }
  return [...names];
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()].toSorted();
}
