import type { Json, JsonObject } from "../../core/json.ts";
import { placeholder, placeholderIndex } from "../../core/language/placeholder.ts";
import { notWanted, oneOf, show } from "./complaints.ts";
import { isComplaint, isKeyword, type Complaint, type Word, type Words } from "./words.ts";

/*
 * TEST: an operator with a number, or with `dynamic` and how sensitive it is. `>` is the same word in both; what Azure
 * calls it is the same too, but not all operators are legal in both.
 */

/** Azure's words for the operators of static tests; logs say `Equal` where metrics say `Equals`. */
export const metricOperators: ReadonlyMap<string, string> = new Map([
  ["=", "Equals"],
  [">", "GreaterThan"],
  [">=", "GreaterThanOrEqual"],
  ["<", "LessThan"],
  ["<=", "LessThanOrEqual"],
]);

/**
 * The service refuses `Equals`, which its own schema has, and answers `Equal`
 * (https://github.com/Azure/azure-rest-api-specs/issues/22029).
 */
export const logOperators: ReadonlyMap<string, string> = new Map([...metricOperators, ["=", "Equal"]]);

/** Azure's words for the operators of dynamic tests. */
export const dynamicOperators: ReadonlyMap<string, string> = new Map([
  [">", "GreaterThan"],
  ["<", "LessThan"],
  ["><", "GreaterOrLessThan"],
]);

/** Azure's words for how easily a dynamic test fires. */
export const sensitivities: ReadonlyMap<string, string> = new Map([
  ["low", "Low"],
  ["medium", "Medium"],
  ["high", "High"],
]);

const allOperators = new Set([...metricOperators.keys(), ...dynamicOperators.keys()]);

/** What people write for an operator, and what is said about it. */
const wrongOperators: ReadonlyMap<string, string> = new Map([
  ["!=", "Azure has no `not equal`; to leave values of a dimension out write `where DIMENSION excludes VALUE`"],
  ["<>", "Azure has no `not equal`; outside a band is `>< dynamic …`"],
  ["==", "equal is `=`"],
  ["=>", "greater or equal is `>=`"],
  ["=<", "less or equal is `<=`"],
  ["≥", "greater or equal is `>=`"],
  ["≤", "less or equal is `<=`"],
]);

/** True when a name ends before this word, because it is an operator or meant to be one. */
export function opensTest(word: Word): boolean {
  return !word.quoted && /^[=<>!≥≤]/u.test(word.text);
}

/** TEST. A dynamic one has `failingPeriods`, a static one `threshold`. */
export function parseTest(words: Words, operators: ReadonlyMap<string, string>): JsonObject | Complaint {
  const operator = words.peek();
  if (operator === undefined || operator.quoted || !allOperators.has(operator.text)) return explainOperator(words);
  words.take();
  const next = words.peek();
  if (next !== undefined && !next.quoted && /^[=<>]$/.test(next.text) && allOperators.has(operator.text + next.text)) {
    const joined = operator.text + next.text;
    return { complaint: `\`${operator.text} ${next.text}\` is one word: \`${joined}\``, at: operator.at };
  }
  if (words.takeKeyword("dynamic")) return parseDynamic(words, operator);
  const known = operators.get(operator.text);
  if (known === undefined) {
    return {
      complaint: `${show(operator)} goes with \`dynamic\` only; a number takes ${oneOf([...operators.keys()])}`,
      at: operator.at,
    };
  }
  const threshold = parseNumber(words, operator);
  return isComplaint(threshold) ? threshold : { operator: known, threshold };
}

function explainOperator(words: Words): Complaint {
  const word = words.peek();
  const hint = word === undefined || word.quoted ? undefined : wrongOperators.get(word.text);
  if (word !== undefined && hint !== undefined)
    return { complaint: `${show(word)} is no comparison: ${hint}`, at: word.at };
  const glued = word === undefined ? undefined : /^(>=|<=|><|[=<>])(.+)$/.exec(word.text);
  if (word !== undefined && glued !== undefined && glued !== null) {
    return { complaint: `words are separated by blanks: \`${glued[1]} ${glued[2]}\``, at: word.at };
  }
  return notWanted(words, { wanted: `a comparison: ${oneOf([...allOperators])}` });
}

function parseDynamic(words: Words, operator: Word): JsonObject | Complaint {
  const known = dynamicOperators.get(operator.text);
  if (known === undefined) {
    return {
      complaint: `${show(operator)} does not go with \`dynamic\`, which takes ${oneOf([...dynamicOperators.keys()])}`,
      at: operator.at,
    };
  }
  const sensitivity = words.peek();
  const choices = [...sensitivities.keys()];
  const alertSensitivity = sensitivity === undefined ? undefined : orPlaceholder(sensitivity, sensitivities);
  if (alertSensitivity === undefined)
    return notWanted(words, { wanted: `how sensitive: ${oneOf(choices)}`, known: choices });
  words.take();
  const failingPeriods = parsePeriods(words);
  if (isComplaint(failingPeriods)) return failingPeriods;
  const test = { operator: known, alertSensitivity, failingPeriods };
  if (!words.takeKeyword("since")) return test;
  const ignoreDataBefore = parseInstant(words);
  return isComplaint(ignoreDataBefore) ? ignoreDataBefore : { ...test, ignoreDataBefore };
}

function orPlaceholder(word: Word, known: ReadonlyMap<string, string>): string | undefined {
  if (placeholderIndex(word.text) !== undefined) return word.text;
  return word.quoted ? undefined : known.get(word.text);
}

/** `M of N`: in at least M of the last N windows. */
export function parsePeriods(words: Words): JsonObject | Complaint {
  const minFailingPeriodsToAlert = parseCount(words, "a number of windows, such as `2 of 4`");
  if (isComplaint(minFailingPeriodsToAlert)) return minFailingPeriodsToAlert;
  if (!isKeyword(words.peek(), "of"))
    return notWanted(words, { wanted: "`of` and a number of windows, such as `2 of 4`", known: ["of"] });
  words.take();
  const numberOfEvaluationPeriods = parseCount(words, "a number of windows, such as `2 of 4`");
  if (isComplaint(numberOfEvaluationPeriods)) return numberOfEvaluationPeriods;
  return { numberOfEvaluationPeriods, minFailingPeriodsToAlert };
}

function parseCount(words: Words, wanted: string): Json | Complaint {
  const word = words.peek();
  if (word === undefined || word.quoted) return notWanted(words, { wanted });
  if (placeholderIndex(word.text) === undefined && !/^[1-9]\d{0,8}$/.test(word.text))
    return notWanted(words, { wanted });
  words.take();
  return placeholderIndex(word.text) === undefined ? Number(word.text) : word.text;
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)$/;

function parseInstant(words: Words): string | Complaint {
  const word = words.peek();
  const wanted = "an instant such as `2026-10-01T00:00:00Z`";
  if (word === undefined) return notWanted(words, { wanted });
  const zoned = instant.test(`${word.text}Z`) ? `; the time zone is missing: \`${word.text}Z\` is UTC` : "";
  const day = /^\d{4}-\d\d-\d\d$/.test(word.text) ? `; midnight in UTC is \`${word.text}T00:00:00Z\`` : "";
  const legal = placeholder.test(word.text) || (instant.test(word.text) && !Number.isNaN(Date.parse(word.text)));
  if (!legal) return { complaint: `${show(word)} is not legal here, wanted is ${wanted}${zoned}${day}`, at: word.at };
  words.take();
  return word.text;
}

const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** The number after an operator, exactly as it was written or not at all. */
function parseNumber(words: Words, operator: Word): Json | Complaint {
  const word = words.peek();
  const wanted =
    metricOperators.has(operator.text) && dynamicOperators.has(operator.text) ? "a number or `dynamic`" : "a number";
  const known = dynamicOperators.has(operator.text) ? ["dynamic"] : [];
  if (word === undefined || word.quoted) return notWanted(words, { wanted, known });
  if (placeholderIndex(word.text) !== undefined) {
    words.take();
    return word.text;
  }
  if (placeholder.test(word.text)) {
    return { complaint: "a number cannot be put together from pieces; let the variable hold all of it", at: word.at };
  }
  if (!number.test(word.text)) {
    const hint = hintForNumber(word.text);
    return hint === undefined
      ? notWanted(words, { wanted, known })
      : { complaint: `${show(word)} is no number: ${hint}`, at: word.at };
  }
  const value = Number(word.text);
  if (!Number.isFinite(value) || digitsOf(word.text) !== digitsOf(String(value))) {
    return {
      complaint: `${show(word)} cannot be kept exactly; the nearest number is \`${String(value)}\``,
      at: word.at,
    };
  }
  words.take();
  return value;
}

function hintForNumber(text: string): string | undefined {
  const unit = /^(-?\d+(?:\.\d+)?)([%A-Za-z]+)$/.exec(text);
  if (unit !== null) return `a metric has its own unit, write \`${unit[1]}\``;
  if (/^-?\d{1,3}([,_]\d{3})+(\.\d+)?$/.test(text)) return `write \`${text.replaceAll(/[,_]/g, "")}\``;
  if (/^-?\d+,\d+$/.test(text)) return `the decimal sign is a period, \`${text.replace(",", ".")}\``;
  if (/^\+\d/.test(text)) return `write \`${text.slice(1)}\``;
  if (/^-?\.\d+$/.test(text)) return `write \`${text.replace(".", "0.")}\``;
  if (/^-?\d+\.$/.test(text)) return `write \`${text.slice(0, -1)}\``;
  return undefined;
}

/** One text for equal decimal numbers: `1.50e3` and `1500` are both `15e2`. */
function digitsOf(text: string): string {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().replace(/^-/, "").split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = whole + fraction;
  const significant = digits.replace(/0+$/, "");
  const zeros = digits.length - significant.length;
  const shown = significant.replace(/^0+/, "");
  return shown === "" ? "0" : `${shown}e${Number(exponent) - fraction.length + zeros}`;
}
