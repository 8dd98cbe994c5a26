import type { Kind } from "../core/kind.ts";
import { actionGroup } from "./action-group/action-group.ts";
import { activityLogAlert } from "./activity-log-alert/activity-log-alert.ts";
import { alertProcessingRule } from "./alert-processing-rule/alert-processing-rule.ts";
import { logAlert } from "./log-alert/log-alert.ts";
import { logToMetric } from "./log-to-metric/log-to-metric.ts";
import { metricAlert } from "./metric-alert/metric-alert.ts";
import { prometheusRuleGroup } from "./prometheus-rule-group/prometheus-rule-group.ts";
import { simpleLogAlert } from "./simple-log-alert/simple-log-alert.ts";
import { smartDetectorAlert } from "./smart-detector-alert/smart-detector-alert.ts";

/** All kinds, in the order people meet them: the only line outside a kind's folder that names it. */
export const kinds: readonly Kind[] = [
  metricAlert,
  logAlert,
  simpleLogAlert,
  logToMetric,
  activityLogAlert,
  actionGroup,
  alertProcessingRule,
  prometheusRuleGroup,
  smartDetectorAlert,
];
