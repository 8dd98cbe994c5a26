import type { ToldChange } from "../core/plan/report.ts";
import { resourceId, type ResourceId } from "../core/resource.ts";
import type { Environment } from "../core/language/workspace.ts";
import { AzureError, type AzureReader } from "../ports/azure.ts";
import { lastActivities, type Activity } from "./activity.ts";

/** How far back is looked, in days: what drifted earlier was seen by an earlier run. */
const days = 14;

/**
 * Changes with their authors, as far as Azure tells: `systemData` where the type has it, else the activity log, which
 * also knows who deleted what is gone. An author can be unknown; a log that cannot be read takes no drift away, it only
 * leaves the authors out.
 */
export async function attribute(
  changes: readonly ToldChange[],
  {
    environment,
    reader,
    now,
    signal,
  }: { environment: Environment; reader: AzureReader; now: string; signal: AbortSignal },
): Promise<{ readonly changes: readonly ToldChange[]; readonly note?: string }> {
  const open = changes.filter((change) => change.changed === undefined && change.action !== "keep");
  const names = new Set(open.map((change) => change.resourceGroup.toLowerCase()));
  const groups = [...names].map((resourceGroup) => ({ subscription: environment.subscription, resourceGroup }));
  let authors: ReadonlyMap<ResourceId, Activity>;
  try {
    authors = await lastActivities(reader, { groups, days, now }, signal);
  } catch (error) {
    if (!(error instanceof AzureError)) throw error;
    return { changes, note: `who changed it is not known: ${error.message}` };
  }
  return {
    changes: changes.map((change) => {
      const author = authors.get(resourceId(change.id));
      if (change.changed !== undefined || author === undefined) return change;
      // Whoever wrote what is missing did not take it away.
      if (change.action === "create" && !/\/delete$/i.test(author.operation)) return change;
      return { ...change, changed: { by: author.by, at: author.at } };
    }),
  };
}
