import { isAlias, isMap, isScalar, isSeq, Parser, visit, type CST, type YAMLMap, type YAMLSeq } from "yaml";
import type { Json, Path } from "../core/json.ts";
import { diagnosticCodes } from "../core/codes/diagnostic-codes.ts";
import { createLocator } from "../core/language/source-file.ts";
import { toJson } from "../core/language/yaml-json.ts";
import { parseYaml, rangeOf, type YamlDocument, type YamlNode } from "../core/language/yaml-tree.ts";

/** The text of one document of a file, `---` and what stands before it included, with its tree and its value. */
export interface Source {
  readonly text: string;
  readonly tree: YamlDocument;
  readonly value: Json;
}

/** A text that cannot be edited, and why. */
export interface Uneditable {
  readonly because: string;
}

/** One element of a map or a list, with the tokens around it. */
export interface Place {
  readonly parent: YAMLMap | YAMLSeq;
  readonly index: number;
  readonly token: CST.CollectionItem;
  readonly key: YamlNode;
  readonly node: YamlNode;
  readonly flow: boolean;
}

/** The texts of a file's documents, one after the other; together they are the file. */
export function splitDocuments(text: string): readonly string[] | Uneditable {
  const tokens = [...new Parser().parse(text)];
  if (tokens.some(({ type }) => type === "directive")) {
    return { because: "a file with a `%` directive is not edited; rules are YAML 1.2 without one" };
  }
  const starts = tokens.flatMap((token) => (token.type === "document" ? [token.offset] : [])).slice(1);
  return [0, ...starts].map((start, index) => text.slice(start, starts[index]));
}

/** Reads the text of one document, where it is without a mistake. */
export function readSource(text: string): Source | Uneditable {
  const [tree, second] = parseYaml(text, "tokens");
  if (tree === undefined || second !== undefined) return { because: "this is not one YAML document" };
  const [error] = [...tree.errors, ...tree.warnings];
  const line = (offset: number): number => createLocator("", text)(offset).line;
  if (error !== undefined) return { because: `line ${line(error.pos[0])} of the document is not YAML` };
  const { value, faults } = toJson(tree, text);
  const fault = faults.find(({ code }) => diagnosticCodes[code].severity === "error");
  return fault === undefined ? { text, tree, value } : { because: fault.message };
}

/** What a path leads to: places from the document's own value down, and why the last one may not be edited. */
export interface Way {
  /** The place of each step that is there. */
  readonly places: readonly Place[];
  /** An alias or an anchor on the way: what stands there stands elsewhere too. */
  readonly shared?: string;
}

/** Follows a path as far as it leads, and no further than an alias. */
export function wayTo({ tree }: Source, path: Path): Way {
  const referred = aliasesOf(tree);
  const places: Place[] = [];
  let node: YamlNode = tree.contents;
  for (const step of path) {
    if (isAlias(node)) return { places, shared: `it stands behind the alias \`*${node.source}\`` };
    if (node?.anchor !== undefined && referred.has(node.anchor)) return { places, shared: sharedBy(node.anchor) };
    const place = stepDown(node, step);
    if (place === undefined) return { places };
    places.push(place);
    node = place.node;
  }
  return { places };
}

function sharedBy(anchor: string): string {
  return `it has the anchor \`&${anchor}\`, which other places refer to`;
}

/** Why what stands at a node cannot be taken away: others refer to it. */
export function referredIn(tree: YamlDocument, node: YamlNode): string | undefined {
  if (node === null || isAlias(node)) return undefined;
  const inside = new Set<string>();
  const anchors: string[] = [];
  const collect = (found: { readonly anchor?: string | undefined }): void => {
    if (found.anchor !== undefined) anchors.push(found.anchor);
  };
  visit(node, {
    Alias(_key, alias) {
      inside.add(alias.source);
    },
    Value(_key, value) {
      collect(value);
    },
  });
  if (anchors.length === 0) return undefined;
  const counts = countAliases(tree.contents);
  const within = countAliases(node);
  const shared = anchors.find((anchor) => (counts.get(anchor) ?? 0) > (within.get(anchor) ?? 0));
  return shared === undefined ? undefined : sharedBy(shared);
}

function aliasesOf(tree: YamlDocument): ReadonlySet<string> {
  return new Set(countAliases(tree.contents).keys());
}

function countAliases(node: YamlNode): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (node === null) return counts;
  visit(node, {
    Alias(_key, { source }) {
      counts.set(source, (counts.get(source) ?? 0) + 1);
    },
  });
  return counts;
}

function stepDown(node: YamlNode, step: string | number): Place | undefined {
  if (isSeq<YamlNode>(node)) return typeof step === "number" ? elementOf(node, step) : undefined;
  if (!isMap<YamlNode, YamlNode>(node)) return undefined;
  const index = node.items.findIndex(({ key }) => isScalar(key) && key.value === step);
  return pairOf(node, index);
}

/** The place of a map's pair; nothing where its tokens are not like those that people write (`? key`). */
function pairOf(parent: YAMLMap<YamlNode, YamlNode>, index: number): Place | undefined {
  const pair = parent.items[index];
  if (pair?.srcToken === undefined || parent.srcToken === undefined) return undefined;
  const token = pair.srcToken;
  return { parent, index, token, key: pair.key, node: pair.value, flow: isFlow(parent) };
}

/** The place of a list's element. */
function elementOf(parent: YAMLSeq<YamlNode>, index: number): Place | undefined {
  const { srcToken } = parent;
  const node = parent.items[index];
  const token = srcToken !== undefined && "items" in srcToken ? srcToken.items[index] : undefined;
  if (node === undefined || token === undefined) return undefined;
  return { parent, index, token, key: null, node, flow: isFlow(parent) };
}

function isFlow({ srcToken }: YAMLMap | YAMLSeq): boolean {
  return srcToken?.type === "flow-collection";
}

/** The place of an element of a map or list. */
export function placeAt(parent: YAMLMap | YAMLSeq, index: number): Place | undefined {
  // Sound because the core schema makes nothing but scalars, maps, lists and aliases.
  return isMap(parent)
    ? pairOf(parent as YAMLMap<YamlNode, YamlNode>, index)
    : elementOf(parent as YAMLSeq<YamlNode>, index);
}

/** Where a token of a kind ends, in what stands before a key or value. */
function endOf(tokens: readonly CST.SourceToken[] | undefined, type: CST.SourceToken["type"]): number | undefined {
  const found = tokens?.findLast((token) => token.type === type);
  return found === undefined ? undefined : found.offset + found.source.length;
}

/** Where the first token of a kind begins. */
function startOf(tokens: readonly CST.SourceToken[] | undefined, types: readonly string[]): number | undefined {
  return tokens?.find(({ type }) => types.includes(type))?.offset;
}

/** Where the colon or the dash before a value ends; nothing in `[…]`, and in `{ key }`, which has no colon. */
export function leadEnd({ token, flow, parent }: Place): number | undefined {
  if (isMap(parent)) return endOf(token.sep, "map-value-ind");
  return flow ? undefined : endOf(token.start, "seq-item-ind");
}

/** Where an element begins: its key, or its dash, or in `[…]` its value. */
export function elementStart(place: Place): number {
  const { token, key, flow, parent } = place;
  if (isMap(parent)) return startOf(token.start, ["anchor", "tag", "explicit-key-ind"]) ?? rangeOf(key)?.[0] ?? 0;
  return flow ? valueStart(place) : (startOf(token.start, ["seq-item-ind"]) ?? 0);
}

/** True of `? key`, which nobody writes in a rule and nothing here edits. */
export function isExplicit({ token }: Place): boolean {
  return startOf(token.start, ["explicit-key-ind"]) !== undefined;
}

/** Where a value begins, its anchor and tag included; behind the colon where there is none. */
export function valueStart(place: Place): number {
  const { token, parent, node, key } = place;
  const props = startOf(isMap(parent) ? token.sep : token.start, ["anchor", "tag"]);
  if (props !== undefined) return props;
  if (token.value === undefined || token.value === null) return leadEnd(place) ?? rangeOf(key)?.[1] ?? 0;
  return rangeOf(node)?.[0] ?? 0;
}

/** Where the last character of a value ends, or of its key where there is no value. */
export function valueEnd(place: Place, text: string): number {
  const { token, parent, node, key } = place;
  const props = isMap(parent) ? token.sep : token.start;
  const least = Math.max(
    endOf(props, "anchor") ?? 0,
    endOf(props, "tag") ?? 0,
    leadEnd(place) ?? 0,
    rangeOf(key)?.[1] ?? 0,
  );
  if (token.value === undefined || token.value === null) return least;
  return Math.max(least, contentEnd(node, text));
}

/** Where the last character of a node ends: no comment, blank line or line break behind it is counted. */
export function contentEnd(node: YamlNode, text: string): number {
  const [start, end] = rangeOf(node) ?? [0, 0];
  if (isScalar(node)) {
    if (node.type !== "BLOCK_LITERAL" && node.type !== "BLOCK_FOLDED") return end;
    // `|+` keeps what is blank behind it.
    const keeps = /^[|>][0-9]?\+/.test(text.slice(start, start + 3));
    const written = text.slice(start, end);
    return start + (keeps ? written.replace(/\r?\n$/, "") : withoutBlankEnd(written)).length;
  }
  if ((!isMap(node) && !isSeq(node)) || isFlow(node) || node.items.length === 0) return end;
  const last = placeAt(node, node.items.length - 1);
  return last === undefined ? end : valueEnd(last, text);
}

/** A block without the lines at its end that are no content; blanks further in than its text are. */
function withoutBlankEnd(written: string): string {
  // A tab is text already.
  const indent = /\n( *)[^ \r\n]/.exec(written)?.[1]?.length ?? 0;
  const blank = /\r?\n([ \t]*)$/;
  let rest = written;
  for (let found = blank.exec(rest); found !== null; found = blank.exec(rest)) {
    if ((found[1] ?? "").length > indent) return rest;
    rest = rest.slice(0, found.index);
  }
  return rest;
}

/** Where the line of an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  if (end === -1) return text.length;
  return end > offset && text[end - 1] === "\r" ? end - 1 : end;
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/** The first offset from here on that is neither blank nor a line break. */
export function skipBlank(text: string, offset: number): number {
  const rest = /[^\s]/.exec(text.slice(offset));
  return rest === null ? text.length : offset + rest.index;
}
