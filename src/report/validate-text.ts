import type { ValidateReport, WorkspaceReport } from "../core/plan/report.ts";
import { diagnosticCount, diagnosticLines } from "./diagnostic-lines.ts";
import { apart, as, prose, type Line } from "./print.ts";
import type { TextLook } from "./text.ts";
import { count } from "./words.ts";

/** What is wrong, each with its line; then how much there is, of what was right too. */
export function validateLines(report: ValidateReport, look: TextLook): readonly Line[] {
  const { diagnostics, environments } = report;
  const told = diagnosticLines(diagnostics, { ...look, environments: environments.map(({ name }) => name) });
  return apart(told, [verdict(report)]);
}

/** What is wrong with the workspace, without which nothing else can be judged. */
export function workspaceLines({ diagnostics }: WorkspaceReport, look: TextLook): readonly Line[] {
  const count = diagnosticCount(diagnostics);
  return apart(diagnosticLines(diagnostics, look), [
    prose(0, 2, as("bad", `× ${count}`), " in the workspace: nothing else was looked at"),
  ]);
}

function verdict(report: ValidateReport): Line {
  const { diagnostics } = report;
  const { wrong, files, looked } = lookedAt(report);
  if (wrong === "") return prose(0, 2, as("good", "✓ valid"), `: ${looked}`);
  const bad = diagnostics.some((diagnostic) => diagnostic.severity === "error");
  const sign = bad ? as("bad", `× ${wrong}`) : as("caution", `! ${wrong}`);
  return prose(0, 2, sign, ` in ${count(files, "file")}`, as("faint", `; looked at ${looked}`));
}

/** What a validation comes to: what is wrong, in how many files, and how much was looked at. */
export function lookedAt({ files, definitions, environments, diagnostics }: ValidateReport): {
  readonly wrong: string;
  readonly files: number;
  readonly looked: string;
} {
  const each = environments
    .map(({ name, resources, retired }) => `${name} ${retired ? "retired" : resources}`)
    .join(", ");
  const made = environments.length === 0 ? "" : `; resources: ${each}`;
  return {
    wrong: diagnosticCount(diagnostics),
    files: new Set(diagnostics.map(({ at }) => at.file)).size,
    looked: `${count(definitions, "definition")} in ${count(files, "file")}${made}`,
  };
}
