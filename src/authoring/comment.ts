import { withoutCredentials } from "../core/language/credentials.ts";

/**
 * A line of a comment above a definition. What it tells comes from Azure, where anybody who may tag a resource can write
 * line breaks: one of them would end the comment, and what is behind it would be YAML.
 */
export function commentLine(text: string): string {
  return `# ${withoutCredentials(text).replaceAll(notShown, "\uFFFD")}`.trimEnd();
}

/** Controls, marks of the reading direction, halves of surrogate pairs, and what else ends a line for somebody. */
const notShown = /[\p{C}\u2028\u2029]/gu;
