import type { PlannedDifference } from "./change.ts";
import type { FoundDifference, Step } from "../settings/compare.ts";
import { eachText, isList, mapTexts, valueAt, type Json, type JsonObject } from "../json.ts";
import type { Kind } from "../kind.ts";
import type { ResourceId } from "../resource.ts";
import { resourceId } from "../resource.ts";
import { schemasBelow, type Schema } from "../settings/schema.ts";
import { isSecret, secretsIn } from "../settings/secrets.ts";
import { inWordsAt } from "../settings/wording.ts";
import type { DesiredResource } from "../stack.ts";

/** What telling a difference needs to know. */
export interface Telling {
  readonly kind: Kind;
  readonly desired: DesiredResource;
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Names of the stack's resources, for ids that are one of them. */
  readonly names: ReadonlyMap<ResourceId, string>;
}

/**
 * Differences as a reader of the YAML understands them: a difference inside a short form is said in it
 * (`avg cpu > 80` → `avg cpu > 90`), ids of the stack's own resources are their names, secrets are names only.
 */
export function tellDifferences(found: readonly FoundDifference[], telling: Telling): readonly PlannedDifference[] {
  const told = new Map<string, PlannedDifference>();
  for (const difference of found) {
    const said = sayList(difference, telling) ?? sayShort(difference, telling) ?? difference;
    const key = JSON.stringify(said.path);
    const before = told.get(key);
    const planned = plan(said, difference, telling);
    told.set(key, before?.immutable ? { ...planned, immutable: true } : planned);
  }
  return [...told.values()];
}

interface Said {
  readonly path: readonly Step[];
  readonly before?: Json;
  readonly after?: Json;
}

function plan(said: Said, difference: FoundDifference, telling: Telling): PlannedDifference {
  const { path } = said;
  const { schema, places, order } = difference;
  // What nobody writes is said nowhere.
  const isWritten = said.after !== undefined && schema.derived === undefined;
  const origin = isWritten ? telling.desired.origin(places.after.slice(0, path.length)) : undefined;
  const common = {
    path,
    ...(order === undefined ? {} : { order }),
    ...(origin === undefined ? {} : { origin }),
    ...(immutableAt(telling.kind.schema, path) ? { immutable: true as const } : {}),
  };
  const texts = [said.before, said.after].flatMap(textsIn);
  if (schema.writeOnly || (texts.some(isSecret) && isTextOrNothing(said.before) && isTextOrNothing(said.after))) {
    return { ...common, secret: [...new Set(texts.flatMap(secretsIn))] };
  }
  // What is said in short, and the order of a list, is in words already.
  const isWhole = said === difference && order === undefined;
  const word = (value: Json, side: "before" | "after"): Json => {
    const at = { path: places[side], names: telling.names };
    return (isWhole ? inWordsAt(telling.kind, telling[side], at) : undefined) ?? withNames(value, telling);
  };
  return {
    ...common,
    ...(said.before === undefined ? {} : { before: word(said.before, "before") }),
    ...(said.after === undefined ? {} : { after: word(said.after, "after") }),
  };
}

function isTextOrNothing(value: Json | undefined): boolean {
  return value === undefined || typeof value === "string";
}

function textsIn(value: Json | undefined): readonly string[] {
  const texts: string[] = [];
  if (value !== undefined) eachText(value, (text) => texts.push(text));
  return texts;
}

function withNames(value: Json, { names }: Telling): Json {
  return mapTexts(value, (text) => (text.startsWith("/") ? (names.get(resourceId(text)) ?? text) : text));
}

/** True where the schema, or one above it on the way, says that a difference is a replace. */
function immutableAt(schema: Schema, path: readonly Step[]): boolean {
  let here: readonly Schema[] = [schema];
  for (const step of path) {
    here = here.flatMap((one) => schemasBelow(one, typeof step === "object" ? 0 : step));
    if (here.some((one) => one.immutable)) return true;
  }
  return false;
}

/** The difference at the nearest enclosing place that both sides can say in a short form, where there is one. */
function sayShort({ path: whole, places }: FoundDifference, { kind, before, after }: Telling): Said | undefined {
  for (let length = whole.length; length > 0; length--) {
    const path = whole.slice(0, length);
    const form = kind.shortForms[placeOf(path)];
    if (form === undefined) continue;
    const left = valueAt(before, places.before.slice(0, length));
    const right = valueAt(after, places.after.slice(0, length));
    const printed = [left, right].map((side) => (side === undefined ? undefined : form.print(side)));
    if ((left !== undefined && printed[0] === undefined) || (right !== undefined && printed[1] === undefined)) continue;
    if (printed[0] === printed[1]) continue;
    return {
      path,
      ...(printed[0] === undefined ? {} : { before: printed[0] }),
      ...(printed[1] === undefined ? {} : { after: printed[1] }),
    };
  }
  return undefined;
}

/** Lists of ids and names are said as a whole, `[oncall] → [oncall, pager]`, since their elements say no more. */
function sayList({ path, places }: FoundDifference, { kind, before, after }: Telling): Said | undefined {
  const list = path.slice(0, -1);
  if (typeof path.at(-1) !== "object") return undefined;
  const form = kind.shortForms[placeOf(path)];
  const [left, right] = [valueAt(before, places.before.slice(0, -1)), valueAt(after, places.after.slice(0, -1))].map(
    (elements = []) => {
      const words = isList(elements)
        ? elements.map((item) => (typeof item === "string" ? item : form?.print(item)))
        : [undefined];
      return words.every(isWord) ? words : undefined;
    },
  );
  if (left === undefined || right === undefined) return undefined;
  return {
    path: list,
    ...(left.length === 0 ? {} : { before: left }),
    ...(right.length === 0 ? {} : { after: right }),
  };
}

function isWord(value: Json | undefined): value is string {
  return typeof value === "string" && !value.includes(" ");
}

/** A path as the places of short forms are written: `criteria/*`. */
export function placeOf(path: readonly Step[]): string {
  return path.map((step) => (typeof step === "string" ? step : "*")).join("/");
}
