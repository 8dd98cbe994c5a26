import { isList, isObject, type Json, type JsonObject } from "../../../core/json.ts";
import { Unevaluated } from "../unevaluated.ts";
import { nameOfType } from "./signature.ts";
import { argsOf, type Call, type Given, type SpecialFunction } from "./special.ts";

/**
 * Functions that do not evaluate all they are given, and those that take a lambda
 * (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-lambda), by lower-case name.
 */
export const lazyFunctions: Readonly<Record<string, SpecialFunction>> = {
  if: (call, given) => {
    argsOf(call, 3);
    return valueOf(call, truth(call, 0, given) ? 1 : 2, given);
  },
  and: (call, given) => argsOf(call, 2, Infinity).every((_arg, index) => truth(call, index, given)),
  or: (call, given) => argsOf(call, 2, Infinity).some((_arg, index) => truth(call, index, given)),
  coalesce: (call, given) => {
    for (const arg of argsOf(call, 1, Infinity)) {
      const value = given.evaluate(arg, given.frame);
      if (value !== null) return value;
    }
    return null;
  },
  lambdavariables: (call, given) => {
    argsOf(call, 1);
    const name = asName(call, valueOf(call, 0, given)).toLowerCase();
    const value = given.frame.lambdas.get(name);
    if (value === undefined) throw new Unevaluated(`no lambda around this has a variable \`${name}\``);
    return value;
  },
  map: (call, given) => listOf(call, given, 2).map((item, index) => lambda(call, 1, given)(item, index)),
  filter: (call, given) =>
    listOf(call, given, 2).filter((item, index) => asTruth(call, lambda(call, 1, given)(item, index))),
  reduce: (call, given) =>
    listOf(call, given, 3).reduce(
      (sum, item, index) => lambda(call, 2, given)(sum, item, index),
      valueOf(call, 1, given),
    ),
  sort: (call, given) => {
    const isLess = lambda(call, 1, given);
    return listOf(call, given, 2).toSorted((a, b) =>
      asTruth(call, isLess(a, b)) ? -1 : asTruth(call, isLess(b, a)) ? 1 : 0,
    );
  },
  toobject: (call, given) => {
    argsOf(call, 2, 3);
    const valueIn = call.args.length === 3 ? lambda(call, 2, given) : (item: Json) => item;
    return Object.fromEntries(
      listOf(call, given, call.args.length).map((item) => [asName(call, lambda(call, 1, given)(item)), valueIn(item)]),
    );
  },
  groupby: (call, given) => {
    const groups = Map.groupBy(listOf(call, given, 2), (item) => asName(call, lambda(call, 1, given)(item)));
    return Object.fromEntries(groups);
  },
  mapvalues: (call, given) => {
    argsOf(call, 2);
    const value = valueOf(call, 0, given);
    if (!isObject(value))
      throw new Unevaluated(`\`${call.name}\` wants an object as its first value, and it is ${nameOfType(value)}`);
    const entries = Object.entries<Json>(value satisfies JsonObject);
    return Object.fromEntries(entries.map(([key, item]) => [key, lambda(call, 1, given)(item)]));
  },
};

function valueOf(call: Call, index: number, { evaluate, frame }: Given): Json {
  const arg = call.args[index];
  if (arg === undefined) throw new Unevaluated(`\`${call.name}\` lacks its value ${index + 1}`);
  return evaluate(arg, frame);
}

function truth(call: Call, index: number, given: Given): boolean {
  return asTruth(call, valueOf(call, index, given));
}

function asTruth(call: Call, value: Json): boolean {
  if (typeof value === "boolean") return value;
  throw new Unevaluated(`\`${call.name}\` wants a truth value, and it is ${nameOfType(value)}`);
}

function asName(call: Call, value: Json): string {
  if (typeof value === "string") return value;
  throw new Unevaluated(`\`${call.name}\` wants a text as a name, and it is ${nameOfType(value)}`);
}

function listOf(call: Call, given: Given, count: number): readonly Json[] {
  argsOf(call, count);
  const value = valueOf(call, 0, given);
  if (isList(value)) return value;
  throw new Unevaluated(`\`${call.name}\` wants a list as its first value, and it is ${nameOfType(value)}`);
}

/** `lambda('item', 'index', BODY)` as a function; it may take fewer variables than there are. */
function lambda(call: Call, index: number, { evaluate, frame }: Given): (...values: readonly Json[]) => Json {
  const written = call.args[index];
  const body = written?.is === "call" && written.name.toLowerCase() === "lambda" ? written.args.at(-1) : undefined;
  if (written?.is !== "call" || body === undefined)
    throw new Unevaluated(`\`${call.name}\` wants a \`lambda(…)\` as its value ${index + 1}`);
  const names = written.args.slice(0, -1).map((arg) => asName(written, evaluate(arg, frame)).toLowerCase());
  return (...values) => {
    const variables = names.map((name, position) => [name, values[position] ?? null] as const);
    return evaluate(body, { ...frame, lambdas: new Map([...frame.lambdas, ...variables]) });
  };
}
