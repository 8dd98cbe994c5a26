import { isObject, valueAt, type Json } from "../core/json.ts";
import { resourceId, type ResourceId } from "../core/resource.ts";
import type { AzureReader } from "../ports/azure.ts";

/** An entry of the activity log that left a resource different. */
export interface Activity {
  readonly id: ResourceId;
  /** Such as `Microsoft.Insights/scheduledQueryRules/write`, in any case. */
  readonly operation: string;
  /** Who did it. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Azure's own reason, where it was Azure that did it. */
  readonly reason: string;
}

/** In which resource groups and how far back the log is read. Azure keeps 90 days; entries appear 3 to 20 minutes late. */
export interface ActivitySpan {
  readonly places: Iterable<{
    readonly subscription: string;
    readonly resourceGroup: string;
    /** The ARM id of the only resource that is asked about. */
    readonly resource?: string;
  }>;
  readonly days: number;
  /** The instant to look back from (ISO 8601, UTC). */
  readonly now: string;
}

/** Operations that leave a resource different; names come in any case. */
const changing = /\/(write|delete|disable\/action)$/i;
const done = /^(succeeded|accepted|success)$/i;

/**
 * What was done to the resources of some groups, or to single ones of them: the last that was done to each.
 * https://learn.microsoft.com/azure/azure-monitor/platform/activity-log
 */
export async function lastActivities(
  reader: AzureReader,
  { places, days, now }: ActivitySpan,
  signal: AbortSignal,
): Promise<ReadonlyMap<ResourceId, Activity>> {
  const from = new Date(Date.parse(now) - days * 86_400_000).toISOString();
  const last = new Map<ResourceId, Activity>();
  for (const { subscription, resourceGroup, resource } of places) {
    const about = resource === undefined ? { resourceGroup } : { resource };
    const question = { about: "activity-log", subscription, ...about, from, to: now } as const;
    for await (const event of reader.ask(question, signal)) {
      const activity = activityOf(event);
      const before = activity === undefined ? undefined : last.get(activity.id);
      if (activity !== undefined && (before === undefined || isLater(activity, before)))
        last.set(activity.id, activity);
    }
  }
  return last;
}

/** Of two at the same instant it is a write that counts: what somebody did is not to be taken for Azure's own doing. */
function isLater(one: Activity, other: Activity): boolean {
  const [a, b] = [instantOf(one.at), instantOf(other.at)];
  return a === b ? !/\/action$/i.test(one.operation) : a > b;
}

/** Azure writes from none to seven digits behind the second; as texts of one length they are in order. */
function instantOf(at: string): string {
  return at.replace(/(?:\.(\d+))?Z$/i, (_, digits: string = "") => `.${digits.padEnd(9, "0")}Z`);
}

function activityOf(event: Json): Activity | undefined {
  const operation = textAt(event, ["operationName", "value"]);
  const id = textAt(event, ["resourceId"]);
  const by = textAt(event, ["caller"]);
  if (!changing.test(operation) || !done.test(textAt(event, ["status", "value"])) || id === "" || by === "") {
    return undefined;
  }
  const reason = textAt(event, ["properties", "reason"]);
  return { id: resourceId(id), operation, by, at: textAt(event, ["eventTimestamp"]), reason };
}

function textAt(event: Json, path: readonly string[]): string {
  const value = isObject(event) ? valueAt(event, path) : undefined;
  return typeof value === "string" ? value : "";
}
