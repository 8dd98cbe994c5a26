import { canonical } from "../../core/json.ts";
import type { Kind } from "../../core/kind.ts";
import type { Definition } from "../../core/language/definition.ts";
import { readDocuments } from "../../core/language/document.ts";
import { instantiate, type Instance } from "../../core/language/instance.ts";
import { idOf, type Change, type PlannedDifference } from "../../core/plan/change.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { ResourceId } from "../../core/resource.ts";
import { printPath } from "../../core/settings/compare.ts";
import type { DesiredResource, Stack } from "../../core/stack.ts";
import { sortDifferences, type Differing, type Left } from "./differences.ts";
import { propose, ways, type Wanted } from "./propose.ts";
import type { WorkspaceText } from "./sources.ts";
import { editTexts, type CompiledTexts, type TextEdit, type Texts } from "./texts.ts";
import { definitionsOf, keyOf, verify, type DefinitionKey, type Fault, type Verifying } from "./verify.ts";

/** What is to be written into which definitions. */
export interface Updating {
  readonly texts: Texts;
  readonly compiled: CompiledTexts;
  readonly environment: string;
  readonly kinds: readonly Kind[];
  /** The plan of the environment against Azure as it was read; or as if what is nobody's was ours already. */
  plan(stack: Stack, as?: "ours"): Plan;
  /** Which of the resources that differ are meant. */
  isMeant(change: Differing): boolean;
  /** True where a variable may get a value of its own in the environment, if all that use it there want the same. */
  readonly mayAddVariables: boolean;
  /** What Azure does not have, and may be wanted otherwise than before. */
  readonly free?: ReadonlySet<ResourceId>;
}

/** One resource of which something differed. */
export interface UpdatedResource {
  readonly change: Differing;
  /** What the definition says now: the differences it had. */
  readonly written: readonly PlannedDifference[];
  /** The definition as it is now, where something was written. */
  readonly desired?: DesiredResource;
  /** The places outside the layers of the definition that were edited. */
  readonly sources: readonly TextEdit[];
  /** What is not written, and why. */
  readonly left: readonly Left[];
}

/** The edited texts, and what became of each resource that differed. */
export interface Updated {
  readonly texts: Texts;
  readonly resources: readonly UpdatedResource[];
}

/** One definition that is edited, and how far that has come. */
interface Job {
  readonly definition: Definition;
  readonly wanted: readonly Wanted[];
  /** Index in `ways`; behind the last one nothing is left to try. */
  way: number;
  because?: string;
}

/**
 * Makes definitions say what Azure has. Every edit is compiled and planned before it is believed: what would change
 * anything else, here or in another environment, or would not make the difference go away, is not made.
 */
export function updateDefinitions(updating: Updating): Updated {
  const { compiled, environment, texts } = updating;
  const stack = compiled.stacks.get(environment);
  if (stack === undefined) return { texts, resources: [] };
  const differing = differingIn(updating, stack).filter(updating.isMeant);
  const kindOf = new Map(updating.kinds.map((kind) => [kind.name, kind]));
  const definitions = definitionsOf(compiled, stack);
  const lefts = new Map<ResourceId, readonly Left[]>();
  const jobs = new Map<DefinitionKey, Job>();
  for (const change of differing) {
    const kind = kindOf.get(change.desired.kind);
    const definition = definitions.get(change.desired.id);
    const instance = definition === undefined ? undefined : instanceOf(definition, change.desired, stack);
    if (kind === undefined || definition === undefined || instance === undefined) continue;
    const { differences, left } = sortDifferences(change, kind);
    lefts.set(change.desired.id, left);
    const mine = differences.length > 0 || change.differences.some(({ path }) => path[0] === "arm");
    if (!mine) continue;
    const key = keyOf(definition);
    const job = jobs.get(key) ?? { definition, wanted: [], way: 0 };
    jobs.set(key, { ...job, wanted: [...job.wanted, { change, differences, instance, kind }] });
  }
  const done = settle([...jobs.values()], { updating, stack, lefts });
  return {
    texts: done.texts,
    resources: differing.map((change) => outcomeOf(change, { done, jobs, lefts, definitions })),
  };
}

/** What differs; also where an adoption is blocked, because what differs cannot be changed in Azure. */
function differingIn(updating: Updating, stack: Stack): readonly Differing[] {
  const { changes } = updating.plan(stack);
  const blocked = new Map(
    changes.flatMap((change) => {
      if (change.action !== "blocked" || change.live === undefined || change.desired === undefined) return [];
      return change.because.every(({ code }) => code === "adoption-would-replace")
        ? [[change.desired.id, change.live] as const]
        : [];
    }),
  );
  const asOurs = blocked.size === 0 ? [] : updating.plan(stack, "ours").changes.filter(isDiffering);
  const seen = asOurs.flatMap((change): readonly Differing[] => {
    const live = blocked.get(idOf(change));
    return live === undefined ? [] : [{ ...change, action: "adopt", live }];
  });
  return [...changes.filter(isDiffering), ...seen];
}

function isDiffering(change: Change): change is Differing {
  return "differences" in change && change.action !== "rename" && change.differences.length > 0;
}

function instanceOf(definition: Definition, desired: DesiredResource, { environment }: Stack): Instance | undefined {
  const { instances } = instantiate(definition, environment);
  return instances.length === 1
    ? instances[0]
    : instances.find(({ merged }) => merged["name"] === desired.name && isIn(merged["resourceGroup"], desired));
}

function isIn(group: unknown, { place }: DesiredResource): boolean {
  return typeof group !== "string" || group.toLowerCase() === place.resourceGroup.toLowerCase();
}

interface Settling {
  readonly updating: Updating;
  readonly stack: Stack;
  readonly lefts: ReadonlyMap<ResourceId, readonly Left[]>;
}

interface Settled {
  readonly texts: Texts;
  readonly stack: Stack;
  readonly plan?: Plan;
  readonly edits: ReadonlyMap<Job, readonly TextEdit[]>;
}

/** Tries the ways of all definitions at once, and those that fail the next one, until nothing fails. */
function settle(jobs: readonly Job[], settling: Settling): Settled {
  const { updating, stack, lefts } = settling;
  const { texts, compiled, environment, kinds } = updating;
  const workspace = workspaceText(updating);
  for (;;) {
    const active = jobs.filter(({ way }) => way < ways.length);
    const edits = new Map(active.map((job) => [job, editsOf(job, { compiled, stack, workspace })] as const));
    if (active.length === 0) return { texts, stack, edits };
    const all = [...edits.values()].flat();
    const edited = editTexts(texts, all);
    if (edited.texts === undefined) {
      const guilty = active.filter((job) => edits.get(job)?.some((edit) => isSamePlace(edit, edited.edit)));
      fail(guilty.length > 0 ? guilty : active, edited.because);
      continue;
    }
    const conflict = conflictIn(edits);
    if (conflict !== undefined) {
      fail([conflict], "its entries of `forEach` differ from each other in Azure, and this value is all of theirs");
      continue;
    }
    const meant: Verifying["meant"] = new Map(
      active.flatMap(({ definition, wanted }) =>
        wanted.map(({ change }) => {
          const mayStay = new Set((lefts.get(change.desired.id) ?? []).flatMap(({ path }) => path ?? []));
          return [change.desired.id, { definition: keyOf(definition), mayStay }] as const;
        }),
      ),
    );
    const verified = verify(edited.texts, {
      before: compiled,
      kinds,
      environment,
      plan: (wish) => updating.plan(wish),
      meant,
      ...(updating.free === undefined ? {} : { free: updating.free }),
    });
    const next = verified.compiled?.stacks.get(environment);
    if (verified.faults.length === 0 && next !== undefined && verified.plan !== undefined)
      return { texts: edited.texts, stack: next, plan: verified.plan, edits };
    blame(verified.faults, { active, edits, file: workspace.file });
  }
}

/** Those whose edits are at fault try their next way; of what nobody is known for, all that edited the workspace. */
function blame(
  faults: readonly Fault[],
  { active, edits, file }: { readonly active: readonly Job[]; readonly edits: Settled["edits"]; readonly file: string },
): void {
  const guilty = new Set<Job>();
  for (const { definition, because } of faults) {
    const own = active.find((job) => keyOf(job.definition) === definition);
    const ofWorkspace = active.filter((job) => edits.get(job)?.some((edit) => edit.file === file));
    const found = own !== undefined ? [own] : ofWorkspace.length > 0 ? ofWorkspace : active;
    for (const job of found) {
      if (!guilty.has(job)) fail([job], because);
      guilty.add(job);
    }
  }
  if (guilty.size === 0) fail(active, "the edit could not be verified");
}

function fail(jobs: readonly Job[], because: string): void {
  for (const job of jobs) {
    job.way += 1;
    // The first way is the natural one, and why it failed is what a reader can understand.
    job.because ??= because;
  }
}

function isSamePlace(a: TextEdit, b: TextEdit): boolean {
  return a.file === b.file && a.document === b.document && canonical([...a.path]) === canonical([...b.path]);
}

interface ToEdit {
  readonly compiled: CompiledTexts;
  readonly stack: Stack;
  readonly workspace: WorkspaceText;
}

function editsOf(job: Job, { compiled, stack, workspace }: ToEdit): readonly TextEdit[] {
  const { definition, wanted } = job;
  const boldness = ways[job.way] ?? "where it stands";
  const names = new Map(stack.resources.map((resource) => [resource.id, resource.name]));
  const alone = isAlone(definition, compiled);
  const proposed = wanted.map((one) =>
    propose(one, { place: { definition, instance: one.instance, workspace, alone }, names, boldness }),
  );
  return [...proposed.flatMap(({ layers }) => layers), ...proposed.flatMap(({ sources }) => sources)];
}

/** True where a definition makes something in one environment only. */
export function isAlone(definition: Definition, { workspace }: CompiledTexts): boolean {
  const there = workspace.environments.filter(
    (environment) => instantiate(definition, environment).instances.length > 0,
  );
  return there.length <= 1;
}

/** Two resources of one definition that want different things said at one place. */
function conflictIn(edits: Settled["edits"]): Job | undefined {
  for (const [job, mine] of edits) {
    const said = new Map<string, string>();
    for (const { file, path, value } of mine) {
      const place = canonical([file, ...path]);
      const text = canonical(value ?? null);
      if ((said.get(place) ?? text) !== text) return job;
      said.set(place, text);
    }
  }
  return undefined;
}

function workspaceText({ texts, compiled, mayAddVariables }: Updating): WorkspaceText {
  const [document] = readDocuments(texts.workspace).value;
  return {
    file: texts.workspace.path,
    value: document?.value ?? null,
    definitions: compiled.definitions,
    environments: compiled.workspace.environments.length,
    mayAddVariables,
  };
}

interface Ending {
  readonly done: Settled;
  readonly jobs: ReadonlyMap<DefinitionKey, Job>;
  readonly lefts: ReadonlyMap<ResourceId, readonly Left[]>;
  readonly definitions: ReadonlyMap<ResourceId, Definition>;
}

function outcomeOf(change: Differing, { done, jobs, lefts, definitions }: Ending): UpdatedResource {
  const { id } = change.desired;
  const left = lefts.get(id) ?? [];
  const definition = definitions.get(id);
  const job = definition === undefined ? undefined : jobs.get(keyOf(definition));
  const edits = job === undefined ? undefined : done.edits.get(job);
  if (job === undefined || edits === undefined) {
    const because = job?.because;
    const dropped = because === undefined ? left : [...left, { because }];
    return { change, written: [], sources: [], left: dropped };
  }
  const after = done.plan?.changes.find((one) => idOf(one) === id);
  const rest = new Set(
    after !== undefined && "differences" in after ? after.differences.map(({ path }) => printPath(path)) : [],
  );
  const written = change.differences.filter(({ path }) => !rest.has(printPath(path)));
  const desired = done.stack.resources.find((resource) => resource.id === id);
  const sources = edits.filter(
    ({ file, path }) => file !== job.definition.document.file || path.includes("forEach") || path.includes("arm"),
  );
  return { change, written, sources, left, ...(desired === undefined ? {} : { desired }) };
}
