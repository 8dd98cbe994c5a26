import type { Schema, TypeOf } from "../../core/settings/schema.ts";
import { actionGroups } from "../action-groups.ts";
import { detectorForm } from "./detectors.ts";
import { severity } from "../severity.ts";

/** The long form of a smart detector alert rule, api-version 2021-04-01. */
export const schema = {
  type: "object",
  title: "SmartDetectorAlert",
  description:
    "Lets a detector of Azure look for what is unusual in an application, such as failure anomalies, and tells people. Azure makes some of these by itself (`Failure Anomalies - NAME`); they stay untouched unless a definition adopts them.",
  additionalProperties: false,
  required: ["location", "severity", "enabled", "scopes", "detector"],
  properties: {
    location: {
      type: "string",
      minLength: 1,
      default: "global",
      same: "location",
      immutable: true,
      description: "`global`: smart detection lives nowhere else.",
      examples: ["global"],
    },
    description: {
      type: "string",
      maxLength: 2048,
      description: "Reaches everybody who is told: what is wrong, and what to do now. At most 2,048 characters.",
      examples: ["Unusually many requests fail. Compare with the last deployment. Runbook: https://…"],
    },
    severity: {
      ...severity,
      description: "0 critical, 1 error, 2 warning, 3 informational, 4 verbose. Azure's `Sev3` is `3`.",
      examples: [3],
    },
    enabled: {
      type: "boolean",
      default: true,
      description: "False: the rule is there and nothing is looked for. Azure's `state`.",
    },
    scopes: {
      type: "array",
      minItems: 1,
      order: "set",
      description: "The Application Insights components that are looked at, by ARM id. Azure's `scope`.",
      examples: [["/subscriptions/…/resourceGroups/rg-ai/providers/Microsoft.Insights/components/appi-ai"]],
      items: {
        type: "string",
        same: "armId",
        pattern: "^/?[Ss](ubscriptions|UBSCRIPTIONS)/",
        wants: "an ARM id; it begins with `/subscriptions/`",
      },
    },
    detector: {
      type: "object",
      additionalProperties: false,
      required: ["id"],
      description:
        "What is looked for, by the detector's id: `FailureAnomaliesDetector`, `RequestPerformanceDegradationDetector`, `DependencyPerformanceDegradationDetector`, `ExceptionVolumeChangedDetector`, `TraceSeverityDetector` or `MemoryLeakDetector`. Azure's own form, `{ id: …, parameters: … }`, takes others too.",
      examples: ["FailureAnomaliesDetector"],
      wants: detectorForm.wants,
      properties: {
        id: {
          type: "string",
          minLength: 1,
          same: "caseless",
          description: "The detector's id in Azure.",
          examples: ["FailureAnomaliesDetector", "MemoryLeakDetector"],
        },
        parameters: {
          type: "object",
          additionalProperties: {},
          description: "The detector's own settings, by their names. The detectors above have none.",
        },
      },
    },
    frequency: {
      type: "string",
      same: "duration",
      description:
        "How often the detector works, in whole minutes. Follows from the detector: failure anomalies every minute, all others once a day.",
      examples: ["1m", "1d"],
    },
    throttling: {
      type: "object",
      additionalProperties: false,
      required: ["duration"],
      wants: "a map such as `{ duration: 20m }`",
      description: "How long nobody is told again after an alert; without it people are told every time.",
      examples: [{ duration: "20m" }],
      properties: {
        duration: {
          type: "string",
          same: "duration",
          description: "In whole minutes.",
          examples: ["20m"],
        },
      },
    },
    actionGroups: {
      ...actionGroups,
      description:
        "Whom the alert tells: action groups of this stack by name, or by ARM id. At least one and at most five.",
    },
    customEmailSubject: {
      type: "string",
      description: "Replaces the subject of mails. In Azure it stands beside the ids of the groups.",
      examples: ["[production] unusual failures in the API"],
    },
    customWebhookPayload: {
      type: "string",
      description:
        "Replaces what the groups' webhooks are sent: JSON in a text. In Azure it stands beside the ids of the groups.",
      examples: ['{"AlertRuleName":"#alertrulename"}'],
    },
  },
} as const satisfies Schema;

/** A smart detector alert rule in the words of the YAML. */
export type SmartDetectorAlert = TypeOf<typeof schema>;
