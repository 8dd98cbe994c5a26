/*
 * The words of a condition. Blanks separate them; a word in `'…'` or `"…"` (the quote doubled inside) may hold blanks and
 * is never a keyword. A quote inside a word is a letter like any other: `O'Brien`. A placeholder has no blanks and so is
 * a part of one word, whatever it will be filled with.
 */

/** One word of a condition with its place in the text. */
export interface Word {
  readonly text: string;
  readonly quoted: boolean;
  /** Where it begins and ends in the text, quotes included. */
  readonly at: number;
  readonly end: number;
}

/** Why a text is no condition, and where in it. */
export interface Complaint {
  readonly complaint: string;
  readonly at: number;
}

/** Tells a complaint from what was wanted. */
export function isComplaint(result: unknown): result is Complaint {
  return typeof result === "object" && result !== null && "complaint" in result;
}

/** Words that a name or a value has to be quoted to be: they end it. */
export const keywords: ReadonlySet<string> = new Set(
  "from where and or with as since dynamic includes excludes startswith = > >= < <= ><".split(" "),
);

/** The words of a condition, from left to right. */
export interface Words {
  /** The word at hand, or nothing at the end; `ahead` looks further. */
  peek(ahead?: number): Word | undefined;
  /** The word at hand, which is thereby behind us. */
  take(): Word | undefined;
  /** Takes the word at hand if it is this keyword. */
  takeKeyword(keyword: string): boolean;
  /** The text between two places, blanks and quotes included. */
  slice(from: number, to: number): string;
  /** Where the word at hand begins, or the text ends. */
  at(): number;
}

const rawWord = /[^ \t\r\n]+/y;
const quotedWord = /'((?:[^']|'')*)'|"((?:[^"]|"")*)"/y;

/** Splits a condition into words, or says where a quote is wrong. */
export function wordsOf(text: string): Words | Complaint {
  const words: Word[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const word = wordAt(text, at);
    if (isComplaint(word)) return word;
    words.push(word);
    at = skipBlanks(text, word.end);
  }
  let next = 0;
  return {
    peek: (ahead = 0) => words[next + ahead],
    take: () => words[next++],
    takeKeyword(keyword) {
      const found = isKeyword(words[next], keyword);
      if (found) next++;
      return found;
    },
    slice: (from, to) => text.slice(from, to),
    at: () => words[next]?.at ?? text.length,
  };
}

/** True when a word is this keyword, and not a quoted text that reads the same. */
export function isKeyword(word: Word | undefined, keyword: string): boolean {
  return word !== undefined && !word.quoted && word.text === keyword;
}

/** True when a word is one of the words that end a name. */
export function isReserved(word: Word): boolean {
  return !word.quoted && keywords.has(word.text);
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r\n".includes(text.charAt(at))) at++;
  return at;
}

function wordAt(text: string, at: number): Word | Complaint {
  const quote = text.charAt(at);
  if (quote !== "'" && quote !== '"') {
    rawWord.lastIndex = at;
    const raw = rawWord.exec(text)?.[0] ?? "";
    return { text: raw, quoted: false, at, end: at + raw.length };
  }
  quotedWord.lastIndex = at;
  const match = quotedWord.exec(text);
  if (match === null) return { complaint: `the quote ${quote} that opens here is never closed`, at };
  const end = at + match[0].length;
  if (end < text.length && skipBlanks(text, end) === end) {
    const hint = `a ${quote} inside a quoted word is doubled, and words are separated by blanks`;
    return { complaint: `after the closing quote of ${match[0]} a blank is wanted; ${hint}`, at: end };
  }
  const inside = match[1] ?? match[2] ?? "";
  return { text: inside.replaceAll(quote + quote, quote), quoted: true, at, end };
}

/** A name or value as one word: quoted where the grammar or YAML would take it for something else. */
export function spellWord(text: string): string {
  return isBare(text) ? text : quote(text);
}

/** A metric's name, which may be several words without quotes. */
export function spellMetric(text: string): string {
  return text.split(" ").every((word) => isBare(word) && !dottedNamespace.test(word)) ? text : quote(text);
}

/** What az takes for a metric in a namespace; in quotes it is a name all the same. */
export const dottedNamespace = /^(microsoft\.\w[\w.]*\/[^.]+)\.(.+)$/i;

/**
 * Commas are bare to the grammar in names only, and `:` at the end and `#` at the start only to YAML; quoting them
 * everywhere makes one rule. Upper-case keywords are quoted because the parser takes them for a slip.
 */
function isBare(text: string): boolean {
  if (text === "" || /[\s,'"]|:$|^[#<>=!≥≤]/u.test(text)) return false;
  return !keywords.has(text) && !(text === text.toUpperCase() && keywords.has(text.toLowerCase()));
}

function quote(text: string): string {
  return text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("'", "''")}'`;
}
