import type { JsonObject } from "../core/json.ts";
import type { LiveResource } from "../core/plan/live.ts";
import type { LeftOutReason } from "../core/plan/report.ts";
import { parseArmId } from "../core/resource.ts";

/** Why something that nobody defines is better left to whoever made it. */
export interface Bystander {
  readonly reason: LeftOutReason;
  readonly because: string;
}

/**
 * Resources that Azure makes by itself, by their names: it gives them no mark.
 * https://github.com/hashicorp/terraform-provider-azurerm/issues/18026 and
 * https://learn.microsoft.com/azure/azure-monitor/containers/prometheus-metrics-scrape-default (the default rule groups).
 */
const madeByAzure: readonly { readonly type: string; readonly name: RegExp; readonly because: string }[] = [
  {
    type: "microsoft.alertsmanagement/smartdetectoralertrules",
    name: /^failure anomalies - /i,
    because: "Azure makes it by itself for Application Insights",
  },
  {
    type: "microsoft.insights/actiongroups",
    name: /^application insights smart detection$/i,
    because: "Azure makes it by itself for Application Insights",
  },
  {
    type: "microsoft.alertsmanagement/prometheusrulegroups",
    name: /^(?:Node|Kubernetes|NodeAndKubernetes|UX)RecordingRulesRuleGroup\b/i,
    because: "Azure makes it by itself for a cluster with managed Prometheus",
  },
];

/** Says whose a resource is that carries no owner's tag: Azure's, a policy's, another service's; or nobody's. */
export function bystander(live: LiveResource, body: JsonObject): Bystander | undefined {
  const type = parseArmId(live.armId)?.type.toLowerCase();
  const made = madeByAzure.find((one) => one.type === type && one.name.test(live.name));
  if (made !== undefined) return { reason: "azure", because: made.because };
  // Azure Policy leaves no mark on what it deploys; the one estate of policies for alerts tags what it makes
  // (https://github.com/Azure/azure-monitor-baseline-alerts).
  const tag = Object.entries(live.tags).find(([name]) => name.toLowerCase() === "_deployed_by_amba");
  if (tag?.[1].toLowerCase() === "true") {
    return {
      reason: "policy",
      because: `a policy of Azure Monitor Baseline Alerts makes it (tag \`${tag[0]}\`), and would make it again`,
    };
  }
  const managedBy = body["managedBy"];
  return typeof managedBy === "string" && managedBy !== ""
    ? { reason: "managed", because: `it is managed by \`${managedBy}\`` }
    : undefined;
}
