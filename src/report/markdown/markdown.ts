import type { Report } from "../../core/plan/report.ts";
import { plain } from "../print.ts";
import { renderText } from "../text.ts";
import { applyMarkdown } from "./apply-markdown.ts";
import { blocks, fence, heading } from "./blocks.ts";
import { driftMarkdown } from "./drift-markdown.ts";
import { sizeOf } from "./fit.ts";
import { leftOut, type MarkdownLook } from "./look.ts";
import { planMarkdown } from "./plan-markdown.ts";
import { validateMarkdown } from "./validate-markdown.ts";

/** A report as markdown for people; nothing in it can act on GitHub. What is no review's affair is the text of a terminal. */
export function renderMarkdown(report: Report, look: MarkdownLook): string {
  switch (report.command) {
    case "workspace":
    case "validate":
      return validateMarkdown(report, look);
    case "plan":
      return planMarkdown(report, look);
    case "drift":
      return driftMarkdown(report, look);
    case "apply":
      return applyMarkdown(report, look);
    case "doctor":
    case "import":
    case "import-update":
    case "show":
    case "show-list":
      return asText(report, look);
  }
}

function asText(report: Report, look: MarkdownLook): string {
  const { sourceOf, limit } = look;
  const text = renderText(report, { paint: plain, columns: 100, verbose: false, ...(sourceOf && { sourceOf }) });
  const lines = text.trimEnd().split("\n");
  const title = heading(3, [`Tocsin ${report.command.split("-")[0]}`]);
  const whole = blocks(title, fence(lines, "text"));
  if (sizeOf(whole) <= limit) return whole;
  // A fence is one thing: of what is too long, as many lines are told as surely fit.
  const first = firstOf(lines, limit - 1000);
  return blocks(title, fence(first, "text"), leftOut(lines.length - first.length, "line", look));
}

function firstOf(lines: readonly string[], limit: number): readonly string[] {
  let room = limit;
  return lines.slice(
    0,
    lines.findIndex((line) => (room -= sizeOf(line) + 2) < 0),
  );
}
