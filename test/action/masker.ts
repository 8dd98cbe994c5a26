/**
 * What the runner hides in its log, annotations and summaries: each value it was told, and each of its lines, in every
 * spelling it knows (actions/runner, `ValueEncoders`).
 */
export interface Masker {
  add(value: string): void;
  mask(text: string): string;
  /** Every value it was told. */
  readonly told: readonly string[];
}

export function createMasker(values: readonly string[] = []): Masker {
  const told: string[] = [];
  const needles = new Set<string>();
  const add = (value: string): void => {
    told.push(value);
    for (const part of [value, ...value.split(/[\r\n]/)])
      for (const spelling of part === "" ? [] : spellings(part)) needles.add(spelling);
  };
  for (const value of values) add(value);
  return { add, mask: (text) => masked(text, needles), told };
}

/** Finds that overlap are one. */
function masked(text: string, needles: ReadonlySet<string>): string {
  const hidden = new Uint8Array(text.length);
  for (const needle of needles) {
    for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1))
      hidden.fill(1, at, at + needle.length);
  }
  let result = "";
  for (let at = 0; at < text.length; at++) {
    if (hidden[at] === 0) result += text[at];
    else if (hidden[at - 1] !== 1) result += "***";
  }
  return result;
}

function spellings(value: string): readonly string[] {
  const bytes = Buffer.from(value, "utf8");
  const base64 = [0, 1, 2].map((shift) => bytes.subarray(bytes.length > shift ? shift : 0).toString("base64"));
  return [
    value,
    ...base64,
    value.replaceAll('"', '\\"'),
    value.replaceAll("'", "''"),
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value.toWellFormed()),
    value.replaceAll(/[&<>"']/g, (sign) => xmlNames[sign] ?? sign),
    value.length > 8 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value,
  ];
}

const xmlNames: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
