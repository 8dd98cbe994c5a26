import { isList, isObject, type Json, type JsonObject } from "../../core/json.ts";
import { defineKind, type ShortForm, type Surroundings } from "../../core/kind.ts";
import type { AlertFacts } from "../../core/processing.ts";
import { factsOf, factsWithoutTarget } from "../alert-facts.ts";
import { actionGroupForm } from "../action-groups.ts";
import { logCondition } from "../condition/log-condition.ts";
import { identityCautions, identityForm, identityHandwork } from "../identity.ts";
import * as arm from "./arm.ts";
import { checkLogAlert } from "./check.ts";
import { type LogAlert, schema } from "./schema.ts";

/** The kind `LogAlert`: a query over logs and a condition on its result. */
export const logAlert = defineKind<LogAlert>({
  name: "LogAlert",
  armType: arm.armType,
  claims: arm.claimedBy("LogAlert"),
  unclaimed: arm.unclaimed,
  apiVersions: arm.apiVersions,
  names: arm.names,
  switchedOffBy: arm.switchedOffBy,
  needsOn: arm.needsOn,
  // https://learn.microsoft.com/azure/azure-monitor/service-limits#alerts
  mostPerSubscription: 5000,
  schema,
  shortForms: { identity: identityForm, "criteria/*": criterionForm(logCondition), "actionGroups/*": actionGroupForm },
  derive,
  check: checkLogAlert,
  align: arm.alignRule,
  toArm: (alert) => arm.alertToArm("LogAlert", alert),
  fromArm: arm.ruleFromArm,
  alertFacts,
  handwork: (alert, live) => identityHandwork(alert.identity, live?.identity),
  cautions: (alert) => identityCautions(alert.identity),
  owned: [
    ...arm.owned,
    // Not Azure's; but what `ruleFromArm` reads away of them must not come back as something we have no word for.
    ["properties", "autoMitigate"],
    ["properties", "muteActionsDuration"],
    ["properties", "criteria", "allOf", "*", "criterionType"],
  ],
});

/** One window of one is what Azure does unless told, so no condition says it. */
function criterionForm(form: ShortForm): ShortForm {
  return { ...form, print: (value) => form.print(withoutUsualPeriods(value)) };
}

function withoutUsualPeriods(criterion: Json): Json {
  if (!isObject(criterion) || criterion["form"] === "dynamic") return criterion;
  const { failingPeriods: periods, ...rest } = criterion;
  const usual =
    isObject(periods) &&
    Object.keys(periods).length === 2 &&
    periods["numberOfEvaluationPeriods"] === 1 &&
    periods["minFailingPeriodsToAlert"] === 1;
  return usual ? rest : criterion;
}

function derive(spec: JsonObject, surroundings: Surroundings): JsonObject {
  const { criteria } = spec;
  const tagged = isList(criteria) ? { ...spec, criteria: criteria.map(tag) } : spec;
  return arm.deriveResolution(arm.deriveRule(tagged, surroundings));
}

function tag(criterion: Json): Json {
  return isObject(criterion) ? { form: arm.formOf(criterion), ...arm.withOperator(criterion) } : criterion;
}

/** With `resourceIdColumn` the alerts fire on the resources that the rows name. */
function alertFacts(alert: LogAlert): AlertFacts {
  // Sound because settings are JSON.
  const { resourceIdColumn, criteria } = alert as JsonObject;
  const columns = isList(criteria) ? criteria.map((one) => (isObject(one) ? one["resourceIdColumn"] : undefined)) : [];
  return [resourceIdColumn, ...columns].some((column) => column !== undefined)
    ? factsWithoutTarget(alert, "Log")
    : factsOf(alert, "Log");
}
