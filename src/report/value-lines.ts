import { isList, isObject, type Json, type JsonObject } from "../core/json.ts";

/**
 * Values as YAML that a person would write, but for secrets: of those only the name is told. What fits stands on one
 * line, everything else in the block style, indented by two.
 */
export function valueLines(value: Json, width: number): readonly string[] {
  const short = hasSentences(value) ? undefined : inline(value);
  if (short !== undefined && short.length <= width) return [short];
  if (typeof value === "string") return value.includes("\n") ? ["|", ...indented(textLines(value))] : [scalar(value)];
  if (isList(value)) return value.flatMap((item) => itemLines(item, width));
  if (isObject(value)) return memberLines(value, width);
  return [scalar(value)];
}

/** The members of a map in the block style. */
export function memberLines(value: JsonObject, width: number): readonly string[] {
  return Object.entries(value).flatMap(([name, item]) => {
    const key = printKey(name);
    const short = hasSentences(item) ? undefined : inline(item);
    if (short !== undefined && (short.length <= width - key.length - 2 || typeof item === "string"))
      return [`${key}: ${short}`];
    const lines = valueLines(item, width - 2);
    // The mark of a block of text stands behind its key, everything else below it.
    return typeof item === "string" ? [`${key}: ${lines[0]}`, ...lines.slice(1)] : [`${key}:`, ...indented(lines)];
  });
}

/** True for a list of texts of several words, such as conditions: each wants a line of its own. */
function hasSentences(value: Json): boolean {
  return isList(value) && value.some((item) => typeof item === "string" && item.includes(" "));
}

/** An element of a list in the block style. */
export function itemLines(item: Json, width: number): readonly string[] {
  const [first = "", ...rest] = valueLines(item, width - 2);
  return [`- ${first}`, ...indented(rest)];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

/** The lines of a text; one last newline is not part of it, as in the files. */
export function textLines(text: string): readonly string[] {
  return unsealed(text.replace(/\r?\n$/, "")).split(/\r?\n/);
}

/** A value on one line, or nothing where only several will do. */
export function inline(value: Json): string | undefined {
  if (typeof value === "string") return value.includes("\n") ? undefined : scalar(value);
  if (isList(value)) {
    const items = value.map(inlineInside);
    return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, item]) => [printKey(key), inlineInside(item)] as const);
    if (members.some(([, item]) => item === undefined)) return undefined;
    return members.length === 0 ? "{}" : `{ ${members.map(([key, item]) => `${key}: ${item}`).join(", ")} }`;
  }
  return scalar(value);
}

function inlineInside(value: Json): string | undefined {
  if (typeof value !== "string") return inline(value);
  if (value.includes("\n")) return undefined;
  const text = unsealed(value);
  return /[,[\]{}]/.test(text) && !isSecretAlone(value) ? JSON.stringify(text) : scalar(value);
}

function printKey(key: string): string {
  return /^[\w$][\w$.\-/ ]*$/.test(key) ? key : JSON.stringify(key);
}

function scalar(value: Json): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const text = unsealed(value);
  return isSecretAlone(value) || !needsQuotes(text) ? text : JSON.stringify(text);
}

// What YAML would read as something else than this text.
function needsQuotes(text: string): boolean {
  if (text === "" || text !== text.trim()) return true;
  if (/^(?:true|false|null|~|-?\.?\d[\d.eE+_-]*|0x[\da-f]+|\.inf|\.nan)$/i.test(text)) return true;
  return /^[-?:](?:\s|$)|^[&*!|>'"%@`#{}[\],]|: |:$| #/.test(text);
}

const hole = /\$\$\{|\$\{(secret|hidden):([^{}]*)\}/g;

/** A template as it is told: names of secrets, never values; everything else as it stands in the file. */
export function unsealed(template: string): string {
  return template.replaceAll(hole, (match, word: string | undefined, name: string) => {
    if (word === undefined) return match;
    return word === "secret" ? `(secret ${name})` : "(hidden)";
  });
}

function isSecretAlone(template: string): boolean {
  return /^\$\{(?:secret|hidden):[^{}]*\}$/.test(template);
}
