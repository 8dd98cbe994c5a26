import type { JsonObject } from "../../../src/core/json.ts";

/** What the rules of these tests are for. */
export const cluster =
  "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai/providers/Microsoft.ContainerService/managedClusters/my-aks";

/** The shortest rule, in long form, with more. */
export function ruleWith(more: JsonObject = {}): JsonObject {
  return { scopes: [cluster], actions: [{ actionType: "RemoveAllActionGroups" }], ...more };
}

/** A condition, in long form. */
export function condition(field: string, operator: string, ...values: readonly string[]): JsonObject {
  return { field, operator, values };
}
