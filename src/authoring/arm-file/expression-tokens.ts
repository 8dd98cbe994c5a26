import { Unevaluated } from "./unevaluated.ts";

/** A word of an expression; `at` counts characters of the whole text from 0. */
export type Token =
  | { readonly is: "name"; readonly text: string; readonly at: number }
  | { readonly is: "text"; readonly text: string; readonly at: number }
  | { readonly is: "number"; readonly value: number; readonly at: number }
  | { readonly is: "mark"; readonly text: string; readonly at: number }
  | { readonly is: "end"; readonly at: number };

const blanks = /\s*/y;
const name = /[A-Za-z_$][\w$]*/y;
const number = /[-+]?\d+/y;
// One alternative for each character, so that no text makes it try twice.
const text = /'(?:[^']|'')*'/y;

/** The words of what stands between `[` and `]`; throws `Unevaluated` where it is none of the language. */
export function tokensOf(source: string, start: number, end: number): readonly Token[] {
  const tokens: Token[] = [];
  let at = start;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0];
    return found !== undefined && at + found.length <= end ? found : undefined;
  };
  for (;;) {
    at += match(blanks)?.length ?? 0;
    if (at >= end) return [...tokens, { is: "end", at: end }];
    const token = wordAt(source, at, match);
    tokens.push(token);
    at += lengthOf(token, match);
  }
}

function wordAt(source: string, at: number, match: (pattern: RegExp) => string | undefined): Token {
  const mark = source[at] ?? "";
  if ("(),.[]".includes(mark)) return { is: "mark", text: mark, at };
  const quoted = mark === "'" ? match(text) : undefined;
  if (quoted !== undefined) return { is: "text", text: quoted.slice(1, -1).replaceAll("''", "'"), at };
  const word = match(name);
  if (word !== undefined) return { is: "name", text: word, at };
  const digits = match(number);
  if (digits !== undefined && Number.isSafeInteger(Number(digits)))
    return { is: "number", value: Number(digits) + 0, at };
  const message = mark === "'" ? "a quote `'` is opened here and never closed" : `\`${mark}\` cannot stand here`;
  throw new Unevaluated(message, { code: "illegal-expression", character: at });
}

function lengthOf(token: Token, match: (pattern: RegExp) => string | undefined): number {
  switch (token.is) {
    case "mark":
      return token.text.length;
    case "name":
      return token.text.length;
    case "text":
      return match(text)?.length ?? 0;
    case "number":
      return match(number)?.length ?? 0;
    case "end":
      return 0;
  }
}
