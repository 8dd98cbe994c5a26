import type { Draft } from "../../src/authoring/draft.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { resourceId } from "../../src/core/resource.ts";

/** Where the machines are that the drafts are about. */
export const vms = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines";

/** A rule about a machine, as import drafts it. */
export function draft(name: string, more: JsonObject = {}, around: Partial<Draft> = {}): Draft {
  return {
    kind: "MetricAlert",
    name,
    tags: {},
    adopt: true,
    spec: {
      severity: 2,
      scopes: `${vms}/${name}`,
      windowSize: "5m",
      evaluationFrequency: "1m",
      criteria: ["avg Percentage CPU > 80"],
      ...more,
    },
    comments: [],
    ids: [resourceId(`/x/${name}`)],
    ...around,
  };
}

/** A condition with this number in it. */
export const threshold = (value: number | string): JsonObject => ({ criteria: [`avg Percentage CPU > ${value}`] });
