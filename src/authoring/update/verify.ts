import type { Kind } from "../../core/kind.ts";
import type { Definition } from "../../core/language/definition.ts";
import { idOf, type Change } from "../../core/plan/change.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { ResourceId } from "../../core/resource.ts";
import { printPath } from "../../core/settings/compare.ts";
import type { DesiredResource, Stack } from "../../core/stack.ts";
import { isOurTag } from "./differences.ts";
import { compileTexts, errorsOf, wishText, type CompiledTexts, type Texts } from "./texts.ts";

/** A definition by where it stands: texts move lines, but no documents. */
export type DefinitionKey = string;

/** The key of a definition. */
export function keyOf({ document }: Definition): DefinitionKey {
  return `${document.index} ${document.file}`;
}

/** Which definition each resource of a stack comes from. */
export function definitionsOf({ definitions }: CompiledTexts, stack: Stack): ReadonlyMap<ResourceId, Definition> {
  const byPlace = new Map(definitions.map((definition) => [definition.document.at, definition]));
  return new Map(
    stack.resources.flatMap((resource) => {
      const definition = byPlace.get(resource.at);
      return definition === undefined ? [] : [[resource.id, definition] as const];
    }),
  );
}

/** What edited texts have to hold up against. */
export interface Verifying {
  readonly before: CompiledTexts;
  readonly kinds: readonly Kind[];
  readonly environment: string;
  plan(stack: Stack): Plan;
  readonly meant: ReadonlyMap<ResourceId, Meant>;
  /** What is not there and may be wanted otherwise than before. */
  readonly free?: ReadonlySet<ResourceId>;
}

/** What is to be as it is in Azure, but for the differences that may stay. */
export interface Meant {
  readonly definition: DefinitionKey;
  readonly mayStay: ReadonlySet<string> | "anything";
}

/** Why an edit is not to be: of one definition, or of whoever edited the workspace where that is not known. */
export interface Fault {
  readonly definition?: DefinitionKey;
  readonly because: string;
}

/** Edited texts that say what they should, or all that is wrong with them. */
export interface Verified {
  readonly faults: readonly Fault[];
  readonly compiled?: CompiledTexts;
  readonly plan?: Plan;
}

/**
 * Compiles edited texts and looks at them as if they were to be applied: in the environment nothing differs any more of
 * what is meant, everything else is wanted exactly as before, there and in every other environment.
 */
export function verify(texts: Texts, verifying: Verifying): Verified {
  const { before, kinds, environment } = verifying;
  const compiled = compileTexts(texts, kinds);
  if (compiled === undefined) return { faults: [{ because: "the workspace would not be right any more" }] };
  const faults = newErrors(before, compiled);
  for (const [name, stack] of before.stacks) {
    const next = compiled.stacks.get(name);
    if (next === undefined) faults.push({ because: `\`${name}\` would be gone` });
    else faults.push(...changedWishes(stack, next, { verifying, compiled }));
  }
  const stack = compiled.stacks.get(environment);
  if (faults.length > 0 || stack === undefined) return { faults };
  const plan = verifying.plan(stack);
  return { faults: stillDiffering(plan, verifying), compiled, plan };
}

function newErrors(before: CompiledTexts, after: CompiledTexts): Fault[] {
  const known = errorsOf(before);
  return [...errorsOf(after)].flatMap(([key, { message, at }]): Fault[] => {
    if (known.has(key)) return [];
    const definition = after.definitions.find(
      ({ document }) => document.file === at.file && document.at.line <= at.line && at.line <= document.lastLine,
    );
    return [
      {
        ...(definition === undefined ? {} : { definition: keyOf(definition) }),
        because: `it would be wrong: ${message}`,
      },
    ];
  });
}

function changedWishes(
  before: Stack,
  after: Stack,
  { verifying, compiled }: { readonly verifying: Verifying; readonly compiled: CompiledTexts },
): readonly Fault[] {
  const { environment, meant, free } = verifying;
  const here = before.environment.name;
  const old = new Map(before.resources.map((resource) => [resource.id, resource]));
  const next = new Map(after.resources.map((resource) => [resource.id, resource]));
  const definitions = definitionsOf(compiled, after);
  const olds = definitionsOf(verifying.before, before);
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((id): readonly Fault[] => {
    const [left, right] = [old.get(id), next.get(id)];
    if (here === environment && right !== undefined && (meant.has(id) || free?.has(id))) return [];
    if (left !== undefined && right !== undefined && wishText(left) === wishText(right)) return [];
    const definition = definitions.get(id) ?? olds.get(id);
    const because = `no edit does it alone: ${nameOf(left ?? right)} would change as well${here === environment ? "" : ` in ${here}`}; write it by hand, or give each a definition of its own`;
    return [{ ...(definition === undefined ? {} : { definition: keyOf(definition) }), because }];
  });
}

function nameOf(resource: DesiredResource | undefined): string {
  return resource === undefined ? "something else" : `${resource.kind} ${resource.name}`;
}

function stillDiffering(plan: Plan, { meant }: Verifying): readonly Fault[] {
  const changes = new Map<ResourceId, Change>(plan.changes.map((change) => [idOf(change), change]));
  return [...meant].flatMap(([id, { definition, mayStay }]): readonly Fault[] => {
    const change = changes.get(id);
    if (change === undefined) return [{ definition, because: "the definition would not make it any more" }];
    if (mayStay === "anything") return [];
    if (change.action === "blocked") {
      const [first] = change.because;
      return [{ definition, because: `it would be blocked: ${first?.message ?? "another change is"}` }];
    }
    const differences = "differences" in change ? change.differences : [];
    // Our own bookkeeping follows what is declared with the next apply.
    const rest = differences
      .filter((difference) => !isOurTag(difference))
      .map(({ path }) => printPath(path))
      .filter((path) => ![...mayStay].some((left) => left.startsWith(path) || path.startsWith(left)));
    const [first] = rest;
    return first === undefined ? [] : [{ definition, because: `\`${first}\` cannot be said here as Azure has it` }];
  });
}
