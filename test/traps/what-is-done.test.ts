import { expect, test } from "vitest";
import type { JsonObject } from "../../src/core/json.ts";
import { load } from "../../src/commands/load.ts";
import { readWorkspace } from "../../src/core/language/workspace.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { alert, applied, bodyIn, logAlert } from "../commands/applied-rules.ts";
import { emulatedAzure } from "../support/emulated-azure.ts";
import { changesAgainst, insights, live, vm } from "./against-azure.ts";

/* Traps in which something has to be done, and the right thing. docs/traps.md has the sources. */

const otherVm = `${vm}2`;

const metricRule = (changed: JsonObject, around: JsonObject = {}): JsonObject =>
  live("metricAlerts", "cpu-high", {
    properties: {
      severity: 2,
      enabled: true,
      autoMitigate: true,
      scopes: [vm],
      windowSize: "PT5M",
      evaluationFrequency: "PT1M",
      criteria: {
        "odata.type": "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria",
        allOf: [
          {
            criterionType: "StaticThresholdCriterion",
            name: "Metric1",
            metricName: "Percentage CPU",
            operator: "GreaterThan",
            threshold: 80,
            timeAggregation: "Average",
          },
        ],
      },
      ...changed,
    },
    ...around,
  });

const logRule = (changed: JsonObject, around: JsonObject = {}): JsonObject =>
  live("scheduledQueryRules", "errors", {
    location: "westeurope",
    properties: {
      severity: 2,
      enabled: true,
      autoMitigate: true,
      scopes: [vm],
      windowSize: "PT5M",
      evaluationFrequency: "PT5M",
      criteria: {
        allOf: [
          {
            query: "AppRequests | where Success == false",
            timeAggregation: "Count",
            operator: "GreaterThan",
            threshold: 5,
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
          },
        ],
      },
      ...changed,
    },
    ...around,
  });

test.each<[string, string, JsonObject, readonly string[]]>([
  ["a metric alert's scopes change in place", alert, metricRule({ scopes: [otherVm] }), ["update cpu-high: scopes"]],
  ["a log alert's scope cannot be changed", logAlert, logRule({ scopes: [otherVm] }), ["replace errors: scopes"]],
  ["a region cannot be changed", logAlert, logRule({}, { location: "eastus" }), ["replace errors: location"]],
  ["severity 0 is not nothing", alert, metricRule({ severity: 0 }), ["update cpu-high: severity"]],
  ["false is not nothing", alert, metricRule({ enabled: false }), ["update cpu-high: enabled"]],
  [
    "an activity log alert without `enabled` is off in Azure",
    "kind: ActivityLogAlert\nname: health\nspec: { condition: { category: ServiceHealth } }\n",
    live("activityLogAlerts", "health", {
      properties: {
        scopes: ["/subscriptions/11111111-1111-1111-1111-111111111111"],
        condition: { allOf: [{ field: "category", equals: "ServiceHealth" }] },
        actions: { actionGroups: [] },
        enabled: false,
      },
    }),
    ["update health: enabled"],
  ],
  [
    "what Azure makes by itself is nobody's, and stays",
    alert,
    {
      ...live("actionGroups", "Application Insights Smart Detection", {
        properties: { groupShortName: "SmartDetect", enabled: true },
      }),
      tags: {},
    },
    ["create cpu-high"],
  ],
  [
    "a rule of an old api-version that only shares the name is not overwritten",
    logAlert,
    live("scheduledQueryRules", "errors", {
      location: "westeurope",
      properties: { isLegacyLogAnalyticsRule: true, enabled: "true", source: { query: "x" } },
    }),
    ["blocked errors: unknown-kind"],
  ],
])("%s", async (_, text, body, expected) => {
  expect(await changesAgainst(text, [body])).toEqual(expected);
});

/** A definition that is applied, and what has to be in Azure's body then. */
test.each<[string, string, string, JsonObject]>([
  [
    "a new metric alert can have a second scope later",
    alert,
    "cpu-high",
    { criteria: { "odata.type": "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria" } },
  ],
  ["severity 0 is sent", alert.replace("severity: 2", "severity: 0"), "cpu-high", { severity: 0 }],
  ["whether it resolves by itself is always sent", alert, "cpu-high", { autoMitigate: true }],
  [
    "a dimension operator that no schema of Azure's has",
    alert.replace("> 80", "> 80 where Node startswith aks"),
    "cpu-high",
    { criteria: { allOf: [{ dimensions: [{ name: "Node", operator: "StartsWith", values: ["aks"] }] }] } },
  ],
  [
    "a subject of the mail is an action property",
    `${logAlert}  actionProperties: { Email.Subject: "\${data.essentials.alertRule}" }\n`,
    "errors",
    { actions: { actionProperties: { "Email.Subject": "${data.essentials.alertRule}" } } },
  ],
  [
    "an activity log alert has the list that Azure wants, also where it is empty",
    "kind: ActivityLogAlert\nname: health\nspec: { condition: { category: ServiceHealth } }\n",
    "health",
    { enabled: true, actions: { actionGroups: [] } },
  ],
])("%s", async (_, text, name, expected) => {
  const azure = await emulatedAzure();
  await applied(azure, text);
  expect(bodyIn(azure, name)?.["properties"]).toMatchObject(expected);
});

const workspace = readWorkspace({
  path: "tocsin.yaml",
  text: `stack: shop
rules: [rules/*.yaml]
variables: { vm: "${vm}", test: "${insights}/webtests/site", app: "${insights}/components/app" }
environments: { prod: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg-alerts, location: koreacentral } }
`,
}).value;

/** A mistake that Azure refuses only when it is applied, and the code it is told by before. */
test.each<[string, string, string]>([
  ["two scopes", `${logAlert.replace("scopes: ${vm}", 'scopes: ["${vm}", "${vm}2"]')}`, "illegal-value"],
  ["muted and resolved", `${logAlert}  autoMitigate: true\n  muteActionsDuration: 1h\n`, "resolves-two-ways"],
  ["a property that is Terraform's", `${logAlert}  autoMitigation: true\n`, "unknown-property"],
  [
    "a misspelt property, which Azure would ignore",
    `${logAlert}  ruleResolveConfiguration: { autoResolved: true }\n`,
    "unknown-property",
  ],
  [
    "level with Resource Health",
    "kind: ActivityLogAlert\nname: a\nspec: { condition: { category: ResourceHealth, level: Error } }\n",
    "level-with-resource-health",
  ],
  [
    "several scopes of an activity log alert",
    "kind: ActivityLogAlert\nname: a\nspec: { scopes: [/subscriptions/s, /subscriptions/t], condition: { category: ServiceHealth } }\n",
    "several-activity-log-scopes",
  ],
  [
    "a web test's two scopes with an ordinary condition",
    alert.replace("scopes: ${vm}", 'scopes: ["${test}", "${app}"]'),
    "scopes-of-several-types",
  ],
  ["a month that was meant for a minute", alert.replace("windowSize: 5m", "windowSize: P5M"), "illegal-duration"],
  ["a severity in words", alert.replace("severity: 2", "severity: critical"), "wrong-type"],
])("%s: told before Azure is asked", (_, text, code) => {
  if (workspace === undefined) throw new Error("the workspace of the traps is broken");
  const files = [{ path: "rules/a.yaml", text }];
  const { environments } = workspace;
  const { diagnostics } = load({ workspace, files, diagnostics: [], environments, kinds, today: "2026-11-20" });
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
});
