/**
 * What each api-version of metric alerts knows (published types of Microsoft.Insights/metricAlerts). Criteria and the
 * things in them are open objects, everything else is closed.
 */
import {
  armId,
  boolean,
  closed,
  duration,
  location,
  mapOfText,
  number,
  open,
  optional,
  required,
  serverOwned,
  setOf,
  text,
  word,
  type ObjectShape,
  type Property,
  type Shape,
  type Availability,
} from "../property-table.ts";
import { identity, systemData } from "./envelope.ts";

const since2024: Availability = { since: "2024-03-01-preview" };

// The published enum knows Include and Exclude only; StartsWith works (terraform-provider-azurerm#12181).
const dimension = closed({
  name: required(text),
  operator: required(word("Include", "Exclude", "StartsWith")),
  values: required(setOf(text)),
});

const staticOperator = word("Equals", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual");
const dynamicOperator = word("GreaterThan", "LessThan", "GreaterOrLessThan");
const sensitivity = word("Low", "Medium", "High");

// Every criterion answers the properties of its own form first, then these: recorded 2023 and 2024.
function metric(operator: Shape): Readonly<Record<string, Property>> {
  return {
    name: required(text),
    metricNamespace: optional(text),
    metricName: required(text),
    dimensions: optional(setOf(dimension)),
    operator: required(operator),
    timeAggregation: required(word("Average", "Count", "Minimum", "Maximum", "Total")),
    skipMetricValidation: optional(boolean),
    criterionType: optional(text),
  };
}

const staticMetric = open({ threshold: required(number), ...metric(staticOperator) });

const dynamicMetric = open({
  alertSensitivity: required(sensitivity),
  failingPeriods: required(
    closed({ numberOfEvaluationPeriods: required(number), minFailingPeriodsToAlert: required(number) }),
  ),
  ignoreDataBefore: optional(text),
  ...metric(dynamicOperator),
});

const query = { name: required(text), query: required(text), criterionType: optional(text) };

const criterionByType = (members: { static: ObjectShape; dynamic: ObjectShape }): Shape => ({
  is: "union",
  tag: "criterionType",
  // Clients of 2019 left it out, and the service filled in the static one (recorded 2019).
  otherwise: "StaticThresholdCriterion",
  members: {
    StaticThresholdCriterion: { shape: members.static },
    DynamicThresholdCriterion: { shape: members.dynamic },
  },
});

// A dynamic criterion in single-resource criteria is not understood at all: "Error parsing request payload" (recorded 2020).
const onlyStatic: Shape = {
  is: "union",
  tag: "criterionType",
  otherwise: "StaticThresholdCriterion",
  members: { StaticThresholdCriterion: { shape: staticMetric } },
};

const odataType = { "odata.type": required(text) };

const criteria: Shape = {
  is: "union",
  tag: "odata.type",
  members: {
    "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria": {
      shape: open({ allOf: required(setOf(onlyStatic)), ...odataType }),
    },
    "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria": {
      shape: open({
        allOf: required(setOf(criterionByType({ static: staticMetric, dynamic: dynamicMetric }))),
        ...odataType,
      }),
    },
    "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria": {
      shape: open({
        webTestId: required(armId),
        componentId: required(armId),
        failedLocationCount: required(number),
        ...odataType,
      }),
    },
    "Microsoft.Azure.Monitor.PromQLCriteria": {
      ...since2024,
      shape: open({
        failingPeriods: optional(closed({ for: required(duration) })),
        allOf: required(
          setOf(
            criterionByType({
              static: open(query),
              dynamic: open({
                alertSensitivity: required(sensitivity),
                ignoreDataBefore: optional(text),
                operator: required(dynamicOperator),
                ...query,
              }),
            }),
          ),
        ),
        ...odataType,
      }),
    },
  },
};

/** The whole body of a metric alert. */
export const metricAlertShape = closed({
  id: serverOwned(armId),
  name: serverOwned(text),
  type: serverOwned(text),
  location: required(location),
  tags: optional(mapOfText),
  identity: optional(identity("SystemAssigned", "UserAssigned", "None"), since2024),
  systemData: serverOwned(systemData, since2024),
  properties: required(
    closed({
      description: optional(text),
      severity: required(number),
      enabled: required(boolean),
      scopes: required(setOf(armId)),
      evaluationFrequency: required(duration),
      windowSize: optional(duration),
      criteria: required(criteria),
      autoMitigate: optional(boolean),
      resolveConfiguration: optional(
        closed({ autoResolved: required(boolean), timeToResolve: optional(duration) }),
        since2024,
      ),
      targetResourceType: optional(text),
      targetResourceRegion: optional(location),
      actions: optional(setOf(closed({ actionGroupId: optional(armId), webHookProperties: optional(mapOfText) }))),
      lastUpdatedTime: serverOwned(text),
      isMigrated: serverOwned(boolean),
      customProperties: optional(mapOfText, since2024),
      actionProperties: optional(mapOfText, since2024),
    }),
  ),
});
