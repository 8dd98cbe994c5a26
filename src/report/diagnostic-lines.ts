import type { Diagnostic } from "../core/diagnostic.ts";
import { credentialSpans } from "../core/language/credentials.ts";
import { printLocation } from "../core/location.ts";
import { as, blank, fixed, prose, type Line } from "./print.ts";
import { widthOf, visible } from "./visible.ts";
import { count, listed } from "./words.ts";

/** What telling diagnostics needs besides them. */
export interface DiagnosticLook {
  readonly columns: number;
  /** The text of a file as it was read, where it is at hand. */
  readonly sourceOf?: ((file: string) => string | undefined) | undefined;
  /** Every environment of the workspace: what is true in all of them need not name any. */
  readonly environments?: readonly string[] | undefined;
}

/** Diagnostics with the line each is about, and a caret under the place. */
export function diagnosticLines(diagnostics: readonly Diagnostic[], look: DiagnosticLook): readonly Line[] {
  return diagnostics.flatMap((diagnostic, index) => {
    const excerpt = excerptOf(diagnostic, look);
    return [...(index === 0 ? [] : [blank]), headOf(diagnostic, look), ...excerpt];
  });
}

function headOf({ at, severity, message, code, environments }: Diagnostic, look: DiagnosticLook): Line {
  const where = environmentsTold(environments, look.environments);
  return prose(
    0,
    4,
    ...(isOfCommandLine(code) ? [] : [as("place", printLocation(at)), " "]),
    as(severity === "error" ? "bad" : "caution", severity),
    ` ${message}`,
    ...(where === "" ? [] : [as("faint", `, ${where}`)]),
    as("faint", `  [${code}]`),
  );
}

/** Errors first, else as they come. */
export function errorsFirst(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => Number(a.severity !== "error") - Number(b.severity !== "error"));
}

/** A name that was given to the command stands in no file, and the line of one beside it would lead astray. */
export function isOfCommandLine(code: string): boolean {
  return code === "unknown-name";
}

/** `in production and staging`: where it is so, nothing where it is so everywhere. */
export function environmentsTold(named: readonly string[] | undefined, all: readonly string[] | undefined): string {
  if (named === undefined || named.length === 0) return "";
  if (all !== undefined && all.every((name) => named.includes(name))) return "";
  return `in ${listed(named)}`;
}

// So much of a line is shown before and after the place.
const around = 100;

function excerptOf({ at, code }: Diagnostic, { sourceOf, columns }: DiagnosticLook): readonly Line[] {
  if (isOfCommandLine(code)) return [];
  const source = sourceOf?.(at.file)?.split(/\r?\n/, at.line)[at.line - 1];
  if (source === undefined || source.trim() === "") return [];
  const line = masked(source, at.column);
  const room = Math.max(30, Math.min(around, columns - 12));
  const start = at.column > room ? at.column - Math.floor(room / 2) : 1;
  const piece = line.slice(start - 1, start - 1 + room);
  const before = shown(piece.slice(0, at.column - start));
  const number = String(at.line).padStart(4);
  const marked = word.exec(line.slice(at.column - 1, start - 1 + room))?.[0] ?? "";
  const [cut, rest] = [start > 1 ? "…" : "", line.length > start - 1 + room ? "…" : ""];
  return [
    fixed(0, as("faint", `${number} │ ${cut}`), shown(piece), as("faint", rest)),
    fixed(
      0,
      as("faint", "     │ "),
      " ".repeat(widthOf(cut + before)),
      as("caution", "^".padEnd(Math.max(1, widthOf(shown(marked))), "~")),
    ),
  ];
}

/** What looks like a credential is covered up: the line may be complained about just because of it, or for its neighbour. */
function masked(line: string, column: number): string {
  // What is further away is not shown, and a line can be a whole file.
  const from = Math.max(0, column - 2000);
  const near = line.slice(from, column + 2000);
  const covered = credentialSpans(near).reduceRight(
    (left, span) => left.slice(0, span.from) + "•".repeat(span.to - span.from) + left.slice(span.to),
    near,
  );
  return line.slice(0, from) + covered + line.slice(from + near.length);
}

// From the place up to the end of what an editor would underline: a quoted text, or a word. As in YAML, a colon ends the
// word only where a blank follows: `22:00` is one.
const word = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|\$\{[^}]*\}|(?:[^\s,:[\]{}"']|:(?=\S))+)/;

function shown(text: string): string {
  return visible(text.replaceAll("\t", "    "));
}

/** The last line under diagnostics, where nothing else says what they come to; none without any. */
export function countLines(diagnostics: readonly Diagnostic[]): readonly Line[] {
  if (diagnostics.length === 0) return [];
  const told = diagnosticCount(diagnostics);
  const isBad = diagnostics.some(({ severity }) => severity === "error");
  return [prose(0, 2, isBad ? as("bad", `× ${told}`) : as("caution", `! ${told}`))];
}

/** `2 errors, 1 warning`, or nothing. */
export function diagnosticCount(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
  const warnings = diagnostics.length - errors;
  return [...(errors > 0 ? [count(errors, "error")] : []), ...(warnings > 0 ? [count(warnings, "warning")] : [])].join(
    ", ",
  );
}
