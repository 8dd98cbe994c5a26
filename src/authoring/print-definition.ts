import { canonical, isList, isObject, type Json, type JsonObject } from "../core/json.ts";
import { toJson } from "../core/language/yaml-json.ts";
import { parseYaml } from "../core/language/yaml-tree.ts";
import { schemasAt } from "../core/settings/schema-walk.ts";
import type { Schema } from "../core/settings/schema.ts";
import { literal, printText, waysToPrint, type PrintOptions } from "./yaml-print.ts";

const step = 2;

/**
 * The YAML of a definition as people lay it out: short maps and lists on one line, queries as blocks, a condition or a
 * receiver to a line. It is read back before it is given; texts that would not come back stand in quotes on one line.
 */
export function printDefinition(document: JsonObject, spec: Schema): string {
  for (const texts of ["blocks", "quotes"] as const) {
    const lines = Object.entries(document).flatMap(([key, value]) => {
      const schemas = key === "spec" ? [spec] : [];
      return isObject(value) && (key === "spec" || key === "arm")
        ? section(key, value, { schemas, texts })
        : member(key, value, { schemas, texts, indent: 0 });
    });
    const text = `${lines.join("\n")}\n`;
    if (texts === "quotes" || isReadAs(text, document)) return text;
  }
  return "";
}

interface Manner {
  readonly schemas: readonly Schema[];
  /** Whether texts of several lines are blocks (`|`) or stand in quotes. */
  readonly texts: "blocks" | "quotes";
}

function section(key: string, value: JsonObject, { schemas, texts }: Manner): readonly string[] {
  const members = Object.entries(value);
  if (members.length === 0) return [`${key}: {}`];
  const lines = members.flatMap(([name, item]) =>
    member(name, item, { schemas: schemasAt(schemas, name), texts, indent: step }),
  );
  return [`${key}:`, ...lines];
}

function member(key: string, value: Json, manner: Manner & { readonly indent: number }): readonly string[] {
  const { schemas, texts, indent } = manner;
  const margin = " ".repeat(indent);
  const name = printText(key, "key");
  const options = { indent, step, column: indent + name.length + 2 };
  if (isList(value) && value.some(wantsItsLine)) {
    const below = indent + step;
    const items = value.flatMap((item) => {
      const { head, body } = way(item, { indent: below, step, column: below + 2, behindDash: true }, texts);
      return [`${" ".repeat(below)}- ${head}`, ...body];
    });
    return [`${margin}${name}:`, ...items];
  }
  const query = typeof value === "string" && texts === "blocks" && schemas.some(({ same }) => same === "lines");
  const { head, body } = (query ? literal(value, options)[0] : undefined) ?? way(value, options, texts);
  return [`${margin}${name}:${head === "" ? "" : ` ${head}`}`, ...body];
}

/** Conditions, receivers and other things of several words; names and numbers stand side by side. */
function wantsItsLine(item: Json): boolean {
  return isObject(item) || isList(item) || (typeof item === "string" && /[ \n]/.test(item));
}

function way(
  value: Json,
  options: PrintOptions,
  texts: Manner["texts"],
): { readonly head: string; readonly body: readonly string[] } {
  const ways = waysToPrint(value, options);
  return (texts === "blocks" ? ways[0] : ways.findLast(({ flow }) => flow)) ?? { head: "", body: [] };
}

function isReadAs(text: string, document: JsonObject): boolean {
  const [tree, second] = parseYaml(text);
  if (tree === undefined || second !== undefined || tree.errors.length > 0 || tree.warnings.length > 0) return false;
  const { value, faults } = toJson(tree, text);
  return faults.length === 0 && canonical(value) === canonical(document);
}
