import { canonical, isList, isObject, type Json, type JsonObject, type Path } from "../../core/json.ts";
import type { Difference, Step } from "../../core/settings/compare.ts";
import { elementKey, keyNames, nameIn } from "../../core/settings/elements.ts";
import { branchOf, isKept, type Schema } from "../../core/settings/schema.ts";

/** What a definition says, and what Azure has, in the shape of a definition. */
export interface SaidAndLive {
  readonly said: JsonObject;
  readonly live: JsonObject;
}

/** Settings with what Azure has in the places that differ: what the definition is to say. */
export function withDifferences(schema: Schema, { said, live }: SaidAndLive, found: readonly Difference[]): JsonObject {
  let target: Json = said;
  const differences = found.map((difference) => wholeWhereOrdered(schema, live, difference));
  // What goes goes first, the last of it before the others: taking out an element by its place moves those behind it.
  const gone = differences.filter(({ before }) => before === undefined).toReversed();
  const there = differences.filter(({ before }) => before !== undefined);
  for (const { path, before } of [...gone, ...there]) target = put(schema, target, path, before) ?? target;
  return isObject(target) ? target : said;
}

/** A list whose order is a setting is taken over as a whole: its elements have places, not only names. */
function wholeWhereOrdered(schema: Schema, live: JsonObject, difference: Difference): Difference {
  let [here, value]: [Schema, Json | undefined] = [schema, live];
  for (const [index, step] of difference.path.entries()) {
    if (isKept(here)) return { path: difference.path.slice(0, index), schema: here, ...beforeOf(value) };
    if (typeof step !== "string" || !isObject(value)) return difference;
    here = branchOf(here, value)?.properties?.[step] ?? {};
    value = value[step];
  }
  return isKept(here) ? { path: difference.path, schema: here, ...beforeOf(value) } : difference;
}

function beforeOf(before: Json | undefined): Pick<Difference, "before"> {
  return before === undefined ? {} : { before };
}

/** A value with another one at the end of a way; nothing takes it out. What the way leads past is left alone. */
function put(schema: Schema, value: Json, path: readonly Step[], item: Json | undefined): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return item;
  if (isList(value)) {
    const at = placeOf(schema, value, step);
    const element = value[at];
    if (element === undefined) return rest.length === 0 && item !== undefined ? [...value, item] : value;
    const next = put(schema.items ?? {}, element, rest, item);
    return next === undefined ? value.toSpliced(at, 1) : value.toSpliced(at, 1, next);
  }
  if (!isObject(value) || typeof step !== "string") return value;
  const branch = branchOf(schema, value) ?? {};
  const below = branch.properties?.[step] ?? (branch.additionalProperties || {});
  const { [step]: before, ...others } = value;
  const next = rest.length === 0 ? item : before === undefined ? undefined : put(below, before, rest, item);
  if (next === undefined) return rest.length === 0 ? others : value;
  return { ...value, [step]: next };
}

/** The index of the element that a step of a difference means, or -1. */
function placeOf(schema: Schema, list: readonly Json[], step: Step): number {
  if (typeof step === "number") return step;
  if (typeof step === "string") return -1;
  const names = keyNames(schema);
  const [by] = names;
  const nameOf = (element: Json): Json | undefined =>
    names.length > 0 && isObject(element) ? nameIn(names, element) : element;
  const exact = list.findIndex((element) => nameOf(element) === step.key);
  if (exact !== -1) return exact;
  const keyOf = elementKey(schema);
  const wanted = keyOf(by === undefined ? step.key : { [by]: step.key });
  return list.findIndex((element) => keyOf(element) === wanted || canonical(element) === step.key);
}

/** The way of a difference with indexes in the settings it is about, as far as it leads. */
export function indexedPath(schema: Schema, settings: Json, path: readonly Step[]): Path {
  const indexed: (string | number)[] = [];
  let [here, value]: [Schema, Json | undefined] = [schema, settings];
  for (const step of path) {
    const at: string | number =
      typeof step === "object" ? (isList(value) ? placeOf(here, value, step) : step.key) : step;
    if (at === -1) break;
    indexed.push(at);
    const branch = branchOf(here, value) ?? {};
    here = isList(value) ? (here.items ?? {}) : (branch.properties?.[at] ?? (branch.additionalProperties || {}));
    value = isList(value) && typeof at === "number" ? value[at] : isObject(value) ? value[at] : undefined;
  }
  return indexed;
}
