import { isList, isNothing, isObject, type Json, type JsonObject } from "../../core/json.ts";

/*
 * In Azure every criterion has its own query and column of ids. Authors write them once, above the criteria. Settings have
 * one form for one wish: above if all criteria share it, otherwise in each of them.
 */

const words = ["query", "resourceIdColumn"] as const;

/** Puts what all criteria share above them, whoever wrote it where. */
export function raiseShared(spec: JsonObject): JsonObject {
  return words.reduce(raise, spec);
}

/** The criteria as Azure has them, and the rest without what stood above them. */
export function lowerShared(spec: JsonObject): { readonly criteria: readonly Json[]; readonly rest: JsonObject } {
  const { criteria, query, resourceIdColumn, ...rest } = spec;
  const above = {
    ...(query === undefined ? {} : { query }),
    ...(resourceIdColumn === undefined ? {} : { resourceIdColumn }),
  };
  const lowered = isList(criteria) ? criteria.map((item) => (isObject(item) ? { ...above, ...item } : item)) : [];
  return { criteria: lowered, rest };
}

function raise(spec: JsonObject, word: (typeof words)[number]): JsonObject {
  const { criteria } = spec;
  if (!isList(criteria) || criteria.length === 0) return spec;
  const { [word]: above = null, ...below } = spec;
  const wanted = criteria.map((item) => (isObject(item) && !isNothing(item[word]) ? (item[word] ?? null) : above));
  const [first = null] = wanted;
  if (wanted.every(isNothing)) return spec;
  if (wanted.every((text) => text === first)) {
    return { ...spec, [word]: first, criteria: criteria.map((item) => without(item, word)) };
  }
  const own = criteria.map((item, index) => {
    const text = wanted[index] ?? null;
    return isObject(item) && !isNothing(text) ? { ...item, [word]: text } : item;
  });
  return { ...below, criteria: own };
}

function without(item: Json, word: string): Json {
  if (!isObject(item)) return item;
  const { [word]: _, ...rest } = item;
  return rest;
}
