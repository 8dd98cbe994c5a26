import type { Schema, TypeOf } from "../../core/settings/schema.ts";
import { actionGroups, groupItem, groupName, webhookProperties } from "../action-groups.ts";
import { identity } from "../identity.ts";
import { severity } from "../severity.ts";
import { criteria } from "./criteria.ts";

const frequencies = ["PT1M", "PT5M", "PT15M", "PT30M", "PT1H"] as const;

/** The long form of a metric alert, api-version 2026-01-01. */
export const schema = {
  type: "object",
  title: "MetricAlert",
  description:
    "Watches metrics of one or more resources, or Prometheus metrics by PromQL, or the availability a web test sees. Billed per series it looks at.",
  additionalProperties: false,
  required: ["location", "severity", "enabled", "scopes", "evaluationFrequency", "criteria"],
  properties: {
    location: {
      type: "string",
      minLength: 1,
      same: "location",
      immutable: true,
      wants: "a region: a rule with PromQL lives in one, the environment's unless it says otherwise",
      description: "`global`; for a rule with PromQL a region, the environment's unless said otherwise.",
      examples: ["global", "koreacentral"],
    },
    identity,
    description: {
      type: "string",
      maxLength: 2048,
      description: "Reaches everybody who is told: what is wrong, and what to do now. At most 2,048 characters.",
      examples: ["Node CPU above 80 % for five minutes. Runbook: https://…"],
    },
    severity,
    enabled: {
      type: "boolean",
      default: true,
      description: "False: the rule is there and watches nothing.",
    },
    scopes: {
      type: "array",
      minItems: 1,
      order: "set",
      description:
        "What is watched, by ARM id: one resource; or several of one type and region, resource groups or subscriptions, with `targetResourceType` and `targetResourceRegion`. A web test's follow from its criterion.",
      examples: [["/subscriptions/…/resourceGroups/rg-ai/providers/Microsoft.ContainerService/managedClusters/my-aks"]],
      items: {
        type: "string",
        same: "armId",
        pattern: "^/?[Ss](ubscriptions|UBSCRIPTIONS)/",
        wants: "an ARM id; it begins with `/subscriptions/`",
      },
    },
    evaluationFrequency: {
      type: "string",
      same: "duration",
      lengths: frequencies,
      description: "How often is looked: 1m, 5m, 15m, 30m or 1h. At most as long as the window.",
      examples: ["1m", "5m"],
    },
    windowSize: {
      type: "string",
      same: "duration",
      lengths: [...frequencies, "PT6H", "PT12H", "P1D"],
      description:
        "How much time is looked at: 1m, 5m, 15m, 30m, 1h, 6h, 12h or 1d; with a dynamic threshold 5m to 1h. Not with PromQL, whose query says it.",
      examples: ["5m", "1h"],
    },
    targetResourceType: {
      type: "string",
      ifDeclared: true,
      same: "caseless",
      pattern: "^[^/\\s]+(/[^/\\s]+)+$",
      wants: "an ARM resource type such as `Microsoft.Compute/virtualMachines`",
      description:
        "The type of the resources watched. Follows from the ids of several resources; needed where the scope is a resource group or a subscription.",
      examples: ["Microsoft.Compute/virtualMachines"],
    },
    targetResourceRegion: {
      type: "string",
      minLength: 1,
      same: "location",
      description:
        "The region of the resources watched, needed for more than one resource. There is no default: a rule for the wrong region watches nothing.",
      examples: ["koreacentral"],
    },
    // What `odata.type` says. Azure refuses to change it
    // (https://github.com/hashicorp/terraform-provider-azurerm/issues/7910).
    criteriaType: { type: "string", derived: true, immutable: true },
    for: {
      type: "string",
      same: "duration",
      description: "With PromQL: how long a series must be there before the alert fires. Azure's `failingPeriods.for`.",
      examples: ["5m"],
    },
    criteria,
    // Without PromQL it is always declared; Azure may answer it for PromQL too.
    autoMitigate: {
      type: "boolean",
      ifDeclared: true,
      description:
        "Resolve the alert when its condition is no longer met; true unless said. Without it every evaluation that meets the condition is told anew. With PromQL `resolveConfiguration` says it.",
    },
    resolveConfiguration: {
      type: "object",
      additionalProperties: false,
      required: ["autoResolved"],
      description: "With PromQL: whether and when an alert resolves by itself. Azure's default is after five minutes.",
      properties: {
        autoResolved: {
          type: "boolean",
          default: true,
          description: "Resolve when the query gives the series no more; true unless said.",
        },
        timeToResolve: {
          type: "string",
          same: "duration",
          description: "How long the series must be gone.",
          examples: ["5m"],
        },
      },
    },
    actionGroups: { ...actionGroups, items: { ...groupItem, properties: { name: groupName, webhookProperties } } },
    customProperties: {
      type: "object",
      additionalProperties: { type: "string" },
      description:
        "Added to the alert's payload for every receiver without the common alert schema. `${data.…}` takes from the alert itself.",
      examples: [{ Runbook: "https://…", Reason: "${data.alertContext.condition.allOf[0].metricValue}" }],
    },
    actionProperties: {
      type: "object",
      additionalProperties: { type: "string" },
      description: "How receivers show the alert: `Email.Subject` replaces the subject of mails.",
      examples: [{ "Email.Subject": "CPU of ${data.essentials.alertTargetIDs}" }],
    },
  },
} as const satisfies Schema;

/** A metric alert in the words of the YAML. */
export type MetricAlert = TypeOf<typeof schema>;

/** One criterion of a metric alert. */
export type Criterion = MetricAlert["criteria"][number];
