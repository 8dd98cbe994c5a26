import { isAlias, isMap, isPair, isScalar, isSeq, type Alias, type Scalar, type YAMLMap } from "yaml";
import type { DiagnosticCode } from "../codes/diagnostic-codes.ts";
import type { Json, Path } from "../json.ts";
import { lostQuotes, type TextMistake } from "./yaml-mistakes.ts";
import { quote } from "./yaml-quotes.ts";
import { rangeOf, type YamlDocument, type YamlNode } from "./yaml-tree.ts";

/** A mistake at a place of the value; what stands there is not to be trusted. */
export interface YamlFault extends TextMistake {
  readonly path: Path;
}

/** The plain value of a tree, and what YAML lets one write that cannot mean anything here. */
export interface Converted {
  readonly value: Json;
  readonly faults: readonly YamlFault[];
}

const deepest = 64;
/** How many values the aliases of one document may add: a few shared lists, but no bomb. */
const mostAliased = 10_000;

interface Anchor {
  readonly value: Json;
  /** How many values it is, those that its own aliases stand for included. */
  readonly size: number;
}

interface Conversion {
  readonly text: string;
  readonly path: (string | number)[];
  readonly faults: YamlFault[];
  /** An anchor without a value is still being read. */
  readonly anchors: Map<string, Anchor | undefined>;
  size: number;
  aliased: number;
}

/**
 * Plain JSON from a tree. Texts stay texts, the last newline of a block (`|`, `>`) is not part of it unless it says so
 * (`|+`), and what JSON or we have no place for is complained about: keys that are no texts or twice there, numbers that
 * would be rounded, aliases without bound.
 */
export function toJson(document: YamlDocument, text: string): Converted {
  const conversion: Conversion = { text, path: [], faults: [], anchors: new Map(), size: 0, aliased: 0 };
  const value = convert(conversion, document.contents);
  return { value, faults: conversion.faults };
}

function complain(conversion: Conversion, code: DiagnosticCode, node: YamlNode, message: string): null {
  const offset = rangeOf(node)?.[0] ?? 0;
  conversion.faults.push({ code, message, offset, path: [...conversion.path] });
  return null;
}

function convert(conversion: Conversion, node: YamlNode): Json {
  conversion.size += 1;
  if (node === null) return null;
  if (isAlias(node)) return convertAlias(conversion, node);
  const { anchor } = node;
  if (anchor === undefined) return convertPlain(conversion, node);
  conversion.anchors.set(anchor, undefined);
  const before = conversion.size;
  const value = convertPlain(conversion, node);
  conversion.anchors.set(anchor, { value, size: conversion.size - before + 1 });
  return value;
}

function convertPlain(conversion: Conversion, node: Exclude<YamlNode, null | Alias>): Json {
  if (isScalar(node)) return convertScalar(conversion, node);
  if (conversion.path.length >= deepest) {
    return complain(conversion, "nested-too-deep", node, `this is nested deeper than ${deepest} levels`);
  }
  if (isMap<YamlNode, YamlNode>(node)) return convertMap(conversion, node);
  // Sound because the core schema makes scalars, maps and lists, and a list that held a pair would be an `!!omap`.
  return (node.items as YamlNode[]).map((item, index) => {
    conversion.path.push(index);
    const value = isSeq(node) && !isPair(item) ? convert(conversion, item) : null;
    conversion.path.pop();
    return value;
  });
}

function convertMap(conversion: Conversion, node: YAMLMap<YamlNode, YamlNode>): Json {
  const value: Record<string, Json> = {};
  for (const { key, value: item } of node.items) {
    const name = nameOf(conversion, key, value);
    if (name === undefined) continue;
    conversion.path.push(name);
    value[name] = convert(conversion, item);
    if (name === "query" || name === "expression") warnOfComment(conversion, item);
    conversion.path.pop();
  }
  return value;
}

/** The text a key is, unless it is none or must not be one. */
function nameOf(conversion: Conversion, key: YamlNode, beside: Readonly<Record<string, Json>>): string | undefined {
  const refuse = (code: DiagnosticCode, message: string): undefined => {
    complain(conversion, code, key, message);
  };
  if (!isScalar(key)) {
    const lost = lostQuotes(conversion.text, rangeOf(key)?.[0] ?? 0);
    if (lost === undefined)
      return refuse("key-not-text", "a key has to be a text, and this is a list, a map or an alias");
    conversion.faults.push({ ...lost, path: [...conversion.path] });
    return undefined;
  }
  const name = key.value;
  if (typeof name !== "string") {
    const source = key.source ?? "";
    return refuse(
      "key-not-text",
      source === "" ? "a key is missing here" : `the key \`${source}\` is not a text; write \`${quote(source)}\``,
    );
  }
  if (Object.hasOwn(beside, name)) {
    conversion.path.push(name);
    refuse("duplicate-key", `\`${name}\` stands here a second time; only one can be meant`);
    conversion.path.pop();
    return undefined;
  }
  if (name === "__proto__") return refuse("reserved-key", "`__proto__` cannot be a key");
  if (name === "<<" && key.type === "PLAIN") {
    return refuse("reserved-key", "`<<` merges nothing in YAML 1.2; write the properties themselves");
  }
  if (key.type === "QUOTE_DOUBLE" && forbidden.test(name)) return refuse("control-character", controlMessage(name));
  return name;
}

function convertScalar(conversion: Conversion, node: Scalar): Json {
  const { value } = node;
  if (typeof value === "string") return convertText(conversion, node, value);
  if (typeof value === "number") return convertNumber(conversion, node, value);
  return typeof value === "boolean" ? value : null;
}

function convertText(conversion: Conversion, node: Scalar, value: string): Json {
  // Everywhere else the file's own text was looked at; only `"…"` has escapes.
  if (node.type === "QUOTE_DOUBLE" && (forbidden.test(value) || !value.isWellFormed())) {
    return complain(conversion, "control-character", node, controlMessage(value));
  }
  if (node.type !== "BLOCK_LITERAL" && node.type !== "BLOCK_FOLDED") return value;
  const start = rangeOf(node)?.[0] ?? 0;
  const keeps = /^[|>][0-9]?\+/.test(conversion.text.slice(start, start + 3));
  return keeps || !value.endsWith("\n") ? value : value.slice(0, -1);
}

function convertNumber(conversion: Conversion, node: Scalar, value: number): Json {
  const source = node.source ?? String(value);
  if (!Number.isFinite(value)) {
    return complain(
      conversion,
      "number-not-exact",
      node,
      `\`${source}\` is no number that can be kept; a text stands in quotes: \`${quote(source)}\``,
    );
  }
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && /^[-+]?\d+$/.test(source)) {
    return complain(
      conversion,
      "number-not-exact",
      node,
      `\`${source}\` has more digits than a number keeps; a text stands in quotes: \`${quote(source)}\``,
    );
  }
  // Not `-0`, which no JSON keeps.
  return value + 0;
}

function convertAlias(conversion: Conversion, node: Alias): Json {
  const name = node.source;
  const anchor = conversion.anchors.get(name);
  if (anchor === undefined) {
    const message = conversion.anchors.has(name)
      ? `the alias \`*${name}\` stands inside what it stands for`
      : `no value above has the anchor \`&${name}\`; a text that begins with \`*\` stands in quotes: \`${quote(`*${name}`)}\``;
    return complain(conversion, "unknown-alias", node, message);
  }
  const before = conversion.aliased;
  conversion.aliased += anchor.size;
  conversion.size += anchor.size;
  if (conversion.aliased <= mostAliased) return anchor.value;
  if (before > mostAliased) return null;
  return complain(
    conversion,
    "too-many-aliases",
    node,
    `with \`*${name}\`, aliases repeat more than ${mostAliased} values`,
  );
}

/** `query: A | where B # C`: legal YAML that drops the end of the query. */
function warnOfComment(conversion: Conversion, node: YamlNode): void {
  if (!isScalar(node) || node.type !== "PLAIN") return;
  const end = rangeOf(node)?.[1] ?? 0;
  const comment = /^[ \t]+(#.*)/.exec(conversion.text.slice(end, end + 200));
  if (comment === null) return;
  const message = `\`${comment[1]?.slice(0, 40)}\` is a comment to YAML and no part of the text; put the text in quotes or in a block (\`|\`), or the comment on a line of its own`;
  complain(conversion, "comment-in-text", node, message);
}

/** What YAML forbids, and the two characters that mark placeholders (`placeholder.ts`). */
export const forbidden: RegExp = new RegExp(
  String.raw`[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uE000\uE001\uFFFE\uFFFF]`,
);

/** What is said about a text with a character that may not stand in a file. */
export function controlMessage(text: string): string {
  const found = forbidden.exec(text)?.[0];
  const code = found?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  return code === undefined
    ? "half of a surrogate pair stands here"
    : `the character U+${code} cannot stand here; remove it`;
}
