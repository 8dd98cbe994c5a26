import { isList, isObject, type Json, type JsonObject } from "../../core/json.ts";
import { fingerprint } from "../../core/settings/compare.ts";
import { elementKey, keyNames, nameIn, pairElements } from "../../core/settings/elements.ts";
import { branchOf, isKept, type Schema } from "../../core/settings/schema.ts";
import { below, type Place } from "../../core/settings/wording.ts";
import { propertyPlace, withoutUndefined, type Print } from "./print.ts";

/** What becomes of a value: how it stands in a layer, what the definition says in all, and what it is to say. */
export interface Rewriting {
  /** As written, short forms and `${…}` included; absent where this layer does not say it. */
  readonly written: Json | undefined;
  /** The long form of the settings now. */
  readonly said: Json | undefined;
  /** The long form that is wanted. */
  readonly wanted: Json | undefined;
}

/** The same of an override, over the long form of what lies below it. */
export interface Overriding extends Rewriting {
  readonly base: Json | undefined;
  /** The same as it is written there, where that is known: its style and its `${…}` are kept. */
  readonly beneath?: Json | undefined;
}

/** A definition's own layer, changed where it has to be: everything else stays as it is written. */
export function rewrite(rewriting: Rewriting, place: Place, print: Print): Json | undefined {
  const { written, said, wanted } = rewriting;
  if (isSame(place.schema, said, wanted)) return written;
  if (wanted === undefined) return undefined;
  if (written === undefined || written === null) return print(wanted, place);
  if (isShort(written, place)) return print(wanted, place, written);
  if (isObject(written) && isObject(said) && isObject(wanted)) {
    const next: Record<string, Json | undefined> = { ...written };
    for (const key of keysOf(said, wanted)) {
      const inner = propertyPlace(place, key, wanted, said);
      if (inner.schema.derived) continue;
      next[key] = rewrite({ written: written[key], said: said[key], wanted: wanted[key] }, inner, print);
    }
    return withoutUndefined(next);
  }
  if (isList(said) && isList(wanted)) {
    const list = isList(written) ? written : [written];
    const next = list.length === said.length ? rewriteList(list, said, wanted, { place, print }) : undefined;
    if (next === undefined) return print(wanted, place, written);
    if (next.length === 0) return undefined;
    const [one] = next;
    return !isList(written) && next.length === 1 && one !== undefined && !isObject(one) ? one : next;
  }
  return print(wanted, place, written);
}

interface InList {
  readonly place: Place;
  readonly print: Print;
}

function rewriteList(
  written: readonly Json[],
  said: readonly Json[],
  wanted: readonly Json[],
  { place, print }: InList,
): readonly Json[] {
  const { schema } = place;
  const next: Json[] = [];
  for (const { before: index, after: at } of inWantedOrder(schema, said, wanted)) {
    const other = wanted[at] ?? null;
    const element = index === undefined ? undefined : said[index];
    const inner = below(place, next.length, other);
    if (index === undefined || element === undefined) {
      next.push(print(other, inner));
      continue;
    }
    const before = written[index] ?? null;
    // An element that has its name by its place has to say it where the place is another.
    const moved = next.length !== index && schema.numbered !== undefined && inner.given === undefined;
    const rewritten = rewrite({ written: before, said: element, wanted: other }, inner, print);
    next.push(moved && !saysName(before, other, schema) ? print(other, inner) : (rewritten ?? before));
  }
  return next;
}

/** The elements that are wanted, as they are to be written: where order is a setting in theirs, else those of old first. */
function inWantedOrder(
  schema: Schema,
  said: readonly Json[],
  wanted: readonly Json[],
): readonly { readonly before?: number; readonly after: number }[] {
  const pairs = pairElements(schema, said, wanted).flatMap(({ before, after }) =>
    after === undefined ? [] : [{ ...(before === undefined ? {} : { before }), after }],
  );
  return isKept(schema) ? pairs.toSorted((a, b) => a.after - b.after) : pairs;
}

function saysName(written: Json, element: Json, schema: Schema): boolean {
  const names = keyNames(schema);
  const name = nameIn(names, element);
  if (names.length > 0 && isObject(written)) return nameIn(names, written) === name;
  return typeof written === "string" && name !== undefined && written.endsWith(` as ${name}`);
}

/** An environment's own layer: the fewest words over what lies below that make the definition say what is wanted. */
export function override(overriding: Overriding, place: Place, print: Print): Json | undefined {
  const { written, base, said, wanted, beneath } = overriding;
  const { schema } = place;
  if (isSame(schema, said, wanted)) return written;
  if (wanted === undefined) return base === undefined ? undefined : null;
  if (saysBelow(schema, base, wanted)) return undefined;
  const isMap = written === undefined || written === null || (isObject(written) && !isShort(written, place));
  if (isMap && isObject(base) && isObject(wanted) && staysOfItsKind(schema, said, wanted)) {
    return overrideMap(overriding, { wanted, base, said: isObject(said) ? said : base }, { place, print });
  }
  if (isMap && isList(base) && isList(wanted)) {
    const named = overrideNamed(overriding, { wanted, base }, { place, print });
    if (named !== undefined) return named.map;
  }
  if (isList(written) && isList(said) && isList(wanted)) return rewrite(overriding, place, print) ?? [];
  return print(wanted, place, written ?? beneath);
}

/** True where the layer below says it already, or nobody has to. */
function saysBelow(schema: Schema, base: Json | undefined, wanted: Json): boolean {
  if (isObject(wanted) || isList(wanted)) return false;
  return isSame(schema, base === undefined ? schema.default : base, wanted);
}

function staysOfItsKind(schema: Schema, said: Json | undefined, wanted: Json): boolean {
  return said === undefined || branchOf(schema, said) === branchOf(schema, wanted);
}

function overrideMap(
  { written, beneath }: Overriding,
  { wanted, base, said }: { readonly wanted: JsonObject; readonly base: JsonObject; readonly said: JsonObject },
  { place, print }: InList,
): Json | undefined {
  const own = isObject(written) ? written : {};
  const next: Record<string, Json | undefined> = { ...own };
  for (const key of keysOf(said, wanted)) {
    const inner = propertyPlace(place, key, wanted, said);
    if (inner.schema.derived) continue;
    const sides = { written: own[key], base: base[key], said: said[key], wanted: wanted[key] };
    const style = isObject(beneath) ? beneath[key] : undefined;
    next[key] = override({ ...sides, beneath: style }, inner, print);
  }
  const changes = withoutUndefined(next);
  return Object.keys(changes).length === 0 ? undefined : changes;
}

/** A map over a list of named things; nothing where the list has to be written as a whole. */
function overrideNamed(
  { written, said }: Overriding,
  { wanted, base }: { readonly wanted: readonly Json[]; readonly base: readonly Json[] },
  { place, print }: InList,
): { readonly map: Json | undefined } | undefined {
  const { schema } = place;
  const names = keyNames(schema);
  if (names.length === 0) return undefined;
  const refers = (schema.items?.oneOf ?? [schema.items]).some((items) =>
    names.some((by) => items?.properties?.[by]?.refersTo !== undefined),
  );
  // Names of references stand for ids, and an id may be written: such a list is changed as a whole.
  if (refers || !base.every(isObject) || !wanted.every(isObject)) return undefined;
  const keyOf = elementKey(schema);
  const before = isList(said) ? said : [];
  // A map says nothing of an order, and a name that is there twice could mean either.
  if (new Set(base.map(keyOf)).size < base.length || (isKept(schema) && !isInOrder(base, wanted, keyOf)))
    return undefined;
  if (wanted.some((element) => !base.some((other) => keyOf(other) === keyOf(element)))) return undefined;
  const own = isObject(written) ? written : {};
  const next: Record<string, Json | undefined> = { ...own };
  for (const [index, element] of base.entries()) {
    const name = nameIn(names, element);
    if (name === undefined) return undefined;
    const find = (list: readonly Json[]): Json | undefined => list.find((other) => keyOf(other) === keyOf(element));
    const [now, then] = [find(before), find(wanted)];
    const inner = below(place, index, then ?? element);
    const mine = own[name];
    if (then === undefined) next[name] = null;
    else if (!staysOfItsKind(schema.items ?? {}, now, then))
      next[name] = withoutName(print(then, inner, mine), names, name);
    else if (now === undefined)
      next[name] = override({ written: undefined, base: element, said: undefined, wanted: then }, inner, print);
    else next[name] = override({ written: mine, base: element, said: now, wanted: then }, inner, print);
  }
  const changes = withoutUndefined(next);
  return { map: Object.keys(changes).length === 0 ? undefined : changes };
}

/** True where what both lists have stands in one order. */
function isInOrder(base: readonly Json[], wanted: readonly Json[], keyOf: (element: Json) => string): boolean {
  const places = wanted.map((element) => base.findIndex((other) => keyOf(other) === keyOf(element)));
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? -1));
}

/** The key of the map says the name already. */
function withoutName(printed: Json, names: readonly string[], name: string): Json {
  if (!isObject(printed)) return printed;
  return Object.fromEntries(Object.entries(printed).filter(([key, value]) => !names.includes(key) || value !== name));
}

function isShort(written: Json, { form }: Place): boolean {
  return form?.form !== undefined && form.form.parse(written) !== undefined;
}

function isSame(schema: Schema, left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return fingerprint(schema, left) === fingerprint(schema, right);
}

function keysOf(...maps: readonly JsonObject[]): ReadonlySet<string> {
  return new Set(maps.flatMap((map) => Object.keys(map)));
}
