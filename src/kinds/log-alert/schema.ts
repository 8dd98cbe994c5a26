import type { Schema, TypeOf } from "../../core/settings/schema.ts";
import { actionGroups } from "../action-groups.ts";
import { identity } from "../identity.ts";
import { criteria, resourceIdColumn } from "./criteria.ts";
import { payload, query, resolution, rule, switches } from "./rule.ts";
import { severity } from "../severity.ts";

// The lengths of time are those of Terraform's resource azurerm_monitor_scheduled_query_rules_alert_v2, where Azure's
// documentation names only the shortest and the longest; the service names the ones for muting in its refusal (https://github.com/Azure/azure-powershell/issues/17796).
const lengths = [
  "PT5M",
  "PT10M",
  "PT15M",
  "PT30M",
  "PT45M",
  "PT1H",
  "PT2H",
  "PT3H",
  "PT4H",
  "PT5H",
  "PT6H",
  "P1D",
] as const;

/** The long form of a log alert. */
export const schema = {
  type: "object",
  title: "LogAlert",
  description:
    "Runs a query over logs again and again, and fires when a condition on its result is met. Without `identity` it runs with the rights of whoever wrote it last.",
  additionalProperties: false,
  required: ["location", "severity", "enabled", "scopes", "evaluationFrequency", "windowSize", "criteria"],
  properties: {
    ...rule,
    identity,
    severity,
    targetResourceTypes: {
      type: "array",
      order: "set",
      items: { type: "string", minLength: 1, same: "caseless" },
      description:
        "Where the scope is a resource group or a subscription: each resource of this type gets its own alert.",
      examples: ["Microsoft.Compute/virtualMachines"],
    },
    evaluationFrequency: {
      type: "string",
      same: "duration",
      lengths: ["PT1M", ...lengths],
      otherLengths: ["PT1M", "P1D"],
      description: "How often the query runs: from 1m (100 rules in a subscription, and not every query) to 1d.",
      examples: ["5m", "15m", "1h"],
    },
    windowSize: {
      type: "string",
      same: "duration",
      lengths: ["PT1M", ...lengths, "P2D"],
      otherLengths: ["PT1M", "P2D"],
      description: "How much time the query sees, and what is aggregated to one value: from 1m to 2d.",
      examples: ["5m", "15m", "1d"],
    },
    overrideQueryTimeRange: {
      type: "string",
      same: "duration",
      lengths: [...lengths, "PT20M", "P2D"],
      otherLengths: ["PT5M", "P2D"],
      description: "How much time the query sees, where that is more than what is aggregated: up to 2d.",
      examples: ["2d"],
    },
    query,
    resourceIdColumn,
    criteria,
    ...resolution,
    muteActionsDuration: {
      type: "string",
      same: "duration",
      lengths: [...lengths, "P2D"],
      description:
        "Tell nobody again for this long after the alert has fired. Such an alert does not resolve by itself: excludes `autoMitigate: true` and `resolveConfiguration`.",
      examples: ["6h"],
    },
    actionGroups,
    ...payload,
    ...switches,
  },
} as const satisfies Schema;

/** A log alert in the words of the YAML. */
export type LogAlert = TypeOf<typeof schema>;

/** One criterion of a log alert. */
export type Criterion = LogAlert["criteria"][number];
