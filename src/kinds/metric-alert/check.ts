import type { Complain } from "../../core/diagnostic.ts";
import { printLength, secondsOf } from "../../core/duration.ts";
import { resourceId } from "../../core/resource.ts";
import { checkIdentity, isNone } from "../identity.ts";
import { familyOf } from "./forms.ts";
import type { Criterion, MetricAlert } from "./schema.ts";
import { commonType, isMultiResource, resourceType, scopeKind } from "./scopes.ts";

/*
 * What Azure is known to refuse and no schema says; what its documentation merely advises is a warning (the registry
 * has each code's severity). https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-metric-alert-rule
 */

/** Complains about a metric alert that Azure would not take. */
export function checkMetricAlert(rule: MetricAlert, complain: Complain): void {
  checkIdentity(rule.identity, complain);
  checkNames(rule.criteria, complain);
  const families = new Set(rule.criteria.map(({ form }) => familyOf(form)));
  const [family, another] = families;
  if (another !== undefined) {
    complain(
      "criteria-mixed",
      ["criteria"],
      "criteria of several sorts in one rule; all are conditions on metrics, or all are queries in PromQL, or it is one web test",
    );
    return;
  }
  if (family === "promql") checkPromql(rule, complain);
  else checkWindow(rule, complain);
  if (family === "webtest") checkWebtest(rule, complain);
  if (family === "metrics") {
    checkTarget(rule, complain);
    checkDynamic(rule, complain);
    checkSeveral(rule, complain);
  }
}

function checkNames(criteria: readonly Criterion[], complain: Complain): void {
  const seen = new Set<string>();
  for (const [index, { form, name }] of criteria.entries()) {
    const key = name.toLowerCase();
    if (seen.has(key) && form !== "webtest") {
      complain(
        "criterion-name-twice",
        ["criteria", index, "name"],
        `two criteria are called \`${name}\`; names are unique, and case does not count`,
      );
    }
    seen.add(key);
  }
}

/** Everything but PromQL has a window, at least as long as what lies between two looks at it. */
function checkWindow(rule: MetricAlert, complain: Complain): void {
  const { windowSize, evaluationFrequency } = rule;
  for (const key of ["for", "resolveConfiguration"] as const) {
    if (rule[key] !== undefined)
      complain(
        "only-with-promql",
        [key],
        `\`${key}\` goes with queries in PromQL only${key === "for" ? "" : "; here `autoMitigate` says whether an alert resolves by itself"}`,
        "key",
      );
  }
  if (windowSize === undefined) {
    complain("missing-property", [], "`windowSize` is missing: how much time is looked at, such as `5m`", "key");
    return;
  }
  const window = secondsOf(windowSize);
  const frequency = secondsOf(evaluationFrequency);
  if (window !== undefined && frequency !== undefined && window < frequency) {
    const said = `window ${printLength(windowSize)} is shorter than frequency ${printLength(evaluationFrequency)}`;
    complain(
      "window-shorter-than-frequency",
      ["windowSize"],
      `${said}, and what lies between would never be looked at`,
    );
  }
}

/** https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-query-based-metric-alerts-overview */
function checkPromql(rule: MetricAlert, complain: Complain): void {
  if (isNone(rule.identity)) {
    complain(
      "promql-without-identity",
      [],
      "a rule with PromQL needs an `identity` that may read the metrics (Monitoring Reader): `SystemAssigned` or a list of ids",
      "key",
    );
  }
  if (rule.scopes.length > 1) {
    complain(
      "promql-with-several-scopes",
      ["scopes"],
      `a rule with PromQL has one scope, here are ${rule.scopes.length}; a workspace, resource group or subscription is one`,
    );
  }
  if (rule.windowSize !== undefined) {
    complain(
      "promql-with-window",
      ["windowSize"],
      "a rule with PromQL has no `windowSize`: the query says its range, and `for` how long it must hold",
      "key",
    );
  }
  if (rule.autoMitigate !== undefined) {
    complain(
      "auto-mitigate-with-promql",
      ["autoMitigate"],
      `with PromQL it is \`resolveConfiguration: { autoResolved: ${rule.autoMitigate} }\``,
      "key",
    );
  }
}

/** https://github.com/learntocloud/learn-to-cloud-app/issues/614: types are mixed in a web test's scopes only. */
function checkWebtest(rule: MetricAlert, complain: Complain): void {
  if (rule.criteria.length > 1) {
    complain("criteria-mixed", ["criteria", 1], "a rule watches one web test; write a rule for each");
  }
  const [test] = rule.criteria;
  if (test?.form !== "webtest") return;
  const wanted = [test.webTestId, test.componentId];
  const fold = (ids: readonly string[]): string => ids.map(resourceId).toSorted().join("\n");
  if (fold(wanted) !== fold(rule.scopes)) {
    complain(
      "web-test-scopes",
      ["scopes"],
      "the scopes of a web test are its `webTestId` and `componentId`; leave `scopes` out and they follow",
      "key",
    );
  }
}

function checkTarget(rule: MetricAlert, complain: Complain): void {
  const { scopes, targetResourceType: type } = rule;
  const resources = scopes.filter((scope) => scopeKind(scope) === "resource");
  const [first = ""] = resources;
  const common = commonType(resources);
  if (resources.length > 0 && common === undefined) {
    const other =
      resources.find((scope) => resourceType(scope)?.toLowerCase() !== resourceType(first)?.toLowerCase()) ?? "";
    complain(
      "scopes-of-several-types",
      ["scopes"],
      `scopes of several types, \`${resourceType(first)}\` and \`${resourceType(other)}\`; a rule watches one type`,
    );
  } else if (common !== undefined && type !== undefined && common.toLowerCase() !== type.toLowerCase()) {
    complain(
      "scopes-of-several-types",
      ["targetResourceType"],
      `\`${type}\` is not the type of the scopes, which is \`${common}\``,
    );
  }
  if (!isMultiResource(scopes)) return;
  if (type === undefined && (common === undefined ? resources.length === 0 : resources.length < scopes.length)) {
    complain(
      "target-resource-missing",
      [],
      "`targetResourceType` is missing: a resource group or subscription does not say which of its resources, such as `Microsoft.Compute/virtualMachines`",
      "key",
    );
  }
  if (rule.targetResourceRegion === undefined) {
    complain(
      "target-resource-missing",
      [],
      "`targetResourceRegion` is missing: a rule for more than one resource watches one region; a wrong one watches nothing",
      "key",
    );
  }
}

const dynamicWindow = { shortest: 5 * 60, longest: 60 * 60 };

function checkDynamic(rule: MetricAlert, complain: Complain): void {
  const window = secondsOf(rule.windowSize ?? "");
  for (const [index, criterion] of rule.criteria.entries()) {
    if (criterion.form !== "dynamic") continue;
    const { numberOfEvaluationPeriods: all, minFailingPeriodsToAlert: failing } = criterion.failingPeriods;
    if (failing > all) {
      complain(
        "failing-periods-exceed-evaluated",
        ["criteria", index, "failingPeriods"],
        `${failing} of ${all} windows can never fail; write at most \`${all} of ${all}\``,
      );
    }
  }
  if (window === undefined || !rule.criteria.some(({ form }) => form === "dynamic")) return;
  if (window < dynamicWindow.shortest || window > dynamicWindow.longest) {
    complain(
      "window-not-for-dynamic",
      ["windowSize"],
      `window ${printLength(rule.windowSize ?? "")} with a dynamic threshold, which takes 5m, 15m, 30m or 1h`,
    );
  }
}

function checkSeveral(rule: MetricAlert, complain: Complain): void {
  if (rule.criteria.length < 2) return;
  if (isMultiResource(rule.scopes)) {
    complain(
      "several-criteria-not-here",
      ["criteria"],
      `${rule.criteria.length} criteria in a rule for more than one resource, which takes one; write a rule for each`,
    );
  }
  for (const [index, criterion] of rule.criteria.entries()) {
    if (criterion.form === "dynamic") {
      complain(
        "several-criteria-not-here",
        ["criteria", index],
        "a dynamic threshold beside other criteria; it stands in a rule alone",
      );
    }
    if (criterion.form !== "static" && criterion.form !== "dynamic") continue;
    for (const [place, { name, values }] of (criterion.dimensions ?? []).entries()) {
      if (values.length === 1 && values[0] !== "*") continue;
      const path = ["criteria", index, "dimensions", place, "values"];
      complain(
        "several-criteria-several-values",
        path,
        `dimension \`${name}\` stands for more than one value; with several criteria Azure documents exactly one, and which series are put together is not said`,
      );
    }
  }
}
