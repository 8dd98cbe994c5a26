import type { Schema, TypeOf } from "../../core/settings/schema.ts";
import { identity } from "../identity.ts";
import { dimensions, query, rule } from "../log-alert/rule.ts";

/** The long form of a rule that makes a metric of logs. */
export const schema = {
  type: "object",
  title: "LogToMetric",
  description:
    "Makes metrics of a workspace's logs, on which a `MetricAlert` can then be made. It alerts nobody itself.",
  additionalProperties: false,
  required: ["location", "enabled", "scopes", "criteria"],
  properties: {
    ...rule,
    identity,
    query: {
      ...query,
      description: "KQL, where the metric is not one that Azure makes of the workspace's tables itself.",
    },
    criteria: {
      type: "array",
      minItems: 1,
      order: { by: "metricName" },
      description: "The metrics to send, each with the columns that become its dimensions.",
      examples: [
        [
          {
            metricName: "Average_% Idle Time",
            dimensions: [{ name: "Computer", operator: "Include", values: ["*"] }],
          },
        ],
      ],
      items: {
        type: "object",
        additionalProperties: false,
        required: ["metricName"],
        properties: {
          metricName: {
            type: "string",
            minLength: 1,
            description: "The metric's name, as in the list of metrics of Log Analytics workspaces.",
            examples: ["Average_% Idle Time", "Heartbeat"],
          },
          dimensions,
          query: { ...query, description: "This metric's own query, where they do not share the one above them." },
        },
      },
    },
  },
} as const satisfies Schema;

/** A rule that makes a metric of logs, in the words of the YAML. */
export type LogToMetric = TypeOf<typeof schema>;
