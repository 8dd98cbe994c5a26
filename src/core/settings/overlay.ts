import { printLength } from "../duration.ts";
import { canonical, isList, isNothing, isObject, mapTexts, type Json, type JsonObject } from "../json.ts";
import { resourceId } from "../resource.ts";
import type { Overlay } from "../stack.ts";

/**
 * An overlay is a piece of ARM body: what Azure has and we have no word for, or what the author writes under `arm`.
 * Lists of things are maps by the thing's key in it (`emailReceivers: { admin: { … } }`), so that a piece finds its
 * place again after the list has changed. One shape and one merge serve three: the author's `arm` is laid over what we
 * send, what is left over of a live body is carried into the next one, and import writes the rest as `arm`.
 */

/** Names that ARM itself writes on every resource, and tags, which are merged by their own rules. */
const envelope = new Set(["id", "name", "type", "etag", "systemdata", "tags"]);

/**
 * What is in the body and not in what we made of it: keys that are there and not here, whatever their values. `known`
 * must be made from the body without sorting or dropping, so that places match. Elements of lists are called by what
 * stands in `shown`, which is `known` with its secrets sealed: an element without a name is called by all it says.
 */
export function leftover(
  body: JsonObject,
  known: JsonObject,
  owned: readonly (readonly string[])[],
  shown: JsonObject = known,
): Overlay | undefined {
  const rest = Object.fromEntries(Object.entries(body).filter(([key]) => !envelope.has(key.toLowerCase())));
  return leftoverOf(rest, { known, shown }, [], owned);
}

interface Known<T> {
  readonly known: T;
  readonly shown: Json | undefined;
}

function leftoverOf(
  body: JsonObject,
  { known, shown }: Known<JsonObject>,
  path: readonly string[],
  owned: readonly (readonly string[])[],
): Overlay | undefined {
  const left: Record<string, Json> = {};
  for (const key of Object.keys(body)) {
    const value = body[key];
    if (value === undefined || isNothing(value)) continue;
    const here = [...path, key];
    const name = nameIn(known, key);
    const below = { known: known[name] ?? null, shown: isObject(shown) ? shown[name] : undefined };
    const rest = Object.hasOwn(known, name) ? leftoverBelow(value, below, here, owned) : value;
    // Asked last: of nearly every body nothing is left.
    if (rest !== undefined && !owned.some((pattern) => matches(pattern, here))) left[key] = rest;
  }
  return Object.keys(left).length === 0 ? undefined : left;
}

function leftoverBelow(
  value: Json,
  { known, shown }: Known<Json>,
  path: readonly string[],
  owned: readonly (readonly string[])[],
): Json | undefined {
  if (isObject(value) && isObject(known)) return leftoverOf(value, { known, shown }, path, owned);
  if (!isList(value) || !isList(known)) return undefined;
  let names: readonly string[] | undefined;
  const left: Record<string, Json> = {};
  for (const [index, element] of value.entries()) {
    const counterpart = known[index] ?? null;
    if (!isObject(element) || !isObject(counterpart)) continue;
    const below = { known: counterpart, shown: isList(shown) ? shown[index] : undefined };
    const rest = leftoverOf(element, below, [...path, "*"], owned);
    if (rest === undefined) continue;
    names ??= isList(shown) ? elementNames(shown) : [];
    left[names[index] ?? String(index)] = rest;
  }
  return Object.keys(left).length === 0 ? undefined : left;
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((step, index) => step === "*" || step.toLowerCase() === path[index]?.toLowerCase())
  );
}

/**
 * What the elements of a list on the wire are called in an overlay: by their name (of a Prometheus rule `alert` or
 * `record`, where no other has it), their group, else by what they say; equal ones by their place among equals. One that
 * stands alone is called by its place, so that a condition stays the same one when its threshold changes.
 */
function elementNames(list: readonly Json[]): readonly string[] {
  const seen = new Map<string, number>();
  const rules = Map.groupBy(list, ruleName);
  // Rules of one name may change places, and a piece must not come to another one's.
  const isOneOfSeveral = (element: Json): boolean => {
    const name = ruleName(element);
    return name !== undefined && (rules.get(name) ?? []).length > 1;
  };
  return list.map((element, index) => {
    const name = isOneOfSeveral(element)
      ? whatItSays(element)
      : (elementName(element, list.length === 1 ? 0 : undefined) ?? String(index));
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  });
}

/** The name of a Prometheus rule, which several in a group may have. */
function ruleName(element: Json): string | undefined {
  const name = isObject(element) ? (element["alert"] ?? element["record"]) : undefined;
  return typeof name === "string" ? name.toLowerCase() : undefined;
}

function elementName(element: Json, place: number | undefined): string | undefined {
  if (!isObject(element)) return undefined;
  // An action of a processing rule is what its type says: what is known of one is not put into another.
  const name = element["name"] ?? element["actionGroupId"] ?? element["actionType"] ?? ruleName(element);
  // As a key, `__proto__` would be no property.
  if (typeof name === "string") return name === "__proto__" ? JSON.stringify(name) : name.toLowerCase();
  return place === undefined ? whatItSays(element) : String(place);
}

/** What an element says, in one spelling of what is the same to Azure: its own, and what an author writes for it. */
function whatItSays(element: Json): string {
  return canonical(mapTexts(element, spelledOneWay));
}

function spelledOneWay(text: string): string {
  if (/^\/?subscriptions\//i.test(text)) return resourceId(text);
  return /^P[\dT]/i.test(text) ? printLength(text) : text.replaceAll("\r\n", "\n").trimEnd();
}

/**
 * What of an overlay finds its place in a body, and the paths of what does not: pieces of elements and objects that we
 * do have words for, stood in the body the overlay was left over of (`known`), and are gone.
 */
export function fit(
  beside: Overlay,
  body: JsonObject,
  known: JsonObject,
): { readonly placed: Overlay; readonly lost: readonly string[] } {
  const lost: string[] = [];
  // Sound because an object is placed as an object, an empty one where nothing is.
  return { placed: (place(beside, body, known, [], lost) ?? {}) as Overlay, lost };
}

function place(
  beside: Json,
  body: Json | undefined,
  known: Json | undefined,
  path: readonly string[],
  lost: string[],
): Json | undefined {
  if (body === undefined && known === undefined) return beside;
  if (!isObject(beside) || !(isObject(body) || isList(body))) {
    lost.push(...leaves(beside, path));
    return undefined;
  }
  const placed: Record<string, Json> = {};
  for (const [key, piece] of Object.entries(beside)) {
    const here = memberOf(body, key);
    // A new element of a list has no unknown pieces, so what has lost its element is lost.
    const before = memberOf(known, key) ?? (isList(body) && here === undefined ? null : undefined);
    const rest = place(piece, here, before, [...path, key], lost);
    if (rest !== undefined) placed[key] = rest;
  }
  return Object.keys(placed).length === 0 ? undefined : placed;
}

/** The property of an object by its name without case, or the element of a list by what an overlay calls it. */
function memberOf(value: Json | undefined, key: string): Json | undefined {
  if (isList(value)) return value[elementNames(value).indexOf(key)];
  if (!isObject(value)) return undefined;
  return value[nameIn(value, key)];
}

/** A body with what is carried added where nothing stands. */
export function carry(body: JsonObject, carried: Overlay): JsonObject {
  // Sound because carrying into an object leaves an object.
  return carryInto(body, carried) as JsonObject;
}

function carryInto(value: Json | undefined, carried: Json): Json {
  if (value === undefined) return carried;
  if (!isObject(carried)) return value;
  if (isList(value)) {
    const names = elementNames(value);
    return value.map((element, index) => {
      const rest = carried[names[index] ?? ""];
      return rest === undefined ? element : carryInto(element, rest);
    });
  }
  if (!isObject(value)) return value;
  const merged: Record<string, Json> = { ...value };
  for (const [key, rest] of Object.entries(carried)) {
    const name = nameIn(value, key);
    merged[name] = carryInto(value[name], rest);
  }
  return merged;
}

/** A key as an object spells it already: Azure reads names without case. */
function nameIn(object: JsonObject, key: string): string {
  if (Object.hasOwn(object, key)) return key;
  return Object.keys(object).find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;
}

/** A body with the author's `arm` laid over: maps merge, a map reaches the elements of a list by name, `null` removes. */
export function lay(body: Json | undefined, arm: Json): Json {
  if (!isObject(arm)) return arm;
  if (isList(body)) {
    const names = elementNames(body);
    return body.flatMap((element, index) => {
      const called = names[index] ?? "";
      const places = [called, String(index)];
      const key =
        Object.keys(arm).find((name) => places.includes(name)) ??
        Object.keys(arm).find((name) => name.toLowerCase() === called);
      if (key === undefined) return [element];
      const piece = arm[key] ?? null;
      return piece === null ? [] : [lay(element, piece)];
    });
  }
  const merged: Record<string, Json> = isObject(body) ? { ...body } : {};
  for (const [key, piece] of Object.entries(arm)) {
    const name = nameIn(merged, key);
    // Taking something out of what is not there leaves it not there.
    if (piece === null || (merged[name] === undefined && removesOnly(piece))) delete merged[name];
    else merged[name] = lay(merged[name], piece);
  }
  return merged;
}

function removesOnly(arm: Json): boolean {
  return (
    isObject(arm) &&
    Object.keys(arm).length > 0 &&
    Object.values(arm).every((piece) => piece === null || removesOnly(piece))
  );
}

/** What the author's `arm` speaks of, taken out of what is carried: he decides there, also by `null`. */
export function without(beside: Overlay, arm: Overlay): Overlay {
  const rest: Record<string, Json> = {};
  for (const [key, value] of Object.entries(beside)) {
    const said = Object.keys(arm).find((name) => name.toLowerCase() === key.toLowerCase());
    const piece = said === undefined ? undefined : arm[said];
    if (piece === undefined) rest[key] = value;
    else if (isObject(piece) && isObject(value)) {
      const inner = without(value, piece);
      if (Object.keys(inner).length > 0) rest[key] = inner;
    }
  }
  return rest;
}

/** The paths of an overlay's leaves, as people read them: `properties.emailReceivers[admin].future`. */
export function leaves(overlay: Json | undefined, path: readonly string[] = []): readonly string[] {
  if (isObject(overlay) && Object.keys(overlay).length > 0) {
    return Object.entries(overlay).flatMap(([key, value]) => leaves(value, [...path, key]));
  }
  return [path.join(".")];
}
