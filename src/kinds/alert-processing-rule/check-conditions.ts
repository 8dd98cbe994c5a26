import { code, type Complain } from "../../core/diagnostic.ts";
import type { Path } from "../../core/json.ts";
import { nearest, suggest } from "../../core/nearest.ts";
import type { Condition } from "./schema.ts";

/** Fields that have a few values of Azure's; another one can never be met. */
const closed: ReadonlyMap<string, readonly string[]> = new Map([
  ["severity", ["Sev0", "Sev1", "Sev2", "Sev3", "Sev4"]],
  ["monitorcondition", ["Fired", "Resolved"]],
]);

/** Fields whose values are known as far as anybody wrote them down: custom metrics have their own namespaces besides. */
const known: ReadonlyMap<string, readonly string[]> = new Map([
  ["signaltype", ["Metric", "Log", "Unknown", "Health"]],
  // https://github.com/hashicorp/terraform-provider-azurerm, alert processing rules; the API's own list is incomplete
  // (https://github.com/Azure/azure-rest-api-specs/issues/9076).
  [
    "monitorservice",
    [
      "ActivityLog Administrative",
      "ActivityLog Autoscale",
      "ActivityLog Policy",
      "ActivityLog Recommendation",
      "ActivityLog Security",
      "Application Insights",
      "Azure Backup",
      "Azure Stack Edge",
      "Azure Stack Hub",
      "Custom",
      "Data Box Gateway",
      "Health Platform",
      "Log Alerts V2",
      "Log Analytics",
      "Platform",
      "Prometheus",
      "Resource Health",
      "Smart Detector",
      "VM Insights - Health",
    ],
  ],
]);

/** What the portal, az and Terraform offer `Equals` and `NotEquals` for and nothing else. */
const comparedWhole = new Set(["severity", "monitorcondition", "monitorservice", "signaltype"]);

/** Complains about conditions that Azure does not take, and about those that no alert can meet. */
export function checkConditions(conditions: readonly Condition[], complain: Complain): void {
  for (const [index, condition] of conditions.entries()) {
    const path: Path = ["conditions", index];
    checkOperator(condition, [...path, "operator"], complain);
    for (const [place, value] of condition.values.entries())
      checkValue(condition, value, [...path, "values", place], complain);
  }
  checkTogether(conditions, complain);
}

function checkOperator({ field, operator }: Condition, path: Path, complain: Complain): void {
  if (!comparedWhole.has(field.toLowerCase()) || isWhole(operator)) return;
  const message = `${code(field)} takes \`Equals\` and \`NotEquals\` only, not ${code(operator)}`;
  complain("operator-not-for-field", path, message);
}

function isWhole(operator: string): boolean {
  return ["equals", "notequals"].includes(operator.toLowerCase());
}

function checkValue(condition: Condition, value: string, path: Path, complain: Complain): void {
  const { field, operator } = condition;
  const name = field.toLowerCase();
  // "Notice that you don't have any spaces": the documentation of the filters.
  if (value.trim() !== value) {
    complain("blank-in-condition-value", path, `the blanks around ${code(value.trim())} count when Azure compares`);
    return;
  }
  if (!isWhole(operator)) return;
  const values = closed.get(name);
  const others = known.get(name);
  if (values !== undefined && !isAmong(values, value)) {
    complain(
      "illegal-value",
      path,
      `${code(value)} is none of Azure's filter values for ${code(field)}${hint(name, value, values)}`,
    );
  } else if (others !== undefined && !isAmong(others, value)) {
    const meant = name === "signaltype" ? suggest(value, others) : hintOfNear(value, others);
    if (meant !== "")
      complain("unlisted-condition-value", path, `${code(field)} is not known to be ${code(value)}${meant}`);
  } else if ((name === "alertruleid" || name === "targetresource") && !/^\/?subscriptions\//i.test(value)) {
    const message = `${code(field)} is an ARM id, which begins with \`/subscriptions/\`; ${code(value)} is none and never met`;
    complain("unlisted-condition-value", path, message);
  } else if (name === "targetresourcetype" && !/^[^/\s]+(\/[^/\s]+)+$/.test(value)) {
    const message = `${code(value)} is no type of resources; such a one is \`Microsoft.Compute/virtualMachines\``;
    complain("unlisted-condition-value", path, message);
  }
}

/** `0`, `2` and `critical` are how the same thing is said elsewhere. */
function hint(name: string, value: string, values: readonly string[]): string {
  const words = ["critical", "error", "warning", "informational", "verbose"];
  const number = /^[0-4]$/.test(value) ? Number(value) : words.indexOf(value.toLowerCase());
  return name === "severity" && number >= 0 ? `; write \`Sev${number}\`` : suggest(value, values);
}

function hintOfNear(value: string, values: readonly string[]): string {
  const near = nearest(value, values);
  return near === undefined ? "" : `; did you mean ${code(near)}?`;
}

function isAmong(values: readonly string[], value: string): boolean {
  return values.some((one) => one.toLowerCase() === value.toLowerCase());
}

/** All conditions have to be met at once, so two on one field can exclude each other. */
function checkTogether(conditions: readonly Condition[], complain: Complain): void {
  const fields = Map.groupBy(conditions, ({ field }) => field.toLowerCase());
  for (const [field, together] of fields) {
    const wanted = together.filter(({ operator }) => operator.toLowerCase() === "equals").map(foldedValues);
    const unwanted = together.filter(({ operator }) => operator.toLowerCase() === "notequals").flatMap(foldedValues);
    const [first, ...rest] = wanted.length > 0 ? wanted : [folded(closed.get(field) ?? [])];
    if (first === undefined || first.length === 0) continue;
    const isPossible = (value: string): boolean =>
      rest.every((values) => values.includes(value)) && !unwanted.includes(value);
    if (first.some(isPossible)) continue;
    const last = conditions.findLastIndex((condition) => condition.field.toLowerCase() === field);
    const spelled = code(together[0]?.field ?? field);
    const message =
      together.length === 1
        ? `no alert meets this: every value that ${spelled} can have is excluded`
        : `no alert meets all conditions on ${spelled}: they exclude each other`;
    complain("condition-never-true", ["conditions", last], message);
  }
}

function foldedValues({ values }: Condition): readonly string[] {
  return folded(values);
}

function folded(values: readonly string[]): readonly string[] {
  return values.map((value) => value.toLowerCase());
}
