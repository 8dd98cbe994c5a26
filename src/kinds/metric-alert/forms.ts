import { isList, isObject, type Json, type JsonObject } from "../../core/json.ts";

/*
 * Which form a criterion has follows from what is in it, and what `criteria` are in Azure follows from the forms. No
 * author writes either.
 */

/** How a criterion fires, by what is in it: the tag that the schema's union goes by. */
function formOf(criterion: JsonObject): string {
  const says = (...names: readonly string[]): boolean => names.some((name) => criterion[name] !== undefined);
  if (says("webTestId", "componentId", "failedLocationCount")) return "webtest";
  if (says("query")) return says("alertSensitivity", "operator", "ignoreDataBefore") ? "promqlDynamic" : "promql";
  const outside = criterion["operator"] === "GreaterOrLessThan";
  return outside || says("alertSensitivity", "failingPeriods", "ignoreDataBefore") ? "dynamic" : "static";
}

/** A rule's sort of criteria: all of a rule's are one sort. `metrics` may be one of two `odata.type`s. */
export type Family = "metrics" | "promql" | "webtest";

/** The sort of criteria that a form belongs to. */
export function familyOf(form: Json | undefined): Family {
  if (form === "webtest") return "webtest";
  return form === "promql" || form === "promqlDynamic" ? "promql" : "metrics";
}

/** The criteria with their forms, in whatever shape they are. */
export function withForms(criteria: Json): Json {
  return isList(criteria)
    ? criteria.map((criterion) => (isObject(criterion) ? withForm(criterion) : criterion))
    : criteria;
}

function withForm(criterion: JsonObject): JsonObject {
  const form = formOf(criterion);
  const { skipMetricValidation, ...rest } = criterion;
  const named = form === "webtest" ? { name: "Metric1", ...rest } : rest;
  return { form, ...named, ...unlessFalse(skipMetricValidation) };
}

/**
 * `false` is what the absent property means, and clients such as Terraform write it; a rule that says neither is then
 * the same as theirs.
 */
export function unlessFalse(skipMetricValidation: Json | undefined): JsonObject {
  return skipMetricValidation === undefined || skipMetricValidation === false ? {} : { skipMetricValidation };
}
