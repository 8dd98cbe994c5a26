import { isList, isObject, type Json } from "../../../core/json.ts";
import { Unevaluated } from "../unevaluated.ts";

/** A value as a part of a text, as .NET writes it: `True`, and lists and objects as JSON. */
export function textOf(value: Json): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value === null) throw new Unevaluated("null is no part of a text");
  return isList(value) || isObject(value) ? JSON.stringify(value) : String(value);
}

/** No text that Azure takes is longer, in characters. */
const longest = 1_000_000;

/** Refuses to make a text of this length, before it is made. */
export function refuseLonger(length: number): void {
  if (length > longest) throw new Unevaluated("this makes a text longer than Azure takes");
}

/** Texts put together. */
export function joinTexts(texts: readonly string[], by = ""): string {
  refuseLonger(texts.reduce((sum, text) => sum + text.length + by.length, 0));
  return texts.join(by);
}
