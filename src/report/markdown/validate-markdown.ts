import type { ValidateReport, WorkspaceReport } from "../../core/plan/report.ts";
import { lookedAt } from "../validate-text.ts";
import { count } from "../words.ts";
import { blocks, heading, paragraph } from "./blocks.ts";
import { diagnosticSection } from "./diagnostic-table.ts";
import { always, fit, type Section } from "./fit.ts";
import type { MarkdownLook } from "./look.ts";
import { strong } from "./phrase.ts";
import { workspaceSections } from "./plan-markdown.ts";

/** What is wrong, each with its line, and how much was looked at. */
export function validateMarkdown(report: ValidateReport | WorkspaceReport, look: MarkdownLook): string {
  return fit(sectionsOf(report, look), look.limit);
}

/** The same for a comment about what a fork's own run said: anybody may have made it up. */
export function untrustedMarkdown(report: ValidateReport | WorkspaceReport, look: MarkdownLook): string {
  const [head, ...rest] = sectionsOf(report, look);
  const label = paragraph(
    strong("Validation result from an untrusted run"),
    ": it was made by code of the pull request, which comes from a fork. Nothing was compared with Azure.",
  );
  return fit([...(head === undefined ? [] : [head]), always(label), ...rest], look.limit);
}

function sectionsOf(report: ValidateReport | WorkspaceReport, look: MarkdownLook): readonly Section[] {
  if (report.command === "workspace") return workspaceSections("validation", report, look);
  const environments = report.environments.map(({ name }) => name);
  return [
    always(blocks(heading(3, ["Tocsin validation"]), verdict(report))),
    diagnosticSection(report.diagnostics, { ...look, environments, share: 1 }),
  ];
}

function verdict(report: ValidateReport): string {
  const { wrong, files, looked } = lookedAt(report);
  if (wrong === "") return paragraph(strong("✓ valid"), `: ${looked}`);
  const bad = report.diagnostics.some(({ severity }) => severity === "error");
  return paragraph(bad ? "✗ " : "", strong(wrong), ` in ${count(files, "file")}; looked at ${looked}`);
}
