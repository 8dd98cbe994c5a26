import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const perFile = 25;

/** Writes a workspace of so many definitions: half metric alerts, half log alerts, as a team would write them. */
export async function writeWorkspace(folder: string, count: number, environments: readonly string[]): Promise<void> {
  await mkdir(join(folder, "rules"), { recursive: true });
  await writeFile(join(folder, "tocsin.yaml"), workspace(environments));
  await writeFile(join(folder, "rules", "oncall.yaml"), group);
  for (let first = 0; first < count; first += perFile) {
    const documents = Array.from({ length: Math.min(perFile, count - first) }, (_, index) =>
      definition(first + index, environments.length > 1),
    );
    await writeFile(join(folder, "rules", `rules-${String(first).padStart(6, "0")}.yaml`), documents.join("---\n"));
  }
}

function workspace(environments: readonly string[]): string {
  const each = environments.map(
    (name, index) => `  ${name}:
    subscription: ${String(index + 1).repeat(8)}-1111-1111-1111-111111111111
    resourceGroup: rg-alerts
    location: koreacentral
    variables: { errorRate: ${5 * (index + 1)} }
`,
  );
  return `stack: bench
rules: [rules/**/*.yaml]
variables:
  ids: /subscriptions/\${subscription}/resourceGroups/rg-ai/providers
  cluster: \${ids}/Microsoft.ContainerService/managedClusters/aks
  workspace: \${ids}/Microsoft.OperationalInsights/workspaces/log
  errorRate: 5
environments:
${each.join("")}`;
}

const group = `kind: ActionGroup
name: oncall
spec:
  groupShortName: oncall
  emailReceivers: [{ name: admin, emailAddress: admin@company.com }]
`;

function definition(index: number, overridden: boolean): string {
  if (index % 2 === 1) return logAlert(index);
  return overridden && index % 4 === 0 ? metricAlert(index) + override : metricAlert(index);
}

function metricAlert(index: number): string {
  return `kind: MetricAlert
name: node-cpu-${index}
spec:
  description: Node CPU above ${50 + (index % 50)} % for five minutes; find the pod, then scale the pool.
  severity: ${index % 5}
  scopes: \${cluster}
  windowSize: 5m
  evaluationFrequency: 1m
  criteria:
    - avg node_cpu_usage_percentage > ${50 + (index % 50)} where nodepool includes pool-${index % 7} or system
  actionGroups: oncall
`;
}

const override = `environments:
  second: { spec: { severity: 4, criteria: { Metric1: { threshold: 95 } } } }
`;

function logAlert(index: number): string {
  return `kind: LogAlert
name: error-rate-${index}
spec:
  description: |
    More than \${errorRate} % of the requests of part ${index} fail.
    Compare with the last deployment.
  severity: ${index % 5}
  scopes: \${workspace}
  windowSize: 5m
  evaluationFrequency: 5m
  query: |
    AppRequests
    | where AppRoleName == "part-${index}"
    | summarize Total = count(), Errors = countif(toint(ResultCode) >= 500) by bin(TimeGenerated, 5m)
    | project ErrorRate = Errors * 100.0 / Total
  criteria: ["avg ErrorRate > \${errorRate}"]
  actionGroups: oncall
`;
}
