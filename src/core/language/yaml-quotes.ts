/*
 * Most YAML mistakes in alert rules are a lost pair of quotes: `scopes: [${cluster}]`, `{{ $labels.pod }} is down`,
 * `values: [*]`, `query: Heartbeat: x`. The library then complains about something else, somewhere behind. So the line of
 * its error is looked at again, for the first value that cannot stand without quotes.
 */

/** A value that has to be quoted: where it begins in the line, and what stands there. */
export interface Unquoted {
  readonly column: number;
  readonly text: string;
}

/** The first value of a line that YAML cannot take without quotes, where there is one. */
export function findUnquoted(line: string): Unquoted | undefined {
  const start = valueStart(line);
  const rest = line.slice(start);
  if (rest.startsWith("[") || (rest.startsWith("{") && !rest.startsWith("{{")))
    return inFlow(line, start) ?? behindFlow(line, start);
  const text = rest.replace(/\s+#.*$/, "").trimEnd();
  if (isUnfitInBlock(text)) return { column: start, text };
  const lone = /\$\{[^}]*\}[^,[\]{}"']*/.exec(rest);
  // A line inside brackets that were opened further up.
  return lone !== null && /[,\]}]\s*$/.test(rest) && !/["']/.test(rest)
    ? { column: start + lone.index, text: lone[0].trimEnd() }
    : undefined;
}

/** The text in YAML quotes. */
export function quote(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

/** Where the value begins: behind the dashes and the key. */
function valueStart(line: string): number {
  const dashes = /^\s*(?:-\s+)*/.exec(line)?.[0].length ?? 0;
  const key = /^(?:"[^"]*"|'[^']*'|[^\s#'"[{][^#]*?)\s*:(?:\s+|$)/.exec(line.slice(dashes));
  // A list of texts: several words before a colon are a condition such as `avg x > 1 where Disk includes C: or D:`.
  const isText = line.slice(0, dashes).includes("-") && /\S\s+\S/.test(key?.[0].replace(/:\s*$/, "") ?? "");
  return dashes + (isText ? 0 : (key?.[0].length ?? 0));
}

const unfitStart = /^(?:\{\{|\*(?=\s|$)|[@`%&!])/;

function isUnfitInBlock(text: string): boolean {
  if (unfitStart.test(text)) return true;
  if (/^[|>]/.test(text)) return !/^[|>][-+0-9]*$/.test(text);
  if (/^["']/.test(text)) return false;
  return /:(\s|$)/.test(text);
}

/** The items of `[…]` and `{…}`, one of which cannot stand there without quotes. */
function inFlow(line: string, start: number): Unquoted | undefined {
  let at = start;
  while (at < line.length) {
    const [item = ""] =
      /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|\{\{.*?\}\}(?:\s[^,\]}]*)?|(?:\$\{[^}]*\}|[^,[\]{}"'])+|.)/.exec(line.slice(at)) ??
      [];
    const text = item.trim();
    const [, key = "", value = text] = /^([^\s"'$]+:\s+)(.*)$/.exec(text) ?? [];
    if (value.includes("${") && !/^["']/.test(value))
      return { column: at + item.indexOf(text) + key.length, text: value };
    if (unfitStart.test(value)) return { column: at + item.indexOf(text) + key.length, text: value };
    at += Math.max(1, item.length);
  }
  return undefined;
}

/** A text that begins with a bracket: `[prod] CPU is high`. */
function behindFlow(line: string, start: number): Unquoted | undefined {
  const text = line
    .slice(start)
    .replace(/\s+#.*$/, "")
    .trimEnd();
  return /^(?:\[[^[\]]*\]|\{[^{}]*\})\s*[^\s,\]}]/.test(text) && !/:\s/.test(text)
    ? { column: start, text }
    : undefined;
}
