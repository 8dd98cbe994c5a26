import type { Schema, TypeOf } from "../../core/settings/schema.ts";
import { actionGroups, groupItem, groupName } from "../action-groups.ts";
import { severity } from "../severity.ts";

// https://learn.microsoft.com/rest/api/monitor/prometheus-rule-groups/create-or-update

/** What both sorts of rules have. */
const common = {
  expression: {
    type: "string",
    minLength: 1,
    same: "lines",
    wants: "a PromQL expression",
    description: "PromQL. Long ones read best as a block behind `|`, where nothing needs quotes.",
    examples: ["up == 0", 'sum by (cluster) (rate(node_cpu_seconds_total{mode!="idle"}[5m]))'],
  },
  labels: {
    type: "object",
    additionalProperties: { type: "string" },
    description:
      "Labels that are added to the result, or written over. In an alert rule `{{ $labels.x }}` takes from it.",
    examples: [{ team: "ai" }],
  },
  enabled: {
    type: "boolean",
    default: true,
    description: "False: the rule is there and is not evaluated.",
  },
} as const satisfies Schema["properties"];

const form = { type: "string", derived: true } as const satisfies Schema;

const alertRule = {
  type: "object",
  title: "an alert rule",
  additionalProperties: false,
  required: ["form", "alert", "expression", "enabled", "resolveConfiguration"],
  properties: {
    form: { ...form, const: "alert" },
    alert: {
      type: "string",
      minLength: 1,
      wants: "the name of the alert; a rule that records has `record` instead",
      description: "The name of the alert. The rule fires for every series that the expression gives.",
      examples: ["KubePodCrashLooping"],
    },
    ...common,
    for: {
      type: "string",
      same: "duration",
      description: "How long a series must be there before the alert fires. Without it, it fires at once.",
      examples: ["5m", "15m"],
    },
    severity: {
      ...severity,
      description:
        "0 critical, 1 error, 2 warning, 3 informational, 4 verbose. Say it: what Azure takes otherwise is not sure.",
    },
    annotations: {
      type: "object",
      additionalProperties: { type: "string" },
      description: "What is told with the alert. `{{ $labels.x }}` and `{{ $value }}` take from the series that fires.",
      examples: [{ summary: "{{ $labels.pod }} restarts again and again" }],
    },
    resolveConfiguration: {
      type: "object",
      additionalProperties: false,
      required: ["autoResolved"],
      default: { autoResolved: true, timeToResolve: "PT5M" },
      description: "Whether and when an alert resolves by itself.",
      properties: {
        autoResolved: {
          type: "boolean",
          default: true,
          description: "Resolve when the expression gives the series no more.",
        },
        timeToResolve: {
          type: "string",
          same: "duration",
          description: "How long the series must be gone; 5m unless said.",
          examples: ["10m"],
        },
      },
    },
    actionGroups: {
      ...actionGroups,
      items: {
        ...groupItem,
        properties: {
          name: groupName,
          actionProperties: {
            type: "object",
            additionalProperties: { type: "string" },
            description:
              "What the group's receivers are told of this alert besides it; IcM is the only one that uses it.",
            examples: [{ "IcM.Title": "{{ $labels.pod }}" }],
          },
        },
      },
    },
  },
} as const satisfies Schema;

const recordingRule = {
  type: "object",
  title: "a recording rule",
  additionalProperties: false,
  required: ["form", "record", "expression", "enabled"],
  properties: {
    form: { ...form, const: "record" },
    record: {
      type: "string",
      minLength: 1,
      wants: "the name of the metric that is written",
      description:
        "The metric that the result of the expression is written as, by convention `LEVEL:METRIC:OPERATION`.",
      examples: ["instance:node_num_cpu:sum"],
    },
    ...common,
  },
} as const satisfies Schema;

/** The long form of a Prometheus rule group, api-version 2023-03-01. */
export const schema = {
  type: "object",
  title: "PrometheusRuleGroup",
  description:
    "Alert rules and recording rules in PromQL over the metrics of an Azure Monitor workspace, evaluated one after the other, in order.",
  additionalProperties: false,
  required: ["location", "enabled", "scopes", "interval", "rules"],
  properties: {
    location: {
      type: "string",
      minLength: 1,
      // `global` is no location of this type.
      pattern: "^(?![Gg][Ll][Oo][Bb][Aa][Ll]$)",
      same: "location",
      immutable: true,
      wants: "a region, that of the Azure Monitor workspace; the environment has no `location` either",
      description: "The region of the Azure Monitor workspace; the environment's unless said otherwise.",
      examples: ["koreacentral"],
    },
    description: {
      type: "string",
      maxLength: 2048,
      description: "What the group is for. At most 2,048 characters.",
      examples: ["Pods and nodes of the AI service"],
    },
    enabled: {
      type: "boolean",
      default: true,
      description: "False: the group is there and none of its rules is evaluated.",
    },
    // What of `scopes` cannot change.
    workspace: { type: "string", same: "armId", derived: true, immutable: true },
    scopes: {
      type: "array",
      minItems: 1,
      maxItems: 2,
      order: "set",
      description:
        "Whose metrics are looked at: the id of an Azure Monitor workspace, and of one of its clusters where only that one is meant. The workspace cannot change.",
      examples: [
        ["/subscriptions/…/resourceGroups/rg-ai/providers/Microsoft.Monitor/accounts/amw-ai"],
        [
          "/subscriptions/…/resourceGroups/rg-ai/providers/Microsoft.Monitor/accounts/amw-ai",
          "/subscriptions/…/resourceGroups/rg-ai/providers/Microsoft.ContainerService/managedClusters/my-aks",
        ],
      ],
      items: {
        type: "string",
        same: "armId",
        pattern: "^/?[Ss](ubscriptions|UBSCRIPTIONS)/",
        wants: "an ARM id; it begins with `/subscriptions/`",
      },
    },
    clusterName: {
      type: "string",
      description: "The cluster whose series are looked at (their label `cluster`); without it those of all.",
      examples: ["my-aks"],
    },
    interval: {
      type: "string",
      same: "duration",
      default: "PT1M",
      description: "How often the rules are evaluated: 1m to 15m, perhaps up to 1d.",
      examples: ["1m", "5m"],
    },
    rules: {
      type: "array",
      minItems: 1,
      maxItems: 20,
      order: { by: ["alert", "record"], kept: true },
      description:
        "The rules, evaluated in this order: what one records the next may use. At most 20. An environment changes one by its name.",
      examples: [[{ alert: "TargetDown", expression: "up == 0", for: "5m", severity: 2, actionGroups: "ai-oncall" }]],
      items: {
        type: "object",
        oneOf: [alertRule, recordingRule],
        discriminator: { propertyName: "form" },
        wants: "`alert: NAME` and an expression, or `record: NAME` and an expression",
      },
    },
  },
} as const satisfies Schema;

/** A Prometheus rule group in the words of the YAML. */
export type PrometheusRuleGroup = TypeOf<typeof schema>;
