import { apply, BrokenOff, type ApplyInputs } from "../../src/commands/apply.ts";
import { load } from "../../src/commands/load.ts";
import type { JsonObject } from "../../src/emulator/arm/json.ts";
import { readWorkspace } from "../../src/core/language/workspace.ts";
import type { ApplyReport, ToldResult } from "../../src/core/plan/report.ts";
import type { Stack } from "../../src/core/stack.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { type EmulatedAzure, writesIn } from "../support/emulated-azure.ts";
import { inputsFor } from "../support/stacks.ts";

/** The workspace that the rules stand in. */
export const workspace = `stack: shop
rules: [rules/**/*.yaml]
variables:
  vm: /subscriptions/\${subscription}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm1
environments:
  prod: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg-alerts, location: koreacentral }
secrets: { slack: { env: SLACK_URL } }
`;

/** Rules as an author writes them. */
export const group = `kind: ActionGroup
name: oncall
spec:
  groupShortName: oncall
  emailReceivers: [{ name: admin, emailAddress: admin@company.com }]
`;

export const alert = `kind: MetricAlert
name: cpu-high
spec:
  severity: 2
  scopes: \${vm}
  windowSize: 5m
  evaluationFrequency: 1m
  criteria: [avg Percentage CPU > 80]
`;

export const logAlert = `kind: LogAlert
name: errors
location: westeurope
spec:
  severity: 2
  scopes: \${vm}
  windowSize: 5m
  evaluationFrequency: 5m
  query: AppRequests | where Success == false
  criteria: [count > 5]
`;

/** All of them, the alert paging the group. */
export const all = [group, `${alert}  actionGroups: oncall\n`, logAlert].join("---\n");

/** The stack of rules as an author writes them. */
export function stackFrom(text: string, stack = "shop"): Stack {
  const read = readWorkspace({ path: "tocsin.yaml", text: workspace.replace("shop", stack) }).value;
  if (read === undefined) throw new Error("the workspace of the test is none");
  const files = [{ path: "rules/a.yaml", text }];
  const { environments } = read;
  const [compiled] = load({ workspace: read, files, diagnostics: [], environments, kinds, today: "2026-11-20" }).stacks;
  const errors = compiled?.diagnostics.filter(({ severity }) => severity === "error") ?? [];
  if (compiled === undefined || errors.length > 0) throw new Error(errors.map(({ message }) => message).join("; "));
  return compiled.stack;
}

/** What `apply` is given for rules on which nobody says no. */
export function inputsOf(azure: EmulatedAzure, text: string, stack = "shop"): ApplyInputs {
  return inputsFor(azure, stackFrom(text, stack));
}

/** Applies rules, all of which must succeed. */
export async function applied(azure: EmulatedAzure, text: string, stack = "shop"): Promise<void> {
  const { results } = await apply(inputsOf(azure, text, stack));
  const others = results.filter(({ outcome }) => outcome !== "applied");
  if (others.length > 0) throw new Error(JSON.stringify(others));
}

/** What is in Azure under a name. */
export function bodyIn({ world }: EmulatedAzure, name: string): JsonObject | undefined {
  return world.store.all().find(({ place }) => place.name === name)?.body;
}

/** What was written from here on, methods alone. */
export async function methodsOf(azure: EmulatedAzure, work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = writesIn(azure.world).length;
  await work();
  return writesIn(azure.world)
    .slice(before)
    .map((line) => line.split(" ", 1)[0] ?? "");
}

/** Each result in a word. */
export function inWords(results: readonly ToldResult[]): readonly string[] {
  return results.map(({ outcome, action, name }) => `${outcome}: ${action} ${name}`).toSorted();
}

/** The report of an apply in which a bug of ours showed. */
export async function broken(applying: Promise<unknown>): Promise<ApplyReport> {
  try {
    await applying;
  } catch (error) {
    if (error instanceof BrokenOff) return error.report;
    throw error;
  }
  throw new Error("no bug showed");
}
