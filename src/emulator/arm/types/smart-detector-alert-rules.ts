/**
 * Nobody has recorded how Azure answers for this type: what stands here is what Microsoft publishes of it
 * (SmartDetectorAlertRulesApi 2019-06-01 and 2021-04-01 with their examples in Azure/azure-rest-api-specs).
 */
import { minutes } from "../durations.ts";
import { at, isObject, listAt, textAt, withProperties, type Json, type JsonObject } from "../json.ts";
import {
  anything,
  armId,
  closed,
  duration,
  listOf,
  location,
  mapOf,
  mapOfText,
  number,
  optional,
  required,
  serverOwned,
  setOf,
  text,
  word,
} from "../property-table.ts";
import type { Place, ResourceType, Situation } from "../resource-type.ts";
import { badName, longDescription, tooManyActionGroups } from "./alert-rule-checks.ts";
import { patchAll } from "./envelope.ts";

const since2021 = { since: "2021-04-01" };

const shape = closed({
  id: serverOwned(armId),
  name: serverOwned(text),
  type: serverOwned(text),
  location: required(location),
  tags: optional(mapOfText),
  properties: required(
    closed({
      description: optional(text),
      state: required(word("Enabled", "Disabled")),
      severity: required(word("Sev0", "Sev1", "Sev2", "Sev3", "Sev4")),
      frequency: required(duration),
      detector: required(
        closed({
          id: required(text),
          // Published as objects by name; the definitions of parameters speak of texts, numbers and dates.
          parameters: optional(mapOf(anything)),
          name: serverOwned(text),
          description: serverOwned(text),
          supportedCadences: serverOwned(listOf(number), since2021),
          supportedResourceTypes: serverOwned(listOf(text)),
          imagePaths: serverOwned(listOf(text)),
          parameterDefinitions: serverOwned(listOf(text), since2021),
        }),
      ),
      scope: required(setOf(armId)),
      actionGroups: required(
        closed({
          customEmailSubject: optional(text),
          customWebhookPayload: optional(text),
          groupIds: required(setOf(armId)),
        }),
      ),
      throttling: optional(closed({ duration: optional(duration) })),
    }),
  ),
});

/** Microsoft.AlertsManagement/smartDetectorAlertRules. */
export const smartDetectorAlertRules: ResourceType = {
  namespace: "Microsoft.AlertsManagement",
  name: "smartDetectorAlertRules",
  apiVersions: ["2019-06-01", "2021-04-01"],
  unserved: {
    "2019-03-01":
      "the emulator does not serve smartDetectorAlertRules with api-version 2019-03-01, whose body has neither location nor tags; use 2019-06-01 or later",
  },
  locations: ["global"],
  shape,
  // SmartDetectorErrorResponse has its code and message in `error`.
  errors: "arm",
  statusOfCreate: 201,
  spelledWhenMissing: "microsoft.alertsmanagement/smartDetectorAlertRules",
  spelledInAnswers: "microsoft.alertsmanagement/smartdetectoralertrules",
  limits: {},
  idOf,
  complaints,
  complete,
  patched: patchAll,
  actionGroupIds,
  scopesIn,
  unexpanded,
  inOldDress,
};

// The examples write `microsoft.alertsManagement`; ids in lower case throughout were met as well
// (terraform-provider-azurerm#19513, #25559).
function idOf(place: Place): string {
  return `/subscriptions/${place.subscription}/resourcegroups/${place.resourceGroup}/providers/microsoft.alertsManagement/smartdetectoralertrules/${place.name}`;
}

function actionGroupIds(body: JsonObject): readonly string[] {
  return listAt(body, "properties", "actionGroups", "groupIds").filter((id) => typeof id === "string");
}

function scopesIn(body: JsonObject): readonly Json[] {
  return listAt(body, "properties", "scope");
}

function* complaints(body: JsonObject, { place }: Situation): Iterable<string> {
  yield* badName(place.name, /[<>%&?/\p{Cc}]/u);
  yield* longDescription(body, 2048);
  if (scopesIn(body).length === 0) yield "The scope must contain at least one resource.";
  yield* badMinutes(textAt(body, "properties", "frequency"), { name: "frequency", least: 1 });
  yield* badMinutes(textAt(body, "properties", "throttling", "duration"), { name: "throttling.duration", least: 0 });
  if (textAt(body, "properties", "detector", "id") === "") yield "The detector id must not be empty.";
  yield* tooManyActionGroups(actionGroupIds(body));
}

function* badMinutes(
  said: string | undefined,
  { name, least }: { readonly name: string; readonly least: number },
): Iterable<string> {
  if (said === undefined) return;
  const length = minutes(said);
  if (length === undefined || !Number.isInteger(length) || length < least) {
    yield `${name} ${said} is not valid, it must be at least ${least} minutes in whole minutes.`;
  }
}

interface Detector {
  readonly name: string;
  readonly cadence: number;
}

const everyDay = 1440;

const detectors: ReadonlyMap<string, Detector> = new Map([
  ["failureanomaliesdetector", { name: "Failure Anomalies", cadence: 1 }],
  ["requestperformancedegradationdetector", { name: "Response Latency Degradation", cadence: everyDay }],
  ["dependencyperformancedegradationdetector", { name: "Dependency Latency Degradation", cadence: everyDay }],
  ["exceptionvolumechangeddetector", { name: "Exception Anomalies", cadence: everyDay }],
  ["traceseveritydetector", { name: "Trace Severity Degradation", cadence: everyDay }],
  ["memoryleakdetector", { name: "Potential Memory Leak", cadence: everyDay }],
]);

// What the service knows of its detectors is told beside what was sent.
function complete(body: JsonObject): JsonObject {
  const sent = at(body, "properties", "detector");
  const id = textAt(body, "properties", "detector", "id") ?? "";
  const { name, cadence } = detectors.get(id.toLowerCase()) ?? { name: id, cadence: 1 };
  return {
    tags: {},
    ...withProperties(body, {
      detector: {
        ...(isObject(sent) ? sent : {}),
        name,
        description: `Detects ${name}.`,
        supportedCadences: [cadence],
        supportedResourceTypes: ["ApplicationInsights"],
        imagePaths: [`https://example.invalid/${encodeURIComponent(id)}.png`],
        parameterDefinitions: [],
      },
    }),
  };
}

function unexpanded(body: JsonObject): JsonObject {
  const detector = at(body, "properties", "detector");
  if (!isObject(detector)) return body;
  const kept = Object.entries(detector).filter(([name]) => !readOnly.has(name));
  return withProperties(body, { detector: Object.fromEntries(kept) });
}

const readOnly = new Set([
  "name",
  "description",
  "supportedCadences",
  "supportedResourceTypes",
  "imagePaths",
  "parameterDefinitions",
]);

// What is not there as null, and the groups as the published examples of answers have them where nothing stands beside.
function inOldDress(body: JsonObject): JsonObject {
  const groups = at(body, "properties", "actionGroups");
  const { customEmailSubject, customWebhookPayload } = isObject(groups) ? groups : {};
  const bare = customEmailSubject === undefined && customWebhookPayload === undefined;
  const old: Json = bare
    ? actionGroupIds(body).map((actionGroupId) => ({ actionGroupId }))
    : { customEmailSubject: null, customWebhookPayload: null, ...(isObject(groups) ? groups : {}) };
  return withProperties(body, {
    description: at(body, "properties", "description") ?? null,
    throttling: at(body, "properties", "throttling") ?? null,
    actionGroups: old,
  });
}
