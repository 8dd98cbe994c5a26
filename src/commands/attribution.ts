import { authorsIn, standingIn, type Author, type KnownAuthor } from "../core/plan/known-authors.ts";
import type { ToldChange } from "../core/plan/report.ts";
import { resourceId, type ResourceId } from "../core/resource.ts";
import type { Environment } from "../core/language/workspace.ts";
import { AzureError, type AzureReader } from "../ports/azure.ts";
import { lastActivities, type Activity } from "./activity.ts";

/** Of whom Azure is asked, and when. */
export interface Asking {
  readonly environment: Environment;
  readonly reader: AzureReader;
  readonly now: string;
  readonly signal: AbortSignal;
}

/** Changes with their authors, and why some have none. */
interface Attributed {
  readonly changes: readonly ToldChange[];
  readonly note?: string;
}

/** How far back all of a resource group is looked at, in days: what drifted earlier was seen by an earlier run. */
const recently = 14;

/**
 * Changes with their authors, as far as Azure tells: `systemData` where the type has it, else the activity log, which
 * also knows who deleted what is gone. An author can be unknown; a log that cannot be read takes no drift away, it only
 * leaves the authors out.
 */
export async function attribute(changes: readonly ToldChange[], asking: Asking): Promise<Attributed> {
  const { environment, reader, now, signal } = asking;
  const { subscription } = environment;
  const names = new Set(changes.filter(isOpen).map((change) => change.resourceGroup.toLowerCase()));
  const places = [...names].map((resourceGroup) => ({ subscription, resourceGroup }));
  let authors: ReadonlyMap<ResourceId, Activity>;
  try {
    authors = await lastActivities(reader, { places, days: recently, now }, signal);
  } catch (error) {
    return { changes, note: noteOf(error) };
  }
  return { changes: changes.map((change) => withAuthor(change, authors.get(resourceId(change.id)))) };
}

/** Drift with its authors, and what of them the next look is to know. */
interface AttributedDrift extends Attributed {
  readonly authors: readonly KnownAuthor[];
}

/** Azure keeps 90 days and refuses to look back further, by its own clock. */
const atAll = 89;

/** So many resources are looked for one by one in all of the log; others have their turn at the next look. */
const mostFar = 20;

/**
 * The same for drift, which may stand for months. Whom an earlier look told is told again as long as what he left there
 * stands, though Azure has forgotten it; somebody who was there after him is told instead. In all of the log is looked
 * once, for what is not known otherwise.
 */
export async function attributeDrift(
  changes: readonly ToldChange[],
  { known, ...asking }: Asking & { readonly known: readonly KnownAuthor[] },
): Promise<AttributedDrift> {
  // Nobody was told what had not happened yet: somebody else wrote that.
  const believed = known.filter(
    ({ changed }) => changed === undefined || Date.parse(changed.at) <= Date.parse(asking.now),
  );
  const memory = new Map(believed.map(({ value, changed }) => [value, changed]));
  const isRemembered = (change: ToldChange): boolean => standingIn(change).every((value) => memory.has(value));
  const near = await attribute(changes, asking);
  const told = near.changes.map((change) => remembering(change, memory));
  const unknown = told.filter((change) => isOpen(change) && !isRemembered(change));
  if (unknown.length === 0) return { changes: told, authors: authorsIn(told, isRemembered) };
  if (near.note !== undefined) return { changes: told, authors: authorsIn(told, isRemembered), note: near.note };
  const far = await lookFar(unknown.slice(0, mostFar), asking);
  const all = told.map((change) => far.found.get(change) ?? change);
  return {
    changes: all,
    // One that was looked for in vain is still the one that it was.
    authors: authorsIn(all, (change) => isRemembered(change) || far.found.has(change)),
    ...(far.note === undefined ? {} : { note: far.note }),
  };
}

/** One by one, since all of a group's log would be long; what it says of each, which may be nothing. */
async function lookFar(
  changes: readonly ToldChange[],
  { environment: { subscription }, reader, now, signal }: Asking,
): Promise<{ readonly found: ReadonlyMap<ToldChange, ToldChange>; readonly note?: string }> {
  const found = new Map<ToldChange, ToldChange>();
  try {
    for (const change of changes) {
      const { resourceGroup, id: resource } = change;
      const span = { places: [{ subscription, resourceGroup, resource }], days: atAll, now };
      found.set(change, withAuthor(change, (await lastActivities(reader, span, signal)).get(resourceId(resource))));
    }
    return { found };
  } catch (error) {
    return { found, note: noteOf(error) };
  }
}

function isOpen({ changed, action }: ToldChange): boolean {
  return changed === undefined && action !== "keep";
}

function noteOf(error: unknown): string {
  if (!(error instanceof AzureError)) throw error;
  return `who changed it is not known: ${error.message}`;
}

function withAuthor(change: ToldChange, author: Activity | undefined): ToldChange {
  if (change.changed !== undefined || author === undefined) return change;
  // Whoever wrote what is missing did not take it away.
  if (change.action === "create" && !/\/delete$/i.test(author.operation)) return change;
  return { ...change, changed: { by: author.by, at: author.at } };
}

/** What was told before, where Azure does not know of anybody later. */
function remembering(change: ToldChange, memory: ReadonlyMap<string, Author | undefined>): ToldChange {
  const values = standingIn(change);
  const [before] = values.flatMap((value) => memory.get(value) ?? []).toSorted((a, b) => (isLater(a, b) ? -1 : 1));
  const { changed } = change;
  if (before === undefined) return change;
  if (changed === undefined) return { ...change, changed: before };
  // A script that writes the same night after night is no news.
  const isSame = changed.by.toLowerCase() === before.by.toLowerCase() && values.every((value) => memory.has(value));
  return isSame || !isLater(changed, before) ? { ...change, changed: before } : change;
}

function isLater(one: Author, other: Author): boolean {
  return Date.parse(one.at) > Date.parse(other.at);
}
