import { isObject, valueAt } from "../../core/json.ts";
import { readDocuments } from "../../core/language/document.ts";
import { sidesOf, type Change } from "../../core/plan/change.ts";
import type { ResourceId } from "../../core/resource.ts";
import { compare } from "../../core/settings/compare.ts";
import { secretsOf } from "../../core/settings/inherit.ts";
import type { DesiredResource } from "../../core/stack.ts";
import { switchOff, type NotThere } from "./switch-off.ts";
import { compileTexts, editTexts, type TextEdit, type Texts } from "./texts.ts";
import { isAlone, updateDefinitions, type UpdatedResource, type Updating } from "./update.ts";
import { definitionsOf, keyOf, verify, type DefinitionKey, type Meant } from "./verify.ts";

/** A second environment, whose resources exist and whose definitions were made for another. */
export type OverridingFor = Omit<Updating, "isMeant" | "mayAddVariables" | "free">;

/** The texts in which an environment takes over what it has, and what became of each resource. */
export interface OverriddenFor {
  readonly texts: Texts;
  /** What differed from the definitions, and is now their override. */
  readonly resources: readonly UpdatedResource[];
  /** Resources whose definitions are in this environment now, or say `adopt` in it. */
  readonly adopting: readonly DesiredResource[];
  readonly notThere: readonly NotThere[];
  /** Secrets that are only Azure's in this environment now (`{ live: true }`). */
  readonly liveSecrets: readonly string[];
}

/**
 * Makes overrides in the definitions that exist of what a second environment has: a resource that is there and nobody's
 * is adopted, with everything that differs in `environments.NAME`, `only` widened where it stands in the way; where
 * nothing in the environment is the stack's yet, a definition whose resource is not there is switched off in it. Other
 * environments are compiled as before, exactly.
 */
export function overridesFor(input: OverridingFor): OverriddenFor {
  const { environment } = input;
  const widened = edit(input, onlyEdits(input));
  const stack = widened.after.compiled.stacks.get(environment);
  if (stack === undefined) return { texts: input.texts, resources: [], adopting: [], notThere: [], liveSecrets: [] };
  const first = widened.after.plan(stack);
  const adopted = edit(widened.after, adoptEdits(widened.after, first.changes));
  const secrets = secretEdits(adopted.after);
  const sealed = editWorkspace(adopted.after, secrets.edits);
  const held = sealed ?? adopted.after;
  const shared = sharedIn(held);
  const missing = first.changes.flatMap((change) =>
    change.action === "create" && shared.has(change.desired.id) ? [change.desired] : [],
  );
  const updated = updateDefinitions({
    ...held,
    // What is this environment's alone was made for it: a difference there is what its author wants.
    isMeant: ({ desired, live }) => live.owner === undefined && shared.has(desired.id),
    mayAddVariables: true,
    free: new Set(missing.map(({ id }) => id)),
  });
  const ids = new Set([...widened.ids, ...adopted.ids]);
  const now = held.compiled.stacks.get(environment)?.resources ?? [];
  const { texts, notThere } = switchOff(
    { ...held, texts: updated.texts },
    {
      missing,
      live: first.changes.flatMap((change) => sidesOf(change).live ?? []),
    },
  );
  return {
    texts,
    resources: updated.resources,
    adopting: now.filter(({ id }) => ids.has(id)),
    notThere,
    liveSecrets: sealed === undefined ? [] : secrets.names,
  };
}

/** The resources of definitions that are in other environments as well. */
function sharedIn({ compiled, environment }: OverridingFor): ReadonlySet<ResourceId> {
  const stack = compiled.stacks.get(environment);
  const definitions = stack === undefined ? [] : [...definitionsOf(compiled, stack)];
  return new Set(definitions.flatMap(([id, definition]) => (isAlone(definition, compiled) ? [] : [id])));
}

/** Edits of one definition, and the resources that it is about. */
interface Job {
  readonly key: DefinitionKey;
  readonly edits: readonly TextEdit[];
  readonly ids: readonly ResourceId[];
}

/** The input with those edits made that change nothing but what they are about. */
function edit(
  input: OverridingFor,
  jobs: readonly Job[],
): { readonly after: OverridingFor; readonly ids: readonly ResourceId[] } {
  const { compiled: before, kinds, environment, texts } = input;
  let left = jobs;
  while (left.length > 0) {
    const edited = editTexts(
      texts,
      left.flatMap(({ edits }) => edits),
    );
    const refused = edited.texts === undefined ? edited.edit : undefined;
    if (edited.texts === undefined) {
      left = left.filter(({ edits }) => refused === undefined || !edits.includes(refused));
      continue;
    }
    const meant = new Map<ResourceId, Meant>(
      left.flatMap(({ key, ids }) => ids.map((id) => [id, { definition: key, mayStay: "anything" }] as const)),
    );
    const plan = (stack: Parameters<OverridingFor["plan"]>[0]) => input.plan(stack);
    const { faults, compiled } = verify(edited.texts, { before, kinds, environment, plan, meant });
    if (faults.length === 0 && compiled !== undefined)
      return { after: { ...input, texts: edited.texts, compiled }, ids: left.flatMap(({ ids }) => ids) };
    const guilty = new Set(faults.flatMap(({ definition }) => definition ?? []));
    const innocent = left.filter(({ key }) => !guilty.has(key));
    left = innocent.length < left.length ? innocent : [];
  }
  return { after: input, ids: [] };
}

function editWorkspace(input: OverridingFor, edits: readonly TextEdit[]): OverridingFor | undefined {
  const edited = edits.length === 0 ? undefined : editTexts(input.texts, edits);
  if (edited?.texts === undefined) return undefined;
  const { compiled: before, kinds, environment } = input;
  const plan = (stack: Parameters<OverridingFor["plan"]>[0]) => input.plan(stack);
  const { faults, compiled } = verify(edited.texts, { before, kinds, environment, plan, meant: new Map() });
  return faults.length > 0 || compiled === undefined ? undefined : { ...input, texts: edited.texts, compiled };
}

/** What is there, nobody's, and meant by a definition that may not adopt it yet. */
function notOursYet(change: Change): readonly DesiredResource[] {
  if (change.action !== "blocked" || change.desired === undefined) return [];
  const { desired, live } = change;
  return live?.owner === undefined && change.because.every(({ code }) => code === "not-ours") ? [desired] : [];
}

/**
 * `only` keeps a definition out of the environment: where what it would make is there, the environment joins. A
 * definition that is in all of them now has no `only` any more.
 */
function onlyEdits(input: OverridingFor): readonly Job[] {
  const { compiled, environment, texts, kinds } = input;
  const all = compiled.workspace.environments.map(({ name }) => name);
  const out = compiled.definitions.filter(({ only, written }) => {
    const overrides = written["environments"];
    const isOff = isObject(overrides) && overrides[environment] === false;
    return only !== undefined && !only.includes(environment) && !isOff;
  });
  const jobs = out.map((definition) => {
    const { document, only = [] } = definition;
    const joined = [...only, environment];
    const value = all.every((name) => joined.includes(name)) ? undefined : joined;
    return {
      key: keyOf(definition),
      edits: [{ file: document.file, document: document.index, path: ["only"], value }],
    };
  });
  const tried =
    jobs.length === 0
      ? undefined
      : editTexts(
          texts,
          jobs.flatMap(({ edits }) => edits),
        );
  const there = tried?.texts === undefined ? undefined : compileTexts(tried.texts, kinds);
  const stack = there?.stacks.get(environment);
  if (there === undefined || stack === undefined) return [];
  const definitions = definitionsOf(there, stack);
  const found = new Map<DefinitionKey, ResourceId[]>();
  const exists = new Set<DefinitionKey>();
  const waiting = new Set(
    input
      .plan(stack)
      .changes.flatMap((change) => (change.action === "adopt" ? [change.desired] : notOursYet(change)))
      .map(({ id }) => id),
  );
  for (const { id } of stack.resources) {
    const definition = definitions.get(id);
    if (definition === undefined) continue;
    const key = keyOf(definition);
    found.set(key, [...(found.get(key) ?? []), id]);
    if (waiting.has(id)) exists.add(key);
  }
  return jobs.flatMap((job) => (exists.has(job.key) ? [{ ...job, ids: found.get(job.key) ?? [] }] : []));
}

function adoptEdits({ compiled, environment }: OverridingFor, changes: readonly Change[]): readonly Job[] {
  const stack = compiled.stacks.get(environment);
  const definitions = stack === undefined ? new Map<never, never>() : definitionsOf(compiled, stack);
  const waiting = new Set(changes.flatMap(notOursYet).flatMap(({ id }) => definitions.get(id) ?? []));
  return [...waiting].map((definition) => ({
    key: keyOf(definition),
    ids: [...definitions].flatMap(([id, other]) => (other === definition ? [id] : [])),
    edits: [
      {
        file: definition.document.file,
        document: definition.document.index,
        path: ["environments", environment, "adopt"],
        value: true,
        order: ["adopt", "spec"],
      },
    ],
  }));
}

/** Secrets whose values are other ones in this environment: only Azure has them until somebody says where they are kept. */
function secretEdits(input: OverridingFor): { readonly edits: readonly TextEdit[]; readonly names: readonly string[] } {
  const { compiled, environment, texts, kinds } = input;
  const stack = compiled.stacks.get(environment);
  if (stack === undefined) return { edits: [], names: [] };
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const differing = new Set<string>();
  for (const change of input.plan(stack).changes) {
    const kind = change.action === "adopt" ? byName.get(change.desired.kind) : undefined;
    if (change.action !== "adopt" || kind === undefined) continue;
    for (const { before, after } of compare(kind.schema, change.before, change.wish.settings)) {
      if (typeof before !== "string" || typeof after !== "string") continue;
      for (const name of secretsOf(after)) differing.add(name);
    }
  }
  const [document] = readDocuments(texts.workspace).value;
  const own = valueAt(document?.value, ["environments", environment, "secrets"]);
  const names = [...differing].filter((name) => !isObject(own) || own[name] === undefined);
  const at = { file: texts.workspace.path, document: document?.index ?? 0 };
  return {
    names,
    edits: names.map((name) => ({
      ...at,
      path: ["environments", environment, "secrets", name],
      value: { live: true },
    })),
  };
}
