import { isList, isObject, type Json, type JsonObject } from "../../../core/json.ts";
import { Unevaluated } from "../unevaluated.ts";

/** What the arguments of functions can be, by the word for it in messages. */
interface ValueTypes {
  readonly "a text": string;
  readonly "a number": number;
  readonly "a truth value": boolean;
  readonly "a list": readonly Json[];
  readonly "an object": JsonObject;
  readonly "a text or a number": string | number;
  readonly "a text or a list": string | readonly Json[];
  readonly "a list or an object": readonly Json[] | JsonObject;
  readonly "a text, a list or an object": string | readonly Json[] | JsonObject;
  readonly "a text, a list, an object or null": string | readonly Json[] | JsonObject | null;
  readonly "a text, a number or a truth value": string | number | boolean;
  readonly "a value": Json;
}

type ValueType = keyof ValueTypes;

const tests: { readonly [K in ValueType]: (value: Json) => boolean } = {
  "a text": isText,
  "a number": isNumber,
  "a truth value": (value) => typeof value === "boolean",
  "a list": isList,
  "an object": isObject,
  "a text or a number": (value) => isText(value) || isNumber(value),
  "a text or a list": (value) => isText(value) || isList(value),
  "a list or an object": (value) => isList(value) || isObject(value),
  "a text, a list or an object": (value) => isText(value) || isList(value) || isObject(value),
  "a text, a list, an object or null": (value) => value === null || isText(value) || isList(value) || isObject(value),
  "a text, a number or a truth value": (value) => isText(value) || isNumber(value) || typeof value === "boolean",
  "a value": () => true,
};

function isText(value: Json): value is string {
  return typeof value === "string";
}

function isNumber(value: Json): value is number {
  return typeof value === "number";
}

/** A function whose value follows from its arguments alone. */
export interface TemplateFunction {
  readonly takes: readonly ValueType[];
  /** What may follow what is taken. */
  readonly optional: readonly ValueType[];
  /** What may follow all that, any number of times. */
  readonly rest?: ValueType;
  /** Is asked only with arguments that were checked. */
  apply(args: readonly Json[]): Json;
}

type Values<T extends readonly ValueType[]> = { readonly [K in keyof T]: ValueTypes[T[K]] };
type MaybeValues<T extends readonly ValueType[]> = { readonly [K in keyof T]?: ValueTypes[T[K]] };

/** A function of a fixed number of arguments. */
export function define<const T extends readonly ValueType[]>(
  takes: T,
  apply: (...args: Values<T>) => Json,
): TemplateFunction {
  // Sound because `applyFunction` looks at number and types of the arguments first.
  return { takes, optional: [], apply: (args) => apply(...(args as unknown as Values<T>)) };
}

/** A function the last arguments of which may be left out. */
export function defineWith<const T extends readonly ValueType[], const O extends readonly ValueType[]>(
  types: { readonly takes: T; readonly optional: O },
  apply: (...args: [...Values<T>, ...MaybeValues<O>]) => Json,
): TemplateFunction {
  // Sound because `applyFunction` looks at number and types of the arguments first.
  return { ...types, apply: (args) => apply(...(args as unknown as [...Values<T>, ...MaybeValues<O>])) };
}

/** A function of any number of arguments of one type, `least` at least. */
export function defineRest<const R extends ValueType>(
  types: { readonly rest: R; readonly least: number },
  apply: (args: readonly ValueTypes[R][]) => Json,
): TemplateFunction {
  const { rest, least } = types;
  const takes = Array.from({ length: least }, () => rest);
  // Sound because `applyFunction` looks at the types of the arguments first.
  return { takes, optional: [], rest, apply: (args) => apply(args as readonly ValueTypes[R][]) };
}

/** Calls a function; throws `Unevaluated` where number or types of the arguments are wrong. No value is ever said. */
export function applyFunction(name: string, given: TemplateFunction, args: readonly Json[]): Json {
  const { takes, optional, rest } = given;
  const most = takes.length + optional.length;
  if (args.length < takes.length || (rest === undefined && args.length > most)) {
    const wanted =
      rest !== undefined ? `${takes.length} or more` : most === takes.length ? `${most}` : `${takes.length} to ${most}`;
    throw new Unevaluated(
      `\`${name}\` takes ${wanted} ${wanted === "1" ? "value" : "values"}, and ${args.length} are given`,
    );
  }
  for (const [index, value] of args.entries()) {
    const type = takes[index] ?? optional[index - takes.length] ?? rest ?? "a value";
    if (!tests[type](value))
      throw new Unevaluated(`\`${name}\` wants ${type} as its ${ordinal(index)} value, and it is ${nameOfType(value)}`);
  }
  return given.apply(args);
}

function ordinal(index: number): string {
  return ["first", "second", "third"][index] ?? `${index + 1}th`;
}

/** What sort of value something is, for messages. */
export function nameOfType(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "string") return "a text";
  if (typeof value === "number") return "a number";
  if (typeof value === "boolean") return "a truth value";
  return isList(value) ? "a list" : "an object";
}
