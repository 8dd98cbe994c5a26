import type { Path } from "./json.ts";
import { withoutCredentials } from "./language/credentials.ts";
import { byLocation, type Location } from "./location.ts";
import { diagnosticCodes, type DiagnosticCode } from "./codes/diagnostic-codes.ts";

/** An error stops a plan, whoever reports it; a warning is told. */
export type Severity = "error" | "warning";

/** One thing the author should know, at the place where it can be mended. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** What is wrong, with the value, and what would be right: lower case, no full stop. */
  readonly message: string;
  readonly at: Location;
  /** The environments it is true in, where it is not true of the text as such. */
  readonly environments?: readonly string[];
}

/** A value together with everything we had to say about it. Nothing is thrown at the author. */
export interface Checked<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** A diagnostic that does not know its place yet, only the way to the value; `on` the key or the value there. */
export interface Complaint {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly path: Path;
  readonly on?: "key" | "value";
}

/** How pure code says what is wrong with a value. */
export type Complain = (code: DiagnosticCode, path: Path, message: string, on?: "key" | "value") => void;

/** Gives a complaint its place; the severity is the code's own. What is quoted in it is fit for a public log. */
export function diagnose({ code: found, message }: Complaint, at: Location): Diagnostic {
  return { code: found, severity: diagnosticCodes[found].severity, message: withoutCredentials(message), at };
}

/** True when a plan must not be made. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** Diagnostics as they are told: by place, each mistake once, with the environments that share it. */
export function tellOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const told = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { code, at, message } = diagnostic;
    const key = `${code}\n${at.file}\n${at.line}\n${at.column}\n${message}`;
    const before = told.get(key);
    told.set(key, before === undefined ? diagnostic : { ...before, ...sharedEnvironments(before, diagnostic) });
  }
  return [...told.values()].toSorted(
    (a, b) => byLocation(a.at, b.at) || byText(`${a.code} ${a.message}`, `${b.code} ${b.message}`),
  );
}

function byText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function sharedEnvironments(a: Diagnostic, b: Diagnostic): { environments?: readonly string[] } {
  const names = new Set([...(a.environments ?? []), ...(b.environments ?? [])]);
  return names.size === 0 ? {} : { environments: [...names] };
}

/** `, did you mean …?` and lists of what is legal read better with the words set apart. */
export function code(text: string): string {
  return `\`${text}\``;
}
