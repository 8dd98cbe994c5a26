import { credentialSpans } from "../core/language/credentials.ts";

/**
 * A line of a comment above a definition. What it tells comes from Azure, where anybody who may tag a resource can write
 * line breaks: one of them would end the comment, and what is behind it would be YAML.
 */
export function commentLine(text: string): string {
  const shown = credentialSpans(text).reduceRight(
    (left, { from, to }) => `${left.slice(0, from)}…${left.slice(to)}`,
    text,
  );
  return `# ${shown.replaceAll(notShown, "\uFFFD")}`.trimEnd();
}

/** Controls, marks of the reading direction, halves of surrogate pairs, and what else ends a line for somebody. */
const notShown = /[\p{C}\u2028\u2029]/gu;
