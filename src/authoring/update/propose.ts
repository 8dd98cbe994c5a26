import { canonical, isList, isObject, valueAt, type Json, type JsonObject, type Path } from "../../core/json.ts";
import type { Kind } from "../../core/kind.ts";
import { shapeOf } from "../../core/language/envelope.ts";
import type { Instance } from "../../core/language/instance.ts";
import { topmost } from "../../core/language/origin.ts";
import type { Scope } from "../../core/language/scope.ts";
import { scopeOf } from "../../core/language/variables.ts";
import type { Difference } from "../../core/settings/compare.ts";
import type { Names, Place } from "../../core/settings/wording.ts";
import { armEditOf, armEditsOf } from "./arm-edits.ts";
import { definitionOf, definitionSchema, liveDefinitionOf, type Differing } from "./differences.ts";
import { override, rewrite } from "./layers.ts";
import { createPrint, holesIn, type Print } from "./print.ts";
import { solve, sourceEdit, type SourcePlace } from "./sources.ts";
import { indexedPath, withDifferences } from "./target.ts";
import type { TextEdit } from "./texts.ts";

/** One resource whose definition is to say what Azure has. */
export interface Wanted {
  readonly change: Differing;
  readonly differences: readonly Difference[];
  readonly instance: Instance;
  readonly kind: Kind;
}

/** How boldly a definition is edited: each later one is tried where verifying has refused the one before. */
export type Boldness = "where it stands" | "in the environment" | "in the environment, as a whole";

/** The ways to edit, in the order in which they are tried. */
export const ways: readonly Boldness[] = ["where it stands", "in the environment", "in the environment, as a whole"];

/** What proposing an edit depends on besides the resource. */
export interface Proposing {
  readonly place: SourcePlace;
  readonly names: Names;
  readonly boldness: Boldness;
}

/** Edits that belong together. */
export interface Proposed {
  /** Of the definition's own layers, each as a whole. */
  readonly layers: readonly TextEdit[];
  /** Of the places that values come from, to be made after those. */
  readonly sources: readonly TextEdit[];
}

/** The edits that would make a definition say what Azure has; whoever asks compiles them before believing. */
export function propose(wanted: Wanted, proposing: Proposing): Proposed {
  const { change, kind, instance } = wanted;
  const { place, boldness } = proposing;
  const { definition } = place;
  const schema = definitionSchema(kind);
  const said = definitionOf(change);
  const layers: TextEdit[] = [];
  const sources: TextEdit[] = [];
  const print = createPrint(scopeIn(instance));
  const root: Place = { schema, form: shapeOf(kind).forms, names: proposing.names };
  const rest = wanted.differences.filter((difference) => {
    const edit = boldness === "where it stands" ? elsewhere(difference, wanted, proposing) : undefined;
    if (edit !== undefined) sources.push(edit);
    return edit === undefined;
  });
  if (boldness === "where it stands") sources.push(...armEditsOf(change, place));
  const mayBase = boldness === "where it stands" && place.alone;
  const notOfBase = mayBase ? rest.filter((difference) => !isOfBase(difference, wanted, print)) : rest;
  // Elements of one list go one way.
  const lists = new Set(notOfBase.map(listOf));
  const own = rest.filter((difference) => notOfBase.includes(difference) || lists.has(listOf(difference)));
  const base = rest.filter((difference) => !own.includes(difference));
  const live = liveDefinitionOf(change);
  const middle = withDifferences(schema, { said, live }, base);
  const end = withDifferences(schema, { said: middle, live }, own);
  const file = { file: definition.document.file, document: definition.document.index, order: orderOf(kind) };
  if (base.length > 0) {
    const { written } = definition;
    const next = rewrite({ written: layerOf(written), said, wanted: middle }, root, print);
    for (const key of ["spec", "location", "tags"]) {
      const value = isObject(next) ? next[key] : undefined;
      if (canonical(value ?? null) !== canonical(written[key] ?? null)) layers.push({ ...file, path: [key], value });
    }
  }
  if (own.length > 0) {
    const sides = { said: middle, wanted: end, base: instance.layers[0]?.value };
    const edit = overrideEdit(wanted, sides, { root, print, boldness });
    layers.push({ ...file, ...edit });
  }
  return { layers, sources };
}

/** The layers of a definition that hold what can differ. */
function layerOf({ spec, location, tags }: JsonObject): JsonObject {
  return {
    ...(spec === undefined ? {} : { spec }),
    ...(location === undefined ? {} : { location }),
    ...(tags === undefined ? {} : { tags }),
  };
}

/** Envelope first, then the settings in the order of the kind's own page. */
function orderOf(kind: Kind): readonly string[] {
  const envelope = ["kind", "name", "resourceGroup", "location", "tags", "only", "forEach", "adopt", "formerly"];
  const rest = ["protect", "release", "lint", "spec", "arm", "environments"];
  return [...envelope, ...rest, ...Object.keys(kind.schema.properties ?? {})];
}

interface Sides {
  readonly said: JsonObject;
  readonly wanted: JsonObject;
  readonly base: JsonObject | undefined;
}

function overrideEdit(
  { instance }: Wanted,
  { said, wanted, base }: Sides,
  { root, print, boldness }: { readonly root: Place; readonly print: Print; readonly boldness: Boldness },
): { readonly path: Path; readonly value: Json | undefined } {
  const { environment, definition } = instance;
  const environments = definition.written["environments"];
  const written = isObject(environments) ? environments[environment.name] : undefined;
  const sides = { written, base, said, wanted };
  const next =
    boldness === "in the environment, as a whole"
      ? wholeProperties(sides, root, print)
      : override({ ...sides, beneath: definition.written }, root, print);
  const others = isObject(environments) ? Object.keys(environments).filter((name) => name !== environment.name) : [];
  if (next === undefined && others.length === 0) return { path: ["environments"], value: undefined };
  return { path: ["environments", environment.name], value: next };
}

/** An override that says each property of `spec` that differs as a whole. */
function wholeProperties(
  { written, said, wanted }: Sides & { readonly written: Json | undefined },
  root: Place,
  print: Print,
): Json {
  const own = isObject(written) ? written : {};
  const ownSpec = isObject(own["spec"]) ? own["spec"] : {};
  const [before, after] = [said["spec"], wanted["spec"]];
  if (!isObject(before) || !isObject(after)) return own;
  const printed = print({ spec: after }, root);
  const words = isObject(printed) && isObject(printed["spec"]) ? printed["spec"] : {};
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => canonical(before[key] ?? null) !== canonical(after[key] ?? null),
  );
  // What is not in the words is there anyway, or nobody writes it.
  const spec = Object.fromEntries(changed.map((key) => [key, words[key] ?? after[key] ?? null]));
  return { ...own, spec: { ...ownSpec, ...spec } };
}

/** The edit at the source of a value: a variable, an entry of `forEach`, or `arm`. */
function elsewhere(difference: Difference, wanted: Wanted, { place }: Proposing): TextEdit | undefined {
  const inArm = armEditOf(difference, wanted.change, place);
  if (inArm !== undefined) return inArm;
  const written = writtenAt(difference, wanted);
  if (typeof written !== "string") return undefined;
  const solved = solve({ written, said: difference.after, wanted: difference.before, scope: scopeIn(wanted.instance) });
  return solved === undefined ? undefined : sourceEdit(solved, place);
}

/** The path of a difference in what the definition says now, as far as it leads. */
function pathIn({ path }: Difference, { change, kind }: Wanted): Path {
  return indexedPath(definitionSchema(kind), definitionOf(change), path);
}

/** What is written where a value comes from: the nearest thing around it that stands in the file. */
function writtenAt(difference: Difference, wanted: Wanted): Json | undefined {
  const { instance } = wanted;
  const path = pathIn(difference, wanted);
  const held = path.length < difference.path.length ? undefined : topmost(instance, path);
  if (held === undefined) return undefined;
  const { written } = instance.definition;
  for (let length = held.path.length; length > 0; length -= 1) {
    const value = valueAt(written, held.path.slice(0, length));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The list that a difference is an element of, or the difference itself. */
function listOf({ path }: Difference): string {
  const last = path.at(-1);
  return JSON.stringify(typeof last === "object" || typeof last === "number" ? path.slice(0, -1) : path);
}

/** True where the definition's own layer says a value, or would: no override stands over it, and no `${…}` would be lost. */
function isOfBase(difference: Difference, wanted: Wanted, print: Print): boolean {
  const { instance } = wanted;
  const written = writtenAt(difference, wanted);
  if (typeof written === "string" && losesHoles(written, difference, { scope: scopeIn(instance), print })) return false;
  const path = pathIn(difference, wanted);
  const [, override] = instance.layers;
  if (override === undefined) return true;
  const held = topmost(instance, path);
  if (held?.layer === override && path.length === difference.path.length) return false;
  return !endsIn(override.value, path);
}

/** True where a text with `${…}` would become one without. */
function losesHoles(
  written: string,
  { before, after, schema }: Difference,
  { scope, print }: { readonly scope: Scope; readonly print: Print },
): boolean {
  const names = holesIn(written, scope);
  if (names.length === 0) return false;
  // An element that goes takes its `${…}` along, unless that stands for others as well.
  if (before === undefined) return typeof after === "object";
  const next = print(before, { schema, form: undefined, names: new Map() }, written);
  if (typeof next !== "string") return true;
  return !/^\$\{[^{}]+\}$/.test(next) && names.some((name) => !next.includes(`\${${name}}`));
}

/** True where a layer replaces what is on the way to a path: a list or a text stands there. */
function endsIn(value: Json, path: Path): boolean {
  let here: Json | undefined = value;
  for (const step of path) {
    if (here === undefined || here === null) return false;
    if (isList(here) || !isObject(here)) return true;
    here = here[step];
  }
  return isList(here);
}

/** What `${…}` can name in one instance. */
function scopeIn({ environment, each }: Instance): Scope {
  const scope = scopeOf(environment);
  return each === undefined ? scope : { ...scope, each };
}
