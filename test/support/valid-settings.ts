import type fc from "fast-check";
import type { Complaint } from "../../src/core/diagnostic.ts";
import { diagnosticCodes } from "../../src/core/codes/diagnostic-codes.ts";
import { parseLength } from "../../src/core/duration.ts";
import { placeOf } from "../../src/core/plan/differences.ts";
import { isList, isObject, type Json, type JsonObject, type Path, valueAt } from "../../src/core/json.ts";
import type { Kind, Surroundings } from "../../src/core/kind.ts";
import { settle } from "../../src/core/settings/settings.ts";
import { schemaAt, validate } from "../../src/core/settings/validate.ts";
import { arbitraryOf } from "./arbitrary-of.ts";

/** Where random definitions live. */
export const surroundings: Surroundings = {
  subscription: "11111111-1111-1111-1111-111111111111",
  resourceGroup: "rg-alerts",
  name: "a-rule",
  location: "koreacentral",
};

/** Settings that a kind takes, or those it has nothing at all against: no warning either. */
export type Blame = "errors" | "warnings";

const made = {
  errors: new WeakMap<Kind, fc.Arbitrary<JsonObject>>(),
  warnings: new WeakMap<Kind, fc.Arbitrary<JsonObject>>(),
};

/** Random settings that a kind takes, its own checks included. */
export function validSettings(kind: Kind, free: Blame = "errors"): fc.Arbitrary<JsonObject> {
  const before = made[free].get(kind);
  if (before !== undefined) return before;
  const settings = repairedSettings(kind, free).filter((candidate) => costOf(judge(kind, candidate), free) === 0);
  made[free].set(kind, settings);
  return settings;
}

/** The same before the filter: what it throws away is measured. */
export function repairedSettings(kind: Kind, free: Blame = "errors"): fc.Arbitrary<JsonObject> {
  // Sound because the schema of a kind is an object's.
  return arbitraryOf(kind.schema).map((value) => repair(kind, complete(kind, value as JsonObject), free));
}

interface Judged {
  /** The schema's complaints; a kind looks only at what its schema takes. */
  readonly misshapen: readonly Complaint[];
  readonly errors: readonly Complaint[];
  readonly warnings: readonly Complaint[];
}

const judged = new WeakMap<JsonObject, Judged>();

function judge(kind: Kind, settings: JsonObject): Judged {
  const before = judged.get(settings);
  if (before !== undefined) return before;
  const found = Map.groupBy(
    validate(kind.schema, settings, () => undefined),
    ({ code }) => diagnosticCodes[code].severity,
  );
  const misshapen = found.get("error") ?? [];
  const verdict = { misshapen, errors: [] as Complaint[], warnings: found.get("warning") ?? [] };
  if (misshapen.length === 0) {
    kind.check(settings, (code, path, message) => {
      const found = diagnosticCodes[code].severity === "error" ? verdict.errors : verdict.warnings;
      found.push({ code, path, message });
    });
  }
  judged.set(settings, verdict);
  return verdict;
}

/** One complaint of the schema hides any number of the kind's, so it weighs more than they do. */
function costOf({ misshapen, errors, warnings }: Judged, free: Blame): number {
  return misshapen.length * 10_000 + errors.length * 100 + (free === "warnings" ? warnings.length : 0);
}

/** Everything that makes settings illegal: the schema's errors, and the kind's own where the schema has none. */
export function errorsOf(kind: Kind, settings: JsonObject): readonly Complaint[] {
  const { misshapen, errors } = judge(kind, settings);
  return [...misshapen, ...errors];
}

function complete(kind: Kind, value: JsonObject): JsonObject {
  return settle(kind.schema, kind.derive(value, surroundings));
}

const mostSteps = 25;

/**
 * What random properties have against each other is mended where the kind complains: the first small change that leaves
 * fewer complaints is taken. Tried in turn: leaving out a part of what is complained of, other values for it and its
 * parts from what the schema names, leaving out the whole; then the same one step up.
 */
function repair(kind: Kind, settings: JsonObject, free: Blame): JsonObject {
  let here = settings;
  for (let step = 0; step < mostSteps; step++) {
    const better = betterThan(kind, here, free);
    if (better === undefined) return here;
    here = better;
  }
  return here;
}

function betterThan(kind: Kind, settings: JsonObject, free: Blame): JsonObject | undefined {
  const verdict = judge(kind, settings);
  const cost = costOf(verdict, free);
  const wrong = [...verdict.misshapen, ...verdict.errors, ...(free === "warnings" ? verdict.warnings : [])];
  for (const { path } of wrong) {
    for (let length = path.length; length >= 0; length--) {
      for (const candidate of mendings(kind, settings, path.slice(0, length))) {
        const completed = complete(kind, candidate);
        if (costOf(judge(kind, completed), free) < cost) return completed;
      }
    }
  }
  return undefined;
}

function* mendings(kind: Kind, settings: JsonObject, path: Path): Iterable<JsonObject> {
  const value = valueAt(settings, path);
  const schema = schemaAt(kind.schema, settings, path);
  const names = isObject(value) ? Object.keys({ ...schema?.properties, ...value }) : [];
  for (const name of names) yield without(settings, [...path, name]);
  if (isList(value)) for (const index of value.keys()) yield without(settings, [...path, index]);
  if (isList(value)) yield put(settings, path, value.slice(0, 1));
  yield* replacements(kind, settings, path);
  for (const name of names) yield* replacements(kind, settings, [...path, name]);
  if (path.length > 0) yield without(settings, path);
}

/** Other values for a place, from what the schema names there. */
function* replacements(kind: Kind, settings: JsonObject, path: Path): Iterable<JsonObject> {
  const {
    examples = [],
    enum: words = [],
    lengths = [],
    minimum,
    maximum,
    ...schema
  } = schemaAt(kind.schema, settings, path) ?? {};
  if (path.length === 0 || schema.derived) return;
  for (const example of examples) yield put(settings, path, longForm(kind, path, example));
  for (const other of [...words, ...lengths, minimum, maximum])
    if (other !== undefined) yield put(settings, path, other);
}

/** Examples are written as authors write, in short forms too. */
function longForm(kind: Kind, path: Path, example: Json): Json {
  const form = kind.shortForms[placeOf(path)];
  const parsed = form?.parse(example);
  if (parsed !== undefined && "value" in parsed) return parsed.value;
  if (typeof example === "string" && schemaAt(kind.schema, {}, path)?.same === "duration") {
    const length = parseLength(example);
    return "iso" in length ? length.iso : example;
  }
  if (!isList(example)) return example;
  const ofElement = kind.shortForms[placeOf([...path, 0])];
  return example.map((element) => {
    const inner = ofElement?.parse(element);
    return inner !== undefined && "value" in inner ? inner.value : element;
  });
}

/** A copy with another value at a path. */
export function put(value: Json, path: Path, replacement: Json): JsonObject {
  // Sound because paths of settings begin at an object.
  return change(value, path, () => replacement) as JsonObject;
}

/** A copy without what stands at a path; a list closes the gap. */
export function without(value: Json, path: Path): JsonObject {
  // Sound because paths of settings begin at an object.
  return change(value, path, () => undefined) as JsonObject;
}

function change(
  value: Json | undefined,
  [step, ...rest]: Path,
  make: (value: Json | undefined) => Json | undefined,
): Json | undefined {
  if (step === undefined) return make(value);
  if (isList(value)) {
    return value.flatMap((item, index) => {
      const changed = index === step ? change(item, rest, make) : item;
      return changed === undefined ? [] : [changed];
    });
  }
  if (!isObject(value)) return value;
  const changed = change(value[step], rest, make);
  const others = Object.entries(value).flatMap(([name, item]) =>
    name === step ? (changed === undefined ? [] : [[name, changed]]) : [[name, item]],
  );
  const added = changed !== undefined && !Object.hasOwn(value, step) ? [[step, changed]] : [];
  return Object.fromEntries([...others, ...added]);
}
