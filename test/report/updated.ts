import type { UpdateReport } from "../../src/core/plan/update-report.ts";
import { at, id, subject } from "./changes.ts";
import { diagnostics } from "./planned.ts";

const warnings = diagnostics.filter((diagnostic) => diagnostic.severity === "warning");

/** Every sort of thing that `import --update` and a second environment have to say. */
export const updatedByHand: UpdateReport = {
  command: "import-update",
  subject,
  diagnostics: warnings,
  updated: {
    resources: [
      {
        outcome: "updated",
        kind: "MetricAlert",
        name: "aks-node-cpu-high",
        resourceGroup: "rg-alerts",
        id: id("metricAlerts", "aks-node-cpu-high"),
        at: at("rules/aks.yaml", 2),
        differences: [
          { path: "severity", before: 2, after: 3, layer: "spec", at: at("rules/aks.yaml", 8) },
          {
            path: "criteria[Metric1]",
            before: "avg node_cpu_usage_percentage > 80",
            after: "avg node_cpu_usage_percentage > 91",
            layer: "environments.production",
            at: at("rules/aks.yaml", 17),
          },
        ],
        sources: [{ path: "environments.production.variables.maxErrorRate", at: at("tocsin.yaml", 21) }],
        left: [],
        carried: ["properties.newProperty"],
        changed: { by: "someone@company.com", at: "2026-11-19T02:14:00Z" },
      },
      {
        outcome: "left",
        kind: "ActionGroup",
        name: "ai-oncall",
        resourceGroup: "rg-alerts",
        id: id("actionGroups", "ai-oncall"),
        at: at("rules/oncall.yaml", 2),
        differences: [],
        sources: [],
        left: [
          {
            path: "webhookReceivers[slack].serviceUri",
            because: "the secret is another one in Azure; change it where the secret is kept",
          },
        ],
      },
      {
        outcome: "off",
        kind: "LogAlert",
        name: "http-5xx-rate",
        resourceGroup: "rg-alerts",
        id: id("scheduledQueryRules", "http-5xx-rate"),
        at: at("rules/api.yaml", 20),
        differences: [],
        sources: [],
        left: [],
      },
      {
        outcome: "missing",
        kind: "MetricAlert",
        name: "gone",
        resourceGroup: "rg-alerts",
        id: id("metricAlerts", "gone"),
        differences: [],
        sources: [],
        left: [{ because: "it is not in Azure" }],
      },
    ],
    unchanged: 12,
    files: ["rules/aks.yaml", "tocsin.yaml"],
    dryRun: false,
    notes: [],
  },
};
