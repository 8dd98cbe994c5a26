import { existsSync, readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { visible } from "../../src/report/visible.ts";
import { seen } from "../../src/report/markdown/foreign-text.ts";
import { pageOf } from "../report/markdown/judge.ts";
import type { Company } from "./company.ts";
import type { ActionEnd } from "./runner.ts";

/*
 * Canaries: secrets by which one knows that something leaked, in every spelling that somebody may bring them back in, and
 * everything of a run in which one could sit.
 */

const signs = [
  " ",
  "  ",
  '"',
  "'",
  "%",
  "&",
  "<",
  ">",
  "`",
  "|",
  "\\",
  "/",
  "+",
  "!",
  "*",
  "(",
  "#",
  "@",
  "$",
  "{",
  "}",
];
const letters = ["q", "Z", "0", "é", "한", "😀", "\t", "=", ":", "~", "%41", "&amp;", "\\n", "a1"];

/** A line nobody writes by chance. */
const line = (most: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...signs, ...letters), { maxLength: most })
    .chain((parts) => fc.constantFrom(...signs.slice(2)).map((sign) => `Q${sign}${parts.join("")}7`))
    .filter((text) => text.length <= 200);

/** A secret of 3 to some 200 signs, of one line or of several. */
export const canary: fc.Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: line(0) },
  { weight: 2, arbitrary: line(6) },
  { weight: 3, arbitrary: line(60) },
  { weight: 1, arbitrary: fc.array(line(12), { minLength: 2, maxLength: 4 }).map((lines) => lines.join("\n")) },
);

const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const strictly = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
const named: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const brokenAfter = (text: string, width: number, end: string): string =>
  (text.match(new RegExp(`[^]{1,${width}}`, "gu")) ?? []).join(end);

/** What somebody makes of a secret on its way back to us. */
export const spellings: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  capitals: (secret) => secret.toUpperCase(),
  json,
  "json twice": (secret) => json(json(secret)),
  "json thrice": (secret) => json(json(json(secret))),
  ".NET's json": (secret) =>
    json(secret).replaceAll(
      /[^ -~]|["&'+<>`]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
    ),
  url: encodeURIComponent,
  "url strictly": strictly,
  "url twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  form: (secret) => new URLSearchParams({ x: secret }).toString().slice(2),
  xml: (secret) => secret.replaceAll(/[&<>"']/g, (sign) => named[sign] ?? sign),
  "xml by number": (secret) => secret.replaceAll(/[&<>"'\n]/g, (sign) => `&#${sign.charCodeAt(0)};`),
  "xml in hexadecimal": (secret) =>
    secret.replaceAll(/[&<>"'\n]/gu, (sign) => `&#x${sign.charCodeAt(0).toString(16).toUpperCase()};`),
  "quotes doubled": (secret) => secret.replaceAll(/['"]/g, "$&$&"),
  base64,
  base64url: (secret) => Buffer.from(secret).toString("base64url"),
  wrapped: (secret) => (secret.replaceAll(/[\s+]/g, "").length < 12 ? secret : brokenAfter(secret, 10, "\n")),
  "wrapped base64": (secret) => brokenAfter(base64(secret), 16, "\r\n"),
  "json in a url": (secret) => encodeURIComponent(json(secret)),
};

/** How many signs base64 must have to be looked for: fewer are in every hash. */
const shortest = 8;

/** All by which a secret is known: as it is and line by line, in every spelling, and as our own renderers write them. */
function tracesOf(secret: string): readonly string[] {
  const parts = new Set([secret, ...secret.split("\n")].map((part) => part.trim()).filter((part) => part.length > 2));
  const all = [...parts].flatMap((part) =>
    Object.entries(spellings).flatMap(([name, spell]) => {
      const spelled = spell(part);
      if (/base64/.test(name) && spelled.length < shortest) return [];
      return [spelled, seen(spelled), visible(spelled), spelled.replaceAll(/\s+/g, " ")];
    }),
  );
  return [...new Set(all)].filter((trace) => trace.trim().length > 2);
}

/** Everything that a step left for people and machines, by where; the words that mask a secret are for the runner alone. */
export function sinksOf(end: ActionEnd): ReadonlyMap<string, string> {
  const { text, output, summary, env } = end.raw;
  const sinks = new Map([
    ["log", text.replaceAll(/^::add-mask::.*$/gm, "")],
    ["outputs", output],
    ["variables", env],
    ["summary", summary],
    ["summary's page", pageText(summary)],
    ["annotations", JSON.stringify(end.annotations)],
  ]);
  for (const [name, path] of Object.entries(end.outputs)) {
    if (!name.endsWith("-file") || !existsSync(path)) continue;
    const left = readFileSync(path, "utf8");
    sinks.set(name, left).set(`${name}'s texts`, textsIn(JSON.parse(left)).join("\n\n"));
  }
  return sinks;
}

const packed = /<!-- tocsin-data (\S+) -->/g;

/** Everything that GitHub was told by requests that write. */
export function toldTo({ github }: Company): ReadonlyMap<string, string> {
  const sinks = new Map<string, string>();
  for (const [index, { operation, body, query }] of github.requests.entries()) {
    if (operation.endsWith("graphql")) continue;
    const texts = textsIn(body);
    const hidden = texts.flatMap((text) => [...text.matchAll(packed)].map(([, data = ""]) => unpacked(data)));
    const name = `${index} ${operation}`;
    // Packed, data has three signs in a row that mean nothing, now and then just those of a canary.
    const shown = texts.map((one) => one.replaceAll(packed, ""));
    sinks.set(name, [decodeURIComponent(operation), query, ...shown, ...hidden].join("\n\n"));
    sinks.set(`${name}'s page`, texts.map(pageText).join("\n\n"));
  }
  return sinks;
}

/** Where canaries were found: the sink and what stands around. */
export function leaksIn(sinks: ReadonlyMap<string, string>, secrets: readonly string[]): readonly string[] {
  const traces = secrets.flatMap((secret) => tracesOf(secret));
  return [...sinks].flatMap(([name, text]) =>
    traces
      .flatMap((trace) => {
        const at = text.indexOf(trace);
        return at < 0 ? [] : [`${name}: ${JSON.stringify(text.slice(Math.max(0, at - 60), at + trace.length + 20))}`];
      })
      .slice(0, 2),
  );
}

function pageText(markdown: string): string {
  const { text, elements, links } = pageOf(markdown);
  return [text, ...elements, ...links].join("\n\n");
}

function unpacked(data: string): string {
  return inflateRawSync(Buffer.from(data, "base64")).toString("utf8");
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)]);
}
