import { isList, isObject, type Json, type JsonObject } from "../../core/json.ts";
import { identityFromArm, identityToArm } from "../identity.ts";
import { familyOf, unlessFalse } from "./forms.ts";
import type { MetricAlert } from "./schema.ts";

/*
 * Long form ↔ ARM body. In Azure `criteria` is one object whose `odata.type` says how to read it; `failingPeriods.for`
 * of a PromQL rule is in it. Both directions move and rename; what they do not know stays where it is.
 */

/** What our words for the criteria of a rule are in Azure. */
const odataTypes: ReadonlyMap<Json, string> = new Map([
  ["single", "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria"],
  ["multiple", "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria"],
  ["webtest", "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria"],
  ["promql", "Microsoft.Azure.Monitor.PromQLCriteria"],
]);

const criterionTypes: ReadonlyMap<Json, string> = new Map([
  ["static", "StaticThresholdCriterion"],
  ["dynamic", "DynamicThresholdCriterion"],
  ["promql", "StaticThresholdCriterion"],
  ["promqlDynamic", "DynamicThresholdCriterion"],
]);

/** The ARM body of a metric alert. */
export function toArm(settings: MetricAlert): JsonObject {
  // Sound because settings are JSON; live ones may hold less and other things than the type says.
  const json = settings as unknown as JsonObject;
  const { location, identity, criteria, criteriaType, for: lasting, actionGroups, ...properties } = json;
  const object = criteriaToArm(criteria, criteriaType, lasting);
  return {
    ...member("location", location),
    ...member("identity", identityToArm(identity)),
    properties: {
      ...properties,
      ...member("criteria", object),
      ...member(
        "actions",
        mapObjects(actionGroups ?? [], (group) =>
          rename(group, ["name", "actionGroupId"], ["webhookProperties", "webHookProperties"]),
        ),
      ),
    },
  };
}

function criteriaToArm(
  criteria: Json | undefined,
  criteriaType: Json | undefined,
  lasting: Json | undefined,
): Json | undefined {
  if (criteria === undefined && criteriaType === undefined && lasting === undefined) return undefined;
  const first = isList(criteria) ? criteria[0] : undefined;
  const family = familyOf(isObject(first) ? first["form"] : undefined);
  // New rules are always made for multiple resources: a rule that is not can never become one
  // (https://github.com/hashicorp/terraform-provider-azurerm/issues/21658).
  const type = criteriaType ?? (family === "metrics" ? "multiple" : family);
  const odataType = odataTypes.get(type);
  if (odataType === undefined) return first;
  const failingPeriods = lasting === undefined ? {} : { failingPeriods: { for: lasting } };
  if (type === "webtest") {
    const { form: _form, name: _name, ...test } = isObject(first) ? first : {};
    return { "odata.type": odataType, ...failingPeriods, ...test };
  }
  return { "odata.type": odataType, ...failingPeriods, ...member("allOf", mapObjects(criteria, criterionToArm)) };
}

function criterionToArm(criterion: JsonObject): JsonObject {
  const { form, ...rest } = criterion;
  const type = criterionTypes.get(form ?? null);
  return type === undefined ? rest : { criterionType: type, ...rest };
}

/** The long form of a metric alert from a body of any api-version. */
export function fromArm(body: JsonObject): JsonObject {
  const { location, identity, properties } = pick(body, ["location", "identity", "properties"]).found;
  const { found, rest } = pick(isObject(properties) ? properties : {}, ["criteria", "actions", "autoMitigate"]);
  const read = criteriaFromArm(found["criteria"]);
  return {
    ...rest,
    ...member("location", location),
    ...member("identity", identityFromArm(identity)),
    ...read,
    ...member("autoMitigate", autoMitigate(found["autoMitigate"], read["criteriaType"])),
    ...member(
      "actionGroups",
      mapObjects(found["actions"], (group) =>
        rename(group, ["actionGroupId", "name"], ["webHookProperties", "webhookProperties"]),
      ),
    ),
  };
}

/**
 * Azure does not answer the default of `autoMitigate` to who did not send it, and it is true (the description of
 * `autoMitigate` at https://learn.microsoft.com/rest/api/monitor/metric-alerts). PromQL has `resolveConfiguration`.
 */
function autoMitigate(stated: Json | undefined, criteriaType: Json | undefined): Json | undefined {
  if (stated !== undefined && stated !== null) return stated;
  return criteriaType === "single" || criteriaType === "multiple" || criteriaType === "webtest" ? true : undefined;
}

function criteriaFromArm(criteria: Json | undefined): JsonObject {
  if (!isObject(criteria)) return member("criteria", criteria);
  const { found, rest } = pick(criteria, ["odata.type", "allOf", "failingPeriods"]);
  const odataType = found["odata.type"];
  const type = criteriaTypeOf(odataType);
  // A sort of criteria from the future: it stays as it is, and its type is what we call it.
  if (type === undefined) return { criteriaType: odataType ?? "unknown", criteria: [criteria] };
  const periods = found["failingPeriods"];
  const lasting = isObject(periods) ? pick(periods, ["for"]).found["for"] : undefined;
  if (type === "webtest") {
    return { criteriaType: type, ...member("for", lasting), criteria: [{ form: "webtest", name: "Metric1", ...rest }] };
  }
  return {
    criteriaType: type,
    ...member("for", lasting),
    ...member(
      "criteria",
      mapObjects(found["allOf"], (criterion) => criterionFromArm(criterion, type)),
    ),
  };
}

function criteriaTypeOf(odataType: Json | undefined): Json | undefined {
  for (const [type, name] of odataTypes) if (sameWord(odataType, name)) return type;
  return undefined;
}

/** A criterion of a type nobody knows keeps all it has and gets no form: neighbours keep their places. */
function criterionFromArm(criterion: JsonObject, type: Json): JsonObject {
  const { found, rest } = pick(criterion, ["criterionType", "skipMetricValidation"]);
  // Rules made before 2019 answer criteria without their type; all were static.
  const criterionType = found["criterionType"] ?? "StaticThresholdCriterion";
  const dynamic = sameWord(criterionType, "DynamicThresholdCriterion");
  if (!dynamic && !sameWord(criterionType, "StaticThresholdCriterion")) return criterion;
  const form = type === "promql" ? (dynamic ? "promqlDynamic" : "promql") : dynamic ? "dynamic" : "static";
  return { form, ...rest, ...unlessFalse(found["skipMetricValidation"]) };
}

function sameWord(value: Json | undefined, word: string): boolean {
  return typeof value === "string" && value.toLowerCase() === word.toLowerCase();
}

/** Members by name without case, as Azure reads them, under the names asked for; and all others. */
function pick(object: JsonObject, names: readonly string[]): { readonly found: JsonObject; readonly rest: JsonObject } {
  const entries = Object.entries(object).map(([key, value]) => {
    const name = names.find((candidate) => candidate.toLowerCase() === key.toLowerCase());
    return { name, key, value };
  });
  const found = entries.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value] as const]));
  const rest = entries.flatMap(({ name, key, value }) => (name === undefined ? [[key, value] as const] : []));
  return { found: Object.fromEntries(found), rest: Object.fromEntries(rest) };
}

function rename(object: JsonObject, ...pairs: readonly (readonly [string, string])[]): JsonObject {
  const renamed = Object.entries(object).map(([key, value]) => {
    const pair = pairs.find(([from]) => from.toLowerCase() === key.toLowerCase());
    return [pair?.[1] ?? key, value] as const;
  });
  return Object.fromEntries(renamed);
}

function mapObjects(list: Json | undefined, change: (object: JsonObject) => JsonObject): Json | undefined {
  return isList(list) ? list.map((element) => (isObject(element) ? change(element) : element)) : list;
}

function member(name: string, value: Json | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}
