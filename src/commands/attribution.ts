import { isObject, valueAt, type Json } from "../core/json.ts";
import type { ToldChange } from "../core/plan/report.ts";
import { resourceId, type ResourceId } from "../core/resource.ts";
import type { Environment } from "../core/language/workspace.ts";
import { AzureError, type AzureReader } from "../ports/azure.ts";

/** Who wrote a resource last, and when (ISO 8601, UTC). */
interface Author {
  readonly by: string;
  readonly at: string;
}

/** How far back is looked: Azure keeps 90 days, and what drifted earlier was seen by an earlier run. */
const days = 14;

/**
 * Changes with their authors, as far as Azure tells: `systemData` where the type has it, else the activity log, which
 * also knows who deleted what is gone. Entries appear 3 to 20 minutes late
 * (https://learn.microsoft.com/azure/azure-monitor/platform/activity-log), so an author can be unknown; a log that
 * cannot be read takes no drift away, it only leaves the authors out.
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
  const groups = [...new Set(open.map((change) => change.resourceGroup.toLowerCase()))];
  const authors = new Map<ResourceId, Author>();
  try {
    for (const resourceGroup of groups) {
      const from = new Date(Date.parse(now) - days * 86_400_000).toISOString();
      const question = {
        about: "activity-log",
        subscription: environment.subscription,
        resourceGroup,
        from,
        to: now,
      } as const;
      for await (const event of reader.ask(question, signal)) collect(event, authors);
    }
  } catch (error) {
    if (!(error instanceof AzureError)) throw error;
    return { changes, note: `who changed it is not known: ${error.message}` };
  }
  return {
    changes: changes.map((change) => {
      const author = change.changed ?? authors.get(resourceId(change.id));
      return author === undefined ? change : { ...change, changed: author };
    }),
  };
}

/** Operations that leave a resource different; names come in any case. */
const changing = /\/(write|delete|disable\/action)$/i;
const done = /^(succeeded|accepted|success)$/i;

function collect(event: Json, authors: Map<ResourceId, Author>): void {
  const operation = textAt(event, ["operationName", "value"]);
  const status = textAt(event, ["status", "value"]);
  const id = textAt(event, ["resourceId"]);
  const by = textAt(event, ["caller"]);
  const at = textAt(event, ["eventTimestamp"]);
  if (!changing.test(operation) || !done.test(status) || id === "" || by === "") return;
  const before = authors.get(resourceId(id));
  if (before === undefined || before.at < at) authors.set(resourceId(id), { by, at });
}

function textAt(event: Json, path: readonly string[]): string {
  const value = isObject(event) ? valueAt(event, path) : undefined;
  return typeof value === "string" ? value : "";
}
