import { seenInLine } from "./foreign-text.ts";
import { inHtml, inMarkdown, type Phrase } from "./phrase.ts";

/** Blocks of markdown with an empty line between them; empty ones leave no trace. */
export function blocks(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

/** A heading. */
export function heading(level: 2 | 3 | 4, phrase: Phrase): string {
  return `${"#".repeat(level)} ${inMarkdown(phrase)}`;
}

/** A paragraph of one line. */
export function paragraph(...phrase: Phrase): string {
  return inMarkdown(phrase);
}

/** Lines that stand close together, as one paragraph. GitHub breaks a comment where the text is broken, a summary not. */
export function lines(phrases: readonly Phrase[]): string {
  return phrases.map((phrase) => inMarkdown(phrase)).join("<br>");
}

/** One point of a list. */
export function bullet(...phrase: Phrase): string {
  return `- ${inMarkdown(phrase)}`;
}

/** A cell: the lines in it. */
export type Cell = readonly Phrase[];

/** The first two lines of a table. */
export function tableHead(...titles: readonly string[]): string {
  return `${row(titles.map((title) => [[title]]))}\n|${" --- |".repeat(titles.length)}`;
}

/** A line of a table. */
export function row(cells: readonly Cell[]): string {
  return `| ${cells.map((lines) => lines.map((line) => inMarkdown(line, "cell")).join("<br>")).join(" | ")} |`;
}

/** Something that is seen only by who opens it. */
export function folded(summary: Phrase, body: string): string {
  return `${foldStart(summary)}\n\n${body}\n\n${foldEnd}`;
}

/** Where a fold begins, for what is put together elsewhere. */
export function foldStart(summary: Phrase): string {
  return `<details><summary>${inHtml(summary)}</summary>`;
}

/** Where a fold ends. */
export const foldEnd = "</details>";

/**
 * Lines of code. What they are said to be written in is ours alone, so that none of them is drawn as a diagram. No line
 * of it begins as the hidden lines of a comment do (`core/plan/comment.ts`).
 */
export function fence(lines: readonly string[], language: "diff" | "yaml" | "text" | "sh"): string {
  const shown = lines.map(seenInLine);
  const longest = Math.max(2, ...shown.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const mark = "`".repeat(longest + 1);
  // As many blanks as there are before the fence are taken from every line.
  const margin = shown.some((line) => line.startsWith("<")) ? " " : "";
  return [`${mark}${language}`, ...shown, mark].map((line) => margin + line).join("\n");
}
