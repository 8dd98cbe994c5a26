import { isList, isObject, type Json, type JsonObject } from "../core/json.ts";
import { toJson } from "../core/language/yaml-json.ts";
import { parseYaml } from "../core/language/yaml-tree.ts";

/** A value as it is written behind a colon or a dash: what stands on that line, and the lines below it. */
export interface Printed {
  readonly head: string;
  /** With their indentation. */
  readonly body: readonly string[];
  /** Written as `{…}` or `[…]`, or as one scalar. */
  readonly flow: boolean;
}

/** How a value is printed in block style. */
export interface PrintOptions {
  /** Of the key or dash before the value, in columns. */
  readonly indent: number;
  /** How much further each level is indented. */
  readonly step: number;
  /** The column at which the value begins, for what still fits on the line. */
  readonly column: number;
  /** Behind a dash the first line of a map stands on the dash's own. */
  readonly behindDash?: boolean;
}

/** Lines in rules are not longer. */
const widest = 100;

/**
 * A value in block style, in the ways it may be written, best first: short maps and lists as `{…}` and `[…]`, texts of
 * several lines as blocks (`|`), quotes only where they are needed. Not every way keeps every text; whoever prints reads
 * it back.
 */
export function waysToPrint(value: Json, options: PrintOptions): readonly Printed[] {
  if (typeof value === "string") return textWays(value, options);
  const flow = asFlow(value);
  if (!isList(value) && !isObject(value)) return [flow];
  // Without a text of several lines both would be the same.
  const blocks = (hasLines(value) ? [true, false] : [true]).map((one) => printBlock(value, options, one));
  return fitsFlow(value, options.column + flow.head.length) ? [flow, ...blocks] : [...blocks, flow];
}

/** True where a map or list is short enough for one line, and holds no text of several. */
function fitsFlow(value: Json, end: number): boolean {
  if (isList(value) ? value.length === 0 : Object.keys(isObject(value) ? value : {}).length === 0) return true;
  return end <= widest && !hasLines(value);
}

/** True of a value in which a text has several lines. */
export function hasLines(value: Json): boolean {
  if (typeof value === "string") return value.includes("\n");
  if (isList(value)) return value.some(hasLines);
  return isObject(value) && Object.values(value).some(hasLines);
}

function textWays(text: string, options: PrintOptions): readonly Printed[] {
  const plain: Printed = { head: printText(text, "block"), body: [], flow: true };
  return text.includes("\n") ? [...literal(text, options), plain] : [plain];
}

/** A text as a block (`|`); its last line break is not part of it unless it says so (`|+`). */
export function literal(text: string, { indent, step }: PrintOptions): readonly Printed[] {
  if (text.trim() === "") return [];
  const keeps = text.endsWith("\n");
  const lines = (keeps ? text.slice(0, -1) : text).split("\n");
  // Where the first line is itself indented YAML has to be told how far the block is.
  const told = /^(?:\n*)[ \t]/.test(text) ? String(step) : "";
  const margin = " ".repeat(indent + step);
  const body = lines.map((line) => (line === "" ? "" : margin + line));
  return [{ head: `|${told}${keeps ? "+" : ""}`, body, flow: false }];
}

function printBlock(value: Json, options: PrintOptions, blocks: boolean): Printed {
  const { indent, step, behindDash = false } = options;
  // Behind a dash a map stands two columns further, whatever the file's step is.
  const inner = indent + (behindDash ? 2 : step);
  const margin = " ".repeat(inner);
  const lines = isList(value)
    ? value.flatMap((item) => {
        const column = inner + 2;
        const { head, body } = inside(item, { indent: inner, step, column, behindDash: true }, blocks);
        return [`${margin}-${head === "" ? "" : ` ${head}`}`, ...body];
      })
    : membersOf(value).flatMap(([key, item]) => {
        const name = printText(key, "key");
        const { head, body } = inside(item, { indent: inner, step, column: inner + name.length + 2 }, blocks);
        return [`${margin}${name}:${head === "" ? "" : ` ${head}`}`, ...body];
      });
  const [first = "", ...rest] = lines;
  return behindDash ? { head: first.slice(inner), body: rest, flow: false } : { head: "", body: lines, flow: false };
}

function membersOf(value: Json): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The one way in which a value within another is written: of all the ways of each there would be too many. */
function inside(value: Json, options: PrintOptions, blocks: boolean): Printed {
  if (typeof value === "string") {
    const ways = textWays(value, options);
    return (blocks ? ways[0] : ways.at(-1)) ?? asFlow(value);
  }
  const flow = asFlow(value);
  const fits = (!isList(value) && !isObject(value)) || fitsFlow(value, options.column + flow.head.length);
  return fits ? flow : printBlock(value, options, blocks);
}

function asFlow(value: Json): Printed {
  return { head: printFlow(value), body: [], flow: true };
}

/** A value as it stands inside `[…]` and `{…}`. */
export function printFlow(value: Json): string {
  if (typeof value === "string") return printText(value, "flow");
  if (isList(value)) return `[${value.map(printFlow).join(", ")}]`;
  if (isObject(value)) return printFlowMap(value);
  // Digits alone would look more exact than a number is.
  return typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)
    ? value.toExponential()
    : String(value);
}

function printFlowMap(value: JsonObject): string {
  const members = Object.entries(value).map(([key, item]) => `${printText(key, "key")}: ${printFlow(item)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

const around = {
  block: { before: "a: ", after: "" },
  flow: { before: "[", after: "]" },
  key: { before: "{ ", after: ": 1 }" },
} as const;

/** A text on one line, in quotes only where YAML needs them at that place. */
export function printText(text: string, where: keyof typeof around, quotes: readonly Quotes[] = []): string {
  const ways = [
    ...quotes.filter((style) => style !== "plain"),
    ...(quotes.length > 0 && quotes[0] !== "plain" ? [] : usual(text)),
  ];
  for (const style of [...ways, "double"] as const) {
    const written = inQuotes(text, style);
    if (written !== undefined && (style === "double" || isRead(written, text, where))) return written;
  }
  return JSON.stringify(text);
}

/** Without quotes, in `'…'`, or in `"…"`. */
export type Quotes = "plain" | "single" | "double";

function usual(text: string): readonly Quotes[] {
  return /["\\]/.test(text) ? ["plain", "single"] : ["plain"];
}

function inQuotes(text: string, style: Quotes): string | undefined {
  if (style === "double") return doubleQuoted(text);
  if (/[\n\r]/.test(text)) return undefined;
  return style === "single" ? `'${text.replaceAll("'", "''")}'` : text;
}

/** JSON's own escapes are YAML's; what may not stand in a file is escaped as well. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007F-\u009F\u2028\u2029\uFEFF\uE000\uE001\uFFFE\uFFFF]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** True where YAML reads a text back as it is meant. */
function isRead(written: string, text: string, where: keyof typeof around): boolean {
  if (written === "" || written.trim() !== written) return false;
  const { before, after } = around[where];
  const source = `${before}${written}${after}\n`;
  const [tree, more] = parseYaml(source);
  if (tree === undefined || more !== undefined || tree.errors.length > 0 || tree.warnings.length > 0) return false;
  const { value, faults } = toJson(tree, source);
  if (faults.length > 0) return false;
  const expected: Json = where === "flow" ? [text] : where === "key" ? { [text]: 1 } : { a: text };
  return JSON.stringify(value) === JSON.stringify(expected);
}
