import { textOf } from "./cells.ts";
import type { Pattern, Slot } from "./slots.ts";

/** What differs in the names of several rules, and the leaves in which they differ besides. */
interface Keyed {
  readonly name: Slot;
  readonly patterns: readonly Pattern[];
}

/**
 * Keys that are numbers, such as `01` of `vm-01`, with the word that they are the end of: `vm-01` says what it is, and
 * keeps its place in a map, where numbers would be put in front. They stay as they are where the word stands in the name only.
 */
export function withKeyWords({ name, patterns }: Keyed): Keyed {
  const word = /\S*$/.exec(name.before)?.[0] ?? "";
  if (word === "" || word.includes("$") || !name.values.some((value) => /^\d+$/.test(textOf(value))))
    return { name, patterns };
  const isKey = ({ values }: Slot): boolean =>
    values.every((value, at) => textOf(value) === textOf(name.values[at] ?? ""));
  const joined = patterns.map(textsJoined);
  const isEverywhere = joined.every((pattern) =>
    pattern.every((part, at) => typeof part === "string" || !isKey(part) || textAt(pattern, at - 1).endsWith(word)),
  );
  if (!isEverywhere) return { name, patterns };
  const widened = joined.map((pattern) =>
    pattern.map((part, at): string | Slot => {
      if (typeof part !== "string") return isKey(part) ? withWord(part, textAt(pattern, at - 1), word) : part;
      const next = pattern[at + 1];
      return typeof next === "object" && isKey(next) ? part.slice(0, -word.length) : part;
    }),
  );
  return { name: withWord(name, name.before, word), patterns: widened };
}

function withWord(slot: Slot, before: string, word: string): Slot {
  const values = slot.values.map((value) => `${word}${textOf(value)}`);
  return { ...slot, before: before.slice(0, -word.length), values };
}

function textAt(pattern: Pattern, at: number): string {
  const part = pattern[at];
  return typeof part === "string" ? part : "";
}

/** The same pattern, in which no text follows another. */
function textsJoined(pattern: Pattern): Pattern {
  return pattern.reduce<Pattern>((parts, part) => {
    const last = parts.at(-1);
    return typeof last === "string" && typeof part === "string"
      ? [...parts.slice(0, -1), last + part]
      : [...parts, part];
  }, []);
}
