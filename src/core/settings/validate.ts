import type { ErrorObject, ValidateFunction } from "ajv";
import { compileSchema } from "./compile-schema.ts";
import type { Complaint } from "../diagnostic.ts";
import { illegalLengths } from "./lengths.ts";
import { isObject, valueAt, type Json, type JsonObject, type Path } from "../json.ts";
import { nearest, suggest } from "../nearest.ts";
import { branchOf, schemasBelow, type Schema } from "./schema.ts";
import { isSecret } from "./secrets.ts";

/**
 * Judges a value by its strict schema and gives one complaint per mistake: what is wrong, with the value, and what
 * would be right. `written` is the source text at a path, so that a number where a text is wanted is shown quoted as
 * it stands in the file (`0101234567` has lost its zero by the time it is a number).
 */
export function validate(
  schema: Schema,
  value: JsonObject,
  written: (path: Path) => string | undefined,
): readonly Complaint[] {
  const lengths = illegalLengths(schema, value);
  const validator = validatorOf(schema);
  if (validator(value)) return lengths;
  const errors = (validator.errors ?? []).map((error) => ({ error, path: pathOf(error.instancePath, value) }));
  const guessed = guessedNames(schema, value, errors);
  return [
    ...errors.flatMap(({ error, path }) => explain({ schema, value, error, path, written, guessed })),
    ...lengths,
  ];
}

const validators = new WeakMap<Schema, ValidateFunction>();

/** Made when first met: a run meets few kinds. */
function validatorOf(schema: Schema): ValidateFunction {
  const validator = validators.get(schema) ?? compileSchema(schema);
  validators.set(schema, validator);
  return validator;
}

/** Ajv's JSON pointer as a path: steps into lists are numbers. */
function pathOf(pointer: string, value: Json): Path {
  const path: (string | number)[] = [];
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(valueAt(value, path)) ? Number(name) : name);
  }
  return path;
}

interface Situation {
  readonly schema: Schema;
  readonly value: JsonObject;
  readonly error: ErrorObject;
  readonly path: Path;
  readonly written: (path: Path) => string | undefined;
  readonly guessed: ReadonlySet<string>;
}

/** Missing properties that an unknown one nearby was surely meant to be: `treshold` is one mistake, not two. */
function guessedNames(
  schema: Schema,
  value: JsonObject,
  errors: readonly { readonly error: ErrorObject; readonly path: Path }[],
): ReadonlySet<string> {
  const guessed = new Set<string>();
  for (const { error, path } of errors) {
    if (error.keyword !== "additionalProperties") continue;
    const meant = nearest(unknownName(error), knownNames(schemaAt(schema, value, path)));
    if (meant !== undefined) guessed.add(JSON.stringify([...path, meant]));
  }
  return guessed;
}

function unknownName(error: ErrorObject): string {
  return String(error.params["additionalProperty"]);
}

/** The names an author may write in an object of this schema. */
function knownNames(schema: Schema | undefined): readonly string[] {
  return Object.entries(schema?.properties ?? {}).flatMap(([name, below]) => (below.derived ? [] : [name]));
}

/** The schema of the value at a path, unions resolved by the tags that stand in the value. */
export function schemaAt(schema: Schema, value: Json | undefined, path: Path): Schema | undefined {
  const [step, ...rest] = path;
  const branch = branchOf(schema, value);
  if (step === undefined) return branch ?? schema;
  const below = schemasBelow(branch ?? schema, step)[0];
  return below === undefined ? undefined : schemaAt(below, valueAt(value, [step]), rest);
}

/** The other branch of the union at a path that does know a name. */
function branchWith(name: string, { schema, value, path }: Situation): Schema | undefined {
  const step = path.at(-1);
  const above = step === undefined ? undefined : schemaAt(schema, value, path.slice(0, -1));
  const whole = above === undefined || step === undefined ? schema : schemasBelow(above, step)[0];
  return whole?.oneOf?.find(({ properties = {} }) => Object.hasOwn(properties, name));
}

function explain(situation: Situation): readonly Complaint[] {
  const { schema, value, error, path, guessed } = situation;
  const here = schemaAt(schema, value, path) ?? {};
  const complain = (code: Complaint["code"], message: string, at: Path = path, on?: "key"): readonly Complaint[] => [
    on === undefined ? { code, path: at, message } : { code, path: at, message, on },
  ];
  switch (error.keyword) {
    case "additionalProperties": {
      const name = unknownName(error);
      const other = branchWith(name, situation)?.title;
      if (other !== undefined && here.title !== undefined) {
        const message = `\`${name}\` belongs to ${other}, and this is ${here.title}`;
        return complain("unknown-property", message, [...path, name], "key");
      }
      const hint = here.leftOut?.includes(name)
        ? "; it follows from the rest here; leave it out"
        : suggest(name, knownNames(here));
      return complain("unknown-property", `unknown property \`${name}\`${hint}`, [...path, name], "key");
    }
    case "required": {
      const name = String(error.params["missingProperty"]);
      if (guessed.has(JSON.stringify([...path, name])) || here.properties?.[name]?.derived) return [];
      const hint = wantsOf(here.properties?.[name]);
      return complain(
        "missing-property",
        `\`${name}\` is missing${hint === undefined ? "" : `: ${hint}`}`,
        path,
        "key",
      );
    }
    case "maxLength":
      if (mayFit(valueAt(value, path), Number(error.params["limit"]))) return [];
      return complain("illegal-value", `${show(situation)} ${bound(error, here)}`);
    case "discriminator":
      return complain(
        "illegal-value",
        `${show(situation)} is none of the forms known here${here.wants ? `; wanted: ${here.wants}` : ""}`,
      );
    case "type":
      return explainType(situation, here, complain);
    case "enum":
    case "const":
      return complain(
        "illegal-value",
        `${show(situation)} is not known here${suggest(printed(valueAt(value, path)), (here.enum ?? [here.const ?? ""]).map(String), 20)}`,
      );
    default:
      return complain("illegal-value", `${show(situation)} ${bound(error, here)}`);
  }
}

/** A template is longer than what goes to Azure by its escapes, and nobody knows how long a secret is. */
function mayFit(value: Json | undefined, most: number): boolean {
  // In code points, as JSON Schema counts.
  return typeof value === "string" && (isSecret(value) || Array.from(value.replaceAll("$${", "${")).length <= most);
}

function wantsOf(schema: Schema | undefined): string | undefined {
  if (schema?.wants !== undefined) return schema.wants;
  return schema?.enum === undefined ? undefined : schema.enum.map((word) => `\`${word}\``).join(", ");
}

type Complaining = (code: Complaint["code"], message: string) => readonly Complaint[];

function explainType({ value, path, written }: Situation, here: Schema, complain: Complaining): readonly Complaint[] {
  const found = valueAt(value, path) ?? null;
  const name = nameOf(path);
  if (here.type === "string" && (typeof found === "number" || typeof found === "boolean")) {
    const source = written(path) ?? String(found);
    return complain(
      "wrong-type",
      `${name} is a text, and ${source} is a ${typeof found}; write it quoted: \`"${source}"\``,
    );
  }
  if (typeof found === "string" && (here.type === "number" || here.type === "integer" || here.type === "boolean")) {
    const bare =
      here.type === "boolean" ? /^(true|false)$/.test(found) : found !== "" && Number.isFinite(Number(found));
    return complain(
      "wrong-type",
      `${name} is ${here.wants ?? word(here.type)}, and \`${found}\` is a text${bare ? `; write it without quotes: \`${found}\`` : ""}`,
    );
  }
  const wanted = here.wants ?? (here.type === undefined ? "something else" : word(here.type));
  return complain("wrong-type", `${name} wants ${wanted}; here stands ${describe(found)}`);
}

const words = {
  object: "a map",
  array: "a list",
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "`true` or `false`",
} as const;

function word(type: NonNullable<Schema["type"]>): string {
  return words[type];
}

function describe(value: Json): string {
  if (value === null) return "nothing (null)";
  if (isObject(value)) return "a map";
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? `the text \`${cut(value)}\`` : `\`${printed(value)}\``;
}

/** A scalar as it is written, without quotes. */
function printed(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function bound(error: ErrorObject, here: Schema): string {
  const limit = String(error.params["limit"]);
  switch (error.keyword) {
    case "minimum":
      return `is less than ${limit}`;
    case "maximum":
      return `is more than ${limit}`;
    case "minLength":
      return `is shorter than ${limit} characters`;
    case "maxLength":
      return `is longer than ${limit} characters`;
    case "minItems":
      return limit === "1" ? "is empty; it needs at least one" : `has fewer than ${limit} elements`;
    case "maxItems":
      return `has more than ${limit === "1" ? "one element" : `${limit} elements`}, which Azure does not take`;
    case "maxProperties":
      return `has more than ${limit === "1" ? "one property" : `${limit} properties`}`;
    default:
      return `is not what is wanted here${here.wants ? `: ${here.wants}` : ` (${error.message ?? error.keyword})`}`;
  }
}

/** The value as it would stand in the file: `severity: 9`; an element of a list by itself. */
function show({ value, path }: Situation): string {
  const found = valueAt(value, path) ?? null;
  if (typeof found === "object") return nameOf(path);
  const name = path.at(-1);
  return typeof name === "string" ? `\`${name}: ${cut(printed(found))}\`` : `\`${cut(printed(found))}\``;
}

function cut(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > 60 || line !== text ? `${line.slice(0, 60)}…` : line;
}

/** The property a path ends in, as people name it: `criteria[0].threshold` is `threshold`, `scopes[1]` is `scopes`. */
function nameOf(path: Path): string {
  const name = path.findLast((step) => typeof step === "string");
  return name === undefined ? "this" : `\`${name}\``;
}
