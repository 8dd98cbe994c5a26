import type { Report } from "../core/plan/report.ts";

/** The version of the JSON contract; a change that breaks a reader makes it 2. */
export const formatVersion = 1;

/** A report as the JSON of the contract: one document, with a newline at its end. */
export function renderJson(report: Report): string {
  return `${JSON.stringify({ formatVersion, ...report }, undefined, 2)}\n`;
}
