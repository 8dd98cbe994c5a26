import { arm } from "../../src/emulator/arm/arm.ts";
import { isObject, type JsonObject } from "../../src/emulator/arm/json.ts";
import { parseJson } from "../../src/emulator/arm/read-request.ts";
import { createWorld, type World, type WorldOptions } from "../../src/emulator/arm/world.ts";

/** The subscription and group of all tests that do not say otherwise. */
export const subscription = "aaaaaaaa-0000-4000-8000-00000000000b";
export const group = `/subscriptions/${subscription}/resourceGroups/rg`;

/** Each type's shortest way to be created, with its newest api-version. */
export const types = {
  metricAlerts: {
    path: `${group}/providers/Microsoft.Insights/metricAlerts/one`,
    version: "2026-01-01",
    body: {
      location: "global",
      properties: {
        severity: 2,
        enabled: true,
        scopes: [`${group}/providers/Microsoft.Compute/virtualMachines/vm`],
        evaluationFrequency: "PT5M",
        windowSize: "PT15M",
        criteria: {
          "odata.type": "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria",
          allOf: [
            {
              criterionType: "StaticThresholdCriterion",
              name: "cpu",
              metricName: "Percentage CPU",
              timeAggregation: "Average",
              operator: "GreaterThan",
              threshold: 90,
            },
          ],
        },
      },
    },
  },
  scheduledQueryRules: {
    path: `${group}/providers/Microsoft.Insights/scheduledQueryRules/one`,
    version: "2026-03-01",
    body: {
      location: "westeurope",
      properties: {
        severity: 1,
        scopes: [`${group}/providers/Microsoft.OperationalInsights/workspaces/logs`],
        evaluationFrequency: "PT5M",
        windowSize: "PT5M",
        criteria: {
          allOf: [{ query: "Heartbeat", timeAggregation: "Count", operator: "LessThan", threshold: 1 }],
        },
      },
    },
  },
  activityLogAlerts: {
    path: `${group}/providers/Microsoft.Insights/activityLogAlerts/one`,
    version: "2026-01-01",
    body: {
      location: "global",
      properties: {
        scopes: [`/subscriptions/${subscription}`],
        condition: { allOf: [{ field: "category", equals: "ServiceHealth" }] },
        actions: { actionGroups: [] },
      },
    },
  },
  actionGroups: {
    path: `${group}/providers/Microsoft.Insights/actionGroups/one`,
    version: "2026-09-01",
    body: { location: "global", properties: { groupShortName: "ops", enabled: true } },
  },
  prometheusRuleGroups: {
    path: `${group}/providers/Microsoft.AlertsManagement/prometheusRuleGroups/one`,
    version: "2023-03-01",
    body: {
      location: "westeurope",
      properties: {
        scopes: [`${group}/providers/Microsoft.Monitor/accounts/metrics`],
        rules: [
          { record: "job:up:sum", expression: "sum by (job) (up)" },
          { alert: "TargetDown", expression: "up == 0", for: "PT5M", severity: 2 },
        ],
      },
    },
  },
  actionRules: {
    path: `${group}/providers/Microsoft.AlertsManagement/actionRules/one`,
    version: "2021-08-08",
    body: {
      location: "global",
      properties: { scopes: [group], actions: [{ actionType: "RemoveAllActionGroups" }] },
    },
  },
} as const;

export type TypeName = keyof typeof types;
export const typeNames: readonly TypeName[] = [
  "metricAlerts",
  "scheduledQueryRules",
  "activityLogAlerts",
  "actionGroups",
  "prometheusRuleGroups",
  "actionRules",
];

/** What a test looks at of an answer. */
export interface Seen {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** The body, loosely: tests reach in at will. */
  body: any;
}

/** An emulated Azure without throttling, asked by function call. */
export function azure(options: Partial<WorldOptions> = {}): {
  world: World;
  ask(method: string, url: string, body?: JsonObject, headers?: Readonly<Record<string, string>>): Promise<Seen>;
  create(type: TypeName, changes?: JsonObject, version?: string): Promise<Seen>;
} {
  const world = createWorld({ rateLimits: "off", ...options });
  const ask = async (
    method: string,
    url: string,
    body?: JsonObject,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Seen> => {
    const outcome = await arm({ method, url, headers, body: body === undefined ? "" : JSON.stringify(body) }, world);
    if (outcome.outcome === "dropped") throw new Error("the connection was dropped");
    return { ...outcome.answer, body: parseJson(outcome.answer.body) };
  };
  return {
    world,
    ask,
    create: (type, changes = {}, version = types[type].version) =>
      ask("PUT", at(type, version), merge(types[type].body, changes)),
  };
}

/** The URL of a type's one resource. */
export function at(type: TypeName, version: string = types[type].version): string {
  return `${types[type].path}?api-version=${version}`;
}

// Undefined takes a property away.
function merge(body: JsonObject, changes: JsonObject): JsonObject {
  const merged = Object.entries(changes).map(([name, value]) => {
    const before = body[name];
    return [name, isObject(value) && isObject(before) ? merge(before, value) : value];
  });
  return { ...body, ...Object.fromEntries(merged) };
}

/** What the provider says to a type's shortest body with some properties changed. */
export async function refusal(type: TypeName, properties: JsonObject): Promise<unknown> {
  const { status, body } = await azure().create(type, { properties });
  return { status, body };
}
