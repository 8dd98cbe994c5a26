import { canonical, type Json } from "../../../core/json.ts";
import { Unevaluated } from "../unevaluated.ts";
import { formatText } from "./format.ts";
import { guidOf, uniqueStringOf } from "./hashes.ts";
import { define, defineRest, defineWith, type TemplateFunction } from "./signature.ts";
import { joinTexts, textOf } from "./text-of.ts";

/** Functions of texts (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-string), by lower-case name. */
export const textFunctions: Readonly<Record<string, TemplateFunction>> = {
  tolower: define(["a text"], (text) => text.toLowerCase()),
  toupper: define(["a text"], (text) => text.toUpperCase()),
  trim: define(["a text"], (text) => text.trim()),
  replace: define(["a text", "a text", "a text"], (text, old, fresh) =>
    old === ""
      ? refuse("`replace` wants a text that is not empty as its second value")
      : joinTexts(text.split(old), fresh),
  ),
  split: define(["a text", "a text or a list"], (text, by) => splitText(text, typeof by === "string" ? [by] : by)),
  join: define(["a list", "a text"], (items, by) => joinTexts(items.map(textOf), by)),
  substring: defineWith({ takes: ["a text", "a number"], optional: ["a number"] }, (text, start, length) => {
    const end = length === undefined ? text.length : start + length;
    if (start < 0 || end < start || end > text.length)
      return refuse(`\`substring\` from ${start} leads out of a text of ${text.length} characters`);
    return text.slice(start, end);
  }),
  // These three are documented to compare without case, unlike `contains` and `replace`.
  startswith: define(["a text", "a text"], (text, part) => text.toLowerCase().startsWith(part.toLowerCase())),
  endswith: define(["a text", "a text"], (text, part) => text.toLowerCase().endsWith(part.toLowerCase())),
  lastindexof: define(["a text or a list", "a value"], (where, what) => lastIndexIn(where, what)),
  padleft: defineWith({ takes: ["a text or a number", "a number"], optional: ["a text"] }, (text, length, by = " ") =>
    by.length !== 1 || length > 10_000
      ? refuse("`padLeft` wants one character to fill with, and a length up to 10000")
      : String(text).padStart(length, by),
  ),
  format: {
    takes: ["a text"],
    optional: [],
    rest: "a value",
    apply: ([form, ...args]) => formatText(textOf(form ?? null), args),
  },
  string: define(["a value"], textOf),
  uri: define(["a text", "a text"], (base, relative) => {
    if (!URL.canParse(base)) return refuse("`uri` wants an absolute address as its first value");
    return base.endsWith("/") ? `${base}${relative.replace(/^\//, "")}` : new URL(relative, base).href;
  }),
  uricomponent: define(["a text"], (text) => {
    if (!text.isWellFormed()) return refuse("`uriComponent` wants a text of whole characters");
    return encodeURIComponent(text).replaceAll(
      /[!'()*]/g,
      (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  }),
  uricomponenttostring: define(["a text"], (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return refuse("`uriComponentToString` wants a text with whole escapes (`%20`)");
    }
  }),
  base64: define(["a text"], (text) => toBase64(text)),
  base64tostring: define(["a text"], fromBase64),
  base64tojson: define(["a text"], (text) => parseJson(fromBase64(text), "base64ToJson")),
  datauri: define(["a text"], (text) => `data:text/plain;charset=utf8;base64,${toBase64(text)}`),
  json: define(["a text"], (text) => parseJson(text, "json")),
  guid: defineRest({ rest: "a text", least: 1 }, guidOf),
  uniquestring: defineRest({ rest: "a text", least: 1 }, uniqueStringOf),
};

function refuse(message: string): never {
  throw new Unevaluated(message);
}

function splitText(text: string, marks: readonly Json[]): Json {
  const [first = "", ...others] = marks.map(textOf);
  if (first === "" || others.includes("")) return refuse("`split` wants texts that are not empty to split by");
  return others.reduce((parts, mark) => parts.flatMap((part) => part.split(mark)), text.split(first));
}

function lastIndexIn(where: string | readonly Json[], what: Json): number {
  if (typeof where !== "string") {
    const wanted = canonical(what);
    return where.findLastIndex((item) => canonical(item) === wanted);
  }
  return where.toLowerCase().lastIndexOf(textOf(what).toLowerCase());
}

function toBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse("this is no text in base64");
  }
}

function parseJson(text: string, name: string): Json {
  try {
    // Sound because `JSON.parse` makes JSON and nothing else.
    return JSON.parse(text) as Json;
  } catch {
    return refuse(`\`${name}\` wants a text that is JSON`);
  }
}
