import { describe, expect, test } from "vitest";
import { alertingOf, coverageOf, rulingOf, type Alerting } from "../../../src/core/plan/coverage.ts";
import type { AlertFacts, Processing, ProcessingCondition } from "../../../src/core/processing.ts";

const subscription = "/subscriptions/11111111-1111-1111-1111-111111111111";
const group = `${subscription}/resourceGroups/rg-ai`;
const cluster = `${group}/providers/Microsoft.ContainerService/managedClusters/my-aks`;
const other = `${subscription}/resourceGroups/rg-web/providers/Microsoft.Web/sites/web`;

function alerting(facts: AlertFacts, description?: string): Alerting {
  const id = `${group}/providers/Microsoft.Insights/metricAlerts/aks-cpu`.toLowerCase();
  return alertingOf({ id, name: "aks-cpu", settings: description === undefined ? {} : { description } }, facts);
}

const onCluster: AlertFacts = {
  named: true,
  described: true,
  targets: [cluster],
  targetType: "Microsoft.ContainerService/managedClusters",
  severity: 2,
  signalType: "Metric",
};

function told(facts: AlertFacts, scopes: readonly string[], conditions: readonly ProcessingCondition[] = []): string {
  const processing: Processing = { effect: "silences", groups: [], scopes, conditions, timing: { is: "always" } };
  const coverage = coverageOf(rulingOf(processing), alerting(facts, "Node CPU above 80 %"));
  return coverage.is === "may" ? `may ${coverage.because.join("; ")}` : coverage.is;
}

const condition = (field: string, operator: string, ...values: readonly string[]): ProcessingCondition => ({
  field,
  operator,
  values,
  at: [],
});

describe("scopes", () => {
  test.each<[string, readonly string[] | undefined, readonly string[], string]>([
    ["the resource itself", [cluster], [cluster], "yes"],
    ["it in other letters, without a slash", [cluster], [cluster.toUpperCase().slice(1)], "yes"],
    ["its group", [cluster], [group], "yes"],
    ["its subscription", [cluster], [subscription], "yes"],
    ["another resource", [cluster], [other], "no"],
    ["a group whose name begins alike", [cluster], [`${subscription}/resourceGroups/rg`], "no"],
    ["one of several scopes", [cluster], [other, group], "yes"],
    ["one of two resources", [cluster, other], [group], "may for a part of its resources"],
    ["both of two resources", [cluster, other], [subscription], "yes"],
    ["a resource of a group that is watched", [group], [cluster], "may for a part of its resources"],
    ["what is watched nobody knows", undefined, [subscription], "may where the scope fits"],
  ])("%s", (_, targets, scopes, expected) => {
    expect(told(targets === undefined ? {} : { targets }, scopes)).toBe(expected);
  });

  test("nothing meets what no rule processes", () => {
    expect(told({ ...onCluster, unprocessed: true }, [subscription])).toBe("no");
  });
});

describe("conditions", () => {
  test.each<[string, ProcessingCondition, string]>([
    ["the severity", condition("Severity", "Equals", "Sev2", "Sev3"), "yes"],
    ["it in other letters", condition("severity", "equals", "SEV2"), "yes"],
    ["another severity", condition("Severity", "Equals", "Sev0"), "no"],
    ["not the severity", condition("Severity", "NotEquals", "Sev2"), "no"],
    ["not another", condition("Severity", "NotEquals", "Sev0"), "yes"],
    ["the name", condition("AlertRuleName", "Equals", "aks-cpu"), "yes"],
    ["another name", condition("AlertRuleName", "Equals", "aks"), "no"],
    ["a part of the name", condition("AlertRuleName", "Contains", "web", "AKS"), "yes"],
    ["no part of the name", condition("AlertRuleName", "DoesNotContain", "web", "aks"), "no"],
    [
      "the id",
      condition("AlertRuleId", "Equals", `${group}/providers/microsoft.insights/metricalerts/AKS-CPU/`),
      "yes",
    ],
    ["another id", condition("AlertRuleId", "Equals", other), "no"],
    ["the type", condition("TargetResourceType", "Equals", "microsoft.containerservice/managedclusters"), "yes"],
    ["a part of the type", condition("TargetResourceType", "Contains", "Microsoft.ContainerService"), "yes"],
    ["another type", condition("TargetResourceType", "Equals", "Microsoft.Web/sites"), "no"],
    ["the resource", condition("TargetResource", "Equals", cluster), "yes"],
    ["not the resource", condition("TargetResource", "NotEquals", cluster), "no"],
    ["the group", condition("TargetResourceGroup", "Equals", group.toUpperCase()), "yes"],
    ["the signal", condition("SignalType", "Equals", "Metric"), "yes"],
    ["the description", condition("Description", "Contains", "node cpu"), "yes"],
    ["that it fires", condition("MonitorCondition", "Equals", "Fired"), "yes"],
    ["that it ends: whom its firing tells is as it was", condition("MonitorCondition", "Equals", "Resolved"), "no"],
    ["what is in it", condition("AlertContext", "Contains", "x"), "may where its `AlertContext` fits"],
    ["who measured it", condition("MonitorService", "Equals", "Platform"), "may where its `MonitorService` fits"],
    ["what Azure may add", condition("Weather", "Equals", "rain"), "may where its `Weather` fits"],
    ["how Azure may compare", condition("Severity", "Below", "Sev2"), "may where its `Severity` fits"],
  ])("%s", (_, one, expected) => {
    expect(told(onCluster, [group], [one])).toBe(expected);
  });

  test("all have to be met, and what is not known is told once", () => {
    const context = condition("AlertContext", "Contains", "x");
    const severity = condition("Severity", "Equals", "Sev2");
    expect(told(onCluster, [group], [severity, context, context])).toBe("may where its `AlertContext` fits");
    expect(told(onCluster, [group], [context, condition("Severity", "Equals", "Sev0")])).toBe("no");
  });

  test.each<[string, ProcessingCondition]>([
    ["a severity", condition("Severity", "Equals", "Sev2")],
    ["a name", condition("AlertRuleName", "Equals", "aks-cpu")],
    ["a resource", condition("TargetResource", "Equals", cluster)],
    ["a type", condition("TargetResourceType", "Equals", "Microsoft.Web/sites")],
  ])("%s that nobody knows before may be meant", (_, one) => {
    expect(told({ targets: [group] }, [subscription], [one])).toBe(`may where its \`${one.field}\` fits`);
  });

  test("of several resources some may be meant", () => {
    const facts = { ...onCluster, targets: [cluster, other] };
    expect(told(facts, [subscription], [condition("TargetResource", "Equals", cluster)])).toBe(
      "may where its `TargetResource` fits",
    );
    expect(told(facts, [subscription], [condition("TargetResource", "NotEquals", `${cluster}2`)])).toBe("yes");
  });
});
