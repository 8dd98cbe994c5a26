import type { Complain, Severity } from "../diagnostic.ts";
import { diagnosticCodes } from "../diagnostic-codes.ts";
import { isObject, type Json } from "../json.ts";
import { nearest } from "../nearest.ts";

/** Complains about codes that do not exist, and about errors, which cannot be switched off. */
export function readSwitches(lint: Json | undefined, complain: Complain): void {
  if (!isObject(lint)) return;
  const warnings = Object.keys(diagnosticCodes).filter((code) => severityOf(code) === "warning");
  for (const code of Object.keys(lint)) {
    const severity = severityOf(code);
    if (severity === undefined) {
      const near = nearest(code, warnings);
      const hint = near === undefined ? "" : `; did you mean \`${near}\`?`;
      complain("unknown-code", ["lint", code], `there is no code \`${code}\`${hint}`, "key");
    }
    if (severity === "error")
      complain("unknown-code", ["lint", code], `\`${code}\` is an error, which cannot be switched`, "key");
  }
}

function severityOf(code: string): Severity | undefined {
  // Sound because only keys of the registry are looked up with it.
  return Object.hasOwn(diagnosticCodes, code)
    ? diagnosticCodes[code as keyof typeof diagnosticCodes].severity
    : undefined;
}
