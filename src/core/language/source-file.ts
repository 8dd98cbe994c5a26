import type { Location } from "../location.ts";

/** A file's text and the path to name it by. Whoever reads files makes these; nothing in the core opens one. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The longest file that is looked at, in characters: a megabyte is ten thousand alerts, and a dump is no rule file. */
export const longestFile = 5_000_000;

/** The text without a byte order mark, which editors do not count as a column. */
export function textOf(file: SourceFile): string {
  return file.text.startsWith("\uFEFF") ? file.text.slice(1) : file.text;
}

/** Turns offsets in a text into lines and columns; the table of lines is made once, when first asked. */
export function createLocator(path: string, text: string): (offset: number) => Location {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = lastAtMost(starts, Math.min(offset, text.length));
    return { file: path, line: line + 1, column: Math.min(offset, text.length) - (starts[line] ?? 0) + 1 };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}

/** The index of the last number that is at most `limit`; the first one always is. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
