import { minutes } from "../durations.ts";
import { at, compact, isObject, listAt, numberAt, textAt, withProperties, type JsonObject } from "../json.ts";
import { regions } from "../regions.ts";
import type { Place, ProviderLimit, ResourceType, Situation } from "../resource-type.ts";
import {
  badFailingPeriods,
  badName,
  badSeverity,
  longDescription,
  outsideLengths,
  tooManyActionGroups,
} from "./alert-rule-checks.ts";
import { completeIdentity, patchAll } from "./envelope.ts";
import { scheduledQueryRuleShape } from "./scheduled-query-rules-table.ts";

// Recorded 2024: 30 writes a minute (15 until 2023); 50 reads a minute were told until 2023.
const write: ProviderLimit = { calls: 30, seconds: 60, told: "x-rate-limit" };
const read: ProviderLimit = { calls: 50, seconds: 60, told: "x-rate-limit" };

const hours = ["PT1H", "PT2H", "PT3H", "PT4H", "PT5H", "PT6H", "P1D"];
const frequencies = ["PT1M", "PT5M", "PT10M", "PT15M", "PT30M", "PT45M", ...hours];
const windows = [...frequencies, "P2D"];
const mutes = [...frequencies.slice(1), "P2D"];
const overrides = [...mutes, "PT20M"];

/** Microsoft.Insights/scheduledQueryRules, all its kinds. */
export const scheduledQueryRules: ResourceType = {
  namespace: "Microsoft.Insights",
  name: "scheduledQueryRules",
  apiVersions: ["2021-08-01", "2022-06-15", "2023-12-01", "2025-01-01-preview", "2026-03-01"],
  unserved: {
    "2018-04-16":
      "the emulator does not serve scheduledQueryRules with api-version 2018-04-16, whose body has another shape; use 2021-08-01 or later",
  },
  locations: regions,
  shape: scheduledQueryRuleShape,
  errors: "flat-with-activity",
  statusOfCreate: 201,
  spelledWhenMissing: "Microsoft.Insights/scheduledqueryrules",
  spelledInAnswers: "Microsoft.Insights/scheduledQueryRules",
  limits: { write, read },
  idOf: lowerCaseId,
  complaints,
  complete,
  patched: patchAll,
  actionGroupIds,
  inOldDress,
  onDay,
};

// Asked as Microsoft.Insights/scheduledQueryRules, answered in lower case: every recording since 2020.
function lowerCaseId(place: Place): string {
  return `/subscriptions/${place.subscription}/resourceGroups/${place.resourceGroup}/providers/microsoft.insights/scheduledqueryrules/${place.name}`;
}

function actionGroupIds(body: JsonObject): readonly string[] {
  return listAt(body, "properties", "actions", "actionGroups").flatMap((id) => (typeof id === "string" ? [id] : []));
}

function complete(body: JsonObject, situation: Situation): JsonObject {
  const created = textAt(situation.existing, "properties", "createdWithApiVersion");
  const actions = at(body, "properties", "actions");
  const changed = withProperties(body, {
    createdWithApiVersion: created ?? situation.version,
    enabled: at(body, "properties", "enabled") ?? true,
    // Actions that carry nothing are dropped; empty dimensions stay, unlike in metric alerts (recorded 2021 to 2024).
    actions: isObject(actions) && Object.values(actions).some(carriesSomething) ? actions : undefined,
  });
  return compact({
    ...changed,
    identity: completeIdentity(at(body, "identity"), situation),
  });
}

function carriesSomething(value: JsonObject[string]): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function* complaints(body: JsonObject, situation: Situation): Iterable<string> {
  yield* badName(situation.place.name, /[#<>%&:?/{}*\\\p{Cc}]/u);
  const identity = textAt(body, "identity", "type");
  if (situation.place.name.includes(";") && identity !== undefined && identity !== "None") {
    yield `The name '${situation.place.name}' must not have a semicolon when the rule uses an identity.`;
  }
  yield* changedWhatCannot(body, situation.existing);
  if (listAt(body, "properties", "scopes").length !== 1) {
    yield "Scopes list should contain exactly 1 resource Id."; // azure-dev-docs#1131
  }
  yield* badSeverity(body);
  yield* longDescription(body, 4096);
  if (JSON.stringify(body["properties"]).length > 64 * 1024) yield "The properties of the rule exceed 64 KB.";
  yield* tooManyActionGroups(actionGroupIds(body));
  yield* badResolution(body);
  const kind = textAt(body, "kind") ?? "LogAlert";
  if (kind === "LogAlert") {
    for (const name of ["severity", "evaluationFrequency", "windowSize"]) {
      if (at(body, "properties", name) === undefined) {
        yield `Required property '${name}' not found in JSON. Path 'properties'.`;
      }
    }
  }
  yield* badTimes(body);
  const allOf = listAt(body, "properties", "criteria", "allOf").filter(isObject);
  if (allOf.length === 0) yield "The criteria must have at least one condition.";
  for (const criterion of allOf) yield* badCriterion(criterion, kind);
}

function* changedWhatCannot(body: JsonObject, existing: JsonObject | undefined): Iterable<string> {
  if (existing === undefined) return;
  const [before, after] = [existing, body].map((one) =>
    textAt({ scope: listAt(one, "properties", "scopes")[0] }, "scope"),
  );
  // terraform-provider-azurerm#24304, azure-docs#108608
  if (before?.toLowerCase() !== after?.toLowerCase()) yield "Scope can not be updated.";
  const [kindBefore, kindAfter] = [existing, body].map((one) => textAt(one, "kind") ?? "LogAlert");
  if (kindBefore !== kindAfter) yield `Kind can not be updated from ${kindBefore} to ${kindAfter}.`;
}

function* badResolution(body: JsonObject): Iterable<string> {
  const autoMitigate = at(body, "properties", "autoMitigate");
  const resolve = at(body, "properties", "resolveConfiguration");
  const mute = at(body, "properties", "muteActionsDuration");
  // azure-powershell#22583; left out, autoMitigate means true, so it must be said.
  if (mute !== undefined && autoMitigate !== false && resolve === undefined) {
    yield "Auto mitigation must be disabled when action suppression is set.";
  }
  if (resolve !== undefined && autoMitigate !== undefined) {
    yield "ResolveConfiguration can't be used together with AutoMitigate.";
  }
}

function* badTimes(body: JsonObject): Iterable<string> {
  yield* outsideLengths(body, "evaluationFrequency", frequencies);
  yield* outsideLengths(body, "windowSize", windows);
  yield* outsideLengths(body, "muteActionsDuration", mutes);
  yield* outsideLengths(body, "overrideQueryTimeRange", overrides);
  const length = (name: string): number | undefined => minutes(textAt(body, "properties", name));
  const [frequency, window] = [length("evaluationFrequency"), length("windowSize")];
  const [mute, override] = [length("muteActionsDuration"), length("overrideQueryTimeRange")];
  if (frequency === undefined || window === undefined) return;
  const criteria = listAt(body, "properties", "criteria", "allOf");
  const periods = Math.max(
    1,
    ...criteria.map((one) => numberAt(one, "failingPeriods", "numberOfEvaluationPeriods") ?? 1),
  );
  if (window === 1 && frequency !== 1) yield "A window of one minute needs a frequency of one minute.";
  if (frequency === 1 && window > 360) yield "With a frequency of one minute the window is at most 6 hours.";
  if (frequency > window * periods) {
    yield `The evaluation frequency of ${frequency} minutes is longer than the ${window * periods} minutes evaluated.`;
  }
  if (window * periods > 2880) yield `The ${window * periods} minutes evaluated are more than 48 hours.`;
  if (mute !== undefined && mute < frequency) yield "The mute duration is shorter than the evaluation frequency.";
  if (override !== undefined && override < window * periods) {
    yield "The query time range is shorter than window size times number of evaluation periods.";
  }
}

function* badCriterion(criterion: JsonObject, kind: string): Iterable<string> {
  // A metric made of logs needs no query: Azure knows how to make the metrics it names.
  if (kind !== "LogToMetric" && at(criterion, "query") === undefined)
    yield "Required property 'query' not found in JSON. Path 'criteria'.";
  const operator = textAt(criterion, "operator");
  const known = ["Equal", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual", "GreaterOrLessThan"];
  // The schema says Equals, the service wants Equal (azure-rest-api-specs#21794, #22029).
  if (operator !== undefined && !known.some((one) => one.toLowerCase() === operator.toLowerCase())) {
    yield `Operator ${operator} is not supported. Supported values are: ${known.join(", ")}.`;
  }
  if (listAt(criterion, "dimensions").length > 6) yield "A rule has at most 6 dimensions.";
  yield* badFailingPeriods(criterion, 6);
  if (kind !== "LogAlert") return;
  const aggregation = textAt(criterion, "timeAggregation");
  const measure = at(criterion, "metricMeasureColumn");
  for (const name of ["timeAggregation", "operator"]) {
    if (at(criterion, name) === undefined) yield `Required property '${name}' not found in JSON. Path 'criteria'.`;
  }
  const dynamic = at(criterion, "criterionType") === "DynamicThresholdCriterion";
  if (!dynamic && at(criterion, "threshold") === undefined) {
    yield "Required property 'threshold' not found in JSON. Path 'criteria'.";
  }
  if (aggregation === "Count" && measure !== undefined) yield "metricMeasureColumn must not be set with Count.";
  if (aggregation !== undefined && aggregation !== "Count" && measure === undefined) {
    yield `metricMeasureColumn is required with ${aggregation}.`;
  }
}

// systemData came between 2021-05-31 and 2021-08-13, createdWithApiVersion between 2023-03-28 and 2023-08-22, the
// capitals of the type between 2023-08-22 and 2024-04-11.
function onDay(body: JsonObject, { day }: { readonly day: string }): JsonObject {
  const told = day < "2023-08-22" ? withProperties(body, { createdWithApiVersion: undefined }) : body;
  const { systemData, type, ...rest } = told;
  const spelled = day < "2024-04-11" ? "microsoft.insights/scheduledqueryrules" : type;
  return compact({ ...rest, type: spelled, systemData: day < "2021-08-13" ? undefined : systemData });
}

// Until 2023: type in lower case, and nobody told with which version a rule was made.
function inOldDress(body: JsonObject): JsonObject {
  return {
    ...withProperties(body, { createdWithApiVersion: undefined }),
    type: "microsoft.insights/scheduledqueryrules",
  };
}
