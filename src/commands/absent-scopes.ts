import { code, diagnose, type Diagnostic } from "../core/diagnostic.ts";
import { bringing, type Change } from "../core/plan/change.ts";
import type { Plan } from "../core/plan/plan.ts";
import { groupKey, type Surveyed } from "../core/plan/routes.ts";
import { watchedIn, type Watched } from "../core/plan/watched.ts";
import { resourceId, type ResourceId } from "../core/resource.ts";
import type { DesiredResource, Stack } from "../core/stack.ts";
import { AzureError, type AzureReader, resourceGroupType } from "../ports/azure.ts";
import { nearMiss } from "./near-miss.ts";
import { someOf } from "./some-of.ts";
import { canHaveNone } from "./survey.ts";

/** What looking for scopes needs. */
export interface LookingForScopes {
  readonly stack: Stack;
  readonly reader: AzureReader;
  readonly signal: AbortSignal;
}

/** What was found, and of what nothing can be said. */
export interface FoundScopes {
  readonly diagnostics: readonly Diagnostic[];
  readonly notes: readonly string[];
}

/** So many are asked for one by one in a plan. */
const mostAsked = 50;
/** So many of the index are read, twenty pages of ARM's; who is not among them is asked for. */
const mostIndexed = 20_000;

/**
 * Scopes that Azure does not find, of the rules that a plan writes: an empty plan asks nothing. ARM's index of a
 * subscription, one list per type, is a sieve and no judge: it lags, leaves out what the identity may not see, and holds
 * for a while what is gone. What is not in it is asked for by its id, and is absent where Azure itself says so then.
 * Whatever is refused or fails makes a note, never a failure: this is about warnings.
 */
export async function findAbsentScopes(
  plan: Plan,
  around: Surveyed,
  { stack, reader, signal }: LookingForScopes,
): Promise<FoundScopes> {
  const watching = watchersIn(plan.changes);
  const open = new Map<ResourceId, Watched>();
  for (const { watched } of watching) if (!isKnown(watched, around, stack)) open.set(watched.id, watched);
  const shelves = [...Map.groupBy(open.values(), shelfOf).values()];
  const sifted = await Promise.all(shelves.map((wanted) => sift(wanted, { reader, signal })));
  const left = sifted.flatMap(({ missing }) => missing);
  const asked = await askEach(left.slice(0, mostAsked), { reader, signal });
  const unknown = [
    ...sifted.flatMap(({ unknown: some }) => some),
    ...asked.unknown,
    ...left
      .slice(mostAsked)
      .map((watched) => ({ watched, because: `no more than ${mostAsked} are asked for one by one` })),
  ];
  const known = new Map(sifted.flatMap(({ missing, ids }) => missing.map(({ id }) => [id, ids] as const)));
  return {
    diagnostics: watching.flatMap(({ desired, index, watched }) =>
      asked.absent.has(watched.id)
        ? [warning(desired, { index, watched, hint: nearMiss(watched, known.get(watched.id) ?? []) }, stack)]
        : [],
    ),
    notes: noteOf(unknown),
  };
}

interface Watching {
  readonly desired: DesiredResource;
  readonly index: number;
  readonly watched: Watched;
}

function watchersIn(changes: readonly Change[]): readonly Watching[] {
  return bringing(changes).flatMap(({ desired }) =>
    watchedIn(desired.settings).map((scope) => ({ desired, ...scope })),
  );
}

/** True for what has just been read, or will be there once the plan is applied. */
function isKnown(watched: Watched, around: Surveyed, { environment }: Stack): boolean {
  const { id, is, subscription, resourceGroup = "" } = watched;
  switch (is) {
    case "subscription":
      return subscription.toLowerCase() === environment.subscription.toLowerCase();
    case "group":
      return around.groups.has(groupKey({ subscription, resourceGroup }));
    case "resource":
      return around.nodes.has(id);
  }
}

function shelfOf({ subscription, is, type = is }: Watched): string {
  return `${subscription} ${type}`.toLowerCase();
}

interface Asking {
  readonly reader: AzureReader;
  readonly signal: AbortSignal;
}

interface Unknown {
  readonly watched: Watched;
  readonly because: string;
}

interface Sifted {
  readonly missing: readonly Watched[];
  readonly unknown: readonly Unknown[];
  /** What the index has of the type. */
  readonly ids: readonly string[];
}

/** What of one type in one subscription the index does not have. */
async function sift(wanted: readonly Watched[], { reader, signal }: Asking): Promise<Sifted> {
  const [first] = wanted;
  if (first === undefined || first.is === "subscription") return { missing: wanted, unknown: [], ids: [] };
  const ids = new Map<ResourceId, string>();
  const open = new Set(wanted.map(({ id }) => id));
  const missing = (): readonly Watched[] => wanted.filter(({ id }) => open.has(id));
  try {
    for await (const armId of reader.indexed(first.type ?? resourceGroupType, first.subscription, signal)) {
      const id = resourceId(armId);
      ids.set(id, armId);
      open.delete(id);
      if (open.size === 0 || ids.size >= mostIndexed) break;
    }
  } catch (error) {
    if (!(error instanceof AzureError)) throw error;
    // Who may not see the index, or asks it for a type that is none, may still be told of single resources.
    if (error.reason !== "forbidden" && error.reason !== "not-found" && error.reason !== "rejected")
      return { missing: [], unknown: missing().map((watched) => ({ watched, because: error.message })), ids: [] };
  }
  return { missing: missing(), unknown: [], ids: [...ids.values()] };
}

interface Answers {
  readonly absent: ReadonlySet<ResourceId>;
  readonly unknown: readonly Unknown[];
}

/** Asks for each by its id; where Azure refuses one, the others of its type and group would fare no better. */
async function askEach(wanted: readonly Watched[], asking: Asking): Promise<Answers> {
  const absent = new Set<ResourceId>();
  const unknown: Unknown[] = [];
  const alike = Map.groupBy(wanted, (watched) => `${shelfOf(watched)} ${watched.resourceGroup ?? ""}`.toLowerCase());
  await Promise.all(
    [...alike.values()].map(async (some) => {
      let refused: Answer | undefined;
      for (const watched of some) {
        const answer = refused ?? (await askOne(watched, asking));
        if ("because" in answer) {
          refused = answer;
          unknown.push({ watched, because: answer.because });
        } else if (!answer.isThere) absent.add(watched.id);
      }
    }),
  );
  return { absent, unknown: unknown.toSorted((a, b) => (a.watched.id < b.watched.id ? -1 : 1)) };
}

/** Whether it is there, or why nobody knows. */
type Answer = { readonly isThere: boolean } | { readonly because: string };

async function askOne({ armId }: Watched, { reader, signal }: Asking): Promise<Answer> {
  try {
    return { isThere: await reader.isThere(armId, signal) };
  } catch (error) {
    if (!(error instanceof AzureError)) throw error;
    return canHaveNone(error) ? { isThere: false } : { because: error.message };
  }
}

function warning(
  desired: DesiredResource,
  { index, watched, hint }: { readonly index: number; readonly watched: Watched; readonly hint: string },
  { environment }: Stack,
): Diagnostic {
  const said = `has a scope that Azure does not find: ${wordsFor(watched, environment.subscription)}${hint}`;
  const complaint = { code: "scope-missing", path: ["scopes", index], message: `${desired.name} ${said}` } as const;
  return { ...diagnose(complaint, desired.locate(complaint)), environments: [environment.name] };
}

function wordsFor({ is, type = "", name, resourceGroup = "", subscription }: Watched, own: string): string {
  const abroad = subscription.toLowerCase() === own.toLowerCase() ? "" : ` of subscription ${code(subscription)}`;
  switch (is) {
    case "subscription":
      return `subscription ${code(name)}, which does not exist or is another tenant's`;
    case "group":
      return `resource group ${code(name)}${abroad}`;
    case "resource":
      return `${type} ${code(name)} in resource group ${code(resourceGroup)}${abroad}`;
  }
}

/** One note for all, with the first reason: who mends that learns of the next. */
function noteOf(unknown: readonly Unknown[]): readonly string[] {
  const [first] = unknown;
  if (first === undefined) return [];
  const names = someOf([...new Set(unknown.map(({ watched }) => watched.name))]);
  return [`whether these scopes are there is not known: ${names}; ${first.because}`];
}
