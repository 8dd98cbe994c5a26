import type { Complain, Severity } from "../diagnostic.ts";
import { diagnosticCodes } from "../codes/diagnostic-codes.ts";
import { isObject, type Json, type Path } from "../json.ts";
import { nearest } from "../nearest.ts";

/** Complains about codes that do not exist, about errors, which cannot be switched off, and about days that there are not. */
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
      complain("unswitchable-code", ["lint", code], `\`${code}\` is an error, which cannot be switched`, "key");
    checkDay(lint[code], ["lint", code, "until"], complain);
  }
}

function checkDay(off: Json | undefined, path: Path, complain: Complain): void {
  const until = isObject(off) ? off["until"] : undefined;
  if (typeof until !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(until)) return;
  const day = new Date(`${until}T00:00:00Z`);
  // `Date` takes the 31st of February for the 3rd of March.
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(until))
    complain("illegal-value", path, `\`until: ${until}\` is no day of the calendar; write one such as \`2026-12-31\``);
}

function severityOf(code: string): Severity | undefined {
  // Sound because only keys of the registry are looked up with it.
  return Object.hasOwn(diagnosticCodes, code)
    ? diagnosticCodes[code as keyof typeof diagnosticCodes].severity
    : undefined;
}
