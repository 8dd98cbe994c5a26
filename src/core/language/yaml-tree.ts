import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Parser,
  Schema,
  YAMLParseError,
  type Alias,
  type Document,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Path } from "../json.ts";

/*
 * YAML 1.2's core schema and nothing more: no `!!binary`, no timestamps, no merge keys, whatever a `%YAML` line says.
 * Keys are compared by `document.ts`: the library's own comparison is quadratic.
 */
const schema = new Schema({ schema: "core", resolveKnownTags: false, merge: false, compat: null });

/** Any node of a tree; what is empty is a scalar or nothing. */
export type YamlNode = Scalar | YAMLMap | YAMLSeq | Alias | null;

/** One document as the library sees it, with its errors. */
export type YamlDocument = Document.Parsed;

/**
 * Reads a text into trees, one per document. Never throws: what is wrong is in each tree's `errors` and `warnings`. Whoever
 * edits the text keeps the `tokens` as well: where each colon, dash and comma stands.
 */
export function parseYaml(text: string, keep?: "tokens"): readonly YamlDocument[] {
  const composer = new Composer({
    schema,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
    keepSourceTokens: keep === "tokens",
  });
  try {
    // An empty text has no document; errors before the first one are in the document that `forceDoc` makes.
    return [...composer.compose(new Parser().parse(text), true, text.length)];
  } catch (error) {
    // The library's composer counts how deep it is; its parser, which meets `a: a: a: …` first, does not.
    if (!(error instanceof RangeError)) throw error;
    return tooDeep();
  }
}

function tooDeep(): readonly YamlDocument[] {
  const documents = [...new Composer({ logLevel: "silent" }).compose([], true, 0)];
  for (const { errors } of documents) errors.push(new YAMLParseError([0, 1], "RESOURCE_EXHAUSTION", "nested too deep"));
  return documents;
}

/** What a path leads to in a tree: as far as it goes, and whether that is all the way. */
export interface Reached {
  readonly node: YamlNode;
  /** The key in front of the node, where it stands in a map. */
  readonly key: YamlNode;
  readonly complete: boolean;
}

/** Walks a path down a tree, through aliases, as far as it leads. */
export function reach(document: YamlDocument, path: Path): Reached {
  let node: YamlNode = document.contents;
  let key: YamlNode = null;
  for (const step of path) {
    const here = isAlias(node) ? (node.resolve(document) ?? null) : node;
    const below = stepDown(here, step);
    if (below === undefined) return { node, key, complete: false };
    ({ node, key } = below);
  }
  return { node, key, complete: true };
}

function stepDown(node: unknown, step: string | number): { node: YamlNode; key: YamlNode } | undefined {
  if (isSeq<YamlNode>(node)) {
    const item = typeof step === "number" ? node.items[step] : undefined;
    return item === undefined ? undefined : { node: item, key: null };
  }
  if (!isMap<YamlNode, YamlNode>(node)) return undefined;
  const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
  return pair === undefined ? undefined : { node: pair.value, key: pair.key };
}

/** Where a node's own text begins and ends in the file. */
export function rangeOf(node: YamlNode): readonly [number, number] | undefined {
  return node?.range ? [node.range[0], node.range[1]] : undefined;
}
