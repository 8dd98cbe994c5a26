import { minutes } from "../durations.ts";
import {
  at,
  compact,
  isObject,
  listAt,
  numberAt,
  textAt,
  withProperties,
  type Json,
  type JsonObject,
} from "../json.ts";
import { foldLocation, regions } from "../regions.ts";
import type { ResourceType, Situation } from "../resource-type.ts";
import {
  badFailingPeriods,
  badName,
  badSeverity,
  longDescription,
  outsideLengths,
  tooManyActionGroups,
} from "./alert-rule-checks.ts";
import { completeIdentity, idAsAsked, nameInAddress, patchAll } from "./envelope.ts";
import { metricAlertShape } from "./metric-alerts-table.ts";

const single = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria";
const multiple = "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria";
const webtest = "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria";
const promql = "Microsoft.Azure.Monitor.PromQLCriteria";

/** Microsoft.Insights/metricAlerts. */
export const metricAlerts: ResourceType = {
  namespace: "Microsoft.Insights",
  name: "metricAlerts",
  apiVersions: ["2018-03-01", "2024-03-01-preview", "2026-01-01"],
  unserved: {},
  locations: ["global", ...regions],
  shape: metricAlertShape,
  errors: "flat-with-activity",
  // Azure answers 200 to a metric alert's creation, never 201, and its SDKs refuse anything else.
  statusOfCreate: 200,
  spelledWhenMissing: "Microsoft.Insights/metricAlerts",
  spelledInAnswers: "Microsoft.Insights/metricAlerts",
  // The highest count left that was ever told is 299; its window is not documented, a minute is our guess.
  limits: { write: { calls: 300, seconds: 60, told: "resource-requests", since: "2020-01-01" } },
  idOf: (place) => idAsAsked({ ...place, name: nameInAddress(place.name) }),
  complaints,
  complete,
  patched: patchAll,
  actionGroupIds,
  inOldDress,
  onDay,
};

function actionGroupIds(body: JsonObject): readonly string[] {
  return listAt(body, "properties", "actions").flatMap((action) => textAt(action, "actionGroupId") ?? []);
}

function complete(body: JsonObject, situation: Situation): JsonObject {
  const region = textAt(body, "properties", "targetResourceRegion");
  const changed = withProperties(body, {
    ...(region === undefined ? {} : { targetResourceRegion: foldLocation(region) }),
    actions: at(body, "properties", "actions") ?? [],
    ...(situation.day < noEmptyDimensions
      ? {}
      : { criteria: withoutEmptyDimensions(at(body, "properties", "criteria")) }),
  });
  return compact({
    ...changed,
    identity: completeIdentity(at(body, "identity"), situation),
  });
}

const noEmptyDimensions = "2020-11-16";

// Since then the service no longer answers `dimensions: []` (log alerts still do).
function withoutEmptyDimensions(criteria: Json | undefined): Json | undefined {
  if (!isObject(criteria) || at(criteria, "allOf") === undefined) return criteria;
  const allOf = listAt(criteria, "allOf").map((criterion) => {
    if (!isObject(criterion) || at(criterion, "dimensions") === undefined) return criterion;
    return listAt(criterion, "dimensions").length === 0 ? compact({ ...criterion, dimensions: undefined }) : criterion;
  });
  return { ...criteria, allOf };
}

function* complaints(body: JsonObject, situation: Situation): Iterable<string> {
  const { name, resourceGroup } = situation.place;
  yield* badName(name, /[*#&+:<>?@%{}\\/\p{Cc}]/u);
  if (name.length + resourceGroup.length > 252) {
    yield `The names of resource group and alert rule have ${name.length + resourceGroup.length} characters together, at most 252 are allowed.`;
  }
  yield* badSeverity(body);
  yield* longDescription(body, 2048);
  yield* badScopes(body);
  yield* badTimes(body);
  yield* badCriteria(body);
  yield* tooManyActionGroups(actionGroupIds(body));
  yield* changedCriteriaType(body, situation.existing);
}

function criteriaType(body: JsonObject | undefined): string | undefined {
  return textAt(body, "properties", "criteria", "odata.type");
}

// terraform-provider-azurerm#7910, #7995
function* changedCriteriaType(body: JsonObject, existing: JsonObject | undefined): Iterable<string> {
  const before = criteriaType(existing);
  const after = criteriaType(body);
  if (before === undefined || before === after) return;
  const said = (type: string | undefined, owner: JsonObject | undefined): string =>
    `${hasDynamic(owner) ? "DynamicThresholdCriteria" : "StaticThresholdCriteria"} and odata.type ${type?.split(".").at(-1)}`;
  yield `Alert update failed. Updating from ${said(before, existing)} to ${said(after, body)} is not supported.`;
}

function hasDynamic(body: JsonObject | undefined): boolean {
  const criteria = listAt(body, "properties", "criteria", "allOf");
  return criteria.some((criterion) => at(criterion, "criterionType") === "DynamicThresholdCriterion");
}

function* badScopes(body: JsonObject): Iterable<string> {
  const type = criteriaType(body);
  const scopes = listAt(body, "properties", "scopes").map(String);
  if (scopes.length === 0) yield "Scopes property is invalid. It must name at least one resource.";
  if (type === single && scopes.length > 1) {
    // terraform-provider-azurerm#21589, recorded 2023
    yield `Scopes property is invalid. Only single resource is allowed for criteria type SingleResourceMultipleMetricCriteria. If you want to create an alert on multiple resources, use MultipleResourceMultipleMetricCriteria odata.type.`;
  }
  if (type === promql && scopes.length > 1)
    yield "Scopes property is invalid. A query-based rule has exactly one scope.";
  const wide = scopes.length > 1 || scopes.some((scope) => !/\/providers\//i.test(scope));
  if (type === multiple && wide) {
    if (at(body, "properties", "targetResourceType") === undefined) yield needed("targetResourceType");
    if (at(body, "properties", "targetResourceRegion") === undefined) yield needed("targetResourceRegion");
    const target = textAt(body, "properties", "targetResourceType") ?? "";
    if (oneByOne.has(target.toLowerCase())) {
      yield `Alerts are currently not supported with multi resource level for ${target}.`;
    }
  }
  // A web test and its component go together in web test criteria only (learn-to-cloud-app#612).
  if (type !== webtest && new Set(scopes.map(typeOf)).size > 1) {
    yield "You can't define a scope that is different from the selected target resource type.";
  }
}

// Refused so in 2021; of the other types that are not on the list of those watched together (alerts-types.md) there is
// no recording, so they are taken.
const oneByOne = new Set(["microsoft.network/publicipaddresses", "microsoft.storage/storageaccounts"]);

function needed(property: string): string {
  return `${property} is required when the scope is a subscription, a resource group or several resources.`;
}

function typeOf(scope: string): string {
  return /\/providers\/([^/]+\/[^/]+)/.exec(scope.toLowerCase())?.[1] ?? "";
}

function* badTimes(body: JsonObject): Iterable<string> {
  yield* outsideLengths(body, "evaluationFrequency", ["PT1M", "PT5M", "PT15M", "PT30M", "PT1H"]);
  const window = textAt(body, "properties", "windowSize");
  const frequency = textAt(body, "properties", "evaluationFrequency");
  if (criteriaType(body) === promql) return;
  if (window === undefined) yield "Required property 'windowSize' not found in JSON. Path 'properties'.";
  const dynamic = ["PT5M", "PT15M", "PT30M", "PT1H"];
  const fixed = ["PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT6H", "PT12H", "P1D"];
  yield* outsideLengths(body, "windowSize", hasDynamic(body) ? dynamic : fixed);
  if ((minutes(window) ?? 0) < (minutes(frequency) ?? 0)) {
    yield `The window size ${window} is smaller than the evaluation frequency ${frequency}.`;
  }
}

function* badCriteria(body: JsonObject): Iterable<string> {
  const type = criteriaType(body);
  if (type === webtest) {
    const failed = numberAt(body, "properties", "criteria", "failedLocationCount") ?? 0;
    if (!(failed >= 1)) yield `failedLocationCount ${failed} is not valid, it must be at least 1.`;
    return;
  }
  const allOf = listAt(body, "properties", "criteria", "allOf").filter(isObject);
  if (allOf.length === 0) yield "The criteria must have at least one condition.";
  if (allOf.length > 5) yield `The criteria have ${allOf.length} conditions, at most 5 are allowed.`;
  if (allOf.length > 1 && hasDynamic(body)) {
    yield "You can't use dynamic thresholds in alert rules that monitor multiple conditions.";
  }
  if (allOf.length > 1 && listAt(body, "properties", "scopes").length > 1) {
    yield "Only a single condition is allowed in an alert rule that monitors multiple resources.";
  }
  const names = allOf.map((criterion) => textAt(criterion, "name"));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) yield `The criterion name '${twice}' is not unique.`;
  for (const criterion of allOf) yield* badFailingPeriods(criterion, Infinity);
  if (type === promql && at(body, "identity") === undefined) {
    yield "An identity is required for a rule with PromQLCriteria.";
  }
}

function targetOf(body: JsonObject): string | undefined {
  const scope = textAt({ scope: listAt(body, "properties", "scopes")[0] }, "scope") ?? "";
  return /\/providers\/([^/]+\/[^/]+)/i.exec(scope)?.[1];
}

// The service answered what it had worked out for itself: templateType until 2020-11-11, metricNamespace and, from
// 2019-05-09, targetResourceType until 2021-02-09; and before 2019-10 no criterionType, which no client sent either.
function onDay(body: JsonObject, { day }: { readonly day: string }): JsonObject {
  const target = targetOf(body)?.toLowerCase();
  const criteria = at(body, "properties", "criteria");
  const allOf = listAt(criteria, "allOf").map((criterion): Json => {
    if (!isObject(criterion)) return criterion;
    const named: JsonObject =
      day < "2021-02-22" ? { ...compact({ metricNamespace: target }), ...criterion } : criterion;
    const isStatic = named["criterionType"] === "StaticThresholdCriterion";
    return day < "2019-10-01" && isStatic ? compact({ ...named, criterionType: undefined }) : named;
  });
  const dynamic = hasDynamic(body);
  return withProperties(body, {
    ...(day < "2020-11-16" ? { templateType: dynamic ? 13 : 8 } : {}),
    ...(day < "2020-11-16" && dynamic ? { templateSpecificParameters } : {}),
    ...(day >= "2019-05-09" && day < "2021-02-22"
      ? { targetResourceType: at(body, "properties", "targetResourceType") ?? target }
      : {}),
    ...(isObject(criteria) && allOf.length > 0 ? { criteria: { ...criteria, allOf } } : {}),
  });
}

const templateSpecificParameters = { direction: "GreaterThan", sensitivity: "Medium" };

// All at once, whatever the day.
function inOldDress(body: JsonObject): JsonObject {
  const target = targetOf(body);
  const criteria = at(body, "properties", "criteria");
  const allOf = listAt(criteria, "allOf").map((criterion) =>
    isObject(criterion)
      ? { ...compact({ metricNamespace: target }), dimensions: [], ...criterion, monitorTemplateType: 8 }
      : criterion,
  );
  return withProperties(body, {
    templateType: hasDynamic(body) ? 13 : 8,
    ...(hasDynamic(body) ? { templateSpecificParameters } : {}),
    targetResourceType: at(body, "properties", "targetResourceType") ?? target,
    ...(isObject(criteria) && allOf.length > 0 ? { criteria: { ...criteria, allOf } } : {}),
  });
}
