import { acting } from "../visible.ts";

/**
 * Texts of rules, variables, Azure's errors, commits and people stand in what GitHub renders. None of them may act there:
 * as markdown, HTML, a mention, a reference, an emoji, mathematics, or our own marker. There is no list of what is
 * dangerous that one could trust, so it is the other way round: words of which every sign is known to be harmless stand
 * as they are, and everything else stands as code, where GitHub looks for nothing.
 */

/** A run of a text: words that are harmless as they are, or what must stand as code. */
export type Run = { readonly words: string } | { readonly code: string };

// Longer texts are nobody's name or message, and one of them must not fill a comment.
const longest = 2000;

/** One line of a text with everything that could not be seen, or would turn or break the line, written out. */
export function seen(text: string): string {
  const line = text.replaceAll(/\r\n|\r|\n/g, "⏎");
  return (
    seenInLine(line.length > longest ? `${line.slice(0, longest)}… (${line.length - longest} more signs)` : line)
      // In a line of words a tab is nothing but a sign that is not seen.
      .replaceAll("\t", escaped)
  );
}

// GitHub takes 256 signs, and what stands behind one wants its room.
const longestTitle = 200;

/** A text in a title, in which GitHub renders nothing but emoji and code: without the signs that either begins with. */
export function seenInTitle(text: string): string {
  return seen(text)
    .replaceAll(/[`:@#<>]/g, "·")
    .slice(0, longestTitle);
}

/** A line of a block of code: as it is, but for what acts on its reader or cannot be seen. Tabs stay. */
export function seenInLine(line: string): string {
  return line.toWellFormed().replaceAll(acting, (sign) => (sign === "\t" ? sign : escaped(sign)));
}

function escaped(character: string): string {
  const point = (character.codePointAt(0) ?? 0).toString(16);
  return point.length > 4 ? `\\u{${point}}` : `\\u${point.padStart(4, "0")}`;
}

/** A text as runs: what it says in backticks, and every word that is not known to be harmless, is code. */
export function runsOf(text: string): readonly Run[] {
  const runs: Run[] = [];
  for (const [index, part] of seen(text)
    .split(/`([^`]+)`/)
    .entries()) {
    for (const run of index % 2 === 1 ? [{ code: part }] : wordRuns(part)) add(runs, run);
  }
  return runs;
}

function wordRuns(text: string): readonly Run[] {
  return (text.match(/ +|[^ ]+/g) ?? []).flatMap((piece) =>
    piece.startsWith(" ") ? [{ words: " " }] : runsOfWord(piece),
  );
}

/** Neighbours of one sort become one, so that a word is judged where it ends and code is not cut to pieces. */
function add(runs: Run[], run: Run): void {
  const last = runs.at(-1);
  const before = runs.at(-2);
  if (last !== undefined && "words" in last && "words" in run) {
    runs[runs.length - 1] = { words: last.words + run.words };
  } else if (last !== undefined && "code" in last && "code" in run) {
    runs[runs.length - 1] = { code: last.code + run.code };
  } else if (
    last !== undefined &&
    "words" in last &&
    last.words === " " &&
    before !== undefined &&
    "code" in before &&
    "code" in run
  ) {
    runs.splice(-2, 2, { code: `${before.code} ${run.code}` });
  } else runs.push(run);
}

/** A word; the signs of punctuation around one that must be code are none of it. */
function runsOfWord(word: string): readonly Run[] {
  if (isHarmless(word)) return [{ words: word }];
  const [, open = "", core = "", close = ""] = /^([("']*)(.*?)((?:[,.;:?"']|(?<=^\(.*|^[^(]*)\))*)$/u.exec(word) ?? [];
  if (core === "" || !isHarmless(`${open}a${close}`)) return [{ code: word }];
  return [...(open === "" ? [] : [{ words: open }]), { code: core }, ...(close === "" ? [] : [{ words: close }])];
}

/** True for a word in which neither markdown nor GitHub can see anything but a word. */
function isHarmless(word: string): boolean {
  return harmlessSigns.test(word) && !suspicious.some((pattern) => pattern.test(word));
}

// Letters, digits and punctuation that means nothing to anybody; whatever is not ASCII, but for blanks. No sign here can
// begin markdown, a tag, an entity, a mention or mathematics.
const harmlessSigns = /^[a-zA-Z0-9().,;:?'"%/\-\u0080-\u{10ffff}]+$/u;

const suspicious = [
  // Another blank than the usual one: emphasis of ours would not end beside it.
  /\s/u,
  // Dashes make lists, rules and headings.
  /^-|^[()'"]*-|--/,
  // `https:`, `:tada:`, `:100:`.
  /:[^\d)"'.,;:?]|:[\w+-]+:/,
  /\/\//,
  /www\./i,
  // `GH-1`, and whatever short names a repository gave to other trackers.
  /\p{L}-?\d/u,
  // The id of a commit.
  /(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/i,
];
