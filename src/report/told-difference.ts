import { isList, isObject, type Json } from "../core/json.ts";
import type { ToldDifference } from "../core/plan/report.ts";
import { diffLines, type DiffLine } from "./line-diff.ts";
import { inline, itemLines, memberLines, textLines, unsealed, valueLines } from "./value-lines.ts";

/** What a difference is called. An element without a name is called by all it says, which stands below it anyway. */
export function differenceName({ path, order }: ToldDifference): string {
  const list = path.replace(/\[\{.*\}(?:#\d+)?\]$/s, "");
  return order === undefined ? list : `order of ${list}`;
}

/** Both sides on a line each, as far as they are there; nothing where one of them wants several lines. */
export function inlineSides({
  path,
  before,
  after,
}: ToldDifference): { readonly before?: string; readonly after?: string } | undefined {
  const left = before === undefined ? undefined : inline(withoutName(before, path));
  const right = after === undefined ? undefined : inline(withoutName(after, path));
  if ((before !== undefined && left === undefined) || (after !== undefined && right === undefined)) return undefined;
  return { ...(left === undefined ? {} : { before: left }), ...(right === undefined ? {} : { after: right }) };
}

/** `criteria[cpu]` has said already what `avg cpu > 80 as cpu` is called. */
export function withoutName(value: Json, path: string): Json {
  const name = /\[([^[\]]+)\]$/.exec(path)?.[1];
  return name !== undefined && typeof value === "string" && value.endsWith(` as ${name}`)
    ? value.slice(0, -name.length - 4)
    : value;
}

/** What is told of a difference whose sides may not be shown. */
export function secretChanged(names: readonly string[]): string {
  if (names.length === 0) return "(hidden value changed)";
  return names.length === 1 ? `(secret ${names[0]} changed)` : `(secrets ${names.join(", ")} changed)`;
}

/** Both sides line by line; `width` is how much of a value stands on one line. */
export function sidesByLine(
  { path, before: live, after: wanted }: ToldDifference,
  { width }: { readonly width: number },
): readonly DiffLine[] {
  const before = live === undefined ? undefined : withoutName(live, path);
  const after = wanted === undefined ? undefined : withoutName(wanted, path);
  const lines = diffLines(linesOf(before, width), linesOf(after, width));
  const seen = lines.some(({ mark }) => mark === "-" || mark === "+");
  // What YAML shows alike (a last newline, say) is told exactly.
  return seen ? lines : diffLines(exact(before), exact(after));
}

function linesOf(value: Json | undefined, width: number): readonly string[] {
  if (value === undefined) return [];
  if (typeof value === "string") return textLines(value);
  // Elements and members each on a line of their own, so that the one that differs can be seen.
  if (isList(value) && value.every(isScalar)) return value.map((item) => inline(item) ?? "");
  if (isList(value)) return value.flatMap((item) => itemLines(item, width));
  return isObject(value) ? memberLines(value, width) : valueLines(value, width);
}

function isScalar(value: Json): boolean {
  return typeof value === "string" ? !value.includes("\n") : !isList(value) && !isObject(value);
}

function exact(value: Json | undefined): readonly string[] {
  return value === undefined ? [] : [unsealed(JSON.stringify(value))];
}
