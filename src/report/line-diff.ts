import { diffArrays, diffWordsWithSpace } from "diff";
import { as, type Span } from "./print.ts";
import { count } from "./words.ts";

/** One line of a line diff. `gap`: lines that both sides have were left out. */
export type DiffLine =
  | { readonly mark: "-" | "+" | " "; readonly spans: readonly Span[] }
  | { readonly mark: "gap"; readonly lines: number };

// More lines than these are never a text somebody wrote, and comparing them takes quadratic time.
const most = 4000;
const context = 2;

/** What differs between two texts, line by line, with a little of what surrounds it. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  if (before.length + after.length > most) {
    return [
      { mark: "-", spans: [as("before", count(before.length, "line"))] },
      { mark: "+", spans: [as("after", count(after.length, "line"))] },
    ];
  }
  const lines: DiffLine[] = [];
  let removed: readonly string[] = [];
  const flush = (added: readonly string[]): void => {
    lines.push(...pair(removed, added));
    removed = [];
  };
  for (const chunk of diffArrays([...before], [...after])) {
    if (chunk.removed) removed = chunk.value;
    else if (chunk.added) flush(chunk.value);
    else {
      flush([]);
      lines.push(...chunk.value.map((text): DiffLine => ({ mark: " ", spans: [text] })));
    }
  }
  flush([]);
  return folded(lines);
}

/** Lines that took the place of others, with what changed inside them where as many came as went. */
function pair(removed: readonly string[], added: readonly string[]): readonly DiffLine[] {
  if (removed.length !== added.length) {
    return [
      ...removed.map((text): DiffLine => ({ mark: "-", spans: [as("before", text)] })),
      ...added.map((text): DiffLine => ({ mark: "+", spans: [as("after", text)] })),
    ];
  }
  const told = removed.map((text, index) => diffWords(text, added[index] ?? ""));
  return [
    ...told.map(({ before }): DiffLine => ({ mark: "-", spans: before })),
    ...told.map(({ after }): DiffLine => ({ mark: "+", spans: after })),
  ];
}

/** Both sides of a change on one line, the words that differ set apart. */
export function diffWords(
  before: string,
  after: string,
): { readonly before: readonly Span[]; readonly after: readonly Span[] } {
  // Nobody sees that only blanks differ, unless they are shown.
  const [left, right] =
    before.replaceAll(/\s/g, "") === after.replaceAll(/\s/g, "")
      ? [showBlanks(before), showBlanks(after)]
      : [before, after];
  if (left.length + right.length > most) return { before: [as("before", left)], after: [as("after", right)] };
  const chunks = diffWordsWithSpace(left, right);
  const common = chunks.reduce(
    (sum, { value, added, removed }) => sum + (added || removed ? 0 : value.trim().length),
    0,
  );
  // Two texts that share little are two texts: a patchwork of both would only be hard to read.
  if (common * 3 < Math.max(left.length, right.length))
    return { before: [as("before", left)], after: [as("after", right)] };
  return {
    before: chunks
      .filter(({ added }) => !added)
      .map(({ value, removed }) => as(removed ? "beforeChanged" : "before", value)),
    after: chunks
      .filter(({ removed }) => !removed)
      .map(({ value, added }) => as(added ? "afterChanged" : "after", value)),
  };
}

function showBlanks(text: string): string {
  return text.replaceAll(" ", "·").replaceAll("\u00a0", "<U+00A0>");
}

/** Leaves out what both sides have, but for the lines around each difference. */
function folded(lines: readonly DiffLine[]): readonly DiffLine[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ mark }) => mark !== " "),
  );
  const kept: DiffLine[] = [];
  let skipped: readonly DiffLine[] = [];
  const close = (): void => {
    // To say that one line is left out takes one line.
    if (skipped.length > 1) kept.push({ mark: "gap", lines: skipped.length });
    else kept.push(...skipped);
    skipped = [];
  };
  for (const [index, line] of lines.entries()) {
    if (near[index]) {
      close();
      kept.push(line);
    } else skipped = [...skipped, line];
  }
  close();
  return kept;
}
