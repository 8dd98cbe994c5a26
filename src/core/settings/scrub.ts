import { inOneLine, readingsOf, withoutBlanks, type Reading } from "./readings.ts";

/** Takes secrets out of a text. */
export type Scrub = (text: string) => string;

const hidden = "***";

/**
 * Makes the function that every text of Azure's passes before anybody may see it. Azure quotes what it was sent in its
 * refusals, and not always as it was sent, so each secret is looked for plainly, in base64, and behind the escapes of
 * addresses, of JSON and of XML, several times over; in any case, and, where it is not short, wrapped over lines. Secrets
 * of one or two characters are not looked for: no text would survive. Bearer tokens are hidden whether or not anybody
 * named them.
 */
export function scrubber(secrets: readonly string[]): Scrub {
  const parts = [...new Set(secrets.flatMap(withParts))].filter((part) => part.length > 2);
  const spelled = [...new Set(parts.flatMap(spellings))].filter((needle) => needle.length > 2);
  const patterns = [...spelled.map((needle) => new RegExp(literally(needle), "gi")), jsonWebToken, bearer];
  const wanted = wantedOf(parts);
  return (text) => {
    const found = [...patterns.flatMap((pattern) => matches(text, pattern)), ...readIn(text, wanted)];
    return found.length === 0 ? text : replaceSpans(text, found);
  };
}

// What is shorter stands in other words as soon as their blanks are gone.
const longFrom = 8;

interface Wanted {
  /** In one line, in small letters. */
  readonly short: readonly string[];
  /** Without their blanks, in small letters. */
  readonly long: readonly string[];
}

/** What to look for: where a secret holds what looks like an escape, that is read in it as it is in the text. */
function wantedOf(parts: readonly string[]): Wanted {
  const readings = parts.flatMap(readingsOf);
  const bare = [...readings, ...parts.flatMap(base64).flatMap(readingsOf)].map((one) => withoutBlanks(one).text);
  const short = readings.filter((one) => withoutBlanks(one).text.length < longFrom && one.text.length > 2);
  return {
    short: [...new Set(short.map((one) => lowered(inOneLine(one).text)))],
    long: [...new Set(bare.filter((text) => text.length >= longFrom).map(lowered))],
  };
}

/** Where secrets stand that one finds by reading the text as others would. */
function readIn(text: string, { short, long }: Wanted): readonly Span[] {
  if (short.length + long.length === 0) return [];
  const readings = readingsOf(text);
  return [
    ...readings.flatMap((reading) => placesOf(short, inOneLine(reading))),
    ...readings.flatMap((reading) => (long.length === 0 ? [] : placesOf(long, withoutBlanks(reading)))),
  ];
}

function placesOf(wanted: readonly string[], reading: Reading): readonly Span[] {
  const text = lowered(reading.text);
  const spans: Span[] = [];
  for (const part of wanted)
    for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1))
      spans.push(reading.spanOf(at, at + part.length));
  return spans;
}

/** In small letters, each in its place and whatever stands beside it. */
function lowered(text: string): string {
  if (/^[\0-\u007f]*$/.test(text)) return text.toLowerCase();
  return text.replaceAll(/\P{Lowercase}/gu, (sign) => {
    const small = sign.toLowerCase();
    return small.length === sign.length ? small : sign;
  });
}

const jsonWebToken = /eyJ[\w-]{8,}\.[\w-]+\.?[\w-]*/g;
const bearer = /(?<=\bbearer )[\w.~+/=-]{8,}/gi;

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function matches(text: string, pattern: RegExp): Span[] {
  const spans: Span[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    spans.push({ from: match.index, to: match.index + match[0].length });
    // Step by one: a secret such as `abab` can overlap itself.
    pattern.lastIndex = match.index + 1;
  }
  return spans;
}

// Overlapping finds are hidden as one: replacing them in turn would leave the tail of the second.
function replaceSpans(text: string, spans: readonly Span[]): string {
  let result = "";
  let end = 0;
  for (const span of spans.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    if (span.from >= end) result += text.slice(end, span.from) + hidden;
    end = Math.max(end, span.to);
  }
  return result + text.slice(end);
}

// A webhook's address is a secret because of one piece of it, and that piece is what a refusal may quote alone.
function withParts(secret: string): string[] {
  if (!/^https?:\/\//i.test(secret) || !URL.canParse(secret)) return [secret];
  const url = new URL(secret);
  const pieces = [...url.pathname.split("/"), ...url.searchParams.values(), url.username, url.password];
  const telling = pieces.filter((piece) => piece.length >= 16 && /\d/.test(piece));
  const rest = url.pathname.length > 8 ? [url.pathname, url.pathname + url.search] : [];
  return [secret, url.href, ...rest, ...telling];
}

function spellings(secret: string): string[] {
  const json = escapedAsJson(secret);
  const dotNet = secret.replace(/["&'+<>\\\u0060]/g, unicodeEscape);
  return [
    secret,
    percentEncoded(secret, encodeURIComponent),
    percentEncoded(secret, encodeURI),
    percentEncoded(secret, encodeURIComponent).replaceAll("%20", "+"),
    percentEncoded(percentEncoded(secret, encodeURIComponent), encodeURIComponent),
    json,
    json.replaceAll("/", "\\/"),
    escapedAsJson(json),
    dotNet,
    secret.replace(/[&<>"']/g, xmlEscape),
    ...base64(secret),
  ];
}

function escapedAsJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

// `encodeURI…` throw on half a surrogate pair; such a secret is looked for in its other spellings.
function percentEncoded(text: string, encode: (text: string) => string): string {
  return text.isWellFormed() ? encode(text) : text;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function xmlEscape(character: string): string {
  const names: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return names[character] ?? character;
}

// In the middle of something longer (`user:secret`) the letters depend on where the secret begins, in three ways;
// those at its edges depend on the neighbours too and are left out.
function base64(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const inside = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const whole = Math.floor(((offset + bytes.length) * 8) / 24) * 4;
    return encoded.slice(Math.ceil((offset * 8) / 6), whole);
  });
  const all = [bytes.toString("base64"), ...inside].filter((text) => text.length >= 8);
  return [...all, ...all.map((text) => text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""))];
}
