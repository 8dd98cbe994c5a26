import { runsOf, seen } from "./foreign-text.ts";

/**
 * A piece of a line. A text may be anybody's, and so may code: whatever they hold, they are shown and do nothing. There
 * is no piece that is markdown or HTML already, so that no caller can forget to ask whose text it is.
 */
export type Piece =
  | string
  | { readonly code: string }
  | { readonly strong: Phrase }
  | { readonly link: string; readonly text: Phrase };

/** One line of what people read. */
export type Phrase = readonly Piece[];

/** Something as it stands in a file or in Azure. */
export function code(text: string): Piece {
  return { code: text };
}

/** What is to be seen first. */
export function strong(...text: Phrase): Piece {
  return { strong: text };
}

/** A way to somewhere else; without an address, or with one that is none, only its text. */
export function link(url: string | undefined, ...text: Phrase): Phrase {
  const safe = url === undefined ? undefined : address(url);
  return safe === undefined ? text : [{ link: safe, text }];
}

/** Phrases with something between them. */
export function joined(phrases: readonly Phrase[], between: string): Phrase {
  return phrases.flatMap((phrase, index) => (index === 0 ? phrase : [between, ...phrase]));
}

/** A phrase as markdown; in a cell of a table a stroke would end the cell, even inside code. */
export function inMarkdown(phrase: Phrase, place: "line" | "cell" = "line"): string {
  const text = piecesInMarkdown(phrase, place).trim();
  // A number with a dot or bracket behind it would begin a list.
  return text.replace(/^(\d{1,9})([.)])/, String.raw`$1\$2`);
}

function piecesInMarkdown(phrase: Phrase, place: "line" | "cell"): string {
  return merged(phrase)
    .map((piece) => pieceInMarkdown(piece, place))
    .reduce(beside, "");
}

/** Two pieces of code that touch would be one that ends elsewhere; a comment parts them, and is not seen. */
function beside(before: string, after: string): string {
  return before.endsWith("`") && after.startsWith("`") ? `${before}<!-- -->${after}` : before + after;
}

function pieceInMarkdown(piece: Piece, place: "line" | "cell"): string {
  if (typeof piece === "string") {
    return runsOf(piece)
      .map((run) => ("words" in run ? run.words : codeInMarkdown(run.code, place)))
      .reduce(beside, "");
  }
  if ("code" in piece) return codeInMarkdown(seen(piece.code), place);
  return "strong" in piece
    ? strongInMarkdown(piecesInMarkdown(piece.strong, place))
    : `[${piecesInMarkdown(piece.text, place)}](${piece.link})`;
}

/** Stars beside a blank are stars. */
function strongInMarkdown(text: string): string {
  const inside = text.trim();
  if (inside === "") return text;
  const start = text.indexOf(inside);
  return `${text.slice(0, start)}**${inside}**${text.slice(start + inside.length)}`;
}

function codeInMarkdown(text: string, place: "line" | "cell"): string {
  if (text.trim() === "" || (place === "cell" && text.includes("|"))) return codeInHtml(text);
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  // One blank on each side is taken away again.
  const padded = /^[ `]|[ `]$/.test(text) ? ` ${text} ` : text;
  return fence + padded + fence;
}

/** A phrase as HTML, where no markdown is read: in the line of a fold. */
export function inHtml(phrase: Phrase): string {
  return merged(phrase)
    .map((piece) => {
      if (typeof piece === "string") {
        return runsOf(piece)
          .map((run) => ("words" in run ? run.words : `<code>${inTag(run.code)}</code>`))
          .join("");
      }
      if ("code" in piece) return `<code>${inTag(seen(piece.code))}</code>`;
      return "strong" in piece ? `<b>${inHtml(piece.strong)}</b>` : `<a href="${piece.link}">${inHtml(piece.text)}</a>`;
    })
    .join("");
}

function codeInHtml(text: string): string {
  return `<code>${entities(text)}</code>`;
}

/** The signs with which names are written stay: where only HTML is read, they mean nothing. */
function inTag(text: string): string {
  return text.replaceAll(/[!-+;-@[-^`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Every sign of punctuation as a number: none is left for markdown, and GitHub looks for nothing inside code. */
function entities(text: string): string {
  return (
    text
      .replaceAll(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`)
      // Addresses of mail are sought in the text when the numbers are read already; a comment parts it, and is not seen.
      .replaceAll("&#64;", "<!-- -->&#64;")
  );
}

/** Texts that touch are one text: a word is judged as a whole. */
function merged(phrase: Phrase): Phrase {
  const pieces: Piece[] = [];
  for (const piece of phrase) {
    const last = pieces.at(-1);
    if (typeof last === "string" && typeof piece === "string") pieces[pieces.length - 1] = last + piece;
    else if (piece !== "") pieces.push(piece);
  }
  return pieces;
}

/** An address of the web in which no sign means anything to markdown or HTML. */
function address(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return undefined;
  return href
    .replaceAll(
      /[^\w\-.~:/?#@!$&+,;=%]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .replaceAll("&", "&amp;");
}
