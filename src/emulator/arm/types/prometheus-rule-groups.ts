import { minutes } from "../durations.ts";
import { at, listAt, numberAt, textAt, type Json, type JsonObject } from "../json.ts";
import {
  armId,
  boolean,
  closed,
  duration,
  listOf,
  location,
  mapOfText,
  number,
  optional,
  required,
  serverOwned,
  setOf,
  text,
} from "../property-table.ts";
import { regions } from "../regions.ts";
import type { ResourceType, Situation } from "../resource-type.ts";
import { longDescription, tooManyActionGroups } from "./alert-rule-checks.ts";
import { idAsAsked, patchSwitch } from "./envelope.ts";

// Both published versions have the same properties; the answers are in this order (recorded 2023).
const rule = closed({
  record: optional(text),
  alert: optional(text),
  enabled: optional(boolean),
  expression: required(text),
  severity: optional(number),
  for: optional(duration),
  labels: optional(mapOfText),
  annotations: optional(mapOfText),
  actions: optional(setOf(closed({ actionGroupId: optional(armId), actionProperties: optional(mapOfText) }))),
  resolveConfiguration: optional(closed({ autoResolved: optional(boolean), timeToResolve: optional(duration) })),
});

const shape = closed({
  id: serverOwned(armId),
  name: serverOwned(text),
  type: serverOwned(text),
  location: required(location),
  tags: optional(mapOfText),
  properties: required(
    closed({
      enabled: optional(boolean),
      clusterName: optional(text),
      description: optional(text),
      scopes: required(setOf(armId)),
      rules: required(listOf(rule)),
      interval: optional(duration),
    }),
  ),
});

/** Microsoft.AlertsManagement/prometheusRuleGroups. */
export const prometheusRuleGroups: ResourceType = {
  namespace: "Microsoft.AlertsManagement",
  name: "prometheusRuleGroups",
  apiVersions: ["2021-07-22-preview", "2023-03-01"],
  unserved: {},
  locations: regions,
  shape,
  errors: "flat-with-activity",
  // Recorded 21 times: a rule group's creation is answered 200, whatever the published types say of 201.
  statusOfCreate: 200,
  spelledWhenMissing: "Microsoft.AlertsManagement/prometheusRuleGroups",
  spelledInAnswers: "Microsoft.AlertsManagement/prometheusRuleGroups",
  limits: {
    write: [
      // 299 left was told with every recorded PUT, 29 of a minute since 2024; the window of the former is our guess.
      { calls: 300, seconds: 60, told: "resource-requests" },
      { calls: 30, seconds: 60, told: "x-rate-limit" },
    ],
  },
  idOf: idAsAsked,
  complaints,
  complete: (body) => body,
  // Recorded 2023.
  patched: patchSwitch,
  actionGroupIds,
  inOldDress: (body) => body,
};

function actionGroupIds(body: JsonObject): readonly string[] {
  return listAt(body, "properties", "rules").flatMap(groupsOf);
}

function groupsOf(one: Json): readonly string[] {
  return listAt(one, "actions").flatMap((action) => textAt(action, "actionGroupId") ?? []);
}

/** The workspace of a group, which nobody changes. */
function workspaceOf(body: JsonObject | undefined): string | undefined {
  return listAt(body, "properties", "scopes").find(isWorkspace)?.toLowerCase();
}

function isWorkspace(scope: Json): scope is string {
  return typeof scope === "string" && /\/providers\/microsoft\.monitor\/accounts\/[^/]+\/?$/i.test(scope);
}

function* complaints(body: JsonObject, { place, existing }: Situation): Iterable<string> {
  if (/[:@/#{}%&+*<>?\\]/.test(place.name)) {
    // Recorded in https://github.com/Azure/prometheus-collector/issues/382.
    yield "The alert rule name can’t contain the following characters: @ / # % & + * < > ? : \\ { }";
  }
  yield* longDescription(body, 2048);
  const scopes = listAt(body, "properties", "scopes");
  if (scopes.filter(isWorkspace).length !== 1 || scopes.length > 2) {
    yield "The scopes of a rule group must be one Azure Monitor workspace and at most one cluster.";
  }
  const before = workspaceOf(existing);
  if (before !== undefined && workspaceOf(body) !== before) {
    yield "The Azure Monitor workspace of an existing rule group cannot be changed.";
  }
  yield* badLength(body, "properties", "interval", 24 * 60);
  const rules = listAt(body, "properties", "rules");
  if (rules.length === 0) yield "A rule group must have at least one rule.";
  // azure-monitor-limits-metrics.md
  if (rules.length > 20) yield `The rule group has ${rules.length} rules, at most 20 are allowed.`;
  for (const [index, one] of rules.entries()) yield* badRule(one, `rules[${index}]`);
}

function* badLength(value: Json, ...[first, name, most]: [string, string, number]): Iterable<string> {
  const said = textAt(value, first, name);
  const length = minutes(said);
  if (said === undefined) return;
  if (length === undefined || length < 1 || length > most) yield `The ${name} '${said}' is not valid.`;
}

// What only an alert has.
const ofAlerts = ["severity", "for", "annotations", "actions", "resolveConfiguration"];

function* badRule(one: Json, where: string): Iterable<string> {
  const [alert, record] = [textAt(one, "alert"), textAt(one, "record")].map(
    (name) => name !== undefined && name !== "",
  );
  if (alert === record) yield `${where} must have either alert or record.`;
  if (textAt(one, "expression") === "") yield `${where} must have an expression.`;
  if (record === true) {
    for (const name of ofAlerts) {
      if (at(one, name) !== undefined) yield `${where} is a recording rule and must not have ${name}.`;
    }
  }
  // https://github.com/hashicorp/terraform-provider-azurerm/issues/30180
  const lasting = textAt(one, "for");
  if (lasting !== undefined && minutes(lasting) === undefined)
    yield `${where}.for '${lasting}' is not a valid duration.`;
  const severity = numberAt(one, "severity");
  if (severity !== undefined && !(Number.isInteger(severity) && severity >= 0 && severity <= 4)) {
    yield `${where}.severity ${severity} is not valid, it must be an integer between 0 and 4.`;
  }
  yield* tooManyActionGroups(groupsOf(one));
}
