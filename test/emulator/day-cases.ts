import type { JsonObject } from "../../src/emulator/arm/json.ts";
import { type TypeName, types } from "./azure.ts";

const [criterion] = types.metricAlerts.body.properties.criteria.allOf;
const dynamic = {
  criterionType: "DynamicThresholdCriterion",
  name: "cpu",
  metricName: "Percentage CPU",
  timeAggregation: "Average",
  operator: "GreaterThan",
  alertSensitivity: "High",
  failingPeriods: { numberOfEvaluationPeriods: 4, minFailingPeriodsToAlert: 4 },
};
const withCriteria = (...allOf: readonly JsonObject[]): JsonObject => ({ properties: { criteria: { allOf } } });

/** A place of an answer that changed under an unchanged api-version (recorded 2018 to 2025). */
export interface Case {
  readonly type: TypeName;
  readonly version: string;
  readonly what: string;
  readonly changes?: JsonObject;
  /** Where in the answer to look. */
  readonly path: readonly (string | number)[];
  /** What is there on which days; undefined for a property that is not. */
  readonly days: readonly (readonly [day: string, there: unknown])[];
}

export const cases: readonly Case[] = [
  {
    type: "metricAlerts",
    version: "2018-03-01",
    what: "templateType",
    path: ["properties", "templateType"],
    days: [
      ["2020-11-11", 8],
      ["2020-11-16", undefined],
    ],
  },
  {
    type: "metricAlerts",
    version: "2018-03-01",
    what: "the parameters of dynamic criteria",
    changes: withCriteria(dynamic),
    path: ["properties", "templateSpecificParameters"],
    days: [
      ["2020-11-11", { direction: "GreaterThan", sensitivity: "Medium" }],
      ["2020-11-16", undefined],
    ],
  },
  {
    type: "metricAlerts",
    version: "2018-03-01",
    what: "empty dimensions",
    changes: withCriteria({ ...criterion, dimensions: [] }),
    path: ["properties", "criteria", "allOf", 0, "dimensions"],
    days: [
      ["2020-11-11", []],
      ["2020-11-16", undefined],
    ],
  },
  {
    type: "metricAlerts",
    version: "2018-03-01",
    what: "the namespace of a metric that was sent without",
    path: ["properties", "criteria", "allOf", 0, "metricNamespace"],
    days: [
      ["2021-02-09", "microsoft.compute/virtualmachines"],
      ["2021-02-22", undefined],
    ],
  },
  {
    type: "metricAlerts",
    version: "2018-03-01",
    what: "the namespace of a metric that was sent with one",
    changes: withCriteria({ ...criterion, metricNamespace: "My/Own" }),
    path: ["properties", "criteria", "allOf", 0, "metricNamespace"],
    days: [
      ["2021-02-09", "My/Own"],
      ["2021-02-22", "My/Own"],
    ],
  },
  {
    type: "metricAlerts",
    version: "2018-03-01",
    what: "the type of the target",
    path: ["properties", "targetResourceType"],
    days: [
      ["2019-05-08", undefined],
      ["2019-05-09", "microsoft.compute/virtualmachines"],
      ["2021-02-09", "microsoft.compute/virtualmachines"],
      ["2021-02-22", undefined],
    ],
  },
  {
    type: "metricAlerts",
    version: "2018-03-01",
    what: "the type of a static criterion",
    path: ["properties", "criteria", "allOf", 0, "criterionType"],
    days: [
      ["2019-06-14", undefined],
      ["2019-10-01", "StaticThresholdCriterion"],
    ],
  },
  {
    type: "activityLogAlerts",
    version: "2017-04-01",
    what: "a description that was not sent",
    path: ["properties", "description"],
    days: [
      ["2022-01-19", null],
      ["2022-08-04", undefined],
    ],
  },
  {
    type: "activityLogAlerts",
    version: "2017-04-01",
    what: "the leaf of a condition",
    path: ["properties", "condition", "allOf", 0],
    days: [
      ["2018-08-15", { field: "category", equals: "ServiceHealth", containsAny: null }],
      ["2019-10-01", { field: "category", equals: "ServiceHealth", containsAny: null, "odata.type": null }],
      ["2022-08-04", { field: "category", equals: "ServiceHealth" }],
    ],
  },
  {
    type: "activityLogAlerts",
    version: "2017-04-01",
    what: "the location",
    path: ["location"],
    days: [
      ["2023-02-01", "Global"],
      ["2025-01-01", "global"],
    ],
  },
  {
    type: "actionGroups",
    version: "2019-06-01",
    what: "kind and identity",
    path: [],
    days: [
      ["2022-10-07", { kind: null, identity: null }],
      ["2022-11-23", {}],
      ["2023-04-21", {}],
      ["2023-08-30", { kind: null, identity: null }],
      ["2023-09-05", { kind: null }],
    ],
  },
  {
    type: "actionGroups",
    version: "2019-06-01",
    what: "the event hubs",
    path: ["properties", "eventHubReceivers"],
    days: [
      ["2022-01-19", undefined],
      ["2022-01-20", []],
    ],
  },
  {
    type: "actionGroups",
    version: "2019-06-01",
    what: "the event hubs without their capital",
    path: ["properties", "eventhubReceivers"],
    days: [
      ["2021-09-07", undefined],
      ["2021-10-04", []],
      ["2022-01-20", undefined],
    ],
  },
  {
    type: "actionGroups",
    version: "2018-03-01",
    what: "the roles",
    path: ["properties", "armRoleReceivers"],
    days: [
      ["2018-08-15", undefined],
      ["2019-04-16", []],
    ],
  },
  {
    type: "actionGroups",
    version: "2022-06-01",
    what: "the tags among the properties",
    path: ["properties", "tags"],
    days: [
      ["2022-07-26", undefined],
      ["2022-08-01", null],
      ["2022-10-08", undefined],
    ],
  },
  {
    type: "scheduledQueryRules",
    version: "2021-08-01",
    what: "the version that made it",
    path: ["properties", "createdWithApiVersion"],
    days: [
      ["2023-03-28", undefined],
      ["2023-08-22", "2021-08-01"],
    ],
  },
  {
    type: "scheduledQueryRules",
    version: "2021-08-01",
    what: "the type",
    path: ["type"],
    days: [
      ["2023-08-22", "microsoft.insights/scheduledqueryrules"],
      ["2024-04-11", "Microsoft.Insights/scheduledQueryRules"],
    ],
  },
];
