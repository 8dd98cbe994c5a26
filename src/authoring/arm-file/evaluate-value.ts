import { isList, isObject, type Json, type JsonObject, type Path } from "../../core/json.ts";
import { isExpression, quoteExpression, unescapeText } from "./expression.ts";
import type { Frame } from "./frame.ts";
import type { Evaluate } from "./functions/special.ts";
import { Unevaluated, type Reason } from "./unevaluated.ts";

/** How a value of a template is evaluated. */
export interface Evaluation {
  readonly frame: Frame;
  readonly evaluate: Evaluate;
  /** Told of each place that has no value and why, where the others are wanted all the same; without it the first reason is thrown. */
  readonly onMissing?: (place: Path, reason: Reason) => void;
}

/** ARM takes no more rounds of a `copy`. */
const mostRounds = 800;

/** A value of a template with every expression in it evaluated and every `copy` in it written out. */
export function evaluateValue(value: Json, path: Path, evaluation: Evaluation): Json {
  const { session } = evaluation.frame;
  session.step();
  try {
    if (typeof value === "string") return evaluateText(value, path, evaluation);
    if (typeof value === "number") return exact(value);
  } catch (error) {
    return missing(error, { path, character: 0 }, evaluation);
  }
  if (isList(value)) return value.map((item, index) => evaluateValue(item, [...path, index], evaluation));
  return isObject(value) ? evaluateObject(value, path, evaluation) : value;
}

/** Numbers that JSON holds and a program would round. */
function exact(value: number): number {
  if (Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)) return value;
  throw new Unevaluated("this number has more digits than can be kept");
}

function evaluateText(text: string, path: Path, { frame, evaluate }: Evaluation): Json {
  if (!isExpression(text)) return unescapeText(text);
  let expression;
  try {
    expression = frame.session.parsed(text);
    return evaluate(expression, frame);
  } catch (error) {
    if (!(error instanceof Unevaluated) || error.reason !== undefined) throw error;
    const { code, character = 0 } = error;
    const message =
      expression === undefined
        ? `this is no expression: ${error.message}`
        : `${quoteExpression(expression)} has no value: ${error.message}`;
    throw new Unevaluated(message, { reason: { code, message, path, character } });
  }
}

function missing(error: unknown, place: Pick<Reason, "path" | "character">, { onMissing }: Evaluation): null {
  if (!(error instanceof Unevaluated)) throw error;
  const reason = error.reason ?? { code: error.code, message: error.message, ...place };
  if (onMissing === undefined) throw new Unevaluated(reason.message, { reason });
  onMissing(place.path, reason);
  return null;
}

function evaluateObject(value: JsonObject, path: Path, evaluation: Evaluation): JsonObject {
  const copies = value["copy"];
  const loops = isList(copies) && copies.length > 0 && copies.every(isLoop) ? copies : undefined;
  const written = loops === undefined ? Object.entries(value) : Object.entries(value).filter(([key]) => key !== "copy");
  const members = written.map(([key, item]): [string, Json] => [
    evaluateKey(key, path, evaluation),
    evaluateValue(item, [...path, key], evaluation),
  ]);
  const copied = (loops ?? []).map((loop, index) => evaluateLoop(loop, [...path, "copy", index], evaluation));
  return Object.fromEntries([...members, ...copied]);
}

/** What makes a list by repeating something. */
export interface Loop extends JsonObject {
  readonly name: string;
  readonly count: Json;
  readonly input: Json;
}

/** An element of a `copy` that makes a list: it has a name, a count and what is repeated. */
export function isLoop(value: Json): value is Loop {
  return isObject(value) && typeof value["name"] === "string" && "count" in value && "input" in value;
}

function evaluateKey(key: string, path: Path, evaluation: Evaluation): string {
  if (!isExpression(key)) return key;
  const name = evaluateValue(key, path, evaluation);
  return typeof name === "string" ? name : key;
}

/** One list that a `copy` makes. */
export function evaluateLoop(loop: Loop, path: Path, evaluation: Evaluation): [string, Json] {
  const { name } = loop;
  const { frame } = evaluation;
  const roundsOf = (): readonly Json[] =>
    Array.from({ length: evaluateCount(loop.count, [...path, "count"], evaluation) }, (_item, index) => {
      const rounds = [...frame.rounds, { loop: name, index }];
      return evaluateValue(loop.input, [...path, "input"], { ...evaluation, frame: { ...frame, rounds } });
    });
  try {
    return [name, frame.session.weighed(roundsOf())];
  } catch (error) {
    return [name, missing(error, { path, character: 0 }, evaluation)];
  }
}

/** How many rounds a `copy` has; throws where that is not known or no such number. */
export function evaluateCount(count: Json, path: Path, { frame, evaluate }: Evaluation): number {
  const value = evaluateValue(count, path, { frame, evaluate });
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= mostRounds) return value;
  const message = `\`count\` of a \`copy\` has to be a whole number from 0 to ${mostRounds}`;
  throw new Unevaluated(message, { reason: { code: "not-evaluated", message, path, character: 0 } });
}
