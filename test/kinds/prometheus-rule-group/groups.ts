import type { JsonObject } from "../../../src/core/json.ts";

/** Ids of things that rule groups look at and tell. */
const providers = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-alerts/providers";
export const workspace = `${providers}/Microsoft.Monitor/accounts/amw-ai`;
export const cluster = `${providers}/Microsoft.ContainerService/managedClusters/my-aks`;
export const oncall = `${providers}/Microsoft.Insights/actionGroups/oncall`;

/** A rule of each sort, as an author's layers give them, in long form. */
export const recorded: JsonObject = { record: "job:up:sum", expression: "sum by (job) (up)" };
export const down: JsonObject = {
  alert: "TargetDown",
  expression: "up == 0",
  for: "PT5M",
  severity: 0,
  labels: { team: "ai" },
  annotations: { summary: "{{ $labels.job }} is down: {{ $value }} of $1" },
  actionGroups: [{ name: oncall, actionProperties: { "IcM.Title": "down" } }],
};

/** A rule group in long form. */
export function group(...rules: readonly JsonObject[]): JsonObject {
  return { scopes: [workspace], rules: rules.length === 0 ? [recorded, down] : rules };
}
