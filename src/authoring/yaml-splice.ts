import { isCollection, isMap, isPair, isScalar, visit, type Scalar } from "yaml";
import type { Json } from "../core/json.ts";
import { rangeOf, type YamlNode } from "../core/language/yaml-tree.ts";
import { literal, printFlow, printText, waysToPrint, type Printed } from "./yaml-print.ts";
import {
  elementStart,
  leadEnd,
  lineEnd,
  lineStart,
  placeAt,
  skipBlank,
  valueEnd,
  valueStart,
  contentEnd,
  type Place,
  type Source,
} from "./yaml-source.ts";

/*
 * Each function here gives whole texts: the ways in which a document may say something else at one place, best first.
 * Nothing but the place itself is written anew. They are proposals; whoever asks reads them back before believing.
 */

/** The document with another value at a place, in lines where that is asked for. */
export function replaceAt(source: Source, place: Place, value: Json, as?: "lines"): readonly string[] {
  return place.flow ? [replaceInFlow(source, place, value)] : replaceInBlock(source, place, { value, as });
}

function replaceInFlow({ text }: Source, place: Place, value: Json): string {
  const [start, end] = [valueStart(place), valueEnd(place, text)];
  const written = writtenInFlow(place.node, value);
  const lead = leadEnd(place);
  if (isMap(place.parent) && lead === undefined) return splice(text, { start: end, end }, `: ${written}`);
  return splice(text, { start, end }, start === lead ? ` ${written}` : written);
}

function writtenInFlow(node: YamlNode, value: Json): string {
  return typeof value === "string" ? printText(value, "flow", quotesOf(node)) : printFlow(value);
}

function quotesOf(node: YamlNode): readonly ("single" | "double")[] {
  if (!isScalar(node)) return [];
  return node.type === "QUOTE_DOUBLE" ? ["double"] : node.type === "QUOTE_SINGLE" ? ["single"] : [];
}

function replaceInBlock(
  source: Source,
  place: Place,
  { value, as }: { readonly value: Json; readonly as: "lines" | undefined },
): readonly string[] {
  const { text } = source;
  const behindDash = !isMap(place.parent);
  const indent = columnOf(text, elementStart(place));
  const step = stepOf(source);
  const options = { indent, step, behindDash, column: columnOf(text, leadEnd(place) ?? 0) + 1 };
  return [
    ...inItsStyle(text, place.node, { value, indent }),
    ...preferred(as ?? place.node, waysToPrint(value, options)),
  ].map((printed) => replaceWith(source, place, printed));
}

/** A text keeps its quotes, and a block stays one. */
function inItsStyle(
  text: string,
  node: YamlNode,
  { value, indent }: { readonly value: Json; readonly indent: number },
): readonly Printed[] {
  if (typeof value !== "string" || !isScalar(node)) return [];
  if (isBlockScalar(node)) {
    const [start, end] = rangeOf(node) ?? [0, 0];
    const first = /\n( +)\S/.exec(text.slice(start, end))?.[1];
    return literal(value, { indent, step: first === undefined ? 2 : Math.max(1, first.length - indent), column: 0 });
  }
  const quotes = quotesOf(node);
  return quotes.length === 0 || value.includes("\n")
    ? []
    : [{ head: printText(value, "block", quotes), body: [], flow: true }];
}

function isBlockScalar(node: Scalar): boolean {
  return node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
}

/** What was a block of lines is rather one again. */
function preferred(node: YamlNode | "lines", ways: readonly Printed[]): readonly Printed[] {
  const wasBlock = node === "lines" || (isCollection(node) && node.srcToken?.type !== "flow-collection");
  return wasBlock ? ways.toSorted((a, b) => Number(a.flow) - Number(b.flow)) : ways;
}

function replaceWith({ text }: Source, place: Place, { head, body }: Printed): string {
  const [lead, start, end] = [leadEnd(place) ?? 0, valueStart(place), valueEnd(place, text)];
  const eol = eolOf(text);
  const below = body.map((line) => eol + line).join("");
  const gap = text.slice(lead, start);
  if (!gap.includes("\n")) {
    // On the line of its colon: what stands behind it there is a comment, and stays.
    const headEnd = headEndOf(place.node, start, end);
    const rest = text.slice(headEnd, lineEnd(text, headEnd));
    const from = head === "" ? "" : (gap === "" ? " " : gap) + head;
    return splice(text, { start: lead, end: lineEnd(text, end) }, from + rest + below);
  }
  if (isScalar(place.node) && body.length === 0) return splice(text, { start, end }, head);
  const comment = text.slice(lead, lineEnd(text, lead));
  return splice(text, { start: lead, end: lineEnd(text, end) }, (head === "" ? "" : ` ${head}`) + comment + below);
}

/** Where the part of a value ends that stands on the line of its colon. */
function headEndOf(node: YamlNode, start: number, end: number): number {
  if (!isScalar(node) || !isBlockScalar(node)) return end;
  const token = node.srcToken;
  const header =
    token?.type === "block-scalar" ? token.props.find(({ type }) => type === "block-scalar-header") : undefined;
  return header?.type === "block-scalar-header" ? header.offset + header.source.length : start;
}

/** What is put into a map or a list. */
export interface Insertion {
  readonly value: Json;
  /** In a map. */
  readonly key?: string;
  /** In front of the element that has this index now. */
  readonly index: number;
  /** A map is written in lines, even a short one. */
  readonly opens?: boolean;
}

/** The document with one element more in a map or list that stands there already. */
export function insertInto(source: Source, parent: Place["parent"], insertion: Insertion): readonly string[] {
  if (parent.srcToken?.type === "flow-collection") return [insertIntoFlow(source, parent, insertion)];
  const { text } = source;
  const { value, key, index, opens = false } = insertion;
  const neighbour = placeAt(parent, Math.max(0, index - 1));
  if (neighbour === undefined) return [];
  const indent = columnOf(text, elementStart(neighbour));
  const name = key === undefined ? "-" : `${printText(key, "key")}:`;
  const step = stepOf(source);
  const options = { indent, step, behindDash: key === undefined, column: indent + name.length + 1 };
  const printed = waysToPrint(value, options);
  const ways = opens ? printed.toSorted((a, b) => Number(a.flow) - Number(b.flow)) : printed;
  const eol = eolOf(text);
  const margin = " ".repeat(indent);
  return ways.map(({ head, body }) => {
    const lines = [head === "" ? name : `${name} ${head}`, ...body].join(eol);
    if (index === 0) {
      const start = elementStart(neighbour);
      return splice(text, { start, end: start }, lines + eol + margin);
    }
    const at = behind(neighbour, text);
    return splice(text, { start: at, end: at }, eol + margin + lines);
  });
}

/** Where a line can be put in behind an element: at the end of its last line, comments that are further in included. */
function behind(place: Place, text: string): number {
  const end = lineEnd(text, valueEnd(place, text));
  const further = columnOf(text, elementStart(place)) + 1;
  const comments = new RegExp(String.raw`^(?:(?:\r?\n[ \t]*)*\r?\n {${further},}#[^\r\n]*)+`);
  return end + (comments.exec(text.slice(end))?.[0].length ?? 0);
}

function insertIntoFlow({ text }: Source, parent: Place["parent"], { value, key, index }: Insertion): string {
  const written = key === undefined ? printFlow(value) : `${printText(key, "key")}: ${printFlow(value)}`;
  const [start, end] = rangeOf(parent) ?? [0, 0];
  const before = index === 0 ? undefined : placeAt(parent, index - 1);
  if (before !== undefined) {
    const at = valueEnd(before, text);
    return splice(text, { start: at, end: at }, separator(parent, before, text) + written);
  }
  const first = placeAt(parent, 0);
  if (first !== undefined) {
    const at = elementStart(first);
    return splice(text, { start: at, end: at }, `${written}, `);
  }
  if (text.slice(start + 1, end - 1).trim() !== "") {
    return splice(text, { start: start + 1, end: start + 1 }, ` ${written}`);
  }
  return splice(text, { start: start + 1, end: end - 1 }, isMap(parent) ? ` ${written} ` : written);
}

/** A comma; and a new line where each element has its own. */
function separator(parent: Place["parent"], last: Place, text: string): string {
  const previous = placeAt(parent, last.index - 1);
  const at = elementStart(last);
  const own = previous !== undefined && text.slice(valueEnd(previous, text), at).includes("\n");
  const end = valueEnd(last, text);
  const rest = text.slice(end, lineEnd(text, end)).trim();
  return own && (rest === "" || rest === ",") ? `,${eolOf(text)}${" ".repeat(columnOf(text, at))}` : ", ";
}

/**
 * The document without one of several elements of a map or list. The comments and the blank lines behind it stay, unless
 * that would make them the text of a block above.
 */
export function removeAt({ text }: Source, place: Place): readonly string[] {
  const [start, end] = [elementStart(place), valueEnd(place, text)];
  if (place.flow) return [removeFromFlow(text, place, { start, end })];
  const last = lineEnd(text, end);
  const behind = text.slice(last);
  const further = [comments, blankLines, commentsAndBlankLines].map((some) => some.exec(behind)?.[0].length ?? 0);
  return [...new Set([0, ...further])].flatMap((length) =>
    removeLines(text, { start, end: lineEnd(text, last + length) }),
  );
}

const comments = /^(?:\s*\n[ \t]*#.*)+/;
const blankLines = /^(?:\r?\n[ \t]*(?=\r?\n|$))+/;
const commentsAndBlankLines = /^(?:\s*\n[ \t]*#.*)*(?:\r?\n[ \t]*(?=\r?\n|$))*/;

/**
 * From the first character of an element to the end of its last line. Where the file ends there without a line break, the
 * one before goes, unless it belongs to a block above that keeps its own (`|+`).
 */
function removeLines(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): readonly string[] {
  const line = lineStart(text, start);
  if (text.slice(line, start).trim() !== "") {
    // The first of a list's element stands on the line of the dash: the next one moves up.
    return [splice(text, { start, end: skipBlank(text, end) }, "")];
  }
  const next = text.indexOf("\n", end);
  if (next !== -1) return [splice(text, { start: line, end: next + 1 }, "")];
  const before = line === 0 ? 0 : line - (text[line - 2] === "\r" ? 2 : 1);
  return [before, line].map((from) => splice(text, { start: from, end: text.length }, ""));
}

function removeFromFlow(
  text: string,
  { parent, index }: Place,
  { start, end }: { readonly start: number; readonly end: number },
): string {
  const comma = /^\s*,[ \t]*/.exec(text.slice(end));
  if (placeAt(parent, index + 1) !== undefined && comma !== null) {
    return splice(text, { start, end: skipBlank(text, end + comma[0].length) }, "");
  }
  const previous = placeAt(parent, index - 1);
  const from = previous === undefined ? start : valueEnd(previous, text);
  // A comment behind the comma stays, and so must the comma; then the element's own goes.
  const commented = text.slice(from, start).includes("#");
  const own = commented ? (comma?.[0].length ?? 0) : 0;
  return splice(text, { start: commented ? start : from, end: end + own }, "");
}

/** The document with another value as a whole, or with a first one. */
export function replaceRoot(source: Source, value: Json): readonly string[] {
  const { text, tree } = source;
  const step = stepOf(source);
  const eol = eolOf(text);
  const node = tree.contents;
  const [start, end] = rangeOf(node) ?? [0, 0];
  const ways = waysToPrint(value, { indent: -step, step, column: 0 }).toSorted(
    (a, b) => Number(a.flow) - Number(b.flow),
  );
  return ways.map(({ head, body }) => {
    const written = [...(head === "" ? [] : [head]), ...body].join(eol);
    if (node !== null && end > start) return splice(text, { start, end: contentEnd(node, text) }, written);
    return `${text}${text === "" || text.endsWith("\n") ? "" : eol}${written}${eol}`;
  });
}

function splice(text: string, { start, end }: { readonly start: number; readonly end: number }, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** The line break of a file is that of its first line. */
function eolOf(text: string): string {
  const first = text.indexOf("\n");
  return first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
}

/** How far a level is indented in this document: as its first nested block is; two where it has none. */
function stepOf({ text, tree }: Source): number {
  let step: number | undefined;
  visit(tree, {
    Map(_key, node, path) {
      const outer = path.at(-1);
      const above = isPair(outer) && isScalar(outer.key) ? outer.key.range : undefined;
      const start = node.range?.[0];
      if (!above || start === undefined || node.srcToken?.type !== "block-map") return undefined;
      if (lineStart(text, above[0]) === lineStart(text, start)) return undefined;
      step = columnOf(text, start) - columnOf(text, above[0]);
      return step > 0 ? visit.BREAK : undefined;
    },
  });
  return step !== undefined && step > 0 ? step : 2;
}
