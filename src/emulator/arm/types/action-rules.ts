import { at, compact, isObject, listAt, textAt, withProperties, type Json, type JsonObject } from "../json.ts";
import type { ResourceType, Situation } from "../resource-type.ts";
import { days, fields, operators, ruleShape } from "./action-rules-table.ts";
import { actionRulesOf2019 } from "./action-rules-of-2019.ts";
import { badName, longDescription } from "./alert-rule-checks.ts";
import { idAsAsked, patchSwitch } from "./envelope.ts";

/** Microsoft.AlertsManagement/actionRules, which people know as alert processing rules. */
export const actionRules: ResourceType = {
  namespace: "Microsoft.AlertsManagement",
  name: "actionRules",
  apiVersions: ["2019-05-05-preview", "2021-08-08-preview", "2021-08-08"],
  unserved: {},
  locations: ["global"],
  shape: ruleShape,
  former: actionRulesOf2019,
  errors: "arm",
  statusOfCreate: 201,
  spelledWhenMissing: "Microsoft.AlertsManagement/actionRules",
  spelledInAnswers: "Microsoft.AlertsManagement/actionRules",
  // The highest count left that was ever told is 999; its window is not documented, a minute is our guess. Writes and
  // deletes are counted at ARM's front door.
  limits: { read: { calls: 1000, seconds: 60, told: "resource-requests" } },
  idOf: idAsAsked,
  complaints,
  complete,
  patched,
  actionGroupIds,
  inOldDress: (body) => body,
};

function actionGroupIds(body: JsonObject): readonly string[] {
  return listAt(body, "properties", "actions").flatMap((action) =>
    listAt(action, "actionGroupIds").filter((id) => typeof id === "string"),
  );
}

// `tags: {}` is dropped, and `severity` comes back as `Severity` (recorded 2022); what else is a word of the server's is
// taken to come back the same way.
function complete(body: JsonObject): JsonObject {
  const { tags, ...rest } = body;
  const schedule = at(body, "properties", "schedule");
  const conditions = at(body, "properties", "conditions");
  const changes = compact({
    // Never recorded without it; the published default is true.
    enabled: at(body, "properties", "enabled") ?? true,
    conditions: conditions === undefined ? undefined : listAt(body, "properties", "conditions").map(inOwnSpelling),
    schedule: isObject(schedule)
      ? compact({
          ...schedule,
          recurrences:
            schedule["recurrences"] === undefined ? undefined : listAt(schedule, "recurrences").map(daysInOwnSpelling),
        })
      : undefined,
  });
  const isEmpty = isObject(tags) && Object.keys(tags).length === 0;
  return { ...withProperties(rest, changes), ...(tags === undefined || isEmpty ? {} : { tags }) };
}

function inOwnSpelling(condition: Json): Json {
  if (!isObject(condition)) return condition;
  const { field, operator } = condition;
  return compact({ ...condition, field: spelled(field, fields), operator: spelled(operator, operators) });
}

function daysInOwnSpelling(recurrence: Json): Json {
  if (!isObject(recurrence) || recurrence["daysOfWeek"] === undefined) return recurrence;
  return { ...recurrence, daysOfWeek: listAt(recurrence, "daysOfWeek").map((day) => spelled(day, days) ?? day) };
}

function spelled(word: Json | undefined, words: readonly string[]): Json | undefined {
  return words.find((one) => typeof word === "string" && one.toLowerCase() === word.toLowerCase()) ?? word;
}

const comparedWhole = new Set(["severity", "monitorcondition", "monitorservice", "signaltype"]);

function* complaints(body: JsonObject, { place }: Situation): Iterable<string> {
  yield* badName(place.name, /[<>*%{}&:\\?+/#\p{Cc}]/u);
  yield* longDescription(body, 2048);
  if (listAt(body, "properties", "scopes").length === 0) yield "The scopes of the rule must contain at least one item.";
  const actions = listAt(body, "properties", "actions");
  if (actions.length === 0) yield "The rule must have at least one action.";
  for (const action of actions) {
    if (textAt(action, "actionType") === "AddActionGroups" && listAt(action, "actionGroupIds").length === 0)
      yield "The action AddActionGroups must have at least one item in actionGroupIds.";
  }
  for (const condition of listAt(body, "properties", "conditions")) yield* badCondition(condition);
  yield* badSchedule(at(body, "properties", "schedule"));
}

function* badCondition(condition: Json): Iterable<string> {
  const field = textAt(condition, "field");
  const operator = textAt(condition, "operator");
  const values = listAt(condition, "values");
  if (field === undefined || operator === undefined) {
    yield "A condition must have a field and an operator.";
    return;
  }
  if (values.length === 0 || values.length > 5) {
    yield `The condition on ${field} has ${values.length} values, from 1 to 5 are allowed.`;
  }
  if (comparedWhole.has(field.toLowerCase()) && !["equals", "notequals"].includes(operator.toLowerCase())) {
    yield `The operator ${operator} is not supported for the field ${field}.`;
  }
}

const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?$/;

function* badSchedule(schedule: Json | undefined): Iterable<string> {
  const [from, until] = [textAt(schedule, "effectiveFrom"), textAt(schedule, "effectiveUntil")];
  for (const local of [from, until]) {
    if (local !== undefined && (!dateTime.test(local) || Number.isNaN(Date.parse(`${local.slice(0, 19)}Z`))))
      yield `'${local}' is not a date-time in ISO-8601 format without timezone suffix.`;
  }
  if (from !== undefined && until !== undefined && until <= from) {
    yield "effectiveUntil of the schedule must be after effectiveFrom.";
  }
  const zone = textAt(schedule, "timeZone");
  // Windows' names have no slash, IANA's have.
  if (zone?.includes("/") === true) yield `The time zone ID '${zone}' was not found on the local computer.`;
  for (const recurrence of listAt(schedule, "recurrences")) yield* badRecurrence(recurrence);
}

function* badRecurrence(recurrence: Json): Iterable<string> {
  for (const name of ["startTime", "endTime"]) {
    const time = textAt(recurrence, name);
    if (time !== undefined && !/^\d{2}:\d{2}:\d{2}$/.test(time))
      yield `${name} '${time}' is not a time in HH:mm:ss format.`;
  }
  const type = textAt(recurrence, "recurrenceType");
  if (type === "Weekly" && listAt(recurrence, "daysOfWeek").length === 0) {
    yield "A weekly recurrence must have at least one item in daysOfWeek.";
  }
  const daysOfMonth = listAt(recurrence, "daysOfMonth");
  if (
    type === "Monthly" &&
    (daysOfMonth.length === 0 || daysOfMonth.some((day) => Number(day) < 1 || Number(day) > 31))
  ) {
    yield "A monthly recurrence must have at least one item in daysOfMonth, from 1 to 31.";
  }
}

// Tags and `enabled` are all a PATCH may change here; 2019 called the latter `status`.
function patched(stored: JsonObject, patch: JsonObject): JsonObject {
  const status = textAt(patch, "properties", "status")?.toLowerCase();
  const enabled = at(patch, "properties", "enabled") ?? (status === undefined ? undefined : status !== "disabled");
  return patchSwitch(stored, patch, enabled);
}
