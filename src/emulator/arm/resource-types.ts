import type { ResourceType } from "./resource-type.ts";
import { actionGroups } from "./types/action-groups.ts";
import { actionRules } from "./types/action-rules.ts";
import { activityLogAlerts } from "./types/activity-log-alerts.ts";
import { metricAlerts } from "./types/metric-alerts.ts";
import { prometheusRuleGroups } from "./types/prometheus-rule-groups.ts";
import { scheduledQueryRules } from "./types/scheduled-query-rules.ts";
import { smartDetectorAlertRules } from "./types/smart-detector-alert-rules.ts";

/** Every type the emulator serves; the only place outside a type's own files that names it. */
export const resourceTypes: readonly ResourceType[] = [
  metricAlerts,
  scheduledQueryRules,
  activityLogAlerts,
  actionGroups,
  actionRules,
  prometheusRuleGroups,
  smartDetectorAlertRules,
];

/** Finds a type by namespace and name, both without case, as ARM reads them. */
export function findType(namespace: string, name: string): ResourceType | undefined {
  return resourceTypes.find(
    (type) =>
      type.namespace.toLowerCase() === namespace.toLowerCase() && type.name.toLowerCase() === name.toLowerCase(),
  );
}
