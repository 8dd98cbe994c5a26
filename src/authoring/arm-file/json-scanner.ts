import type { JsonMistake } from "./json-text.ts";

/** Reads the words of JSON one after the other. Whatever is wrong ends the reading: see `mistakeOf`. */
export interface JsonScanner {
  offset(): number;
  atEnd(): boolean;
  /** Passes blanks and comments. */
  skip(): void;
  looksAt(mark: string): boolean;
  /** Passes a mark if it is next. */
  take(mark: string): boolean;
  /** A name in front of a `:`. */
  key(): string;
  /** A text, number, truth value or null. */
  scalar(): null | boolean | number | string;
  /** Ends the reading. */
  fail(message: string, offset?: number): never;
  /** What `fail` was told, where an error is its. */
  mistakeOf(error: unknown): JsonMistake | undefined;
}

/** A text that is no JSON: thrown inside the reader only, so that each step need not look at the one before. */
class NotJson extends Error {
  readonly mistake: JsonMistake;
  constructor(mistake: JsonMistake) {
    super(mistake.message);
    this.mistake = mistake;
  }
}

const blank = /[ \t\r\n\f\v\u00A0\uFEFF]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])/y;
const word = /[\w$./+-]{1,40}/y;
// A longer word may be a password whose quotes were forgotten, and is not told.
const longestShown = 3;
const plainText = /[^"\\]*/y;
const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** A scanner at the beginning of a text. */
export function createJsonScanner(text: string): JsonScanner {
  let at = 0;
  const fail = (message: string, offset = at): never => {
    throw new NotJson({ message, offset });
  };
  /** What a pattern finds here, passed. */
  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [""];
    at += found.length;
    return found;
  };
  const take = (mark: string): boolean => {
    const found = text.startsWith(mark, at);
    if (found) at += mark.length;
    return found;
  };
  const skip = (): void => {
    for (match(blank); text[at] === "/"; match(blank)) {
      const start = at;
      const line = take("//");
      if (!line && !take("/*")) fail("a `/` stands here that begins no comment");
      const end = text.indexOf(line ? "\n" : "*/", at);
      if (end === -1 && !line) fail("a comment is opened here and never closed with `*/`", start);
      at = end === -1 ? text.length : line ? end : end + 2;
    }
  };
  const escaped = (): string => {
    const letter = text[at + 1] ?? "";
    const meant = escapes.get(letter);
    if (meant !== undefined) {
      at += 2;
      return meant;
    }
    const digits = text.slice(at + 2, at + 6);
    if (letter !== "u" || !/^[\da-fA-F]{4}$/.test(digits))
      fail(`there is no escape \`\\${letter}\` in JSON; a backslash is \`\\\\\``);
    at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  };
  const quoted = (): string => {
    const start = at;
    at += 1;
    const parts: string[] = [];
    for (;;) {
      parts.push(match(plainText));
      if (take('"')) return parts.join("");
      if (at >= text.length) fail('a quote `"` is opened here and never closed', start);
      parts.push(escaped());
    }
  };
  const strange = (): never => {
    const start = at;
    const shown = match(word) || (text[at] ?? "");
    const nulls = shown === "\u0000";
    if (nulls) return fail("the file seems to be UTF-16; save it as UTF-8", start);
    if (shown === "'") return fail("a text of JSON stands in `\"…\"`, not in `'…'`", start);
    if (shown === "") return fail("a value is missing at the end of the file", start);
    const hint = start === 0 ? "; `-o json` makes the Azure CLI write JSON" : "";
    if (shown.length <= longestShown) return fail(`\`${shown}\` is no JSON${hint}`, start);
    return fail(`this word is no JSON${hint || '; a text stands in `"…"`'}`, start);
  };
  return {
    offset: () => at,
    atEnd: () => at >= text.length,
    skip,
    looksAt: (mark) => text.startsWith(mark, at),
    take,
    key: () => {
      if (text[at] === '"') return quoted();
      return at >= text.length ? fail("the file ends inside an object; a `}` is missing") : strange();
    },
    scalar: () => {
      if (text[at] === '"') return quoted();
      const digits = match(number);
      // Not `-0`, which no JSON keeps.
      if (digits !== "") return Number(digits) + 0;
      const start = at;
      const found = match(word);
      if (found === "true") return true;
      if (found === "false") return false;
      if (found === "null") return null;
      at = start;
      return strange();
    },
    fail,
    mistakeOf: (error) => (error instanceof NotJson ? error.mistake : undefined),
  };
}
