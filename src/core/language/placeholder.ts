/**
 * A `${…}` inside a short form is one word whatever it holds, also a blank or a keyword. So it is filled in only after
 * the short form was parsed; until then a placeholder stands for it: two characters of Unicode's private use area around
 * the place of its value in a table. Files may not hold these characters (`control-character`).
 */
const open = "\uE000";
const close = "\uE001";

/** Matches one placeholder; its group is the index of the value. */
export const placeholder: RegExp = /\uE000(\d+)\uE001/;

/** The placeholder for the value at an index of the table. */
export function placeholderFor(index: number): string {
  return `${open}${index}${close}`;
}

/** The index when the text is one placeholder and nothing else, nothing otherwise. */
export function placeholderIndex(text: string): number | undefined {
  const match = /^\uE000(\d+)\uE001$/.exec(text);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
