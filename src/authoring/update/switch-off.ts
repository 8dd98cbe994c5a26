import { isList, isObject, valueAt, type Json } from "../../core/json.ts";
import type { Kind } from "../../core/kind.ts";
import type { Definition } from "../../core/language/definition.ts";
import { instantiate } from "../../core/language/instance.ts";
import type { LiveResource } from "../../core/plan/live.ts";
import { printOwner } from "../../core/plan/ownership.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { ResourceId } from "../../core/resource.ts";
import type { DesiredResource, Stack } from "../../core/stack.ts";
import { compileTexts, editTexts, type CompiledTexts, type TextEdit, type Texts } from "./texts.ts";
import { definitionsOf, verify } from "./verify.ts";

/** What became of a resource that a definition makes in the environment, and that Azure does not have there. */
export interface NotThere {
  readonly desired: DesiredResource;
  /** True where the definition is not in the environment any more. */
  readonly off: boolean;
  readonly because: string;
}

/** Texts in which definitions are to be switched off. */
export interface Switching {
  readonly texts: Texts;
  readonly environment: string;
  readonly kinds: readonly Kind[];
  plan(stack: Stack): Plan;
}

/** The texts afterwards, and what became of each. */
export interface SwitchedOff {
  readonly texts: Texts;
  readonly notThere: readonly NotThere[];
}

/**
 * Switches definitions off in an environment where their resources are not: only where nothing there is the stack's yet,
 * since afterwards what is missing may have been deleted by mistake. What others refer to stays.
 */
export function switchOff(
  switching: Switching,
  { missing, live }: { readonly missing: readonly DesiredResource[]; readonly live: readonly LiveResource[] },
): SwitchedOff {
  const { texts, environment, kinds } = switching;
  const compiled = compileTexts(texts, kinds);
  const stack = compiled?.stacks.get(environment);
  const leave = (because: string): SwitchedOff => ({
    texts,
    notThere: missing.map((desired) => ({ desired, off: false, because })),
  });
  if (missing.length === 0 || compiled === undefined || stack === undefined) return leave("it is not in Azure");
  const owner = printOwner({ stack: stack.environment.stack, environment });
  if (live.some((one) => one.owner !== undefined && printOwner(one.owner) === owner)) {
    return leave(
      `it is not in Azure, and the stack has other resources in ${environment}; the next \`apply\` creates it, unless you write \`${environment}: false\` under its \`environments\``,
    );
  }
  if (live.length === 0) return leave(`nothing of the stack is in ${environment} yet; the next \`apply\` creates it`);
  return switchNow(switching, { missing, compiled, stack });
}

interface Missing {
  readonly missing: readonly DesiredResource[];
  readonly compiled: CompiledTexts;
  readonly stack: Stack;
}

function switchNow(switching: Switching, { missing, compiled, stack }: Missing): SwitchedOff {
  const { texts, environment, kinds } = switching;
  const needed = neededBy(stack, missing);
  const staying = missing
    .filter(({ id }) => needed.has(id))
    .map((desired) => ({
      desired,
      off: false,
      because: "it is not in Azure, and others refer to it; the next `apply` creates it",
    }));
  const going = missing.filter(({ id }) => !needed.has(id));
  const gone = new Set(going.map(({ id }) => id));
  const definitions = definitionsOf(compiled, stack);
  const affected = [...new Set(going.flatMap(({ id }) => definitions.get(id) ?? []))];
  const edits = affected.map((definition) => {
    const mine = stack.resources.filter(({ id }) => definitions.get(id) === definition);
    return offEdit(definition, mine, { stack, gone });
  });
  const possible = edits.filter((edit) => edit !== undefined);
  const edited = possible.length < edits.length ? undefined : editTexts(texts, possible);
  const verified =
    edited?.texts === undefined
      ? undefined
      : verify(edited.texts, {
          before: without(compiled, environment, gone),
          kinds,
          environment,
          plan: (wish) => switching.plan(wish),
          meant: new Map(),
        });
  if (edited?.texts !== undefined && verified?.faults.length === 0) {
    const because = `it is not in Azure, so its definition is not in ${environment}`;
    return {
      texts: edited.texts,
      notThere: [...going.map((desired) => ({ desired, off: true, because })), ...staying],
    };
  }
  const refused = edited !== undefined && "because" in edited ? edited.because : undefined;
  const why = refused ?? verified?.faults[0]?.because ?? "its `forEach` is a variable";
  const because = `it is not in Azure, and could not be switched off here (${why}); write \`${environment}: false\` under its \`environments\``;
  return { texts, notThere: [...going.map((desired) => ({ desired, off: false, because })), ...staying] };
}

/** What is referred to by what stays, and by what is needed itself. */
function neededBy({ resources }: Stack, missing: readonly DesiredResource[]): ReadonlySet<ResourceId> {
  const absent = new Map(missing.map((resource) => [resource.id, resource]));
  const needed = new Set<ResourceId>();
  const need = (id: ResourceId): void => {
    if (needed.has(id)) return;
    needed.add(id);
    absent.get(id)?.references.forEach(need);
  };
  for (const resource of resources) if (!absent.has(resource.id)) resource.references.forEach(need);
  return needed;
}

/** What is compared with: the environment as it is to be. */
function without(compiled: CompiledTexts, environment: string, gone: ReadonlySet<ResourceId>): CompiledTexts {
  const stacks = [...compiled.stacks].map(([name, stack]): [string, Stack] => [
    name,
    name === environment ? { ...stack, resources: stack.resources.filter(({ id }) => !gone.has(id)) } : stack,
  ]);
  return { ...compiled, stacks: new Map(stacks) };
}

interface Going {
  readonly stack: Stack;
  readonly gone: ReadonlySet<ResourceId>;
}

/** The edit that takes a definition out of the environment, or the entries of its `forEach` that are not there. */
function offEdit(
  definition: Definition,
  mine: readonly DesiredResource[],
  { stack: { environment }, gone }: Going,
): TextEdit | undefined {
  const { document, written } = definition;
  const edit = { file: document.file, document: document.index };
  if (mine.every(({ id }) => gone.has(id))) return { ...edit, path: ["environments", environment.name], value: false };
  const names = new Set<Json>(mine.filter(({ id }) => gone.has(id)).map(({ name }) => name));
  const keys = instantiate(definition, environment).instances.flatMap(({ each, merged }) =>
    each !== undefined && names.has(merged["name"] ?? null) ? [each.key] : [],
  );
  const path = ["environments", environment.name, "forEach"];
  const own = valueAt(written, path);
  const entries = own ?? written["forEach"];
  if (isList(entries)) {
    return { ...edit, path, value: entries.filter((item) => typeof item !== "string" || !keys.includes(item)) };
  }
  if (!isObject(written["forEach"])) return undefined;
  const removed: Json = { ...(isObject(own) ? own : {}), ...Object.fromEntries(keys.map((key) => [key, null])) };
  return { ...edit, path, value: removed };
}
