/** A command as a line holds it. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const names: ReadonlySet<string> = new Set([
  "add-mask",
  "add-matcher",
  "add-path",
  "debug",
  "echo",
  "endgroup",
  "error",
  "group",
  "notice",
  "remove-matcher",
  "save-state",
  "set-env",
  "set-output",
  "stop-commands",
  "warning",
]);

/**
 * The command in a line of output, as the runner finds it (actions/runner, `ActionCommand`): `::name …::data` where the
 * line begins, blanks apart, else the old `##[name …]data` anywhere in it. Only names that the runner knows are commands.
 */
export function commandIn(line: string, stopToken?: string): WorkflowCommand | undefined {
  const isKnown = (name: string): boolean =>
    names.has(name.toLowerCase()) || (stopToken !== undefined && name.toLowerCase() === stopToken.toLowerCase());
  return newForm(line.trimStart(), isKnown) ?? oldForm(line, isKnown);
}

function newForm(line: string, isKnown: (name: string) => boolean): WorkflowCommand | undefined {
  const end = line.startsWith("::") ? line.indexOf("::", 2) : -1;
  if (end < 0) return undefined;
  const [name, properties] = headOf(line.slice(2, end), ",", (text) => unescaped(text, [":", ","]));
  return isKnown(name) ? { name, properties, data: unescaped(line.slice(end + 2), []) } : undefined;
}

function oldForm(line: string, isKnown: (name: string) => boolean): WorkflowCommand | undefined {
  const begin = line.indexOf("##[");
  const end = begin < 0 ? -1 : line.indexOf("]", begin);
  if (end < 0) return undefined;
  const [name, properties] = headOf(line.slice(begin + 3, end), ";", (text) => unescaped(text, [";", "]"]));
  return isKnown(name) ? { name, properties, data: unescaped(line.slice(end + 1), [";", "]"]) } : undefined;
}

function headOf(
  head: string,
  between: string,
  unescape: (text: string) => string,
): readonly [string, Readonly<Record<string, string>>] {
  const blank = head.indexOf(" ");
  if (blank < 0) return [head, {}];
  const pairs = head
    .slice(blank + 1)
    .trim()
    .split(between)
    .flatMap((pair) => {
      const [, name = "", value = ""] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
      return name === "" ? [] : [[name, unescape(value)] as const];
    });
  return [head.slice(0, blank), Object.fromEntries(pairs)];
}

/** In the order in which the runner does it: the percent sign last. */
function unescaped(text: string, others: readonly string[]): string {
  return ["\r", "\n", ...others, "%"].reduce(
    (left, sign) => left.replaceAll(`%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`, sign),
    text,
  );
}
