import { code, type Complain } from "../../core/diagnostic.ts";
import { isList, isObject, type Json, type JsonObject } from "../../core/json.ts";
import type { Processing } from "../../core/processing.ts";
import type { AlertProcessingRule } from "./schema.ts";
import { endOf, timingOf, type WrittenSchedule } from "./timing.ts";

/**
 * What an enabled rule does, one element for each of its actions. The rule may be anybody's, in whatever state Azure
 * answers it: what is not of its type is as if it was not there.
 */
export function processesOf(rule: AlertProcessingRule, now: string): readonly Processing[] {
  // Sound because settings are JSON.
  const { scopes, conditions, actions, schedule } = rule as JsonObject;
  const common = {
    scopes: texts(scopes),
    conditions: objects(conditions).map(({ field, operator, values }, index) => ({
      field: text(field) ?? "",
      operator: text(operator) ?? "",
      values: texts(values),
      at: ["conditions", index, "values"],
    })),
    timing: timingOf(isObject(schedule) ? readSchedule(schedule) : undefined, now),
  };
  return objects(actions).flatMap(({ actionType, actionGroups }): readonly Processing[] => {
    switch (text(actionType)?.toLowerCase()) {
      case "removeallactiongroups":
        return [{ ...common, effect: "silences", groups: [] }];
      case "addactiongroups":
        return [{ ...common, effect: "adds", groups: objects(actionGroups).flatMap(({ name }) => text(name) ?? []) }];
      default:
        return [];
    }
  });
}

function readSchedule({ effectiveFrom, effectiveUntil, timeZone, recurrences }: JsonObject): WrittenSchedule {
  return {
    from: text(effectiveFrom),
    until: text(effectiveUntil),
    timeZone: text(timeZone) ?? "UTC",
    recurrences: objects(recurrences).map(({ recurrenceType, startTime, endTime, daysOfWeek, daysOfMonth }) => ({
      type: text(recurrenceType)?.toLowerCase() ?? "",
      start: text(startTime),
      end: text(endTime),
      days: texts(daysOfWeek),
      daysOfMonth: isList(daysOfMonth) ? daysOfMonth.filter((day) => typeof day === "number") : [],
    })),
  };
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function texts(value: Json | undefined): readonly string[] {
  return isList(value) ? value.filter((one) => typeof one === "string") : [];
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

/** Complains about a rule that Azure does not take where it stands, and about one whose time is over. */
export function checkProcessingInPlace(
  { scopes, schedule }: AlertProcessingRule,
  { subscription, today }: { readonly subscription: string; readonly today: string },
  complain: Complain,
): void {
  for (const [index, scope] of scopes.entries()) {
    const [, theirs] = /^\/?subscriptions\/([^/]+)/i.exec(scope) ?? [];
    if (theirs === undefined || theirs.toLowerCase() === subscription.toLowerCase()) continue;
    // "You can't create an alert processing rule on a resource from a different subscription":
    // https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-processing-rules
    const message = `the scope lies in subscription ${code(theirs)}, and the rule in ${code(subscription)}; Azure takes scopes of the rule's own only`;
    complain("scope-of-another-subscription", ["scopes", index], message);
  }
  const end = schedule === undefined ? undefined : endOf(readSchedule(schedule));
  if (end !== undefined && end < Date.parse(`${today}T00:00:00Z`)) {
    const message = `the window was over at ${code(schedule?.effectiveUntil ?? "")}, so the rule does nothing any more; delete it, or give it a new date`;
    complain("window-is-over", ["schedule", "effectiveUntil"], message);
  }
}
