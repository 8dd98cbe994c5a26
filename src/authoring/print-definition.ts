import { canonical, isList, isObject, type Json, type JsonObject } from "../core/json.ts";
import { toJson } from "../core/language/yaml-json.ts";
import { parseYaml } from "../core/language/yaml-tree.ts";
import { schemasAt } from "../core/settings/schema-walk.ts";
import type { Schema } from "../core/settings/schema.ts";
import { hasLines, literal, printText } from "./yaml-print.ts";

const step = 2;
/** Lines in rules are not longer. */
const widest = 100;

/**
 * The YAML of a definition as people lay it out: short maps and lists on one line, queries as blocks, a condition or a
 * receiver to a line. It is read back before it is given; texts that would not come back stand in quotes on one line.
 */
export function printDefinition(document: JsonObject, spec: Schema): string {
  const print = (manner: Manner): string =>
    `${Object.entries(document)
      .flatMap(([key, value]) => memberLines(key, value, { ...manner, schemas: key === "spec" ? [spec] : [] }))
      .join("\n")}\n`;
  const nice = print({ indent: 0, schemas: [], blocks: true });
  return isReadAs(nice, document) ? nice : print({ indent: 0, schemas: [], blocks: false });
}

interface Manner {
  readonly indent: number;
  readonly schemas: readonly Schema[];
  /** Whether texts of several lines may be blocks (`|`). */
  readonly blocks: boolean;
}

/** A member of the definition or of one of its sections. */
function memberLines(key: string, value: Json, manner: Manner): readonly string[] {
  const { indent, schemas } = manner;
  const name = wordFor(key, "key");
  const margin = " ".repeat(indent);
  if (indent === 0 && isObject(value) && (key === "spec" || key === "arm") && Object.keys(value).length > 0) {
    const lines = Object.entries(value).flatMap(([inner, item]) =>
      memberLines(inner, item, { ...manner, indent: step, schemas: schemasAt(schemas, inner) }),
    );
    return [`${name}:`, ...lines];
  }
  const { head, body } = lay(value, { ...manner, column: indent + name.length + 2, lines: true });
  return [`${margin}${name}:${head === "" ? "" : ` ${head}`}`, ...body];
}

/** What stands behind a key or a dash, and the lines below. */
interface Laid {
  readonly head: string;
  readonly body: readonly string[];
}

interface Laying extends Manner {
  /** Where the value begins. */
  readonly column: number;
  /** True where each thing of several words gets a line of its own. */
  readonly lines?: true;
  /** Behind a dash the first line stands on the dash's own. */
  readonly behindDash?: true;
}

function lay(value: Json, laying: Laying): Laid {
  const { indent, schemas, blocks, column, lines, behindDash } = laying;
  if (typeof value === "string") return layText(value, laying);
  const spread = lines && isList(value) && value.some(wantsItsLine);
  const flow = spread || (blocks && hasLines(value)) ? undefined : flowOf(value, widest - column);
  if (flow !== undefined) return { head: flow, body: [] };
  const inner = indent + step;
  const margin = " ".repeat(inner);
  const below = isList(value)
    ? value.flatMap((item) => {
        const { head, body } = lay(item, { indent: inner, schemas: [], blocks, column: inner + 2, behindDash: true });
        return [`${margin}- ${head}`, ...body];
      })
    : Object.entries(isObject(value) ? value : {}).flatMap(([key, item]) => {
        const name = wordFor(key, "key");
        const { head, body } = lay(item, {
          indent: inner,
          schemas: schemasAt(schemas, key),
          blocks,
          column: inner + name.length + 2,
        });
        return [`${margin}${name}:${head === "" ? "" : ` ${head}`}`, ...body];
      });
  const [first = "", ...rest] = below;
  return behindDash ? { head: first.slice(inner), body: rest } : { head: "", body: below };
}

function layText(text: string, { indent, schemas, blocks }: Laying): Laid {
  const query = schemas.some(({ same }) => same === "lines");
  const [block] = blocks && (query || text.includes("\n")) ? literal(text, { indent, step, column: 0 }) : [];
  return block ?? { head: wordFor(text, "block"), body: [] };
}

/** Conditions, receivers and other things of several words; names and numbers stand side by side. */
function wantsItsLine(item: Json): boolean {
  return isObject(item) || isList(item) || (typeof item === "string" && /[ \n]/.test(item));
}

/** A value on one line, where there is room; what is empty always has. */
function flowOf(value: Json, room: number): string | undefined {
  const empty = isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
  if (empty) return isList(value) ? "[]" : "{}";
  if (typeof value === "string") return wordFor(value, "flow");
  if (typeof value === "number") return numberFor(value);
  if (!isList(value) && !isObject(value)) return String(value);
  const parts: string[] = [];
  let left = room - (isList(value) ? 2 : 4);
  for (const [key, item] of isList(value) ? value.map((one) => ["", one] as const) : Object.entries(value)) {
    const name = isList(value) ? "" : `${wordFor(key, "key")}: `;
    const inner = flowOf(item, left - name.length);
    if (inner === undefined) return undefined;
    parts.push(name + inner);
    left -= name.length + inner.length + (parts.length > 1 ? 2 : 0);
    if (left < 0) return undefined;
  }
  return isList(value) ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
}

/** Digits that look more exact than a number is are refused where they are read; powers of ten say what is meant. */
function numberFor(value: number): string {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
}

/** Words that need no quotes anywhere: nearly all are such, and asking the parser about each takes its time. */
function wordFor(text: string, where: Parameters<typeof printText>[1]): string {
  return /^[A-Za-z_/][\w./-]*$/.test(text) && !/^(?:true|false|null)$/i.test(text) ? text : printText(text, where);
}

function isReadAs(text: string, document: JsonObject): boolean {
  const [tree, second] = parseYaml(text);
  if (tree === undefined || second !== undefined || tree.errors.length > 0 || tree.warnings.length > 0) return false;
  const { value, faults } = toJson(tree, text);
  return faults.length === 0 && canonical(value) === canonical(document);
}
