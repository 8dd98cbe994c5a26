import { secondsOf } from "../../core/duration.ts";
import { isList, isNothing, isObject, type Json, type JsonObject } from "../../core/json.ts";
import { envelopeIn, envelopeOut, type Surroundings } from "../../core/kind.ts";
import { alignIdentity, type Identity, identityFromArm, identityOwned, identityToArm } from "../identity.ts";
import { lowerShared, raiseShared } from "./shared-query.ts";

/*
 * Microsoft.Insights/scheduledQueryRules on the wire, for the three kinds over it. There the criteria stand in `allOf`, the
 * query in each of them, and groups and properties of the alert in the object `actions`.
 */

/** The ARM type of the three kinds. */
export const armType = "Microsoft.Insights/scheduledQueryRules";

/** What Azure does to a rule whose query has failed for a week, as the activity log calls it. */
export const switchedOffBy = "Microsoft.Insights/ScheduledQueryRules/disable/action";

/**
 * Azure checks the query with the rights of whoever writes the rule, and without an identity runs it with them.
 * https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule
 */
export const needsOn = {
  "microsoft.operationalinsights/workspaces": ["Microsoft.OperationalInsights/workspaces/query/read"],
} as const;

/** Newest first. 2023-12-01 knows no dynamic thresholds and no SimpleLogAlert, 2022-06-15 no identity. */
export const apiVersions = ["2026-03-01", "2025-01-01-preview", "2023-12-01", "2022-06-15", "2021-08-01"] as const;

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules, and the pattern of the API. */
export const names = {
  pattern: String.raw`^[^#<>%&:\\?/{}*\u0000-\u001f]*[^#<>%&:\\?/{}*\u0000-\u001f .]$`,
  wants: "no control characters, none of `# < > % & : \\ ? / { } *`, and no blank or period at the end",
  maxLength: 260,
};

/**
 * Whether a body is of this kind of rule; those without `kind` are log alerts. Rules that a workspace's saved searches
 * made are nobody's: Azure shows them here and refuses to change them
 * (https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-troubleshoot-log).
 */
export function claimedBy(kind: string): (body: JsonObject) => boolean {
  return (body) => unclaimed(body) === undefined && isWord(body["kind"] ?? "LogAlert", kind);
}

/** Why a rule is none that can be written, where it is of an API that Azure has left behind. */
export function unclaimed({ properties }: JsonObject): string | undefined {
  if (!isObject(properties)) return undefined;
  if (properties["isLegacyLogAnalyticsRule"] === true)
    return "it comes from a saved search of its workspace, and Azure refuses to change it here; switch the workspace to the current API for log alerts first";
  // The body of api-version 2018-04-16: the query stands in `source`, the rest in `schedule` and `action`.
  const old =
    properties["criteria"] === undefined && (isObject(properties["source"]) || isObject(properties["action"]));
  return old
    ? "it has the body of api-version 2018-04-16, which the current one cannot write; make it anew as a log alert"
    : undefined;
}

/** What Azure writes on a rule of any kind. */
export const owned: readonly (readonly string[])[] = [
  ["properties", "createdWithApiVersion"],
  ["properties", "isLegacyLogAnalyticsRule"],
  ["properties", "isWorkspaceAlertsStorageConfigured"],
  // Answered for rules of api-version 2018-04-16.
  ["properties", "lastUpdatedTime"],
  ["properties", "provisioningState"],
  ...identityOwned,
];

/** The region is the environment's, and what the criteria share stands above them. */
export function deriveRule(spec: JsonObject, { location }: Surroundings): JsonObject {
  return raiseShared(spec["location"] === undefined && location !== undefined ? { location, ...spec } : spec);
}

/**
 * A rule resolves its alerts by itself unless it says how they end. `autoMitigate` is said in words, because Azure does
 * not answer its default; but never beside `resolveConfiguration`, and `muteActionsDuration` wants it to be false
 * (https://github.com/Azure/azure-powershell/issues/22583).
 */
export function deriveResolution(spec: JsonObject): JsonObject {
  if (!isNothing(spec["resolveConfiguration"]) || !isNothing(spec["autoMitigate"])) return spec;
  return { ...spec, autoMitigate: isNothing(spec["muteActionsDuration"]) };
}

/** The body of a rule that alerts. */
export function alertToArm(kind: string, settings: object): JsonObject {
  // Sound because settings are JSON by construction.
  const { actionGroups = [], customProperties, actionProperties, ...rest } = settings as JsonObject;
  const actions = {
    actionGroups: isList(actionGroups)
      ? actionGroups.map((group) => (isObject(group) ? (group["name"] ?? null) : group))
      : [],
    ...(customProperties === undefined ? {} : { customProperties }),
    ...(actionProperties === undefined ? {} : { actionProperties }),
  };
  return ruleToArm(kind, { ...rest, actions });
}

/** The body of a rule; what it does when it fires is `actions` already. */
export function ruleToArm(kind: string, settings: object): JsonObject {
  // Sound because settings are JSON by construction.
  const { criteria, rest } = lowerShared(settings as JsonObject);
  const { identity, ...others } = rest;
  const assigned = identityToArm(identity);
  const allOf = criteria.map(criterionToArm);
  return envelopeOut({
    kind,
    ...(assigned === undefined ? {} : { identity: assigned }),
    ...others,
    criteria: { allOf },
  });
}

/** The settings in a body of any api-version since 2021, and of lists that show older ones in the old shape. */
export function ruleFromArm(body: JsonObject): JsonObject {
  const { kind: _, identity: assigned, criteria, actions, ...rest } = envelopeIn(body);
  const identity = identityFromArm(assigned);
  const allOf = isObject(criteria) ? criteria["allOf"] : undefined;
  return raiseShared({
    ...resolutionFromArm(rest),
    ...(identity === undefined ? {} : { identity }),
    ...(isList(allOf) ? { criteria: allOf.map(criterionFromArm) } : {}),
    ...actionsFromArm(actions),
  });
}

/**
 * Rules without `autoMitigate` resolve by themselves, so it is read as what it means. Beside `resolveConfiguration` it is
 * nobody's wish. A mute of no length comes from an old api-version, and no newer one takes it back
 * (https://github.com/Azure/azure-cli/issues/22055).
 */
function resolutionFromArm(properties: JsonObject): JsonObject {
  const { muteActionsDuration: mute = null, ...unmuted } = properties;
  const { autoMitigate: _, ...configured } = properties;
  if (!isNothing(properties["resolveConfiguration"])) return configured;
  return deriveResolution(typeof mute === "string" && secondsOf(mute) === 0 ? unmuted : properties);
}

/** Rules of 2020 show a list `[{ actionGroupId }]`, also to newer clients. */
function actionsFromArm(actions: Json | undefined): JsonObject {
  if (isList(actions)) {
    return {
      actionGroups: actions.map((action) => ({ name: isObject(action) ? (action["actionGroupId"] ?? null) : action })),
    };
  }
  if (!isObject(actions)) return {};
  const { actionGroups, customProperties = null, actionProperties = null } = actions;
  const groups = isList(actionGroups) ? { actionGroups: actionGroups.map((name) => ({ name })) } : {};
  return { ...groups, customProperties, actionProperties };
}

/** The tag `form` of a criterion: what it is compared with. */
export function formOf(criterion: JsonObject): string {
  const { criterionType: type, alertSensitivity, ignoreDataBefore, operator } = criterion;
  if (typeof type === "string" && type !== "") {
    const known = /^(static|dynamic)ThresholdCriterion$/i.exec(type);
    return known?.[1]?.toLowerCase() ?? type;
  }
  const learned = !isNothing(alertSensitivity) || !isNothing(ignoreDataBefore);
  return learned || isWord(operator, "GreaterOrLessThan") ? "dynamic" : "static";
}

/** Azure's schema has `Equals`, the service takes `Equal` (https://github.com/Azure/azure-rest-api-specs/issues/22029). */
export function withOperator(criterion: JsonObject): JsonObject {
  return isWord(criterion["operator"], "Equals") ? { ...criterion, operator: "Equal" } : criterion;
}

function criterionFromArm(criterion: Json): Json {
  if (!isObject(criterion)) return criterion;
  const form = formOf(criterion);
  const { criterionType, ...rest } = withOperator(criterion);
  if (form === "static" || form === "dynamic") return { form, ...rest };
  return { form, ...rest, ...(criterionType === undefined ? {} : { criterionType }) };
}

function criterionToArm(criterion: Json): Json {
  if (!isObject(criterion)) return criterion;
  const { form, ...rest } = criterion;
  return form === "dynamic" ? { criterionType: "DynamicThresholdCriterion", ...rest } : rest;
}

/** The same wish in the live rule's dialect. */
export function alignRule<Rule extends { readonly identity?: Identity | undefined }>(desired: Rule, live: Rule): Rule {
  const { identity: _, ...rest } = desired;
  const identity = alignIdentity(desired.identity, live.identity);
  // Sound because only `identity` is another, and `alignIdentity` answers what was declared, `{ type: None }` or nothing.
  return (identity === undefined ? rest : { ...rest, identity }) as Rule;
}

/** Azure takes and answers its words in any case. */
function isWord(value: Json | undefined, word: string): boolean {
  return typeof value === "string" && value.toLowerCase() === word.toLowerCase();
}
