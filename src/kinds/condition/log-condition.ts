import type { Json, JsonObject } from "../../core/json.ts";
import type { ShortForm } from "../../core/kind.ts";
import { parseAggregation } from "./aggregations.ts";
import { notWanted, oneOf, show } from "./complaints.ts";
import { conditionForm } from "./condition-form.ts";
import { printLogCondition } from "./print-condition.ts";
import { logSplits, parseSplits } from "./split-clause.ts";
import { logOperators, opensTest, parsePeriods, parseTest } from "./test-clause.ts";
import { isComplaint, isKeyword, isReserved, wordsOf, type Complaint, type Word, type Words } from "./words.ts";

/*
 * (count | AGG COLUMN) TEST [at least M of N] [where SPLIT {and SPLIT}]
 *
 * The condition says what is asked of the rows a query finds; the query stands elsewhere. az has another grammar here,
 * with the query inside.
 */

/** A condition on what a query finds as one text: `avg ErrorRate > 5 at least 2 of 3`. */
export const logCondition: ShortForm = conditionForm({
  wants: "a condition such as `count > 0` or `avg ErrorRate > 5 at least 2 of 3`",
  description:
    "(count | AGG COLUMN) TEST [at least M of N] [where DIMENSION (includes | excludes) VALUE {or VALUE} {and …}]. `count` counts rows; AGG is avg, min, max or total of a column; TEST is an operator with a number, or `>< dynamic medium 3 of 4`.",
  examples: ["count > 0", "avg ErrorRate > 5", "max P99 > 30000 at least 2 of 3 where AppRoleName includes *"],
  parse: parseLogCondition,
  print: printLogCondition,
});

/** The long form of a condition on what a query finds, or why the text is none. */
export function parseLogCondition(text: string): JsonObject | Complaint {
  const words = wordsOf(text);
  if (isComplaint(words)) return words;
  const aggregation = parseAggregation(words);
  if (isComplaint(aggregation)) return aggregation;
  const column = parseColumn(words, aggregation.word);
  if (isComplaint(column)) return column;
  const test = parseTest(words, logOperators);
  if (isComplaint(test)) return test;
  const rest = parseRest(words, test);
  if (isComplaint(rest)) return rest;
  const measured = column === undefined ? {} : { metricMeasureColumn: column };
  return { timeAggregation: aggregation.azure, ...measured, ...test, ...rest };
}

/** The column that is aggregated: none for `count`, which counts rows. */
function parseColumn(words: Words, aggregation: Word): string | undefined | Complaint {
  const word = words.peek();
  const none = word === undefined || opensTest(word);
  if (aggregation.text === "count") {
    if (none) return undefined;
    return {
      complaint: `\`count\` counts rows and takes no column; after it a comparison is wanted, here stands ${show(word)}`,
      at: word.at,
    };
  }
  if (none || isReserved(word)) return notWanted(words, { wanted: `the column that ${show(aggregation)} is taken of` });
  words.take();
  const next = words.peek();
  if (next === undefined) {
    return { complaint: `after the column ${show(word)} a comparison is missing, such as \`> 5\``, at: words.at() };
  }
  if (isKeyword(next, "from"))
    return { complaint: "`from` is for metrics; a log condition reads what its query finds", at: next.at };
  if (!opensTest(next) && !word.quoted) {
    return {
      complaint: `${show(next)} is not legal here, wanted is a comparison; a column whose name has a blank stands in quotes`,
      at: next.at,
    };
  }
  return word.text;
}

function parseRest(words: Words, test: JsonObject): JsonObject | Complaint {
  const rest: Record<string, Json> = {};
  if (isKeyword(words.peek(), "at")) {
    const failingPeriods = parseAtLeast(words, "failingPeriods" in test);
    if (isComplaint(failingPeriods)) return failingPeriods;
    rest["failingPeriods"] = failingPeriods;
  }
  if (words.takeKeyword("where")) {
    const dimensions = parseSplits(words, logSplits);
    if (isComplaint(dimensions)) return dimensions;
    rest["dimensions"] = dimensions;
  }
  return words.peek() === undefined ? rest : explainRest(words, rest);
}

function parseAtLeast(words: Words, dynamic: boolean): JsonObject | Complaint {
  const at = words.at();
  words.take();
  if (!words.takeKeyword("least"))
    return notWanted(words, { wanted: "`least`, as in `at least 2 of 3`", known: ["least"] });
  if (dynamic) return { complaint: "a dynamic test has its `M of N` already, `at least` is for numbers", at };
  return parsePeriods(words);
}

function explainRest(words: Words, rest: JsonObject): Complaint {
  const word = words.peek();
  const at = words.at();
  if (isKeyword(word, "with"))
    return {
      complaint:
        "`with skipmetricvalidation` is for metrics; a query's validation is skipped by `skipQueryValidation: true` in `spec`",
      at,
    };
  if (isKeyword(word, "as")) return { complaint: "`as` is for metrics; a log criterion has no name", at };
  if (isKeyword(word, "at")) return { complaint: "`at least M of N` stands before `where`, and once", at };
  if (isKeyword(word, "of") || /^\d+$/.test(word?.text ?? "")) {
    return { complaint: "in how many windows a number must be passed is said `at least M of N`", at };
  }
  if (isKeyword(word, "%")) return { complaint: "`%` is no part of a number: write the number alone", at };
  const legal = "dimensions" in rest ? [] : "failingPeriods" in rest ? ["where"] : ["at least", "where"];
  return notWanted(words, {
    wanted: `${oneOf(legal)}, or the end`,
    known: legal.map((text) => text.split(" ")[0] ?? ""),
  });
}
