import type { Json } from "../../core/json.ts";
import type { Expression } from "./expression.ts";
import type { Frame } from "./frame.ts";
import { collectionFunctions, elementOf } from "./functions/collections.ts";
import { lazyFunctions } from "./functions/lazy.ts";
import { logicFunctions } from "./functions/logic.ts";
import { applyFunction, nameOfType, type TemplateFunction } from "./functions/signature.ts";
import type { Call, Evaluate } from "./functions/special.ts";
import { surroundingFunctions } from "./functions/surroundings.ts";
import { textFunctions } from "./functions/texts.ts";
import { whyNot } from "./functions/unknown.ts";
import { evaluateValue } from "./evaluate-value.ts";
import { at, Unevaluated } from "./unevaluated.ts";

const plain: ReadonlyMap<string, TemplateFunction> = new Map(
  Object.entries({ ...textFunctions, ...collectionFunctions, ...logicFunctions }),
);
const special = new Map(Object.entries({ ...lazyFunctions, ...surroundingFunctions }));

/** Every function that has a value here, in lower case. */
export const functionNames: readonly string[] = [...plain.keys(), ...special.keys()];

/** The value of an expression; throws `Unevaluated` where it has none here. */
export const evaluate: Evaluate = (expression, frame) => {
  frame.session.step();
  return frame.session.deeper(() => at(expression.at, () => evaluateHere(expression, frame)));
};

function evaluateHere(expression: Expression, frame: Frame): Json {
  switch (expression.is) {
    case "text":
      return expression.value;
    case "number":
      return expression.value;
    case "call":
      return frame.session.weighed(evaluateCall(expression, frame));
    case "member":
      return outputIn(expression, frame) ?? memberOf(expression.of, expression.name, frame);
    case "index":
      return outputIn(expression, frame) ?? memberOf(expression.of, evaluate(expression.index, frame), frame);
  }
}

/** Of what these give, only a part is known without asking Azure. */
const halfKnown = new Set(["subscription", "resourcegroup", "deployment"]);

function memberOf(of: Expression, step: Json, frame: Frame): Json {
  const value = evaluate(of, frame);
  if (typeof step !== "string" && typeof step !== "number")
    throw new Unevaluated(`${nameOfType(step)} leads to nothing; a name or a number does`);
  const found = elementOf(value, step);
  if (found !== undefined) return found;
  if (typeof step === "number") throw new Unevaluated(`there is nothing at ${step} of ${nameOfType(value)}`);
  const isAzures = of.is === "call" && halfKnown.has(of.name.toLowerCase());
  throw new Unevaluated(
    isAzures
      ? `\`${step}\` of \`${of.name}()\` is known only to Azure; write the value in its place`
      : `there is no \`${step}\` here`,
  );
}

/**
 * `reference(…).outputs.NAME.value` of a deployment inside the template: what Bicep makes of a module's output. Nothing
 * else of a `reference` is known without Azure.
 */
function outputIn(expression: Expression, frame: Frame): Json | undefined {
  const [value, valueStep] = stepOf(expression);
  if (value === undefined || valueStep !== "value") return undefined;
  const [named, name] = stepOf(value);
  if (named === undefined || name === undefined) return undefined;
  const [call, outputs] = stepOf(named);
  if (call?.is !== "call" || call.name.toLowerCase() !== "reference" || outputs !== "outputs") return undefined;
  const [deployment] = call.args;
  return deployment === undefined ? undefined : frame.output(deployment, name);
}

function stepOf(expression: Expression): readonly [of: Expression | undefined, step: string | undefined] {
  if (expression.is === "member") return [expression.of, expression.name];
  if (expression.is === "index" && expression.index.is === "text") return [expression.of, expression.index.value];
  return [undefined, undefined];
}

function evaluateCall(call: Call, frame: Frame): Json {
  const name = call.name.toLowerCase();
  const own = special.get(name);
  if (own !== undefined) return own(call, { frame, evaluate });
  const known = plain.get(name);
  if (known !== undefined) {
    const args = call.args.map((arg) => evaluate(arg, frame));
    frame.session.step(args);
    refuseUnknown(name, args, frame);
    const value = applyFunction(call.name, known, args);
    frame.session.keepDerived(args, value);
    return value;
  }
  const declared = frame.declared(name);
  if (declared === undefined) throw new Unevaluated(whyNot(call.name, functionNames));
  const values = new Map(declared.parameters.map((parameter, index) => [parameter.toLowerCase(), call.args[index]]));
  const given = new Map(
    [...values].map(([parameter, arg]) => [parameter, arg === undefined ? undefined : evaluate(arg, frame)]),
  );
  const parameter = (wanted: string): Json => {
    const value = given.get(wanted.toLowerCase());
    if (value === undefined) throw new Unevaluated(`\`${call.name}\` has no value for its parameter \`${wanted}\``);
    return value;
  };
  return evaluateValue(declared.output, declared.path, {
    frame: { ...frame, parameter, rounds: [], lambdas: new Map() },
    evaluate,
  });
}

/** These put texts together or pass them on; what others would make of a secret that is not known is not known. */
const passing = new Set(["concat", "format", "createarray", "createobject", "array", "string"]);

function refuseUnknown(name: string, args: readonly Json[], { session }: Frame): void {
  if (passing.has(name)) return;
  for (const arg of args) {
    const unknown = typeof arg === "string" ? session.unknownIn(arg) : undefined;
    if (unknown !== undefined)
      throw new Unevaluated(
        `the value of the secret parameter \`${unknown.parameter}\` is not known; give it with \`--parameters\``,
      );
  }
}
