import { notWanted, oneOf } from "./complaints.ts";
import type { Complaint, Word, Words } from "./words.ts";

/** Azure's words for the aggregations. */
export const aggregations: ReadonlyMap<string, string> = new Map([
  ["avg", "Average"],
  ["min", "Minimum"],
  ["max", "Maximum"],
  ["total", "Total"],
  ["count", "Count"],
]);

/** Words people bring along for the aggregations. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ["average", "avg"],
  ["mean", "avg"],
  ["minimum", "min"],
  ["maximum", "max"],
  ["sum", "total"],
]);

/** The first word of a condition. */
export function parseAggregation(words: Words): { readonly azure: string; readonly word: Word } | Complaint {
  const word = words.peek();
  const azure = word === undefined || word.quoted ? undefined : aggregations.get(word.text);
  if (word === undefined || azure === undefined) {
    const known = [...aggregations.keys()];
    return notWanted(words, { wanted: `an aggregation: ${oneOf(known)}`, known, synonyms });
  }
  words.take();
  return { azure, word };
}
