import { nearest } from "../../core/nearest.ts";
import type { Complaint, Word, Words } from "./words.ts";

/*
 * How a condition's mistakes are told: what stands there, what is legal at this place, and the nearest thing we know.
 */

/** `` `a`, `b` or `c` ``. */
export function oneOf(choices: readonly string[]): string {
  const shown = choices.map((choice) => `\`${choice}\``);
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} or ${last}`;
}

/** What is legal at a place: in words, and the keywords among it. */
export interface Wanted {
  /** `an aggregation (`avg`, …)`: read after *wanted here is*. */
  readonly wanted: string;
  readonly known?: readonly string[];
  /** Other spellings people bring along, and the keyword each stands for. */
  readonly synonyms?: ReadonlyMap<string, string>;
}

/** The complaint about the word at hand, or about the end of the text. */
export function notWanted(
  words: Words,
  { wanted, known = [], synonyms = new Map<string, string>() }: Wanted,
): Complaint {
  const word = words.peek();
  const at = words.at();
  if (word === undefined) return { complaint: `the condition ends too early; wanted here is ${wanted}`, at };
  const lower = word.text.toLowerCase();
  if (!word.quoted && known.includes(lower)) {
    return { complaint: `${show(word)} is written \`${lower}\`: keywords are lower case`, at };
  }
  if (word.quoted && known.includes(word.text)) {
    return { complaint: `${show(word)} in quotes is a text; the keyword \`${word.text}\` stands without`, at };
  }
  const guess = synonyms.get(lower) ?? nearest(lower, [...known, ...synonyms.keys()]);
  const keyword = guess === undefined ? undefined : (synonyms.get(guess) ?? guess);
  const question = keyword === undefined ? "" : `; did you mean \`${keyword}\`?`;
  return { complaint: `${show(word)} is not legal here, wanted is ${wanted}${question}`, at };
}

/** A word as it is shown in a complaint. */
export function show(word: Word): string {
  return `\`${word.text}\``;
}
