import type { Complain } from "../../core/diagnostic.ts";
import { printLength, secondsOf } from "../../core/duration.ts";
import { isMonitorWorkspace } from "./scopes.ts";
import type { PrometheusRuleGroup } from "./schema.ts";

/** Complains about a rule group that Azure would not take, or that Prometheus would not. */
export function checkPrometheusRuleGroup(group: PrometheusRuleGroup, complain: Complain): void {
  checkScopes(group.scopes, complain);
  checkInterval(group.interval, complain);
  checkNames(group.rules, complain);
  checkSeverities(group.rules, complain);
}

/** https://learn.microsoft.com/azure/azure-monitor/metrics/prometheus-rule-groups */
function checkScopes(scopes: readonly string[], complain: Complain): void {
  const workspaces = scopes.filter(isMonitorWorkspace);
  if (workspaces.length === 1) return;
  const found =
    workspaces.length === 0 ? "no Azure Monitor workspace" : `${workspaces.length} Azure Monitor workspaces`;
  const wanted =
    "one workspace, whose id ends in `/providers/Microsoft.Monitor/accounts/NAME`, and at most one of its clusters";
  complain("prometheus-scopes", ["scopes"], `${found} among the scopes; a group looks at ${wanted}`);
}

const minute = 60;

/**
 * The reference says 1 to 15 minutes, the list of limits up to a day
 * (https://learn.microsoft.com/azure/azure-monitor/service-limits#prometheus-metrics).
 */
function checkInterval(interval: string, complain: Complain): void {
  const seconds = secondsOf(interval);
  if (seconds === undefined) return;
  const told = `\`interval\` of ${printLength(interval)}`;
  if (seconds < minute || seconds > 24 * 60 * minute) {
    complain("prometheus-interval", ["interval"], `${told}; Azure evaluates a group every 1m to 15m, at most every 1d`);
  } else if (seconds > 15 * minute) {
    complain(
      "unlisted-length",
      ["interval"],
      `${told} is more than the 15m of Azure's reference; its list of limits says 1d`,
    );
  }
}

// https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels
const metricName = /^[A-Za-z_:][A-Za-z0-9_:]*$/;
const labelName = /^[A-Za-z_][A-Za-z0-9_]*$/;

function checkNames(rules: PrometheusRuleGroup["rules"], complain: Complain): void {
  for (const [index, rule] of rules.entries()) {
    if (rule.form === "record" && !metricName.test(rule.record)) {
      const message = `\`${rule.record}\` is no name of a metric: letters, digits, \`_\` and \`:\`, and no digit first`;
      complain("prometheus-name", ["rules", index, "record"], message);
    }
    for (const label of Object.keys(rule.labels ?? {})) {
      if (labelName.test(label) && label !== "__name__") continue;
      const message = `\`${label}\` is no name of a label: letters, digits and \`_\`, no digit first, and not \`__name__\``;
      complain("prometheus-name", ["rules", index, "labels", label], message, "key");
    }
  }
}

/**
 * The reference says 3, and 4 was seen where a client left it out
 * (https://github.com/hashicorp/terraform-provider-azurerm/issues/27403).
 */
function checkSeverities(rules: PrometheusRuleGroup["rules"], complain: Complain): void {
  for (const [index, rule] of rules.entries()) {
    if (rule.form !== "alert" || rule.severity !== undefined) continue;
    const message = `\`${rule.alert}\` has no \`severity\`: Azure's reference says it is 3 then, and it was seen to be 4`;
    complain("prometheus-severity", ["rules", index], message);
  }
}
