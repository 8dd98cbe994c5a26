import { canonical, isList, isObject, type Json, type JsonObject } from "../json.ts";

/** Shorter than this a schema is repeated rather than named. */
const worthNaming = 400;

/**
 * The same JSON Schema with what stands in it several times said once, under `definitions`, by the property it was met
 * at first. Whole definitions and overrides have most of their parts in common.
 */
export function shareParts(schema: JsonObject): JsonObject {
  const counts = new Map<string, number>();
  count(schema, counts);
  const names = new Map<string, string>();
  const definitions: Record<string, Json> = {};
  const share = (value: Json, name: string): Json => {
    if (isList(value)) return value.map((item) => share(item, name));
    if (!isObject(value)) return value;
    const text = canonical(value);
    const inner = (): JsonObject =>
      Object.fromEntries(Object.entries(value).map(([key, item]) => [key, share(item, isWord(key) ? name : key)]));
    if (!isSchema(value) || text.length < worthNaming || (counts.get(text) ?? 0) < 2) return inner();
    const known = names.get(text) ?? nameFor(name, definitions);
    if (!names.has(text)) {
      names.set(text, known);
      definitions[known] = {};
      definitions[known] = inner();
    }
    return { $ref: `#/definitions/${known}` };
  };
  const { definitions: own, ...rest } = schema;
  const shared = Object.fromEntries(
    Object.entries(isObject(own) ? own : {}).map(([name, item]) => [name, insideOf(item, name, share)]),
  );
  const top = insideOf(rest, "definition", share);
  return { ...(isObject(top) ? top : rest), definitions: { ...shared, ...definitions } };
}

/** The parts of a schema that keeps its own place. */
function insideOf(value: Json, name: string, share: (value: Json, name: string) => Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, share(item, isWord(key) ? name : key)]));
}

function count(value: Json, counts: Map<string, number>): void {
  if (isList(value)) for (const item of value) count(item, counts);
  if (!isObject(value)) return;
  const text = canonical(value);
  const before = counts.get(text) ?? 0;
  counts.set(text, before + 1);
  // What stands in something that is shared already stands there once.
  if (before === 0 || text.length < worthNaming) for (const item of Object.values(value)) count(item, counts);
}

const words = new Set([
  "properties",
  "items",
  "additionalProperties",
  "anyOf",
  "oneOf",
  "allOf",
  "then",
  "if",
  "examples",
  "default",
]);

function isWord(key: string): boolean {
  return words.has(key);
}

function isSchema(value: JsonObject): boolean {
  return ["type", "anyOf", "oneOf"].some((word) => typeof value[word] === "string" || isList(value[word]));
}

function nameFor(name: string, taken: JsonObject): string {
  if (!Object.hasOwn(taken, name)) return name;
  for (let number = 2; ; number++) if (!Object.hasOwn(taken, `${name}${number}`)) return `${name}${number}`;
}
