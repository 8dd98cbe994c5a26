import type { JsonObject } from "../../core/json.ts";
import { notWanted, oneOf, show } from "./complaints.ts";
import { isComplaint, isKeyword, isReserved, spellWord, type Complaint, type Word, type Words } from "./words.ts";

/*
 * `where DIMENSION includes VALUE or VALUE and DIMENSION …`: which series are looked at, each with its own alert.
 */

/** Azure's words for how a dimension is compared; logs know no `startswith`. */
export const metricSplits: ReadonlyMap<string, string> = new Map([
  ["includes", "Include"],
  ["excludes", "Exclude"],
  ["startswith", "StartsWith"],
]);

/** The same for conditions on logs. */
export const logSplits: ReadonlyMap<string, string> = new Map(
  [...metricSplits].filter(([word]) => word !== "startswith"),
);

const synonyms: ReadonlyMap<string, string> = new Map([
  ["include", "includes"],
  ["in", "includes"],
  ["is", "includes"],
  ["equals", "includes"],
  ["contains", "includes"],
  ["=", "includes"],
  ["==", "includes"],
  ["exclude", "excludes"],
  ["!=", "excludes"],
  ["not", "excludes"],
  ["starts", "startswith"],
]);

/** What follows the word `where`. */
export function parseSplits(words: Words, operators: ReadonlyMap<string, string>): readonly JsonObject[] | Complaint {
  const splits: JsonObject[] = [];
  do {
    const split = parseSplit(words, operators);
    if (isComplaint(split)) return split;
    splits.push(split);
  } while (words.takeKeyword("and"));
  const next = words.peek();
  return next === undefined || endsSplits(next) ? splits : explainRest(words, next, operators);
}

function parseSplit(words: Words, operators: ReadonlyMap<string, string>): JsonObject | Complaint {
  const name = words.peek();
  if (name === undefined || isReserved(name))
    return notWanted(words, { wanted: "the name of a dimension; one that reads like a keyword stands in quotes" });
  words.take();
  const word = words.peek();
  const operator = word === undefined || word.quoted ? undefined : operators.get(word.text);
  if (operator === undefined) return explainOperator(words, name, operators);
  words.take();
  const values: string[] = [];
  do {
    const value = parseValue(words);
    if (isComplaint(value)) return value;
    values.push(value);
  } while (words.takeKeyword("or"));
  return { name: name.text, operator, values };
}

function explainOperator(words: Words, name: Word, operators: ReadonlyMap<string, string>): Complaint {
  const word = words.peek();
  if (isKeyword(word, "startswith")) {
    return {
      complaint:
        "`startswith` is for metrics only; a log condition takes `includes` or `excludes`, and the query can filter by prefix",
      at: words.at(),
    };
  }
  const later = [1, 2, 3].find((ahead) => operators.has(words.peek(ahead)?.text ?? ""));
  const last = later === undefined ? undefined : words.peek(later - 1);
  if (last !== undefined && word !== undefined && !word.quoted && !synonyms.has(word.text.toLowerCase())) {
    const whole = words.slice(name.at, last.end);
    return { complaint: `a dimension whose name has a blank stands in quotes: ${spellWord(whole)}`, at: name.at };
  }
  const known = [...operators.keys()];
  return notWanted(words, { wanted: `what to do with ${show(name)}: ${oneOf(known)}`, known, synonyms });
}

function parseValue(words: Words): string | Complaint {
  const word = words.peek();
  const wanted = "a value of the dimension, or `*` for each; one that reads like a keyword stands in quotes";
  if (word === undefined || isReserved(word)) return notWanted(words, { wanted });
  if (!word.quoted && word.text.includes(",")) {
    const whole = word.text.replace(/,$/, "");
    const parts = word.text.split(",").filter((part) => part !== "");
    const next = parts.length > 1 ? parts.map(spellWord).join(" or ") : `${spellWord(whole)} or …`;
    return {
      complaint: `between values stands \`or\`: \`${next}\`; a value with a comma stands in quotes`,
      at: word.at,
    };
  }
  words.take();
  return word.text;
}

function endsSplits(word: Word): boolean {
  return isKeyword(word, "with") || isKeyword(word, "as");
}

/** After a value stands a word that is none of `or`, `and`, `with` and `as`: nearly always a blank, or a missing `and`. */
function explainRest(words: Words, next: Word, operators: ReadonlyMap<string, string>): Complaint {
  const lower = next.text.toLowerCase();
  const wanted = "`or` with another value, `and` with another dimension, or the end";
  if (!next.quoted && next.text !== lower && ["or", "and", "with", "as"].includes(lower)) {
    return notWanted(words, { wanted, known: ["or", "and", "with", "as"] });
  }
  const after = words.peek(1);
  if (isKeyword(next, "at") && isKeyword(after, "least")) {
    return { complaint: "`at least M of N` is for logs, and stands before `where`", at: next.at };
  }
  if (after !== undefined && !after.quoted && operators.has(after.text)) {
    return { complaint: `before ${show(next)} the word \`and\` is missing`, at: next.at };
  }
  if (!isReserved(next) && !/^[,;&|]+$/.test(next.text)) {
    return {
      complaint: `${show(next)} is not legal here; a value with a blank stands in quotes ('… ${next.text}'), and wanted is ${wanted}`,
      at: next.at,
    };
  }
  return notWanted(words, { wanted });
}
