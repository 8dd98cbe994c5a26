import type { Location } from "../../src/core/location.ts";
import type { Subject, ToldChange } from "../../src/core/plan/report.ts";

/** Where the hand-made reports play. */
export const subject: Subject = {
  stack: "ai-platform",
  environment: "production",
  subscription: "11111111-1111-1111-1111-111111111111",
};

/** A place in a file. */
export function at(file: string, line: number, column = 1): Location {
  return { file, line, column };
}

/** The ARM id of one of their resources. */
export function id(type: string, name: string): string {
  return `/subscriptions/${subject.subscription}/resourceGroups/rg-alerts/providers/Microsoft.Insights/${type}/${name}`;
}

/** A query of several lines. */
export const query = `AppRequests
| where TimeGenerated > ago(5m)
| where AppRoleName == "api"
| summarize Total = count(), Errors = countif(toint(ResultCode) >= 500)
| project ErrorRate = Errors * 100.0 / Total
`;

/** One change, by hand. */
export const create: ToldChange = {
  action: "create",
  kind: "MetricAlert",
  name: "aks-node-cpu-high",
  resourceGroup: "rg-alerts",
  id: id("metricAlerts", "aks-node-cpu-high"),
  at: at("rules/aks.yaml", 11),
  differences: [],
  settings: {
    description: "Node CPU above 80 % for five minutes. Runbook: https://wiki.company.com/aks/cpu",
    severity: 2,
    enabled: true,
    scopes: [
      "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai/providers/Microsoft.ContainerService/managedClusters/my-aks",
    ],
    windowSize: "PT5M",
    criteria: ["avg node_cpu_usage_percentage > 80 where nodepool excludes gpuspot"],
    actionGroups: ["ai-oncall"],
    customProperties: { team: "platform", slackUrl: "${secret:slackWebhook}" },
  },
  digest: "a".repeat(64),
};

/** One change, by hand. */
export const createGroup: ToldChange = {
  action: "create",
  kind: "ActionGroup",
  name: "ai-oncall",
  resourceGroup: "rg-alerts",
  id: id("actionGroups", "ai-oncall"),
  at: at("rules/groups.yaml", 1),
  differences: [],
  settings: {
    groupShortName: "ai-oncall",
    enabled: true,
    emailReceivers: [{ name: "admin", emailAddress: "admin@company.com" }],
    webhookReceivers: [
      { name: "slack", serviceUri: "${secret:slackWebhook}", useCommonAlertSchema: true },
      { name: "path", serviceUri: "https://hooks.slack.com/services/${secret:slackPath}", useCommonAlertSchema: true },
      { name: "other", serviceUri: "${hidden:3}", useCommonAlertSchema: true },
    ],
  },
};

/** One change, by hand. */
export const createLog: ToldChange = {
  action: "create",
  kind: "LogAlert",
  name: "http-5xx-rate",
  resourceGroup: "rg-alerts",
  id: id("scheduledQueryRules", "http-5xx-rate"),
  at: at("rules/app.yaml", 3),
  differences: [],
  settings: { severity: 1, enabled: true, query, criteria: ["avg ErrorRate > 5"], values: ["429", "503"] },
};

/** One change, by hand. */
export const update: ToldChange = {
  action: "update",
  kind: "MetricAlert",
  name: "aks-node-memory-high",
  resourceGroup: "rg-alerts",
  id: id("metricAlerts", "aks-node-memory-high"),
  at: at("rules/aks.yaml", 25),
  differences: [
    { path: "severity", before: 2, after: 1, layer: "environments.production", at: at("rules/aks.yaml", 39, 5) },
    {
      path: "criteria[cpu]",
      before: "avg cpu > 80",
      after: "avg cpu > 90",
      layer: "spec",
      at: at("rules/aks.yaml", 31),
    },
    { path: "windowSize", before: "PT5M", after: "PT15M", layer: "default", at: at("rules/aks.yaml", 25) },
    { path: "muteActionsDuration", before: "PT30M" },
    { path: "tags.costCenter", after: "4711", layer: "workspace", at: at("tocsin.yaml", 17) },
    {
      path: "description",
      before:
        "Node memory above 80 % for five minutes. Somebody should look at the node pool and at what runs there, soon.",
      after:
        "Node memory above 90 % for five minutes. Somebody should look at the node pool and at what runs there, now.",
      layer: "spec",
      at: at("rules/aks.yaml", 28),
    },
    {
      path: "scopes",
      before: [
        "/subscriptions/1/resourceGroups/rg-ai/providers/Microsoft.Compute/virtualMachines/vm1",
        "/subscriptions/1/resourceGroups/rg-ai/providers/Microsoft.Compute/virtualMachines/vm2",
      ],
      after: [
        "/subscriptions/1/resourceGroups/rg-ai/providers/Microsoft.Compute/virtualMachines/vm1",
        "/subscriptions/1/resourceGroups/rg-ai/providers/Microsoft.Compute/virtualMachines/vm3",
      ],
      layer: "spec",
      at: at("rules/aks.yaml", 29),
    },
  ],
  carried: ["properties.criteria.allOf[cpu].futureThing", "properties.preview"],
  changed: { by: "kim@company.com", at: "2026-11-19T02:14:55.1234567Z" },
};

/** One change, by hand. */
export const updateQuery: ToldChange = {
  action: "update",
  kind: "LogAlert",
  name: "http-5xx-rate",
  resourceGroup: "rg-alerts",
  id: id("scheduledQueryRules", "http-5xx-rate"),
  at: at("rules/app.yaml", 3),
  differences: [
    {
      path: "query",
      before: query,
      after: query.replace("ago(5m)", "ago(10m)").replace("100.0 / Total\n", "100.0 / Total\n| where ErrorRate > 0\n"),
      layer: "spec",
      at: at("rules/app.yaml", 9),
    },
  ],
};

/** One change, by hand. */
export const updateGroup: ToldChange = {
  action: "update",
  kind: "ActionGroup",
  name: "ai-oncall",
  resourceGroup: "rg-alerts",
  id: id("actionGroups", "ai-oncall"),
  at: at("rules/groups.yaml", 1),
  differences: [
    {
      path: "webhookReceivers[slack].serviceUri",
      secret: ["slackWebhook"],
      layer: "spec",
      at: at("rules/groups.yaml", 8),
    },
    { path: "webhookReceivers[pager].serviceUri", secret: [] },
    { path: "emailReceivers[bob]", before: { name: "bob", emailAddress: "bob@company.com" } },
    {
      path: "emailReceivers[alice]",
      after: { name: "alice", emailAddress: "alice@company.com" },
      layer: "spec",
      at: at("rules/groups.yaml", 6),
    },
  ],
};

/** One change, by hand. */
export const replace: ToldChange = {
  action: "replace",
  kind: "LogAlert",
  name: "pod-crash-loop",
  resourceGroup: "rg-alerts",
  id: id("scheduledQueryRules", "pod-crash-loop"),
  at: at("rules/aks.yaml", 60),
  differences: [
    {
      path: "location",
      before: "koreacentral",
      after: "japaneast",
      immutable: true,
      layer: "workspace",
      at: at("tocsin.yaml", 16),
    },
    { path: "severity", before: 1, after: 0, layer: "spec", at: at("rules/aks.yaml", 63) },
  ],
};

/** One change, by hand. */
export const rename: ToldChange = {
  action: "rename",
  kind: "MetricAlert",
  name: "aks-ready-nodes-low",
  resourceGroup: "rg-alerts",
  id: id("metricAlerts", "aks-ready-nodes-low"),
  at: at("rules/aks.yaml", 44),
  differences: [{ path: "severity", before: 2, after: 1, layer: "spec", at: at("rules/aks.yaml", 47) }],
  from: "nodes-low",
};

/** One change, by hand. */
export const remove: ToldChange = {
  action: "delete",
  kind: "MetricAlert",
  name: "old-cpu",
  resourceGroup: "rg-alerts",
  id: id("metricAlerts", "old-cpu"),
  differences: [],
  changed: { by: "kim@company.com", at: "2026-11-01T09:00:00Z" },
};

/** One change, by hand. */
export const adopt: ToldChange = {
  action: "adopt",
  kind: "ActivityLogAlert",
  name: "service-health",
  resourceGroup: "rg-alerts",
  id: id("activityLogAlerts", "service-health"),
  at: at("rules/platform.yaml", 1),
  differences: [{ path: "tags.tocsin-stack", after: "ai-platform/production" }],
};

/** One change, by hand. */
export const release: ToldChange = {
  action: "release",
  kind: "ActionGroup",
  name: "old-group",
  resourceGroup: "rg-alerts",
  id: id("actionGroups", "old-group"),
  at: at("rules/groups.yaml", 30),
  differences: [],
};

/** One change, by hand. */
export const blocked: ToldChange = {
  action: "blocked",
  kind: "MetricAlert",
  name: "shared-cpu",
  resourceGroup: "rg-alerts",
  id: id("metricAlerts", "shared-cpu"),
  at: at("rules/shared.yaml", 1),
  differences: [],
  because: [
    {
      code: "another-stack",
      message:
        "it belongs to `web/production`; to take it over write `adopt: web/production`, to leave it alone rename this one",
    },
  ],
};
