import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { metricAlert } from "../../../src/kinds/metric-alert/metric-alert.ts";
import { saidOf } from "../said-of.ts";
import { cluster, component, cpu, learned, rules, vms, webTest } from "./rules.ts";

test.each(Object.entries(rules))("%s: a rule that Azure takes is not complained of", (_, spec) => {
  expect(saidOf(metricAlert, spec)).toEqual([]);
});

/** A rule, changed, and all that is said of it. */
test.each<[string, JsonObject, readonly string[]]>([
  ["no window", { ...rules.static, windowSize: null }, ["missing-property: `windowSize`"]],
  ["a window Azure does not take", { ...rules.static, windowSize: "PT10M" }, ["windowSize: illegal-value"]],
  [
    "a frequency Azure does not take",
    { ...rules.static, evaluationFrequency: "PT2M" },
    ["evaluationFrequency: illegal-value"],
  ],
  ["an equal length in other words", { ...rules.static, windowSize: "PT60M", evaluationFrequency: "PT60M" }, []],
  ["a day", { ...rules.static, windowSize: "PT24H" }, []],
  [
    "a window shorter than the frequency",
    { ...rules.static, windowSize: "PT1M", evaluationFrequency: "PT5M" },
    ["windowSize: window-shorter-than-frequency: window 1m is shorter than frequency 5m"],
  ],
  [
    "a long window with a dynamic threshold",
    { ...rules.dynamic, windowSize: "PT6H" },
    ["windowSize: window-not-for-dynamic: window 6h"],
  ],
  [
    "more failing windows than there are",
    {
      ...rules.dynamic,
      criteria: [{ ...learned, failingPeriods: { numberOfEvaluationPeriods: 2, minFailingPeriodsToAlert: 3 } }],
    },
    ["criteria.0.failingPeriods: failing-periods-exceed-evaluated: 3 of 2"],
  ],
  [
    "a dynamic threshold beside another",
    { ...rules.static, criteria: [cpu, { ...learned, name: "Metric2" }] },
    ["criteria.1: several-criteria-not-here: a dynamic threshold beside other criteria"],
  ],
  ["several criteria", { ...rules.static, criteria: [cpu, { ...cpu, name: "Metric2" }] }, []],
  [
    "several criteria for several resources",
    { ...rules.dynamic, criteria: [cpu, { ...cpu, name: "Metric2" }] },
    ["criteria: several-criteria-not-here: 2 criteria in a rule for more than one resource"],
  ],
  [
    "several criteria with several values",
    {
      ...rules.static,
      criteria: [cpu, { ...cpu, name: "Metric2", dimensions: [{ name: "Node", operator: "Include", values: ["*"] }] }],
    },
    ["criteria.1.dimensions.0.values: several-criteria-several-values: dimension `Node`"],
  ],
  [
    "six criteria",
    { ...rules.static, criteria: [1, 2, 3, 4, 5, 6].map((place) => ({ ...cpu, name: `Metric${place}` })) },
    ["criteria: illegal-value"],
  ],
  [
    "two criteria of one name",
    { ...rules.static, criteria: [cpu, { ...cpu, name: "metric1" }] },
    ["criteria.1.name: criterion-name-twice: two criteria are called `metric1`"],
  ],
  [
    "criteria of several sorts",
    { ...rules.static, criteria: [cpu, { name: "Metric2", query: "up" }] },
    ["criteria: criteria-mixed"],
  ],
  [
    "two web tests",
    { ...rules.webtest, criteria: [...rules.webtest.criteria, ...rules.webtest.criteria] },
    ["criteria.1: criteria-mixed: a rule watches one web test"],
  ],
  ["a web test's own scopes", { ...rules.webtest, scopes: [component, `${webTest}/`.toUpperCase()] }, []],
  ["a web test with other scopes", { ...rules.webtest, scopes: [component] }, ["scopes: web-test-scopes"]],
  [
    "a web test with a name",
    { ...rules.webtest, criteria: [{ ...rules.webtest.criteria[0], name: "site" }] },
    ["no name, since Azure keeps none for a web test"],
  ],
  ["PromQL without identity", { ...rules.promql, identity: null }, ["promql-without-identity"]],
  ["PromQL with no identity said", { ...rules.promql, identity: { type: "None" } }, ["promql-without-identity"]],
  ["PromQL with two scopes", { ...rules.promql, scopes: vms }, ["scopes: promql-with-several-scopes"]],
  ["PromQL with a window", { ...rules.promql, windowSize: "PT5M" }, ["windowSize: promql-with-window"]],
  [
    "PromQL with autoMitigate",
    { ...rules.promql, autoMitigate: false },
    ["autoMitigate: auto-mitigate-with-promql: with PromQL it is `resolveConfiguration: { autoResolved: false }`"],
  ],
  [
    "what only PromQL has",
    { ...rules.static, for: "PT5M", resolveConfiguration: { timeToResolve: "PT5M" } },
    ["for: only-with-promql: `for`", "resolveConfiguration: only-with-promql: `resolveConfiguration`"],
  ],
  [
    "a resource group without type and region",
    { ...rules.static, scopes: ["/subscriptions/s/resourceGroups/rg"] },
    ["target-resource-missing: `targetResourceType`", "target-resource-missing: `targetResourceRegion`"],
  ],
  [
    "a subscription with both",
    {
      ...rules.static,
      scopes: ["/subscriptions/s"],
      targetResourceType: "Microsoft.Compute/virtualMachines",
      targetResourceRegion: "koreacentral",
    },
    [],
  ],
  [
    "several resources without region",
    { ...rules.dynamic, targetResourceRegion: null },
    ["target-resource-missing: `targetResourceRegion`"],
  ],
  [
    "resources of several types",
    { ...rules.dynamic, scopes: [...vms, cluster] },
    [
      "scopes: scopes-of-several-types: scopes of several types, `Microsoft.Compute/virtualMachines` and `Microsoft.ContainerService/managedClusters`",
    ],
  ],
  [
    "a type that is not the scopes'",
    { ...rules.static, targetResourceType: "Microsoft.Compute/virtualMachines" },
    ["targetResourceType: scopes-of-several-types: `Microsoft.Compute/virtualMachines` is not the type of the scopes"],
  ],
  [
    "the type in another case",
    { ...rules.static, targetResourceType: "microsoft.containerservice/managedclusters" },
    [],
  ],
  ["severity as a word", { ...rules.static, severity: "critical" }, ["severity: wrong-type"]],
  ["severity 5", { ...rules.static, severity: 5 }, ["severity: illegal-value: `severity: 5` is more than 4"]],
  ["severity 0", { ...rules.static, severity: 0 }, []],
  ["a misspelt property", { ...rules.static, criteria: [{ ...cpu, treshold: 5 }] }, ["threshold"]],
  [
    "what Azure's own map has",
    { ...rules.static, criteria: [{ criterionType: "StaticThresholdCriterion", ...cpu }] },
    ["criteria.0.criterionType: unknown-property"],
  ],
  ["a scope that is no id", { ...rules.static, scopes: ["my-aks"] }, ["scopes.0: illegal-value"]],
  [
    "six action groups",
    { ...rules.static, actionGroups: ["a", "b", "c", "d", "e", "f"].map((name) => ({ name })) },
    ["actionGroups: illegal-value"],
  ],
  [
    "an identity that is two things",
    { ...rules.promql, identity: { type: "SystemAssigned", userAssignedIdentities: [cluster] } },
    ["identity.userAssignedIdentities: identity-without-ids"],
  ],
])("%s", (_, spec, expected) => {
  const said = saidOf(metricAlert, spec);
  expect(said).toEqual(expected.map((text) => expect.stringContaining(text)));
});
