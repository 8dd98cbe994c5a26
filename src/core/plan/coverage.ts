import type { JsonObject } from "../json.ts";
import type { AlertFacts, Processing, ProcessingCondition } from "../processing.ts";
import { resourceId, type ResourceId } from "../resource.ts";

/**
 * Whether a rule meets the alerts of a resource, as far as it is known before they fire. `may` comes with what it hangs
 * on, in words that follow "where" or "for".
 */
export type Coverage =
  | { readonly is: "yes" }
  | { readonly is: "no" }
  | { readonly is: "may"; readonly because: readonly string[] };

/** An alert, or a resource that is one, as far as rules look at it; made by `alertingOf`. */
export interface Alerting {
  /** The resource's. */
  readonly id: string;
  /** The alert's, which is the resource's where it is one alert. */
  readonly name: string;
  readonly settings: JsonObject;
  readonly facts: AlertFacts;
  /** The facts' targets, folded once for all rules. */
  readonly targets: readonly ResourceId[];
}

/** A rule with its scopes folded once for all alerts. */
export interface Ruling {
  readonly processing: Processing;
  readonly scopes: readonly ResourceId[];
}

/** An alert as rules look at it. */
export function alertingOf(node: Omit<Alerting, "facts" | "targets">, facts: AlertFacts): Alerting {
  const { id, name, settings } = node;
  return { id, name, settings, facts, targets: (facts.targets ?? []).map(resourceId) };
}

/** A rule as it looks at resources. */
export function rulingOf(processing: Processing): Ruling {
  return { processing, scopes: processing.scopes.map(resourceId) };
}

const yes: Coverage = { is: "yes" };
const no: Coverage = { is: "no" };

function may(because: string): Coverage {
  return { is: "may", because: [because] };
}

/** Whether the scopes of a rule hold the alerts' resources and all its conditions are met. */
export function coverageOf({ processing, scopes }: Ruling, alerting: Alerting): Coverage {
  if (alerting.facts.unprocessed === true) return no;
  const scope = scopeCoverage(scopes, alerting);
  // Most rules are for something else.
  if (scope.is === "no") return no;
  return all([scope, ...processing.conditions.map((condition) => conditionCoverage(condition, alerting))]);
}

function all(coverages: readonly Coverage[]): Coverage {
  if (coverages.some(({ is }) => is === "no")) return no;
  const because = coverages.flatMap((one) => (one.is === "may" ? one.because : []));
  return because.length === 0 ? yes : { is: "may", because: [...new Set(because)] };
}

const aPart = "for a part of its resources";

function scopeCoverage(scopes: readonly ResourceId[], { targets }: Alerting): Coverage {
  if (targets.length === 0) return may("where the scope fits");
  return each(targets, aPart, (target) => {
    if (scopes.some((scope) => isWithin(target, scope))) return yes;
    return scopes.some((scope) => isWithin(scope, target)) ? may(aPart) : no;
  });
}

/** The same for every one of several things: what is true of some of them only may be true. */
function each<T>(things: readonly T[], because: string, judge: (thing: T) => Coverage): Coverage {
  const judged = things.map(judge);
  const [first] = judged;
  if (first === undefined) return may(because);
  if (judged.every(({ is }) => is === "yes")) return yes;
  return judged.every(({ is }) => is === "no") ? no : may(because);
}

/** True for a thing itself and for all that lies in it. */
function isWithin(inner: ResourceId, outer: ResourceId): boolean {
  return inner.startsWith(outer) && (inner.length === outer.length || inner[outer.length] === "/");
}

function conditionCoverage(condition: ProcessingCondition, alerting: Alerting): Coverage {
  const field = condition.field.toLowerCase();
  // Who is paged is said of alerts that fire; whether their end is told is another matter.
  if (field === "monitorcondition") return compare(condition, "Fired");
  const known = valuesOf(field, alerting);
  const unknown = `where its \`${condition.field}\` fits`;
  return known === undefined ? may(unknown) : each(known, unknown, (value) => compare(condition, value));
}

/** What a field can be when the alerts fire, or nothing where nobody knows before. */
function valuesOf(field: string, { id, name, settings, facts }: Alerting): readonly string[] | undefined {
  const { targets, targetType, severity, signalType, monitorService, named, described } = facts;
  const resources = targets?.every((target) => /\/providers\//i.test(target)) === true ? targets : undefined;
  switch (field) {
    case "severity":
      return severity === undefined ? undefined : [`Sev${severity}`];
    case "signaltype":
      return signalType === undefined ? undefined : [signalType];
    case "monitorservice":
      return monitorService === undefined ? undefined : [monitorService];
    case "targetresourcetype":
      return targetType === undefined ? undefined : [targetType];
    case "targetresource":
      return resources;
    case "targetresourcegroup":
      return resources?.map((resource) => resource.split(/\/providers\//i)[0] ?? resource);
    case "alertruleid":
      return named === true ? [id] : undefined;
    case "alertrulename":
      return named === true ? [name] : undefined;
    case "description": {
      const description = settings["description"] ?? "";
      return described === true && typeof description === "string" ? [description] : undefined;
    }
    default:
      return undefined;
  }
}

/** Compares without case: ids are the same in any, and a name that differs in nothing else is meant. */
function compare({ field, operator, values }: ProcessingCondition, value: string): Coverage {
  const spelled = value.toLowerCase();
  const wanted = values.map((one) => one.toLowerCase());
  const isIn = wanted.some((one) => sameText(spelled, one));
  const holds = wanted.some((one) => spelled.includes(one));
  switch (operator.toLowerCase()) {
    case "equals":
      return isIn ? yes : no;
    case "notequals":
      return isIn ? no : yes;
    case "contains":
      return holds ? yes : no;
    case "doesnotcontain":
      return holds ? no : yes;
    default:
      return may(`where its \`${field}\` fits`);
  }
}

function sameText(one: string, other: string): boolean {
  return one === other || (one.startsWith("/") && resourceId(one) === resourceId(other));
}
