import type { Draft } from "../../authoring/draft.ts";
import type { RuleFile } from "../../authoring/rule-files.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { LiveResource } from "../../core/plan/live.ts";
import type { ImportReport, ToldImported, ToldLeftOut } from "../../core/plan/report.ts";
import type { ResourceId } from "../../core/resource.ts";
import type { Composition } from "./compose.ts";
import type { ImportInputs } from "./inputs.ts";
import { subjectOf } from "../plan.ts";

/** What came of an import. */
interface Outcome {
  readonly inputs: ImportInputs;
  readonly diagnostics: readonly Diagnostic[];
  readonly live: ReadonlyMap<ResourceId, LiveResource>;
  readonly leftOut: readonly ToldLeftOut[];
  readonly defined: number;
  /** Why a plan would not take some over as they are. */
  readonly against: ReadonlyMap<ResourceId, readonly string[]>;
  /** Absent where nothing is written. */
  readonly composed?: Composition;
  /** How many definitions there are where near-identical ones are one. */
  readonly alike?: number;
}

/** What there is to say about an import. */
export function reportOf({
  inputs,
  diagnostics,
  live,
  leftOut,
  defined,
  against,
  composed,
  alike,
}: Outcome): ImportReport {
  const { environment, dryRun, shown, workspaceFile } = inputs;
  const { made = [], added = nothingAdded, workspaceText = workspaceFile.text } = composed ?? {};
  const changed = made.length > 0 && workspaceText !== workspaceFile.text;
  const written = made.map((file) => ({
    path: shown(file.path),
    definitions: file.drafts.flatMap((draft, index) => toldDraft(draft, file, { index, live, against })),
    ...(dryRun ? { text: file.text } : {}),
  }));
  return {
    command: "import",
    subject: subjectOf(environment),
    diagnostics,
    from: inputs.medium,
    dryRun,
    files: [...written, ...(changed ? [{ path: workspaceFile.path, ...(dryRun ? { text: workspaceText } : {}) }] : [])],
    added: {
      variables: [...added.variables.keys()],
      secrets: added.secrets,
      resourceGroups: added.resourceGroups,
      rules: added.rules,
    },
    defined,
    leftOut,
    notes: [...foldNotes(made, alike), ...tagNotes(made, live, inputs), ...armNotes(made)],
  };
}

const nothingAdded = { variables: new Map<string, string>(), secrets: [], resourceGroups: [], rules: [] };

interface Looking {
  readonly index: number;
  readonly live: ReadonlyMap<ResourceId, LiveResource>;
  readonly against: ReadonlyMap<ResourceId, readonly string[]>;
}

function toldDraft(draft: Draft, file: RuleFile, { index, live, against }: Looking): readonly ToldImported[] {
  return draft.ids.map((id) => {
    const resource = live.get(id);
    const because = against.get(draft.ids[0] ?? id);
    const owned = draft.adopt === undefined && because === undefined;
    return {
      kind: draft.kind,
      name: resource?.name ?? draft.name,
      resourceGroup: resource?.place.resourceGroup ?? draft.resourceGroup ?? "",
      id: resource?.armId ?? id,
      line: file.lines[index] ?? 1,
      ...(owned ? {} : { adopts: because === undefined }),
      ...(because === undefined ? {} : { because }),
    };
  });
}

/** What could be said in fewer definitions is offered, not done: somebody may want them apart. */
function foldNotes(made: readonly RuleFile[], alike: number | undefined): readonly string[] {
  const count = draftsIn(made).length;
  if (alike === undefined || alike >= count) return [];
  return [`there are near-identical ones: with \`--fold\` the ${count} definitions are ${alike}, with \`forEach\``];
}

/** Tags of the environment come with the adoption of whatever lacks them. */
function tagNotes(
  made: readonly RuleFile[],
  live: ReadonlyMap<ResourceId, LiveResource>,
  { environment }: ImportInputs,
): readonly string[] {
  const usual = Object.entries(environment.tags);
  const lacking = draftsIn(made).filter(({ ids, tags }) =>
    ids.some((id) => {
      const there = lowered(live.get(id)?.tags ?? {});
      const own = lowered(tags);
      return usual.some(([name, value]) => !own.has(name.toLowerCase()) && there.get(name.toLowerCase()) !== value);
    }),
  );
  if (lacking.length === 0) return [];
  const names = usual.map(([name]) => name).join(", ");
  return [`${lacking.length} of them get the environment's tags (${names}) when they are adopted`];
}

function lowered(tags: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(tags).map(([name, value]) => [name.toLowerCase(), value]));
}

function armNotes(made: readonly RuleFile[]): readonly string[] {
  const some = draftsIn(made).filter(({ arm }) => arm !== undefined);
  if (some.length === 0) return [];
  const names = some.slice(0, 8).map(({ name }) => name);
  const rest = some.length > names.length ? ` and ${some.length - names.length} more` : "";
  return [`what Tocsin has no words for stands under \`arm\`: ${names.join(", ")}${rest}`];
}

function draftsIn(made: readonly RuleFile[]): readonly Draft[] {
  return made.flatMap(({ drafts }) => drafts);
}
