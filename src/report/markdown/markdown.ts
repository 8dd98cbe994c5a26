import type { Report } from "../../core/plan/report.ts";
import { plain } from "../print.ts";
import { renderText } from "../text.ts";
import { applyMarkdown } from "./apply-markdown.ts";
import { fence } from "./blocks.ts";
import { driftMarkdown } from "./drift-markdown.ts";
import { always, fit } from "./fit.ts";
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
    case "import":
    case "import-update":
    case "show":
    case "show-list":
      return asText(report, look);
  }
}

function asText(report: Report, look: MarkdownLook): string {
  const { sourceOf } = look;
  const text = renderText(report, { paint: plain, columns: 100, verbose: false, ...(sourceOf && { sourceOf }) });
  const lines = text.trimEnd().split("\n");
  const whole = fence(lines, "text");
  if (new TextEncoder().encode(whole).length <= look.limit) return whole;
  // The fence is one thing: of what is too long as many lines are told as surely fit.
  const note = leftOut(lines.length, "line", look);
  return fit([always(fence(firstOf(lines, look.limit - note.length - 100), "text")), always(note)], look.limit);
}

function firstOf(lines: readonly string[], limit: number): readonly string[] {
  const taken: string[] = [];
  let room = limit;
  for (const line of lines) {
    room -= new TextEncoder().encode(line).length + 2;
    if (room < 0) return taken;
    taken.push(line);
  }
  return taken;
}
