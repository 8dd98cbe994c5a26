import { apply, type ApplyInputs } from "../../../src/commands/apply.ts";
import { load } from "../../../src/commands/load.ts";
import { plan } from "../../../src/commands/plan.ts";
import { readWorkspace } from "../../../src/core/language/workspace.ts";
import type { ApplyReport, PlanReport } from "../../../src/core/plan/report.ts";
import { arm } from "../../../src/emulator/arm/arm.ts";
import type { JsonObject } from "../../../src/emulator/arm/json.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { emulatedAzure, type EmulatedAzure } from "../../support/emulated-azure.ts";
import { inputsFor as inputsOf } from "../../support/stacks.ts";

/** The night of all golden files. */
const now = "2026-11-20T03:00:00.000Z";

const workspaceText = `stack: ai-platform
rules: [rules/**/*.yaml]
variables:
  cluster: /subscriptions/\${subscription}/resourceGroups/rg-ai/providers/Microsoft.ContainerService/managedClusters/aks-ai
  workspace: /subscriptions/\${subscription}/resourceGroups/rg-ai/providers/Microsoft.OperationalInsights/workspaces/log-ai
environments:
  production:
    subscription: 11111111-1111-1111-1111-111111111111
    resourceGroup: rg-ai-alerts
    location: koreacentral
secrets: { slackWebhook: { env: SLACK_WEBHOOK_URL }, pager: { env: PAGER_URL } }
`;

/** Rules as an author writes them. */
export const group = `kind: ActionGroup
name: ai-oncall
spec:
  groupShortName: ai-oncall
  emailReceivers:
    - { name: admin, emailAddress: admin@company.com }
  webhookReceivers:
    - { name: slack, serviceUri: "\${secret:slackWebhook}" }
`;

export const cpu = `kind: MetricAlert
name: aks-node-cpu-high
spec:
  description: Node CPU above 80 % for five minutes. Look at the node pool first.
  severity: 2
  scopes: \${cluster}
  windowSize: 5m
  evaluationFrequency: 1m
  criteria:
    - avg node_cpu_usage_percentage > 80
  actionGroups: ai-oncall
`;

export const errors = `kind: LogAlert
name: http-5xx-rate
spec:
  severity: 1
  scopes: \${workspace}
  windowSize: 5m
  evaluationFrequency: 5m
  query: |
    AppRequests
    | where AppRoleName == "api"
    | summarize Total = sum(ItemCount), Errors = sumif(ItemCount, toint(ResultCode) >= 500)
    | where Total > 20
    | project ErrorRate = Errors * 100.0 / Total
  criteria: [avg ErrorRate > 5]
  actionGroups: ai-oncall
`;

export const memory = cpu
  .replace("aks-node-cpu-high", "aks-node-memory-high")
  .replaceAll("cpu", "memory")
  .replace("Node CPU", "Node memory")
  .replace("node_memory_usage_percentage", "node_memory_working_set_percentage");

/** Files as a repository has them. */
export interface Rules {
  readonly [file: string]: readonly string[];
}

export const rules: Rules = {
  "rules/oncall.yaml": [group],
  "rules/aks.yaml": [cpu, memory],
  "rules/api.yaml": [errors],
};

/** An empty Azure on the day before, in which nothing is random but ids; what is done in the portal is done at night. */
export function azureAtNight(): Promise<EmulatedAzure> {
  clock = day;
  return emulatedAzure({ now: () => new Date(clock), caller: "tocsin-apply" });
}

const [day, night] = ["2026-11-19T10:00:00.000Z", "2026-11-20T02:14:55.000Z"];
let clock = day;

/** What a command is given for rules; `workspace` rewrites the workspace. */
export function inputsFor(
  azure: EmulatedAzure,
  files: Rules,
  more: Partial<ApplyInputs> & { readonly rewrite?: (workspace: string) => string } = {},
): ApplyInputs {
  const { rewrite = (text: string): string => text, ...rest } = more;
  const { value, diagnostics } = readWorkspace({ path: "tocsin.yaml", text: rewrite(workspaceText) });
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  const [compiled] = load({
    workspace: value,
    files: Object.entries(files).map(([path, texts]) => ({ path, text: texts.join("---\n") })),
    diagnostics,
    environments: value.environments,
    kinds,
    today: now.slice(0, 10),
  }).stacks;
  if (compiled === undefined) throw new Error("the workspace has no environment");
  return {
    ...inputsOf(azure, compiled.stack),
    workspace: value,
    diagnostics: compiled.diagnostics,
    secrets: new Map([
      ["slackWebhook", "https://hooks.slack.com/services/canary"],
      ["pager", "https://events.pager.example/canary"],
    ]),
    source: "company/alerts",
    now,
    ...rest,
  };
}

/** An Azure to which these rules were applied. */
export async function azureWith(files: Rules): Promise<EmulatedAzure> {
  const azure = await azureAtNight();
  const report = await apply(inputsFor(azure, files));
  const bad = report.results.filter(({ outcome }) => outcome !== "applied");
  if (bad.length > 0 || report.results.length === 0) throw new Error(JSON.stringify(report));
  return azure;
}

const merged = { id: "c0ffee41b2c4d6e8f0a1b2c3d4e5f6a7b8c9d0e1", title: "alerts: nodes and requests (#40)" };

/** The plan of a pull request for rules, where others were merged and applied before, and somebody did more to Azure. */
export async function planFrom(
  before: Rules,
  after: Rules,
  more: Parameters<typeof inputsFor>[2] & { readonly meanwhile?: (azure: EmulatedAzure) => Promise<void> } = {},
): Promise<PlanReport> {
  const { meanwhile = (): Promise<void> => Promise.resolve(), ...rest } = more;
  const azure = await azureWith(before);
  await meanwhile(azure);
  const base = { commit: merged, stack: inputsFor(azure, before).stack };
  return plan(inputsFor(azure, after, { base, ...rest }));
}

/** The same with one thing written differently. */
export function rewritten(files: Rules, from: string | RegExp, to: string): Rules {
  const all = Object.entries(files).map(
    ([file, texts]) => [file, texts.map((text) => text.replace(from, to))] as const,
  );
  if (JSON.stringify(Object.fromEntries(all)) === JSON.stringify(files)) throw new Error(`nobody says ${from}`);
  return Object.fromEntries(all);
}

/** Somebody clicks in the portal: puts what is there with something else in it, or deletes it. */
export async function inPortal(
  { world }: EmulatedAzure,
  name: string,
  edit: ((body: JsonObject) => JsonObject) | "delete",
): Promise<void> {
  const stored = world.store.all().find(({ place }) => place.name === name);
  if (stored === undefined) throw new Error(`there is no ${name}`);
  const { type, place, body } = stored;
  const path = `/subscriptions/${place.subscription}/resourceGroups/${place.resourceGroup}/providers/${type.namespace}/${type.name}/${place.name}`;
  clock = night;
  const outcome = await arm(
    {
      method: edit === "delete" ? "DELETE" : "PUT",
      url: `https://management.azure.com${path}?api-version=${type.apiVersions.at(-1)}`,
      headers: { "content-type": "application/json", "x-ms-client-principal-name": "kim@company.com" },
      body: edit === "delete" ? "" : JSON.stringify(edit(structuredClone(body))),
    },
    world,
  );
  if (outcome.outcome !== "answered" || outcome.answer.status >= 300) throw new Error(JSON.stringify(outcome));
}

/** A report of an apply without what is random in it. */
export function withoutChance(report: ApplyReport): ApplyReport {
  return {
    ...report,
    results: report.results.map((result) =>
      result.azure?.correlationId === undefined
        ? result
        : { ...result, azure: { ...result.azure, correlationId: "0b6e7f3a-1b2c-4d5e-8f90-123456789abc" } },
    ),
  };
}
