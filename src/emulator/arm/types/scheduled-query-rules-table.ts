/** What each api-version of log alert rules knows (published types of Microsoft.Insights/scheduledQueryRules). */
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
  word,
  type Availability,
} from "../property-table.ts";
import { identity, systemData } from "./envelope.ts";

// `identity` and `resolveConfiguration` came with 2022-08-01-preview, `actionProperties` with 2023-03-15-preview.
const since2022: Availability = { since: "2022-08-01-preview" };
const since2023: Availability = { since: "2023-03-15-preview" };
const since2025: Availability = { since: "2025-01-01-preview" };

const criterion = closed({
  criterionType: optional(word("StaticThresholdCriterion", "DynamicThresholdCriterion"), since2025),
  query: optional(text),
  timeAggregation: optional(word("Count", "Average", "Minimum", "Maximum", "Total")),
  metricMeasureColumn: optional(text),
  dimensions: optional(
    setOf(
      closed({
        name: required(text),
        operator: required(word("Include", "Exclude")),
        values: required(setOf(text)),
      }),
    ),
  ),
  resourceIdColumn: optional(text),
  operator: optional(text),
  threshold: optional(number),
  alertSensitivity: optional(text, since2025),
  ignoreDataBefore: optional(text, since2025),
  failingPeriods: optional(
    closed({ numberOfEvaluationPeriods: optional(number), minFailingPeriodsToAlert: optional(number) }),
  ),
  metricName: optional(text),
  minRecurrenceCount: optional(number, since2025),
});

/** The whole body of a log alert rule. Criteria have no names, so their order is all a client knows them by. */
export const scheduledQueryRuleShape = closed({
  id: serverOwned(armId),
  name: serverOwned(text),
  type: serverOwned(text),
  location: required(location),
  tags: optional(mapOfText),
  kind: optional(word("LogAlert", "SimpleLogAlert", "LogToMetric")),
  identity: optional(identity("SystemAssigned", "UserAssigned", "None"), since2022),
  systemData: serverOwned(systemData),
  properties: required(
    closed({
      createdWithApiVersion: serverOwned(text),
      isLegacyLogAnalyticsRule: serverOwned(boolean),
      displayName: optional(text),
      description: optional(text),
      severity: optional(number),
      enabled: optional(boolean),
      evaluationFrequency: optional(duration),
      scopes: optional(setOf(armId)),
      targetResourceTypes: optional(setOf(text)),
      windowSize: optional(duration),
      overrideQueryTimeRange: optional(duration),
      criteria: optional(closed({ allOf: optional(listOf(criterion)) })),
      autoMitigate: optional(boolean),
      resolveConfiguration: optional(
        closed({ autoResolved: optional(boolean), timeToResolve: optional(duration) }),
        since2022,
      ),
      muteActionsDuration: optional(duration),
      actions: optional(
        closed({
          actionGroups: optional(setOf(armId)),
          customProperties: optional(mapOfText),
          actionProperties: optional(mapOfText, since2023),
        }),
      ),
      isWorkspaceAlertsStorageConfigured: serverOwned(boolean),
      checkWorkspaceAlertsStorageConfigured: optional(boolean),
      skipQueryValidation: optional(boolean),
    }),
  ),
});
