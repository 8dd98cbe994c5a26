import { code, type Complain } from "../../core/diagnostic.ts";
import type { Path } from "../../core/json.ts";
import { suggest } from "../../core/nearest.ts";
import type { ActivityLogAlert, Part } from "./schema.ts";

type Leaf = Omit<Part, "anyOf">;

/** Every field the condition looks at, with its place; the alternatives of an `anyOf` included. */
type Leaves = readonly (readonly [leaf: Leaf, path: Path])[];

/** What Azure refuses of an activity log alert, and what can never fire. */
export function checkActivityLogAlert(alert: ActivityLogAlert, complain: Complain): void {
  for (const [index, part] of alert.condition.allOf.entries())
    checkShape(part, ["condition", "allOf", index], complain);
  const leaves = leavesOf(alert);
  checkFields(leaves, complain);
  checkValues(leaves, complain);
  checkCategories(alert, leaves, complain);
  checkPlace(alert, leaves, complain);
}

function leavesOf({ condition }: ActivityLogAlert): Leaves {
  return condition.allOf.flatMap((part, index): Leaves => {
    const path = ["condition", "allOf", index];
    const alternatives = (part.anyOf ?? []).map((leaf, at) => [leaf, [...path, "anyOf", at]] as const);
    return [[part, path], ...alternatives];
  });
}

/** "Properties from different types cannot exist in one condition" (activityLogAlerts in Azure/azure-rest-api-specs). */
function checkShape(part: Part, path: Path, complain: Complain): void {
  const said = (["equals", "containsAny", "anyOf"] as const).filter((word) => part[word] !== undefined);
  const [first, second] = said;
  if (first === undefined) {
    complain("missing-property", path, `${subject(part)} needs \`equals\` or \`containsAny\``);
  } else if (second !== undefined) {
    complain(
      "condition-of-two-forms",
      path,
      `${code(first)} and ${code(second)} stand side by side; an element has one`,
    );
  } else if (first === "anyOf" && part.field !== undefined) {
    const message = "`field` stands beside `anyOf`; it belongs into each element of `anyOf`";
    complain("condition-of-two-forms", [...path, "field"], message, "key");
  } else if (first !== "anyOf" && part.field === undefined) {
    complain("missing-property", path, "`field` is missing: which field of the event this is about");
  }
  for (const [index, alternative] of (part.anyOf ?? []).entries()) {
    if ((alternative.equals === undefined) !== (alternative.containsAny === undefined)) continue;
    const message = `${subject(alternative)} needs \`equals\` or \`containsAny\`, one of them`;
    const form = alternative.equals === undefined ? "missing-property" : "condition-of-two-forms";
    complain(form, [...path, "anyOf", index], message);
  }
}

function subject({ field }: Leaf): string {
  return field === undefined ? "an element of `allOf`" : code(field);
}

/** The fields of Azure's API description; besides them anything that begins with `properties`. */
const fields = [
  "category",
  "operationName",
  "resourceId",
  "resourceGroup",
  "resourceProvider",
  "resourceType",
  "caller",
  "level",
  "status",
  "subStatus",
];

function checkFields(leaves: Leaves, complain: Complain): void {
  for (const [{ field }, path] of leaves) {
    if (field === undefined || /^properties/i.test(field) || isOneOf(fields, field)) continue;
    const message = `${code(field)} is no field of an event and does not begin with \`properties\`${suggest(field, fields)}`;
    complain("unknown-condition-field", [...path, "field"], message);
  }
}

const categories = [
  "Administrative",
  "ServiceHealth",
  "ResourceHealth",
  "Autoscale",
  "Policy",
  "Recommendation",
  "Security",
];

/** https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema. */
const levels = ["Verbose", "Informational", "Warning", "Error", "Critical"];

/** What these fields are known to hold; Azure may know more, so another value is a warning. */
const values: ReadonlyMap<string, readonly string[]> = new Map([
  ["properties.incidenttype", ["Incident", "Maintenance", "Informational", "ActionRequired", "Security"]],
  ["properties.currenthealthstatus", ["Available", "Degraded", "Unavailable", "Unknown"]],
  ["properties.previoushealthstatus", ["Available", "Degraded", "Unavailable", "Unknown"]],
  ["properties.cause", ["PlatformInitiated", "UserInitiated", "Unknown"]],
  [
    "properties.recommendationcategory",
    ["Cost", "Reliability", "OperationalExcellence", "Performance", "HighAvailability", "Security"],
  ],
  ["properties.recommendationimpact", ["High", "Medium", "Low"]],
]);

function checkValues(leaves: Leaves, complain: Complain): void {
  for (const [{ field, equals }, path] of leaves) {
    if (field === undefined || equals === undefined) continue;
    const at = [...path, "equals"];
    const known = values.get(field.toLowerCase());
    if (isField(field, "category") && !isOneOf(categories, equals)) {
      const alert = isField(equals, "Alert") ? "; events of alerts cannot be alerted on" : suggest(equals, categories);
      complain("illegal-value", at, `${code(equals)} is no category${alert}`);
    } else if (isField(field, "level") && !isOneOf(levels, equals)) {
      complain("illegal-value", at, `${code(equals)} is no level${suggest(equals, levels)}`);
    } else if (known !== undefined && !isOneOf(known, equals)) {
      complain(
        "unlisted-condition-value",
        at,
        `${code(field)} is not known to be ${code(equals)}${suggest(equals, known)}`,
      );
    }
  }
}

/** Fields that events of one category have and no others. */
const fieldsOf: readonly (readonly [field: RegExp, category: string])[] = [
  [/^properties\.(incidentType|impactedServices)\b/i, "ServiceHealth"],
  [/^properties\.(current|previous)HealthStatus$/i, "ResourceHealth"],
  [/^properties\.recommendation(Category|Impact|Type)$/i, "Recommendation"],
];

function checkCategories(alert: ActivityLogAlert, leaves: Leaves, complain: Complain): void {
  const wanted = categoriesOf(leaves);
  if (wanted.length === 0) {
    const known = categories.map(code).join(", ");
    complain("condition-without-category", ["condition"], `the condition needs a \`category\`: ${known}`);
    return;
  }
  // "Specify additional conditions for this category": https://github.com/Azure/azure-cli/issues/8732.
  if (alert.condition.allOf.length === 1 && wanted.every((category) => isField(category, "Administrative"))) {
    const message =
      "every administrative event of the subscription is more than Azure takes; add `operationName`, `level` or another field";
    complain("condition-too-wide", ["condition"], message);
  }
  // A misspelt category is one mistake, not one for each field.
  const known = wanted.every((category) => isOneOf(categories, category));
  for (const [{ field = "" }, path] of leaves) {
    // https://github.com/hashicorp/terraform-provider-azurerm/issues/29540.
    if (isField(field, "level") && isOneOf(wanted, "ResourceHealth")) {
      complain(
        "level-with-resource-health",
        [...path, "field"],
        "Azure takes no `level` in a Resource Health condition",
      );
    }
    for (const [pattern, category] of fieldsOf) {
      if (!known || !pattern.test(field) || isOneOf(wanted, category)) continue;
      const message = `only events of \`${category}\` have ${code(field)}, and the category is ${wanted.map(code).join(" or ")}`;
      complain("field-of-another-category", [...path, "field"], message);
    }
  }
}

function checkPlace(alert: ActivityLogAlert, leaves: Leaves, complain: Complain): void {
  const place = alert.location.toLowerCase().replaceAll(/\s/g, "");
  if (!["global", "westeurope", "northeurope"].includes(place)) {
    const message = `activity log alerts live in \`global\`, \`westeurope\` or \`northeurope\`; \`${alert.location}\` is not among them`;
    complain("unlisted-region", ["location"], message);
  } else if (place !== "global" && isOneOf(categoriesOf(leaves), "ServiceHealth")) {
    // https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups, "Global and regional action group processing".
    complain(
      "service-health-not-global",
      ["location"],
      `Service Health alerts work in \`global\` only, not in \`${alert.location}\``,
    );
  }
  // "The rule scope must contain only one item": https://github.com/hashicorp/terraform-provider-azurerm/issues/21353.
  if ((alert.scopes ?? []).length > 1) {
    const message = "Azure takes several scopes for some conditions only, and answers `ScopeIsInvalid` for others";
    complain("several-activity-log-scopes", ["scopes"], message);
  }
}

function categoriesOf(leaves: Leaves): readonly string[] {
  return leaves.flatMap(([{ field = "", equals }]) =>
    isField(field, "category") && equals !== undefined ? [equals] : [],
  );
}

/** Azure compares names and values of events without case. */
function isField(text: string, name: string): boolean {
  return text.toLowerCase() === name.toLowerCase();
}

function isOneOf(names: readonly string[], text: string): boolean {
  return names.some((name) => isField(text, name));
}
