import type { PlannedDifference } from "./change.ts";
import { elementKey, type Difference, type Step } from "../settings/compare.ts";
import { printLength } from "../duration.ts";
import { eachText, isList, isObject, mapTexts, type Json, type JsonObject, type Path } from "../json.ts";
import type { Kind } from "../kind.ts";
import type { ResourceId } from "../resource.ts";
import { resourceId } from "../resource.ts";
import { schemasBelow, type Schema } from "../settings/schema.ts";
import { isSecret, secretsIn } from "../settings/secrets.ts";
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
export function tellDifferences(found: readonly Difference[], telling: Telling): readonly PlannedDifference[] {
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

function plan(said: Said, { schema }: Difference, telling: Telling): PlannedDifference {
  const { path } = said;
  const origin =
    said.after === undefined ? undefined : telling.desired.origin(indexPath(telling.kind.schema, telling.after, path));
  const common = {
    path,
    ...(origin === undefined ? {} : { origin }),
    ...(immutableAt(telling.kind.schema, path) ? { immutable: true as const } : {}),
  };
  const texts = [said.before, said.after].flatMap(textsIn);
  if (schema.writeOnly || (texts.some(isSecret) && isTextOrNothing(said.before) && isTextOrNothing(said.after))) {
    return { ...common, secret: [...new Set(texts.flatMap(secretsIn))] };
  }
  const word = (value: Json): Json =>
    schema.same === "duration" && typeof value === "string" ? printLength(value) : withNames(value, telling);
  return {
    ...common,
    ...(said.before === undefined ? {} : { before: word(said.before) }),
    ...(said.after === undefined ? {} : { after: word(said.after) }),
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
function sayShort(difference: Difference, { kind, before, after }: Telling): Said | undefined {
  for (let length = difference.path.length; length > 0; length--) {
    const path = difference.path.slice(0, length);
    const form = kind.shortForms[placeOf(path)];
    if (form === undefined) continue;
    const left = valueAtSteps(kind.schema, before, path);
    const right = valueAtSteps(kind.schema, after, path);
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
function sayList({ path }: Difference, { kind, before, after }: Telling): Said | undefined {
  const list = path.slice(0, -1);
  if (typeof path.at(-1) !== "object") return undefined;
  const form = kind.shortForms[placeOf(path)];
  const [left, right] = [before, after].map((side) => {
    const elements = valueAtSteps(kind.schema, side, list) ?? [];
    const words = isList(elements)
      ? elements.map((item) => (typeof item === "string" ? item : form?.print(item)))
      : [undefined];
    return words.every(isWord) ? words : undefined;
  });
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

/** The value that steps with keys lead to. */
function valueAtSteps(schema: Schema, value: Json | undefined, path: readonly Step[]): Json | undefined {
  return follow(schema, value, path)?.value;
}

/** The same way with indexes instead of keys, as `origin` and `locate` want it; keys that lead nowhere end it. */
function indexPath(schema: Schema, value: Json, path: readonly Step[]): Path {
  return (
    follow(schema, value, path)?.path ??
    path.filter((step): step is string | number => typeof step !== "object").slice(0, 1)
  );
}

function follow(
  schema: Schema,
  value: Json | undefined,
  steps: readonly Step[],
): { readonly value: Json; readonly path: Path } | undefined {
  let here = value;
  let schemas: readonly Schema[] = [schema];
  const path: (string | number)[] = [];
  for (const step of steps) {
    const at: string | number = typeof step === "object" ? indexOfKey(schemas, here, step.key) : step;
    if (isList(here) && typeof at === "number") here = here[at];
    else if (isObject(here) && typeof at === "string") here = here[at];
    else return undefined;
    schemas = schemas.flatMap((one) => schemasBelow(one, at));
    path.push(at);
  }
  return here === undefined ? undefined : { value: here, path };
}

function indexOfKey(schemas: readonly Schema[], list: Json | undefined, key: string): number {
  if (!isList(list)) return -1;
  const schema = schemas.find((one) => one.order !== undefined) ?? {};
  const by = typeof schema.order === "object" ? schema.order.by : undefined;
  const named = by === undefined ? key : { [by]: key };
  const keyOf = elementKey(schema);
  const exact = list.findIndex((element) =>
    isObject(element) && by !== undefined ? element[by] === key : element === key,
  );
  return exact >= 0 ? exact : list.findIndex((element) => keyOf(element) === keyOf(named));
}
