import type { Definition, LintSwitch } from "./definition.ts";
import { diagnose, type Diagnostic } from "../diagnostic.ts";
import type { Workspace } from "./workspace.ts";

/** Whose switches count, and today's date (`2026-11-20`). */
export interface Switching {
  readonly workspace: Workspace;
  readonly definitions: readonly Definition[];
  readonly today: string;
}

/**
 * Warnings as the author wants them, and one of each switch whose day has passed: that one does nothing any more.
 */
export function switchLint(diagnostics: readonly Diagnostic[], switching: Switching): readonly Diagnostic[] {
  const { definitions, today } = switching;
  return [...obeyLint(diagnostics, switching), ...definitions.flatMap((definition) => expired(definition, today))];
}

/**
 * Warnings as the author wants them: those a definition switched off are gone, the workspace's severities are theirs.
 * A definition's switch is nearer and wins. Errors stay errors.
 */
export function obeyLint(
  diagnostics: readonly Diagnostic[],
  { workspace, definitions, today }: Switching,
): readonly Diagnostic[] {
  const byFile = Map.groupBy(definitions, (definition) => definition.document.file);
  return diagnostics.flatMap((diagnostic) => {
    if (diagnostic.severity === "error") return [diagnostic];
    const around = byFile.get(diagnostic.at.file)?.find((definition) => holds(definition, diagnostic));
    const off = around?.lint[diagnostic.code];
    if (off !== undefined && !isOver(off, today)) return [];
    const severity = workspace.lint[diagnostic.code] ?? "warning";
    return severity === "off" ? [] : [{ ...diagnostic, severity }];
  });
}

function holds({ document }: Definition, { at }: Diagnostic): boolean {
  return document.at.line <= at.line && at.line <= document.lastLine;
}

function isOver({ until }: LintSwitch, today: string): boolean {
  return until !== undefined && until < today;
}

function expired({ document, lint }: Definition, today: string): readonly Diagnostic[] {
  return Object.entries(lint).flatMap(([code, off]) => {
    if (!isOver(off, today)) return [];
    const path = ["lint", code, "until"];
    const message = `\`${code}\` was switched off until \`${off.until}\`, which has passed: it is told again`;
    return [diagnose({ code: "lint-switch-expired", path, message }, document.locate(path))];
  });
}
