import { canonical, type Json } from "../../../core/json.ts";
import { Unevaluated } from "../unevaluated.ts";
import { define, defineRest, type TemplateFunction } from "./signature.ts";

/**
 * Functions of numbers, truth values and comparisons
 * (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-numeric, …-logical, …-comparison), by lower-case name.
 */
export const logicFunctions: Readonly<Record<string, TemplateFunction>> = {
  true: define([], () => true),
  false: define([], () => false),
  null: define([], () => null),
  not: define(["a truth value"], (value) => !value),
  bool: define(["a text, a number or a truth value"], toBoolean),
  equals: define(["a value", "a value"], (a, b) => canonical(a) === canonical(b)),
  less: comparison((order) => order < 0),
  lessorequals: comparison((order) => order <= 0),
  greater: comparison((order) => order > 0),
  greaterorequals: comparison((order) => order >= 0),
  add: define(["a number", "a number"], (a, b) => exact(a + b)),
  sub: define(["a number", "a number"], (a, b) => exact(a - b)),
  mul: define(["a number", "a number"], (a, b) => exact(a * b)),
  div: define(["a number", "a number"], (a, b) =>
    b === 0 ? refuse("nothing can be divided by 0") : exact(Math.trunc(a / b)),
  ),
  mod: define(["a number", "a number"], (a, b) => (b === 0 ? refuse("nothing can be divided by 0") : exact(a % b))),
  int: define(["a text or a number"], (value) => {
    const number =
      typeof value === "number"
        ? Math.trunc(value)
        : /^\s*[-+]?\d+\s*$/.test(value)
          ? Number(value)
          : refuse("`int` wants a text of digits");
    return exact(number);
  }),
  float: define(["a text or a number"], (value) => {
    const number =
      typeof value === "number"
        ? value
        : /^\s*[-+]?\d+(\.\d+)?\s*$/.test(value)
          ? Number(value)
          : refuse("`float` wants a text that is a number");
    return exact(number);
  }),
  min: extreme((a, b) => Math.min(a, b)),
  max: extreme((a, b) => Math.max(a, b)),
};

function refuse(message: string): never {
  throw new Unevaluated(message);
}

/** No `-0`, and nothing that is rounded or infinite. */
function exact(value: number): number {
  const kept = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return kept ? value + 0 : refuse("a number has more digits than can be kept");
}

function toBoolean(value: string | number | boolean): boolean {
  if (typeof value !== "string") return Boolean(value);
  const word = value.toLowerCase();
  if (word === "true" || word === "1") return true;
  return word === "false" || word === "0" ? false : refuse("`bool` wants `true` or `false`");
}

/** Texts are compared by the rules of a language in .NET, which are not known here. */
function comparison(holds: (order: number) => boolean): TemplateFunction {
  return define(["a number", "a number"], (a, b) => holds(a - b));
}

function extreme(choose: (a: number, b: number) => number): TemplateFunction {
  return defineRest({ rest: "a value", least: 1 }, (values) => {
    const [first] = values;
    const numbers: readonly Json[] = values.length === 1 && Array.isArray(first) ? first : values;
    const found = numbers.map((value) =>
      typeof value === "number" ? value : refuse("only numbers have a smallest and a largest one"),
    );
    return found.length === 0 ? refuse("an empty list has no smallest or largest number") : found.reduce(choose);
  });
}
