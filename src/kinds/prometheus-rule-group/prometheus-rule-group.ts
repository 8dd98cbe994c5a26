import { isList, type Json, type JsonObject } from "../../core/json.ts";
import { defineKind, envelopeIn, envelopeOut, type Alert, type Surroundings } from "../../core/kind.ts";
import type { AlertFacts } from "../../core/processing.ts";
import { factsOf } from "../alert-facts.ts";
import { actionGroupForm } from "../action-groups.ts";
import { checkPrometheusRuleGroup } from "./check.ts";
import { ruleFromArm, ruleToArm, tagged } from "./rule.ts";
import { type PrometheusRuleGroup, schema } from "./schema.ts";
import { clustersIn, workspaceIn } from "./scopes.ts";

/** The kind `PrometheusRuleGroup`: alert rules and recording rules in PromQL. */
export const prometheusRuleGroup = defineKind<PrometheusRuleGroup>({
  name: "PrometheusRuleGroup",
  armType: "Microsoft.AlertsManagement/prometheusRuleGroups",
  apiVersions: ["2023-03-01", "2021-07-22-preview"],
  // The pattern of the API; the service's own complaint names the backslash too
  // (https://github.com/Azure/prometheus-collector/issues/382).
  names: {
    pattern: String.raw`^[^:@/#{}%&+*<>?\\\u0000-\u001f]+$`,
    wants: "no control characters, and none of `: @ / # { } % & + * < > ? \\`",
    maxLength: 260,
  },
  schema,
  shortForms: { "rules/*/actionGroups/*": actionGroupForm },
  derive,
  check: checkPrometheusRuleGroup,
  toArm,
  fromArm,
  alerts,
  alertFacts,
});

function derive(spec: JsonObject, { location }: Surroundings): JsonObject {
  return { ...(location === undefined ? {} : { location }), ...spec, ...followingFrom(spec, tagged) };
}

function toArm(settings: PrometheusRuleGroup): JsonObject {
  // Sound because settings are JSON; live ones may hold less and other things than the type says.
  const { workspace: _, rules, ...rest } = settings as unknown as JsonObject;
  return envelopeOut({ ...rest, ...(isList(rules) ? { rules: rules.map(ruleToArm) } : {}) });
}

function fromArm(body: JsonObject): JsonObject {
  const read = envelopeIn(body);
  return { ...read, ...followingFrom(read, ruleFromArm) };
}

function followingFrom({ scopes, rules }: JsonObject, read: (rule: Json) => Json): JsonObject {
  const workspace = workspaceIn(scopes);
  return {
    ...(workspace === undefined ? {} : { workspace }),
    ...(isList(rules) ? { rules: rules.map(read) } : {}),
  };
}

function alerts({ rules }: PrometheusRuleGroup): readonly Alert[] {
  // Live settings may have no rules, and rules of a sort that nobody knows.
  return (isList(rules) ? rules : []).flatMap((rule, index) => {
    if (rule.form !== "alert") return [];
    const { alert: name, enabled, severity, actionGroups = [] } = rule;
    const groups = actionGroups.map((group) => group.name);
    return [{ name, path: ["rules", index], enabled, ...(severity === undefined ? {} : { severity }), groups }];
  });
}

/**
 * Alerts fire on the workspace, or on the cluster where the group is limited to one by its id. Each carries the name of its
 * rule, the id of the group, and a description that is put together when it fires
 * (https://learn.microsoft.com/azure/azure-monitor/metrics/prometheus-rule-groups#alert-rules).
 */
function alertFacts({ scopes }: PrometheusRuleGroup): AlertFacts {
  const clusters = clustersIn(scopes);
  const {
    severity: _,
    described: __,
    ...facts
  } = factsOf({ scopes: clusters.length > 0 ? clusters : scopes }, "Metric");
  return { ...facts, monitorService: "Prometheus" };
}
