import { visible, widthOf } from "./visible.ts";

/** What a piece of text is to its reader; what that looks like is the painter's affair. */
export type Style =
  | "strong"
  | "faint"
  | "place"
  | "good"
  | "bad"
  | "caution"
  | "create"
  | "update"
  | "replace"
  | "delete"
  | "before"
  | "beforeChanged"
  | "after"
  | "afterChanged"
  | "secret";

/** A piece of text in one style. It may hold anything: it is made harmless when it is printed. */
export type Span = string | { readonly text: string; readonly style: Style };

/** One line before it meets the width of a terminal. */
export interface Line {
  readonly indent: number;
  readonly spans: readonly Span[];
  /** How much further the rest of a line that is too long is indented; without it a line is never broken. */
  readonly hang?: number;
}

/** Turns a style into the terminal's own signs, or does nothing; passed in, so that rendering knows no terminal. */
export type Paint = (style: Style, text: string) => string;

/** No colours at all. */
export const plain: Paint = (_style, text) => text;

/** A piece of text in a style. */
export function as(style: Style, text: string): Span {
  return { text, style };
}

/** A line that is never broken: what stands in it is to be copied, or is code. */
export function fixed(indent: number, ...spans: readonly Span[]): Line {
  return { indent, spans };
}

/** A line of prose, broken between words where it is too long; the rest is indented by `hang` more. */
export function prose(indent: number, hang: number, ...spans: readonly Span[]): Line {
  return { indent, hang, spans };
}

/** An empty line. */
export const blank: Line = { indent: 0, spans: [] };

/** Blocks of lines with one empty line between them; empty blocks leave no trace. */
export function apart(...blocks: readonly (readonly Line[])[]): readonly Line[] {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : [blank, ...block]));
}

/** The width of spans as they will be printed. */
export function spanWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + widthOf(visible(textOf(span))), 0);
}

/** A text with blanks behind it up to a width. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(visible(text))));
}

/** Lines as one text that ends with a newline: harmless, painted, no wider than `columns` where words allow it, no blanks at ends. */
export function print(
  lines: readonly Line[],
  { paint, columns }: { readonly paint: Paint; readonly columns: number },
): string {
  return lines
    .flatMap((line) => breakLine(line, columns))
    .map((line) => `${printLine(line, paint)}\n`)
    .join("");
}

interface Piece {
  readonly text: string;
  readonly style?: Style;
}

function textOf(span: Span): string {
  return typeof span === "string" ? span : span.text;
}

function pieceOf(span: Span): Piece {
  return typeof span === "string" ? { text: visible(span) } : { text: visible(span.text), style: span.style };
}

interface Broken {
  readonly indent: number;
  readonly pieces: readonly Piece[];
}

function breakLine(line: Line, columns: number): readonly Broken[] {
  const pieces = line.spans.map(pieceOf);
  const { indent, hang } = line;
  if (hang === undefined) return [{ indent, pieces }];
  const broken: Broken[] = [];
  let here: Piece[] = [];
  let room = columns - indent;
  // Where a line was broken, the blank between the words is gone with it.
  for (const word of pieces.flatMap(wordsOf)) {
    const width = widthOf(word.text);
    const isBlank = word.text.trim() === "";
    if (width > room && here.length > 0 && !isBlank) {
      broken.push({ indent: broken.length === 0 ? indent : indent + hang, pieces: here });
      here = [];
      room = columns - indent - hang;
    }
    if (isBlank && here.length === 0 && broken.length > 0) continue;
    here.push(word);
    room -= width;
  }
  return [...broken, { indent: broken.length === 0 ? indent : indent + hang, pieces: here }];
}

function wordsOf({ text, style }: Piece): readonly Piece[] {
  return (text.match(/ +|[^ ]+/g) ?? []).map((word) => (style === undefined ? { text: word } : { text: word, style }));
}

function printLine({ indent, pieces }: Broken, paint: Paint): string {
  const joined = trimEnd(join(pieces));
  if (joined.length === 0) return "";
  const text = joined
    .map((piece) => (piece.style === undefined ? piece.text : paint(piece.style, piece.text)))
    .join("");
  return " ".repeat(indent) + text;
}

/** Neighbours in one style become one piece: fewer signs for the terminal, and none inside a run of words. */
function join(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && last.style === piece.style)
      joined[joined.length - 1] = { ...last, text: last.text + piece.text };
    else if (piece.text !== "") joined.push(piece);
  }
  return joined;
}

function trimEnd(pieces: readonly Piece[]): readonly Piece[] {
  const kept = [...pieces];
  for (let last = kept.at(-1); last !== undefined; last = kept.at(-1)) {
    const text = last.text.replace(/[\s\u00a0]+$/u, "");
    kept.pop();
    if (text !== "") return [...kept, { ...last, text }];
  }
  return kept;
}
