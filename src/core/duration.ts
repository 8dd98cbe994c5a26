/** A length of time in seconds with its ISO 8601 spelling, or what is wrong with the text and what would be right. */
export type Length = { readonly seconds: number; readonly iso: string } | { readonly complaint: string };

const short = /^(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
const iso = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;

/**
 * Reads `90s`, `5m`, `1h30m`, `1d` or ISO 8601 (`PT5M`, `P1D`). Months, years and weeks are refused: Azure takes
 * lengths, and `P1M` is nearly always a slip for `PT1M`.
 */
export function parseLength(text: string): Length {
  const before = read.get(text);
  if (before !== undefined) return before;
  const length = readLength(text);
  // A workspace of ten thousand rules writes a dozen different lengths.
  if (read.size < 1000) read.set(text, length);
  return length;
}

const read = new Map<string, Length>();

function readLength(text: string): Length {
  const match = short.exec(text) ?? iso.exec(text);
  if (match === null) return { complaint: explain(text) };
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return {
    seconds: ((days * 24 + hours) * 60 + minutes) * 60 + seconds,
    iso: text.startsWith("P") ? text : spell(days, hours, minutes, seconds),
  };
}

/** The seconds of a length, or nothing where the text is none. */
export function secondsOf(text: string): number | undefined {
  const length = parseLength(text);
  return "seconds" in length ? length.seconds : undefined;
}

/** The short spelling people write: `PT5M` is `5m`, `PT90M` is `1h30m`, `P1D` is `1d`. */
export function printLength(text: string): string {
  const seconds = secondsOf(text);
  if (seconds === undefined) return text;
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  return parts.map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`)).join("") || "0s";
}

function spell(days: number, hours: number, minutes: number, seconds: number): string {
  const date = days === 0 ? "" : `${days}D`;
  const time = [
    [hours, "H"],
    [minutes, "M"],
    [seconds, "S"],
  ].map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`));
  const spelled = `P${date}${time.some((part) => part !== "") ? `T${time.join("")}` : ""}`;
  return spelled === "P" ? "PT0S" : spelled;
}

function explain(text: string): string {
  const months = /^P(\d+)M$/i.exec(text);
  if (months !== null)
    return `\`${text}\` is ${months[1]} month${Number(months[1]) === 1 ? "" : "s"}, which Azure does not take; minutes are \`PT${months[1]}M\``;
  if (/^\d+$/.test(text))
    return `\`${text}\` has no unit; write \`${text}s\`, \`${text}m\`, \`${text}h\` or \`${text}d\``;
  if (/^P?\d+[WY]$|^\d+(w|y|mo)$/i.test(text))
    return `\`${text}\`: months, years and weeks are no lengths of time here; write days, such as \`7d\``;
  return `\`${text}\` is no length of time; write \`5m\`, \`1h30m\`, \`1d\` or ISO 8601 such as \`PT5M\``;
}
