import { isAlias, isCollection, isMap, type YAMLMap, type YAMLSeq } from "yaml";
import { canonical, isList, isObject, valueAt, type Json, type Path } from "../core/json.ts";
import { nested, stepsBetween, takeStep, type JsonStep } from "./json-edits.ts";
import { hasLines } from "./yaml-print.ts";
import { insertInto, removeAt, replaceAt, replaceRoot } from "./yaml-splice.ts";
import {
  isExplicit,
  lineEnd,
  lineStart,
  readSource,
  referredIn,
  splitDocuments,
  wayTo,
  type Place,
  type Source,
  type Uneditable,
} from "./yaml-source.ts";

/** What one document of a file shall say at a path. */
export interface YamlEdit {
  /** Counted from 0, empty documents included (`Document.index`). */
  readonly document: number;
  readonly path: Path;
  /** Nothing takes it out. Maps that are missing on the way are made; an index behind the last element adds one. */
  readonly value: Json | undefined;
  /** The order of the keys of the map that gets a new one; without it a new key comes last. */
  readonly order?: readonly string[];
}

/** An edited text; or the first edit that cannot be made, and why. */
export type EditedYaml =
  | { readonly text: string }
  | { readonly text?: never; readonly edit: YamlEdit; readonly because: string };

/**
 * Makes edits in a YAML text, one after the other. What they are not about stays as it is, byte for byte: comments, blank
 * lines, order, quotes, line breaks; a value gets the style of what stood there. Each edit is read back before it is
 * believed: a text is returned only when it says what it said, with the edits made. Where a value stands for several
 * places (`&x`, `*x`) and only one is meant, the edit is refused.
 */
export function editYaml(text: string, edits: readonly YamlEdit[]): EditedYaml {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const documents = splitDocuments(text.slice(mark.length));
  const sources = new Map<number, Source>();
  for (const edit of edits) {
    if (!isSplit(documents)) return { edit, because: documents.because };
    const written = documents[edit.document];
    if (written === undefined) return { edit, because: `the file has ${documents.length} documents` };
    const source = sources.get(edit.document) ?? readSource(written);
    const edited = isRefusal(source) ? source : editSource(source, edit);
    if (isRefusal(edited)) return { edit, because: edited.because };
    sources.set(edit.document, edited);
  }
  if (!isSplit(documents)) return { text };
  return { text: mark + documents.map((written, index) => sources.get(index)?.text ?? written).join("") };
}

function isSplit(documents: readonly string[] | Uneditable): documents is readonly string[] {
  return Array.isArray(documents);
}

function isRefusal(value: Source | Uneditable): value is Uneditable {
  return "because" in value;
}

function editSource(source: Source, edit: YamlEdit): Source | Uneditable {
  const steps = stepsOf(source, edit);
  if ("because" in steps) return steps;
  let edited = source;
  for (const step of steps) {
    // `environments:` and `secrets:` get a line of their own, whatever they hold.
    const opens = step.step === "insert" && step.path.length === 1 && edit.path.length > 1;
    const next = take(edited, step, { order: edit.order ?? [], opens });
    if (isRefusal(next)) return next;
    edited = next;
  }
  return edited;
}

/** An edit as steps, each of which concerns what stands in the text: the map on the way that is missing is put in whole. */
function stepsOf(source: Source, { path, value }: YamlEdit): readonly JsonStep[] | Uneditable {
  const there = valueAt(source.value, path);
  if (there !== undefined) {
    if (value === undefined) return [{ step: "remove", path }];
    const isWhole = (place: Path): boolean => isAlias(wayTo(source, place).places[place.length - 1]?.node);
    return stepsBetween(there, value, { path, isWhole });
  }
  if (value === undefined) return [];
  const depth = path.findIndex((_step, index) => valueAt(source.value, path.slice(0, index + 1)) === undefined);
  const [above, step, below] = [path.slice(0, depth), path[depth], path.slice(depth + 1)];
  const parent = valueAt(source.value, above) ?? null;
  if (step === undefined) return [{ step: "replace", path, value }];
  const badIndex = below.find((one) => typeof one === "number" && one !== 0);
  if (badIndex !== undefined) return { because: `there is no list at ${said(path)} that has an element ${badIndex}` };
  if (parent === null) {
    if (typeof step === "number" && step !== 0) return { because: `there is no list at ${said(above)}` };
    return [{ step: "replace", path: above, value: nested(path.slice(depth), value) }];
  }
  const fits = isList(parent) ? step === parent.length : isObject(parent) && typeof step === "string";
  if (fits) return [{ step: "insert", path: [...above, step], value: nested(below, value) }];
  const what = isList(parent) ? `a list of ${parent.length}` : isObject(parent) ? "a map" : "one value";
  return { because: `${said(above)} is ${what}, which has no place for \`${step}\`` };
}

function said(path: Path): string {
  return path.length === 0 ? "the document" : `\`${path.join(".")}\``;
}

interface Manner {
  readonly order: readonly string[];
  /** Set where a new map is written in lines even if it is short. */
  readonly opens: boolean;
}

function take(source: Source, step: JsonStep, manner: Manner): Source | Uneditable {
  const expected = canonical(takeStep(source.value, step));
  const ways = waysOf(source, step, manner);
  if ("because" in ways) return ways;
  for (const text of [...inLines(source, step, ways), ...ways]) {
    const read = readSource(text);
    if (!isRefusal(read) && canonical(read.value) === expected) return read;
  }
  return { because: `${said(step.path)} is written in a way that cannot be edited; write it yourself` };
}

/** Longer lines nobody reads. */
const longest = 120;

/** What is written between brackets becomes lines where it would get too long, or hold a text of several lines. */
function inLines(source: Source, step: JsonStep, [first]: readonly string[]): readonly string[] {
  if (step.step === "remove" || first === undefined) return [];
  const { places } = wayTo(source, step.path);
  const depth = places.findIndex(({ node }) => isCollection(node) && node.srcToken?.type === "flow-collection");
  const outer = places[depth];
  const [start, end] = outer?.node?.range ?? [0, 0];
  // A comment or an anchor in there would be lost.
  if (outer === undefined || outer.flow || depth >= step.path.length - 1 || /[#&*]/.test(source.text.slice(start, end)))
    return [];
  const lengthIn = (text: string): number => lineEnd(text, start) - lineStart(text, start);
  const isTooLong = lengthIn(first) > longest && lengthIn(source.text) <= longest;
  if ((!isTooLong && !hasLines(step.value)) || source.text.slice(start, end).includes("\n")) return [];
  const value = valueAt(takeStep(source.value, step), step.path.slice(0, depth + 1));
  return value === undefined ? [] : replaceAt(source, outer, value, "lines");
}

function waysOf(source: Source, step: JsonStep, { order, opens }: Manner): readonly string[] | Uneditable {
  const { tree } = source;
  const { path } = step;
  const { places, shared } = wayTo(source, path);
  if (shared !== undefined) return { because: `${said(path)} stands for several places: ${shared}` };
  if (step.step === "insert") {
    const parent = places[path.length - 2]?.node ?? (path.length === 1 ? tree.contents : null);
    const last = path.at(-1);
    if (!isCollection(parent) || last === undefined || places.length < path.length - 1) return [];
    // Sound because the core schema's collections are maps and lists.
    const into = parent as YAMLMap | YAMLSeq;
    if (typeof last === "number") return insertInto(source, into, { value: step.value, index: last });
    const index = placeInOrder(into, last, order);
    return insertInto(source, into, { value: step.value, key: last, index, opens });
  }
  const value = step.step === "remove" ? undefined : step.value;
  const place = places[path.length - 1];
  if (path.length > 0 && (place === undefined || isExplicit(place))) return [];
  const lost = referredIn(tree, place === undefined ? tree.contents : place.node);
  if (lost !== undefined) return { because: `${said(path)} stands for several places: ${lost}` };
  if (place === undefined) return replaceRoot(source, value ?? null);
  if (value !== undefined) return replaceAt(source, place, value);
  return place.parent.items.length > 1
    ? removeAt(source, place)
    : emptied(source, places.at(-2), isMap(place.parent) ? {} : []);
}

/** A map or list loses its only element: it says so, since nothing at all would be `null`. */
function emptied(source: Source, place: Place | undefined, value: Json): readonly string[] {
  return place === undefined ? replaceRoot(source, value) : replaceAt(source, place, value);
}

/** Where a new key comes: behind the last one that comes before it in the order. */
function placeInOrder({ items }: Place["parent"], key: string, order: readonly string[]): number {
  const rank = order.indexOf(key);
  if (rank === -1) return items.length;
  const ranks = items.map((item) => order.indexOf(keyText(item)));
  const behind = ranks.findLastIndex((other) => other !== -1 && other < rank);
  if (behind !== -1) return behind + 1;
  const first = ranks.findIndex((other) => other > rank);
  return first === -1 ? items.length : first;
}

function keyText(item: unknown): string {
  return typeof item === "object" && item !== null && "key" in item ? String(item.key) : "";
}
