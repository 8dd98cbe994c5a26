/** Lines under a line that stands already, each so many blanks in; nothing at all where there are none. */
export function under(indent: number, lines: readonly string[]): string {
  return lines.map((line) => `\n${line === "" ? "" : " ".repeat(indent)}${line}`).join("");
}

/** A text as YAML: bare where that can only be a text, in quotes else. */
export function quote(text: string): string {
  return /^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./()-]+)*$/.test(text) && !words.has(text.toLowerCase())
    ? text
    : JSON.stringify(text);
}

// What YAML, of one version or the other, takes for no text.
const words = new Set(["null", "true", "false", "yes", "no", "on", "off", "y", "n"]);

/** A text where GitHub would look for expressions: what looks like one is none. */
export function literal(text: string): string {
  return quote(text.replaceAll("${{", "${{ '${{' }}"));
}

/** Texts as a list in one line, which is JSON as well. */
export function list(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(", ")}]`;
}
