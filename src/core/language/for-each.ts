import type { Complain } from "../diagnostic.ts";
import { interpolate, noTraces } from "./interpolate.ts";
import { isList, isObject, type Json } from "../json.ts";
import { mergePlain } from "./layers.ts";
import type { Scope } from "./scope.ts";

/** One entry of a `forEach`: what `${each.key}` and `${each.value}` are. */
export interface Each {
  readonly key: string;
  readonly value: Json;
}

/** A `forEach` as one layer says it, and how to complain about that layer. */
export interface ForEachLayer {
  readonly value: Json | undefined;
  complain: Complain;
}

/** The entries of a `forEach`, an environment's own laid over the definition's. In a list, key and value are both the text. */
export function entriesOf(scope: Scope, base: ForEachLayer, over: ForEachLayer): readonly Each[] {
  let failed = false;
  const read = ({ value, complain }: ForEachLayer): Json | undefined => {
    if (value === undefined || value === null) return undefined;
    const tell: Complain = (...complaint) => {
      failed = true;
      complain(...complaint);
    };
    return interpolate(value, { scope, traces: noTraces(), complain: tell }, ["forEach"]);
  };
  const [below, above] = [read(base), read(over)];
  if (failed) return [];
  const value = isObject(below) && isObject(above) ? mergePlain(below, above) : (above ?? below);
  const complain = above === undefined ? base.complain : over.complain;
  if (isObject(value)) return Object.entries(value).map(([key, item]) => ({ key, value: item }));
  const keys = isList(value) ? value.filter((item) => typeof item === "string") : [];
  if (!isList(value) || keys.length < value.length) {
    complain("illegal-for-each", ["forEach"], "`forEach` wants a list of texts, a map, or a variable that is one");
    return [];
  }
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) complain("illegal-for-each", ["forEach"], `\`${twice}\` stands in \`forEach\` twice`);
  return [...new Set(keys)].map((key) => ({ key, value: key }));
}
