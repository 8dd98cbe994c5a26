import type { Schema, TypeOf } from "../../core/settings/schema.ts";
import { actionGroups } from "../action-groups.ts";
import { schedule } from "./schedule-schema.ts";

/** What a condition can look at, in Azure's spelling. */
const fields = [
  "Severity",
  "MonitorService",
  "MonitorCondition",
  "SignalType",
  "TargetResourceType",
  "TargetResource",
  "TargetResourceGroup",
  "AlertRuleId",
  "AlertRuleName",
  "Description",
  "AlertContext",
] as const;

/** How a condition compares; several values are alternatives. */
const operators = ["Equals", "NotEquals", "Contains", "DoesNotContain"] as const;

const condition = {
  type: "object",
  additionalProperties: false,
  required: ["field", "operator", "values"],
  wants: "a condition such as `{ field: Severity, operator: Equals, values: [Sev3, Sev4] }`",
  properties: {
    field: {
      type: "string",
      enum: fields,
      // Azure answers `Severity` to `severity`.
      same: "caseless",
      description:
        "What is looked at. `AlertRuleName` is the alert's name in Azure, in a Prometheus rule group that of each alert; `Severity`, `MonitorService`, `MonitorCondition` and `SignalType` take `Equals` and `NotEquals` only.",
      examples: ["Severity", "AlertRuleName"],
    },
    operator: {
      type: "string",
      enum: operators,
      same: "caseless",
      description: "How it is compared. With `Equals` and `Contains` one of the values is enough.",
      examples: ["Equals"],
    },
    values: {
      type: "array",
      minItems: 1,
      // "Each filter can include up to five values":
      // https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-processing-rules
      maxItems: 5,
      order: "set",
      items: { type: "string", minLength: 1, wants: "a text; severities are `Sev0` to `Sev4` here" },
      description:
        "At most five, in Azure's filter values: severities are `Sev0` to `Sev4`, monitor conditions `Fired` and `Resolved`. Blanks count.",
      examples: [["Sev3", "Sev4"], ["Sev0"]],
    },
  },
} as const satisfies Schema;

const { maxItems: _, ...groups } = actionGroups;

const action = {
  type: "object",
  additionalProperties: false,
  required: ["actionType"],
  wants: "`RemoveAllActionGroups`, or `{ actionType: AddActionGroups, actionGroups: [ … ] }`",
  properties: {
    actionType: {
      type: "string",
      enum: ["AddActionGroups", "RemoveAllActionGroups"],
      same: "caseless",
      description:
        "`RemoveAllActionGroups`: nobody is told of these alerts, which fire nevertheless and are listed. `AddActionGroups`: `actionGroups` are told besides those of the alert. Where both meet an alert, nobody is told.",
      examples: ["RemoveAllActionGroups"],
    },
    actionGroups: {
      ...groups,
      description: "Whom `AddActionGroups` tells besides: action groups of this stack by name, or by ARM id.",
    },
  },
} as const satisfies Schema;

/** The long form of an alert processing rule, api-version 2021-08-08. */
export const schema = {
  type: "object",
  title: "AlertProcessingRule",
  description:
    "Changes whom alerts tell after they have fired: silences them during maintenance, or adds action groups to all alerts of a scope. Service Health alerts are not affected.",
  additionalProperties: false,
  required: ["location", "enabled", "scopes", "actions"],
  properties: {
    location: {
      type: "string",
      minLength: 1,
      default: "global",
      same: "location",
      immutable: true,
      description: "`global`; Azure has no other place for these rules.",
      examples: ["global"],
    },
    description: {
      type: "string",
      maxLength: 2048,
      description: "What the rule is for, for whoever wonders why an alert was not heard. At most 2,048 characters.",
      examples: ["Node images are updated on Saturday nights."],
    },
    enabled: { type: "boolean", default: true, description: "False: the rule stays and does nothing." },
    scopes: {
      type: "array",
      minItems: 1,
      order: "set",
      description:
        "Whose alerts: resources, resource groups or subscriptions by ARM id, of the rule's own subscription. What counts is the resource that an alert fired on, not where the alert's rule lives.",
      examples: [
        "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai",
        ["/subscriptions/11111111-1111-1111-1111-111111111111"],
      ],
      items: {
        type: "string",
        same: "armId",
        pattern: "^/?[Ss](ubscriptions|UBSCRIPTIONS)/",
        wants: "an ARM id; it begins with `/subscriptions/`",
      },
    },
    conditions: {
      type: "array",
      order: { by: "field" },
      items: condition,
      description: "Which alerts of the scopes: all of these have to be met. Without conditions it is every alert.",
      examples: [[{ field: "AlertRuleName", operator: "Equals", values: ["aks-node-cpu-high"] }]],
    },
    schedule,
    actions: {
      type: "array",
      minItems: 1,
      order: { by: "actionType" },
      items: action,
      description: "What happens to the alerts: they tell nobody, or action groups besides their own.",
      examples: ["RemoveAllActionGroups", [{ actionType: "AddActionGroups", actionGroups: ["ai-oncall"] }]],
    },
  },
} as const satisfies Schema;

/** An alert processing rule in the words of the YAML. */
export type AlertProcessingRule = TypeOf<typeof schema>;

/** One condition on alerts. */
export type Condition = NonNullable<AlertProcessingRule["conditions"]>[number];
