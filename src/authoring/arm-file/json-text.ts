import type { Json, Path } from "../../core/json.ts";
import { createJsonScanner, type JsonScanner } from "./json-scanner.ts";

/**
 * JSON as Azure's tools write it, with the way back to the characters. YAML's reader cannot do it: comments are `//` and
 * a newline in a text stays one, as in the templates that Azure takes
 * (https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax#multi-line-strings).
 */
export interface JsonText {
  /** The values that follow each other in the text: `az … show >> FILE` in a loop writes more than one. */
  readonly values: readonly Json[];
  /** The offset of a value, or of the nearest thing around it; the first step is the index in `values`. */
  offsetOf(path: Path): number;
  /** The offset in the text of a character of a text value, whatever escapes are before it. */
  offsetIn(path: Path, character: number): number;
}

/** Why a text is not JSON, and where. */
export interface JsonMistake {
  readonly message: string;
  readonly offset: number;
}

/** A value and where it is; children by name or index. */
interface JsonNode {
  readonly value: Json;
  readonly offset: number;
  readonly children: ReadonlyMap<string | number, JsonNode>;
}

/** Nothing that Azure takes is nested deeper, and reading is by recursion. */
const deepest = 200;

/** Reads all values of a text; comments and commas before a closing bracket are no mistakes. */
export function readJson(text: string): JsonText | JsonMistake {
  const scanner = createJsonScanner(text);
  const nodes: JsonNode[] = [];
  try {
    for (scanner.skip(); !scanner.atEnd(); scanner.skip()) nodes.push(readNode(scanner, 0));
  } catch (error) {
    const mistake = scanner.mistakeOf(error);
    if (mistake === undefined) throw error;
    return mistake;
  }
  const root: JsonNode = { value: null, offset: 0, children: new Map(nodes.entries()) };
  const reach = (path: Path): JsonNode => {
    let here = root;
    for (const step of path) {
      const below = here.children.get(step);
      if (below === undefined) return here;
      here = below;
    }
    return here;
  };
  return {
    values: nodes.map((node) => node.value),
    offsetOf: (path) => reach(path).offset,
    offsetIn: (path, character) => {
      const node = reach(path);
      return typeof node.value === "string" ? offsetInText(text, node.offset, character) : node.offset;
    },
  };
}

const childless: ReadonlyMap<string | number, JsonNode> = new Map();

function readNode(scanner: JsonScanner, depth: number): JsonNode {
  const offset = scanner.offset();
  if (depth > deepest) scanner.fail(`this is nested deeper than ${deepest} levels`);
  if (scanner.take("{")) return readObject(scanner, offset, depth);
  if (scanner.take("[")) return readList(scanner, offset, depth);
  return { value: scanner.scalar(), offset, children: childless };
}

function readObject(scanner: JsonScanner, offset: number, depth: number): JsonNode {
  const children = new Map<string, JsonNode>();
  for (scanner.skip(); !scanner.take("}");) {
    const at = scanner.offset();
    const key = scanner.key();
    if (children.has(key)) scanner.fail(`\`${key}\` stands here a second time; only one can be meant`, at);
    scanner.skip();
    if (!scanner.take(":")) scanner.fail(`a \`:\` is missing behind the name \`${key}\``);
    scanner.skip();
    children.set(key, readNode(scanner, depth + 1));
    separate(scanner, "}", offset);
  }
  const members = [...children].map(([key, { value }]) => [key, value] as const);
  return { value: Object.fromEntries(members), offset, children };
}

function readList(scanner: JsonScanner, offset: number, depth: number): JsonNode {
  const items: JsonNode[] = [];
  for (scanner.skip(); !scanner.take("]");) {
    items.push(readNode(scanner, depth + 1));
    separate(scanner, "]", offset);
  }
  return { value: items.map(({ value }) => value), offset, children: new Map(items.entries()) };
}

/** What is between two members: a comma, or the end. */
function separate(scanner: JsonScanner, end: string, opened: number): void {
  scanner.skip();
  const comma = scanner.take(",");
  scanner.skip();
  if (scanner.atEnd()) scanner.fail(`the bracket that is opened here is never closed with \`${end}\``, opened);
  if (!comma && !scanner.looksAt(end)) scanner.fail("a comma is missing before this");
}

/** Walks the text's escapes, since `\u0041` is one character of six. */
function offsetInText(text: string, start: number, character: number): number {
  let offset = start + 1;
  for (let passed = 0; passed < character && offset < text.length; passed += 1) {
    if (text[offset] !== "\\") offset += 1;
    else offset += text[offset + 1] === "u" ? 6 : 2;
  }
  return offset;
}
