import { at, compact, isObject, listAt, textAt, type Json, type JsonObject } from "../json.ts";
import type { FormerGeneration } from "../resource-type.ts";
import { days, ruleShapeOf2019 } from "./action-rules-table.ts";

/**
 * Action rules as 2019-05-05-preview knew them. The service keeps one resource for both generations and translates; what
 * either has no words for (several recurrences, several actions) was never recorded, and the first of them is shown.
 */
export const actionRulesOf2019: FormerGeneration = {
  apiVersions: ["2019-05-05-preview"],
  shape: ruleShapeOf2019,
  // Recorded 2020 and 2021: 200 on create, and `true` on delete.
  statusOfCreate: 200,
  bodyOfDelete: true,
  toToday,
  fromToday,
};

function toToday(body: JsonObject, { subscription }: { readonly subscription: string }): JsonObject {
  const { properties, ...envelope } = body;
  const scopes = listAt(properties, "scope", "values");
  const conditions = at(properties, "conditions");
  const group = textAt(properties, "actionGroupId");
  return {
    ...envelope,
    properties: compact({
      scopes: scopes.length > 0 ? scopes : [`/subscriptions/${subscription}`],
      schedule: scheduleOfToday(at(properties, "suppressionConfig")),
      conditions: isObject(conditions)
        ? Object.entries(conditions).flatMap(([name, one]) =>
            isObject(one) ? [{ field: name.slice(0, 1).toUpperCase() + name.slice(1), ...one }] : [],
          )
        : undefined,
      enabled: textAt(properties, "status")?.toLowerCase() !== "disabled",
      actions: [
        group === undefined
          ? { actionType: "RemoveAllActionGroups" }
          : { actionGroupIds: [group], actionType: "AddActionGroups" },
      ],
      description: at(properties, "description"),
    }),
  };
}

function scheduleOfToday(config: Json | undefined): JsonObject | undefined {
  const type = textAt(config, "recurrenceType")?.toLowerCase();
  if (type === undefined || type === "always") return undefined;
  const said = (name: string): string | undefined => textAt(config, "schedule", name);
  const [startTime, endTime] = [said("startTime"), said("endTime")];
  const values = listAt(config, "schedule", "recurrenceValues");
  const named = { daily: "Daily", weekly: "Weekly", monthly: "Monthly" }[type];
  return compact({
    effectiveFrom: instant(said("startDate"), named === undefined ? startTime : undefined),
    effectiveUntil: instant(said("endDate"), named === undefined ? endTime : undefined),
    timeZone: "UTC",
    recurrences:
      named === undefined
        ? undefined
        : [
            compact({
              recurrenceType: named,
              startTime,
              endTime,
              daysOfWeek: named === "Weekly" ? values.map((day) => days[Number(day)] ?? "Sunday") : undefined,
              daysOfMonth: named === "Monthly" ? values : undefined,
            }),
          ],
  });
}

/** `12/09/2018` and `06:00:00` as `2018-12-09T06:00:00`. */
function instant(date: string | undefined, time = "00:00:00"): string | undefined {
  const [, month = "", day = "", year = ""] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(date ?? "") ?? [];
  return year === "" ? undefined : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}T${time}`;
}

function fromToday(body: JsonObject): JsonObject {
  const { properties, systemData, ...envelope } = body;
  const scopes = listAt(properties, "scopes");
  const [action] = listAt(properties, "actions");
  const group = listAt(action, "actionGroupIds")[0];
  const conditions = listAt(properties, "conditions").flatMap((one): [string, Json][] => {
    const field = textAt(one, "field") ?? "";
    return [
      [
        field.slice(0, 1).toLowerCase() + field.slice(1),
        compact({ operator: at(one, "operator"), values: at(one, "values") }),
      ],
    ];
  });
  return {
    ...envelope,
    properties: compact({
      scope: { scopeType: scopeType(scopes[0]), values: scopes },
      conditions: conditions.length === 0 ? undefined : Object.fromEntries(conditions),
      description: at(properties, "description"),
      createdAt: at(systemData, "createdAt"),
      lastModifiedAt: at(systemData, "lastModifiedAt"),
      createdBy: at(systemData, "createdBy"),
      lastModifiedBy: at(systemData, "lastModifiedBy"),
      status: at(properties, "enabled") === false ? "Disabled" : "Enabled",
      ...(group === undefined
        ? { suppressionConfig: configOf2019(at(properties, "schedule")), type: "Suppression" }
        : { actionGroupId: group, type: "ActionGroup" }),
    }),
  };
}

function scopeType(scope: Json | undefined): string {
  const id = typeof scope === "string" ? scope : "";
  if (/\/providers\//i.test(id)) return "Resource";
  return /\/resourceGroups\//i.test(id) ? "ResourceGroup" : "Subscription";
}

function configOf2019(schedule: Json | undefined): JsonObject {
  if (!isObject(schedule)) return { recurrenceType: "Always" };
  const [recurrence] = listAt(schedule, "recurrences");
  const [startDate, from] = dateAndTime(textAt(schedule, "effectiveFrom"));
  const [endDate, until] = dateAndTime(textAt(schedule, "effectiveUntil"));
  const weekdays = listAt(recurrence, "daysOfWeek").map((day) => days.findIndex((one) => one === day));
  const values = weekdays.length > 0 ? weekdays : listAt(recurrence, "daysOfMonth");
  return {
    recurrenceType: textAt(recurrence, "recurrenceType") ?? "Once",
    schedule: compact({
      startDate,
      endDate,
      startTime: textAt(recurrence, "startTime") ?? from,
      endTime: textAt(recurrence, "endTime") ?? until,
      recurrenceValues: values.length > 0 ? values : undefined,
    }),
  };
}

function dateAndTime(local: string | undefined): readonly [string | undefined, string | undefined] {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T([\d:]+)/.exec(local ?? "") ?? [];
  return year === undefined ? [undefined, undefined] : [`${month}/${day}/${year}`, time];
}
