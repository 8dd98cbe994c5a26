import { isList, isObject, type Json, type JsonObject } from "../../core/json.ts";
import { defineKind, type Surroundings } from "../../core/kind.ts";
import { secondsOf } from "../../core/duration.ts";
import type { AlertFacts } from "../../core/processing.ts";
import { factsOf, factsWithoutTarget } from "../alert-facts.ts";
import { actionGroupForm } from "../action-groups.ts";
import { metricCondition } from "../condition/metric-condition.ts";
import { alignIdentity, identityForm, identityHandwork, identityOwned } from "../identity.ts";
import { fromArm, toArm } from "./arm.ts";
import { checkMetricAlert } from "./check.ts";
import { familyOf, withForms, type Family } from "./forms.ts";
import { schema, type MetricAlert } from "./schema.ts";
import { commonType, isMultiResource } from "./scopes.ts";

/** The kind `MetricAlert`: thresholds on metrics, static and learned, PromQL and web tests. */
export const metricAlert = defineKind<MetricAlert>({
  name: "MetricAlert",
  armType: "Microsoft.Insights/metricAlerts",
  apiVersions: ["2026-01-01", "2024-03-01-preview", "2018-03-01"],
  // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftinsights
  names: {
    pattern: String.raw`^[^*#&+:<>?@%{}\\/\u0000-\u001f\u007f]*[^*#&+:<>?@%{}\\/\u0000-\u001f\u007f .]$`,
    wants: "no control characters, none of `* # & + : < > ? @ % { } \\ /`, and no blank or period at the end",
    maxLength: 260,
    maxLengthWithGroup: 252,
  },
  // https://learn.microsoft.com/azure/azure-monitor/service-limits#alerts
  mostPerSubscription: 5000,
  schema,
  shortForms: { identity: identityForm, "criteria/*": metricCondition, "actionGroups/*": actionGroupForm },
  derive,
  check: checkMetricAlert,
  align,
  toArm,
  fromArm,
  // A read after a create says 404 for up to minutes when many are made at once
  // (https://github.com/Azure/azure-rest-api-specs/issues/10973).
  appearsLate: true,
  alertFacts,
  handwork: (alert, live) => identityHandwork(alert.identity, live?.identity),
  owned: [
    ["properties", "lastUpdatedTime"],
    ["properties", "isMigrated"],
    // Written on rules until 2020, and never taken from anybody.
    ["properties", "templateType"],
    ["properties", "templateSpecificParameters"],
    ["properties", "criteria", "allOf", "*", "monitorTemplateType"],
    // Not Azure's alone: `false` is read as absent.
    ["properties", "criteria", "allOf", "*", "skipMetricValidation"],
    ...identityOwned,
  ],
});

function derive(spec: JsonObject, { location: region }: Surroundings): JsonObject {
  const criteria = withForms(spec["criteria"] ?? null);
  const elements = isList(criteria) ? criteria.filter(isObject) : [];
  const family = familyOf(elements[0]?.["form"]);
  const location = family === "promql" ? region : "global";
  return {
    ...(location === undefined ? {} : { location }),
    ...(family === "promql" ? {} : { autoMitigate: true }),
    ...scopesOf(elements[0], family),
    ...targetOf(spec["scopes"], family),
    ...spec,
    ...resolveOf(spec["resolveConfiguration"]),
    ...(criteria === null ? {} : { criteria }),
    criteriaType: family === "metrics" ? "multiple" : family,
  };
}

/** Who says after what time an alert resolves wants it to resolve. */
function resolveOf(resolveConfiguration: Json | undefined): JsonObject {
  if (!isObject(resolveConfiguration)) return {};
  return { resolveConfiguration: { autoResolved: true, ...resolveConfiguration } };
}

/** A web test's rule watches the test and the component it belongs to, and nothing else. */
function scopesOf(test: JsonObject | undefined, family: Family): JsonObject {
  if (family !== "webtest") return {};
  return { scopes: [test?.["webTestId"], test?.["componentId"]].filter((id) => typeof id === "string") };
}

/** Azure wants the type of more than one resource to be said, and their ids say it. */
function targetOf(scopes: Json | undefined, family: Family): JsonObject {
  if (family !== "metrics" || !isList(scopes)) return {};
  const ids = scopes.filter((scope) => typeof scope === "string");
  const type = isMultiResource(ids) ? commonType(ids) : undefined;
  return type === undefined ? {} : { targetResourceType: type };
}

/** The same wish in the words of the live rule, for the things that can be said in two ways. */
function align(desired: MetricAlert, live: MetricAlert): MetricAlert {
  const { identity: _, ...rest } = desired;
  const identity = alignIdentity(desired.identity, live.identity);
  return {
    ...rest,
    // Sound because `alignIdentity` answers what was declared, `{ type: None }` or nothing.
    ...(identity === undefined ? {} : { identity: identity as NonNullable<MetricAlert["identity"]> }),
    ...(live.criteriaType === "single" && fitsSingle(desired) ? { criteriaType: "single" } : {}),
    ...(desired.criteriaType === "promql" ? defaultsOf(desired, live) : {}),
  };
}

/**
 * A rule made for a single resource stays one as long as it can hold the wish: Azure refuses to change what it is
 * (https://github.com/hashicorp/terraform-provider-azurerm/issues/7910), and a replace would lose its state.
 */
function fitsSingle({ criteriaType, criteria, scopes }: MetricAlert): boolean {
  return criteriaType === "multiple" && criteria.every(({ form }) => form === "static") && !isMultiResource(scopes);
}

/** Azure may answer the documented defaults of a PromQL rule to who left them out. */
function defaultsOf(
  desired: MetricAlert,
  live: MetricAlert,
): Partial<Pick<MetricAlert, "for" | "resolveConfiguration">> {
  const { for: lasting, resolveConfiguration: resolve } = live;
  const after = resolve?.timeToResolve;
  const usual = resolve?.autoResolved === true && (after === undefined || secondsOf(after) === 300);
  return {
    ...(desired.for === undefined && lasting !== undefined && secondsOf(lasting) === 0 ? { for: lasting } : {}),
    ...(desired.resolveConfiguration === undefined && resolve !== undefined && usual
      ? { resolveConfiguration: resolve }
      : {}),
  };
}

/** Queries in PromQL fire on what their series name; a web test's alerts fire on the test or its component. */
function alertFacts(alert: MetricAlert): AlertFacts {
  switch (alert.criteriaType) {
    case "single":
    case "multiple":
      return factsOf(alert, "Metric");
    case "webtest": {
      const { targetType: _, ...facts } = factsOf(alert, "Metric");
      return facts;
    }
    default:
      return factsWithoutTarget(alert, "Metric");
  }
}
