import { fingerprint } from "../../core/settings/compare.ts";
import { isList, isObject, type Json, type JsonObject } from "../../core/json.ts";
import { defineKind, envelopeIn, envelopeOut, type Surroundings } from "../../core/kind.ts";
import type { AlertFacts } from "../../core/processing.ts";
import { actionGroupForm } from "../action-groups.ts";
import { checkActivityLogAlert } from "./check.ts";
import { conditionForm } from "./condition.ts";
import { type ActivityLogAlert, part, type Part, schema } from "./schema.ts";

/** The kind `ActivityLogAlert`: events of the activity log, Service Health and Resource Health among them. */
export const activityLogAlert = defineKind<ActivityLogAlert>({
  name: "ActivityLogAlert",
  armType: "Microsoft.Insights/activityLogAlerts",
  // Names follow the general rule: api-versions since 2023 publish a narrower one, but older names with blanks live on.
  // https://github.com/Azure/azure-powershell/issues/10284
  doubtfulNames: {
    pattern: String.raw`[^-\w.()]`,
    because:
      "Azure documents letters, digits, `-`, `_`, `.`, `(` and `)` for activity log alerts, and may refuse others",
  },
  apiVersions: ["2026-01-01", "2023-01-01-preview", "2020-10-01"],
  // https://learn.microsoft.com/azure/azure-monitor/service-limits#alerts
  mostPerSubscription: 100,
  schema,
  shortForms: { condition: conditionForm, "actionGroups/*": actionGroupForm },
  derive,
  check: checkActivityLogAlert,
  align,
  toArm,
  fromArm,
  alertFacts,
});

/** The events of the subscription, unless the rule says whose; a rule of the tenant has no scopes. */
function derive(spec: JsonObject, { subscription }: Surroundings): JsonObject {
  if (spec["scopes"] !== undefined || spec["tenantScope"] !== undefined) return spec;
  return { ...spec, scopes: [`/subscriptions/${subscription}`] };
}

function toArm({ actionGroups = [], ...rest }: ActivityLogAlert): JsonObject {
  const { properties, ...top } = envelopeOut(rest);
  const groups = actionGroups.map(({ name, ...extras }) => ({ actionGroupId: name, ...extras }));
  // Azure answers 400 to `actions: {}` (https://github.com/Azure/azure-cli/issues/28658), so the empty list is said.
  return { ...top, properties: { ...(isObject(properties) ? properties : {}), actions: { actionGroups: groups } } };
}

function fromArm(body: JsonObject): JsonObject {
  const { actions, ...rest } = envelopeIn(body);
  const groups = isObject(actions) ? actions["actionGroups"] : undefined;
  return isList(groups) ? { ...rest, actionGroups: groups.map(reference) } : rest;
}

function reference(group: Json): Json {
  if (!isObject(group)) return group;
  const { actionGroupId = null, ...extras } = group;
  return { name: actionGroupId, ...extras };
}

/** An `anyOf` of one and its only element are one wish; Azure's portal and Terraform write the former. */
function align(desired: ActivityLogAlert, live: ActivityLogAlert): ActivityLogAlert {
  const there = new Set(live.condition?.allOf?.map(spelling));
  const allOf = desired.condition.allOf.map((wanted) => {
    const other = otherForm(wanted);
    return other !== undefined && !there.has(spelling(wanted)) && there.has(spelling(other)) ? other : wanted;
  });
  return { ...desired, condition: { ...desired.condition, allOf } };
}

function otherForm(wanted: Part): Part | undefined {
  const { anyOf } = wanted;
  if (anyOf === undefined)
    return wanted.field === undefined ? undefined : { anyOf: [{ ...wanted, field: wanted.field }] };
  return anyOf.length === 1 ? anyOf[0] : undefined;
}

function spelling(wanted: Part): string {
  // Sound because settings are JSON.
  return fingerprint(part, wanted as JsonObject);
}

/** "Alert processing rules don't affect Azure Service Health alerts": their documentation. Signal and severity are Azure's. */
function alertFacts(alert: ActivityLogAlert): AlertFacts {
  // Sound because settings are JSON; what is live may be in any state.
  const { scopes, condition } = alert as JsonObject;
  const allOf = isObject(condition) && isList(condition["allOf"]) ? condition["allOf"] : [];
  if (allOf.some(isServiceHealth)) return { unprocessed: true };
  const known = { named: true, described: true } as const;
  return isList(scopes) ? { ...known, targets: scopes.filter((scope) => typeof scope === "string") } : known;
}

function isServiceHealth(part: Json): boolean {
  if (!isObject(part)) return false;
  const { field, equals, containsAny, anyOf } = part;
  const isCategory = typeof field === "string" && field.toLowerCase() === "category";
  if (isList(anyOf)) return anyOf.length > 0 && anyOf.every(isServiceHealth);
  const values = isList(containsAny) ? containsAny : [equals];
  const isOfIt = (value: Json | undefined): boolean =>
    typeof value === "string" && value.toLowerCase() === "servicehealth";
  return isCategory && values.length > 0 && values.every(isOfIt);
}
