import type { Json } from "../../../core/json.ts";
import type { Expression } from "../expression.ts";
import type { Frame } from "../frame.ts";
import { Unevaluated } from "../unevaluated.ts";

/** The value of an expression in a frame; throws `Unevaluated` where it has none. */
export type Evaluate = (expression: Expression, frame: Frame) => Json;

/** A function call as it is written. */
export type Call = Extract<Expression, { readonly is: "call" }>;

/** What a special function is given besides its call. */
export interface Given {
  readonly frame: Frame;
  readonly evaluate: Evaluate;
}

/** A function whose value follows from more than its arguments' values. */
export type SpecialFunction = (call: Call, given: Given) => Json;

/** The arguments of a call, `least` to `most` of them. */
export function argsOf(call: Call, least: number, most = least): readonly Expression[] {
  const { length } = call.args;
  if (length >= least && length <= most) return call.args;
  const wanted = most === least ? `${least}` : most === Infinity ? `${least} or more` : `${least} to ${most}`;
  throw new Unevaluated(
    `\`${call.name}\` takes ${wanted} ${wanted === "1" ? "value" : "values"}, and ${length} are given`,
  );
}

/** The text that an argument is. */
export function textArg(call: Call, index: number, given: Given): string {
  const arg = call.args[index];
  const value = arg === undefined ? null : given.evaluate(arg, given.frame);
  if (typeof value === "string") return value;
  throw new Unevaluated(`\`${call.name}\` wants a text as its value ${index + 1}`);
}
