import type { Complaint } from "../diagnostic.ts";
import { shapeOf } from "./envelope.ts";
import { faultsOf, isFaulty } from "./faults.ts";
import type { Instance, Layer } from "./instance.ts";
import { isList, isObject, valueAt, type Json, type JsonObject, type Path } from "../json.ts";
import { namedList } from "./layers.ts";
import type { Location } from "../location.ts";
import { keyNames, nameIn } from "../settings/elements.ts";
import type { Schema } from "../settings/schema.ts";
import { schemasAt } from "../settings/schema-walk.ts";
import type { Origin } from "../stack.ts";

/*
 * The way back needs no bookkeeping: from the top layer down, the first that holds the path (a list written as a map by
 * its key), or something that is no map on the way to it, is the layer that says the value. Paths here are paths in the
 * merged definition; in the document they are longer by the way to the layer, and differ where elements of lists moved.
 */

/** How far a layer says a path. */
export interface Held {
  readonly layer: Layer;
  /** The path in the document; inside a short form it is longer than what stands there. */
  readonly path: Path;
  /** False where the layer replaces what is around the value and does not say the value itself. */
  readonly complete: boolean;
}

/** What differs of a resource and stands in the envelope; all other settings stand in `spec`. */
const inEnvelope: ReadonlySet<unknown> = new Set(["location", "tags", "arm"]);

/** A path of the settings, of tags or of `arm` as one of the definition. */
export function definitionPath(path: Path): Path {
  return inEnvelope.has(path[0]) ? path : ["spec", ...path];
}

/** Which layer says the value at a path of the definition; `default` where none does. */
export function originOf(instance: Instance, path: Path): Origin {
  const { document } = instance.definition;
  const held = topmost(instance, path);
  if (held?.complete) return { layer: held.layer.name, at: document.locate(held.path) };
  return { layer: "default", at: locateIn(instance, { code: "missing-property", message: "", path, on: "key" }) };
}

/** The place of a complaint whose path is a path of the definition: the nearest thing that stands in the file. */
export function locateIn(instance: Instance, complaint: Complaint): Location {
  const { document } = instance.definition;
  const way = wayTo(instance, complaint);
  return way.length === 0 ? document.at : document.locate(way, complaint.on);
}

/** True where something was complained about before, so that no later step judges it. */
export function isToldBefore(instance: Instance, complaint: Complaint): boolean {
  const { definition, complaints } = instance;
  if (definition.faults.length === 0 && complaints.length === 0) return false;
  return isFaulty([...definition.faults, ...faultsOf(complaints)], wayTo(instance, complaint));
}

/** The path in the document of the nearest thing that a layer says; what is missing is missing where the lowest layer is. */
function wayTo(instance: Instance, { code, path }: Complaint): Path {
  for (let length = path.length; length > 0; length -= 1) {
    const part = path.slice(0, length);
    const held = code === "missing-property" ? lowest(instance, part) : topmost(instance, part);
    if (held !== undefined) return held.path;
  }
  return [];
}

/** What stands in the file for a value: a number, say, as it was typed. Nothing where `${…}` stands for it. */
export function sourceIn(instance: Instance, path: Path): string | undefined {
  const held = topmost(instance, path);
  const source = held?.complete ? instance.definition.document.source(held.path) : undefined;
  return source?.includes("${") ? undefined : source;
}

/** The layer that says the value at a path of the merged definition, from the top down; nothing where none does. */
export function topmost(instance: Instance, path: Path): Held | undefined {
  for (const layer of instance.layers.toReversed()) {
    const held = holding(instance, layer, path);
    if (held !== undefined) return held;
  }
  return undefined;
}

function lowest(instance: Instance, path: Path): Held | undefined {
  for (const layer of instance.layers) {
    const held = holding(instance, layer, path);
    if (held !== undefined) return held;
  }
  return undefined;
}

function holding(instance: Instance, layer: Layer, path: Path): Held | undefined {
  const isOverride = layer !== instance.layers[0];
  const inDocument: (string | number)[] = [...layer.at];
  let { schemas } = shapeOf(instance.definition.kind);
  let value: Json = layer.value;
  for (const [index, step] of path.entries()) {
    if (!isObject(value) && !isList(value)) break;
    const found = stepInto(value, step, { schemas, instance, path: path.slice(0, index) });
    // A list of an override replaces the whole list below it, so whatever it lacks is not said by a lower layer.
    if (found === undefined)
      return isList(value) && isOverride ? { layer, path: inDocument, complete: false } : undefined;
    const from = layer.spliced.get(JSON.stringify(inDocument.slice(layer.at.length)));
    inDocument.push(typeof found === "number" ? (from?.[found] ?? found) : found);
    // Sound because the step was found in the value.
    value = (value as { readonly [step: string | number]: Json })[found] ?? null;
    schemas = schemasAt(schemas, step);
  }
  return { layer, path: inDocument, complete: true };
}

interface Stepping {
  readonly schemas: readonly Schema[];
  readonly instance: Instance;
  readonly path: Path;
}

/** The step that leads to the same thing in this layer: an element of a list of named things is known by its name. */
function stepInto(
  value: JsonObject | readonly Json[],
  step: string | number,
  { schemas, instance, path }: Stepping,
): string | number | undefined {
  const list = typeof step === "number" ? namedList(schemas) : undefined;
  const keys = list === undefined ? [] : keyNames(list);
  const merged = keys.length === 0 ? undefined : valueAt(instance.merged, path);
  const names = isList(merged) ? merged.map((element) => nameIn(keys, element)) : [];
  const name = typeof step === "number" ? names[step] : undefined;
  if (isList(value)) {
    const index = name === undefined ? step : sameAmong(value, { keys, name, before: names.slice(0, Number(step)) });
    return typeof index === "number" && index >= 0 && index < value.length ? index : undefined;
  }
  const key = name ?? step;
  return Object.hasOwn(value, key) ? key : undefined;
}

interface Sought {
  readonly keys: readonly string[];
  readonly name: string;
  /** What the elements before it are called: of several of one name it is the one after those. */
  readonly before: readonly (string | undefined)[];
}

function sameAmong(list: readonly Json[], { keys, name, before }: Sought): number {
  const places = [...list.keys()].filter((index) => nameIn(keys, list[index]) === name);
  return places[before.filter((one) => one === name).length] ?? -1;
}
