import { diagnose, type Diagnostic } from "../core/diagnostic.ts";
import type { Kind } from "../core/kind.ts";
import { groupKey } from "../core/plan/routes.ts";
import type { LiveResource } from "../core/plan/live.ts";
import type { ResourceId } from "../core/resource.ts";
import type { DesiredResource, Stack } from "../core/stack.ts";
import { AzureError, type AzureReader } from "../ports/azure.ts";
import { lastActivities, type Activity } from "./activity.ts";

/** Azure keeps the log for 90 days; a rule that was switched off earlier is switched on again like any other. */
const days = 89;

/** What is asked about: definitions that are on, against what is live. */
interface Asking {
  readonly stack: Stack;
  readonly kinds: readonly Kind[];
  readonly live: readonly LiveResource[];
  /** What the run is limited to; all where it is absent. */
  readonly only?: ReadonlySet<ResourceId> | undefined;
  readonly reader: AzureReader;
  /** The instant of the run (ISO 8601, UTC). */
  readonly now: string;
  readonly signal: AbortSignal;
}

/** What Azure itself switched off, and what is to be said of it. */
export interface SwitchedOff {
  readonly ids: ReadonlySet<ResourceId>;
  readonly diagnostics: readonly Diagnostic[];
  /** Why nobody can tell, where the log could not be read. */
  readonly note?: string;
}

/**
 * Finds the alerts that Azure switched off by itself: log alerts whose query failed for a week. To switch them on again
 * with every apply would hide that they watch nothing. The log is asked only where something is off that should be on.
 * https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-troubleshoot-log
 */
export async function findSwitchedOff(asking: Asking): Promise<SwitchedOff> {
  const suspects = suspectsOf(asking);
  const places = new Map(suspects.map(({ desired: { place } }) => [groupKey(place), place]));
  let last: ReadonlyMap<ResourceId, Activity>;
  try {
    const span = { places: places.values(), days, now: asking.now };
    last = await lastActivities(asking.reader, span, asking.signal);
  } catch (error) {
    if (!(error instanceof AzureError)) throw error;
    const names = suspects.map(({ desired }) => desired.name).join(", ");
    return { ids: new Set(), diagnostics: [], note: `who switched off ${names} is not known: ${error.message}` };
  }
  const off = suspects.flatMap(({ desired, operation }) => {
    const activity = last.get(desired.id);
    return activity !== undefined && isAzures(activity, operation) ? [{ desired, activity }] : [];
  });
  return {
    ids: new Set(off.map(({ desired }) => desired.id)),
    diagnostics: off.map(({ desired, activity }) => warningOf(desired, activity, asking.stack)),
  };
}

/** Azure's service itself is the caller, `Microsoft.Insights/ScheduledQueryRules`; whoever else does this means it. */
function isAzures({ operation, by }: Activity, switchingOff: string): boolean {
  return operation.toLowerCase() === switchingOff.toLowerCase() && /^microsoft\.insights(?:\/|$)/i.test(by);
}

function suspectsOf({ stack, kinds, live, only }: Asking): readonly { desired: DesiredResource; operation: string }[] {
  const operations = new Map(kinds.map((kind) => [kind.name, kind.switchedOffBy]));
  const off = new Set(live.filter(({ settings }) => settings["enabled"] === false).map(({ id }) => id));
  return stack.resources.flatMap((desired) => {
    const operation = operations.get(desired.kind);
    const isSuspect = operation !== undefined && desired.settings["enabled"] === true && off.has(desired.id);
    return isSuspect && (only?.has(desired.id) ?? true) ? [{ desired, operation }] : [];
  });
}

function warningOf(desired: DesiredResource, { at, reason }: Activity, { environment }: Stack): Diagnostic {
  const day = at.slice(0, 10);
  const why = reason === "" ? "" : ` (${reason})`;
  const message = `${desired.name} was switched off by Azure itself on ${day}${why}; it stays off until its definition changes`;
  const complaint = { code: "switched-off-by-azure", path: [], message } as const;
  return { ...diagnose(complaint, desired.at), environments: [environment.name] };
}
