import { isList, isObject, type Json, type JsonObject } from "../../core/json.ts";
import { placeholderIndex } from "../../core/language/placeholder.ts";
import { logSplits, metricSplits } from "./split-clause.ts";
import { dynamicOperators, logOperators, metricOperators, sensitivities } from "./test-clause.ts";
import { aggregations } from "./aggregations.ts";
import { spellMetric, spellWord } from "./words.ts";

/*
 * Criteria as texts. Each function gives its clause, or nothing where there are no words for what stands there; a
 * property nobody took means that the whole has no short form.
 */

/** The condition that says exactly this criterion on a metric, where there is one. */
export function printMetricCondition(criterion: JsonObject): string | undefined {
  const { name, metricName, metricNamespace, timeAggregation, dimensions, skipMetricValidation, ...test } = criterion;
  return join([
    wordFor(aggregations, timeAggregation),
    typeof metricName === "string" ? spellMetric(metricName) : undefined,
    clause("from", metricNamespace),
    printTest(test, metricOperators),
    printSplits(dimensions, metricSplits),
    skipMetricValidation === undefined ? "" : skipMetricValidation === true ? "with skipmetricvalidation" : undefined,
    clause("as", name),
  ]);
}

/** The condition that says exactly this criterion on what a query finds, where there is one. */
export function printLogCondition(criterion: JsonObject): string | undefined {
  const { timeAggregation, metricMeasureColumn: column, dimensions, ...rest } = criterion;
  const { failingPeriods, ...test } = rest;
  const dynamic = test["alertSensitivity"] !== undefined;
  return join([
    wordFor(aggregations, timeAggregation),
    (timeAggregation === "Count") !== (column === undefined) ? undefined : clause("", column),
    printTest(dynamic ? rest : test, logOperators),
    dynamic || failingPeriods === undefined ? "" : join(["at least", printPeriods(failingPeriods)]),
    printSplits(dimensions, logSplits),
  ]);
}

function join(clauses: readonly (string | undefined)[]): string | undefined {
  return clauses.includes(undefined) ? undefined : clauses.filter((text) => text !== "").join(" ");
}

/** A keyword with a name or value behind it; an absent one is no clause, anything else than a text has no words. */
function clause(keyword: string, value: Json | undefined): string | undefined {
  if (value === undefined) return "";
  if (typeof value !== "string") return undefined;
  return keyword === "" ? spellWord(value) : `${keyword} ${spellWord(value)}`;
}

function wordFor(words: ReadonlyMap<string, string>, azure: Json | undefined): string | undefined {
  for (const [word, known] of words) if (known === azure) return word;
  return undefined;
}

function printTest(test: JsonObject, operators: ReadonlyMap<string, string>): string | undefined {
  const { operator, threshold, alertSensitivity, failingPeriods, ignoreDataBefore, ...unknown } = test;
  if (Object.keys(unknown).length > 0) return undefined;
  if (alertSensitivity === undefined) {
    if (failingPeriods !== undefined || ignoreDataBefore !== undefined) return undefined;
    return join([wordFor(operators, operator), printNumber(threshold)]);
  }
  if (threshold !== undefined) return undefined;
  return join([
    wordFor(dynamicOperators, operator),
    "dynamic",
    printPlaceholder(alertSensitivity) ?? wordFor(sensitivities, alertSensitivity),
    printPeriods(failingPeriods),
    clause("since", ignoreDataBefore),
  ]);
}

function printPeriods(periods: Json | undefined): string | undefined {
  if (!isObject(periods)) return undefined;
  const { minFailingPeriodsToAlert, numberOfEvaluationPeriods, ...unknown } = periods;
  if (Object.keys(unknown).length > 0) return undefined;
  return join([printNumber(minFailingPeriodsToAlert), "of", printNumber(numberOfEvaluationPeriods)]);
}

/** JavaScript prints the shortest text that reads as the same number. */
function printNumber(value: Json | undefined): string | undefined {
  return typeof value === "number" ? String(value) : printPlaceholder(value);
}

function printPlaceholder(value: Json | undefined): string | undefined {
  return typeof value === "string" && placeholderIndex(value) !== undefined ? value : undefined;
}

function printSplits(dimensions: Json | undefined, operators: ReadonlyMap<string, string>): string | undefined {
  if (dimensions === undefined) return "";
  if (!isList(dimensions) || dimensions.length === 0) return undefined;
  const splits = dimensions.map((dimension) => (isObject(dimension) ? printSplit(dimension, operators) : undefined));
  return splits.includes(undefined) ? undefined : `where ${splits.join(" and ")}`;
}

function printSplit(dimension: JsonObject, operators: ReadonlyMap<string, string>): string | undefined {
  const { name, operator, values, ...unknown } = dimension;
  if (typeof name !== "string" || !isList(values) || values.length === 0 || Object.keys(unknown).length > 0)
    return undefined;
  const word = wordFor(operators, operator);
  if (word === undefined || !values.every((value) => typeof value === "string")) return undefined;
  return `${spellWord(name)} ${word} ${values.map((value) => spellWord(value)).join(" or ")}`;
}
