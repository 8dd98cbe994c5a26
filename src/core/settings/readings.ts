/** A text with its escapes read, or without its blanks, and where each sign of it stands in the text as it was written. */
export interface Reading {
  readonly text: string;
  /** Where in the written text signs `start` to `end` of this one stand. */
  readonly spanOf: (start: number, end: number) => { readonly from: number; readonly to: number };
}

// JSON in JSON in an address is three; nobody has been seen to do more.
const deepest = 4;

/**
 * A text as it is, and as whoever takes the escapes of JSON, of addresses, of XML and of quotes out of it once, twice, … reads it.
 * Which of them somebody used, and how far, need not be known.
 */
export function readingsOf(text: string): readonly Reading[] {
  const readings: Reading[] = [{ text, spanOf: (from, to) => ({ from, to }) }];
  for (let last = readings[0]; last !== undefined && readings.length <= deepest;) {
    const next: Reading | undefined = /[\\%&]|''|""/.test(last.text) ? unescaped(last) : undefined;
    if (next !== undefined) readings.push(next);
    last = next;
  }
  return readings;
}

/** The same without blanks and ends of lines, which whoever wraps a text adds; forms of the web write `+` for a blank. */
export function withoutBlanks(reading: Reading): Reading {
  return /[\s+]/.test(reading.text) ? rewritten(reading, /[\s+]+/g, () => []) : reading;
}

/**
 * The same with one blank for several, for ends of lines, which whoever tells a text in one line makes of them, and for
 * the `+` of forms.
 */
export function inOneLine(reading: Reading): Reading {
  return /\s\s|[^\S ]|\+/.test(reading.text)
    ? rewritten(reading, /[\s+]+/g, ({ length }) => [{ text: " ", length }])
    : reading;
}

const escapes =
  /\\u[0-9a-f]{4}|\\["'`\\/bfnrt]|''|""|(?:%[0-9a-f]{2})+|&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});/gi;

function unescaped(reading: Reading): Reading | undefined {
  const read = rewritten(reading, escapes, signsOf);
  return read.text === reading.text ? undefined : read;
}

/** What an escape stands for, each with how many signs it was written with. */
type Signs = readonly { readonly text: string; readonly length: number }[];

function rewritten(reading: Reading, pattern: RegExp, signs: (match: string) => Signs): Reading {
  const parts: string[] = [];
  // Where each sign begins and ends; there are never more of them than before.
  const [from, to] = [new Uint32Array(reading.text.length), new Uint32Array(reading.text.length)];
  let size = 0;
  let done = 0;
  const asItIs = (until: number): void => {
    parts.push(reading.text.slice(done, until));
    for (let at = done; at < until; at++, size++) [from[size], to[size]] = [at, at + 1];
  };
  for (const match of reading.text.matchAll(pattern)) {
    asItIs(match.index);
    let at = match.index;
    for (const { text, length } of signs(match[0])) {
      parts.push(text);
      for (let index = 0; index < text.length; index++, size++) [from[size], to[size]] = [at, at + length];
      at += length;
    }
    done = match.index + match[0].length;
  }
  asItIs(reading.text.length);
  return {
    text: parts.join(""),
    spanOf: (start, end) => reading.spanOf(from[start] ?? 0, to[end - 1] ?? 0),
  };
}

const short: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function signsOf(match: string): Signs {
  const { length } = match;
  if (match.startsWith("%")) return decoded(match);
  if (match.startsWith("&")) return [{ text: entity(match.slice(1, -1).toLowerCase()), length }];
  if (/^\\u..../i.test(match)) return [{ text: String.fromCharCode(Number.parseInt(match.slice(2), 16)), length }];
  // Of a quote that is doubled, as in YAML and in queries, one is left.
  const sign = match.slice(1);
  return [{ text: short[sign] ?? sign, length }];
}

function entity(name: string): string {
  if (!name.startsWith("#")) return named[name] ?? "";
  const point = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return point > 0x10_ff_ff ? "" : String.fromCodePoint(point);
}

/** Bytes of UTF-8, three signs each; what is none stands for nothing that anybody looks for. */
function decoded(escaped: string): Signs {
  const bytes = Uint8Array.from(escaped.slice(1).split("%"), (pair) => Number.parseInt(pair, 16));
  const signs: { text: string; length: number }[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const size = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const text = utf8.decode(bytes.subarray(at, at + size));
    signs.push({ text: text.slice(0, 2), length: 3 * Math.min(size, bytes.length - at) });
    at += size;
  }
  return signs;
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
