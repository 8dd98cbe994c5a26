import { plan } from "../../src/commands/plan.ts";
import type { PlanReport } from "../../src/core/plan/report.ts";
import { plant } from "../../src/emulator/arm/seed.ts";
import { emulatedAzure, type EmulatedAzure } from "../support/emulated-azure.ts";
import { alert, group, inputsOf } from "./applied-rules.ts";

/** The subscription of the rules, and where the machines are that they watch. */
export const own = "/subscriptions/11111111-1111-1111-1111-111111111111";
export const machines = `${own}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines`;
/** A rule that watches `vm1`, and its group. */
export const one = `${group}---\n${alert}  actionGroups: oncall\n`;
/** The path of the index. */
export const index = `${own}/resources`;

/** What is told of scopes, in a plan of rules against an Azure that has been told of what else there is. */
export async function told(
  azure: EmulatedAzure,
  rules: string,
): Promise<{ warnings: string[]; notes: readonly string[] }> {
  return inWords(await plan(inputsOf(azure, rules)));
}

/** The warnings of scopes in a plan, with their lines, and its notes. */
export function inWords({ diagnostics, planned }: PlanReport): { warnings: string[]; notes: readonly string[] } {
  const found = diagnostics.filter(({ code }) => code === "scope-missing");
  return { warnings: found.map(({ at, message }) => `${at.line} ${message}`), notes: planned?.notes ?? [] };
}

/** An Azure that has been told of these resources. */
export async function azureWith(...ids: readonly string[]): Promise<EmulatedAzure> {
  const azure = await emulatedAzure();
  plant(
    azure.world,
    ids.map((id) => ({ id })),
  );
  return azure;
}

/** What a plan asked of others than its own types. */
export function asked({ world }: EmulatedAzure): readonly string[] {
  return world.requests
    .filter(({ path }) => !/Microsoft\.(?:Insights|AlertsManagement)\//i.test(path))
    .map(({ path }) => path);
}

/** What a warning says after the name. */
export const missing = "has a scope that Azure does not find:";
