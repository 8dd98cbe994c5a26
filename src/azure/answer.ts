import { isList, isObject, type Json, type JsonObject } from "../core/json.ts";
import type { Scrub } from "../core/settings/scrub.ts";
import type { Answer } from "./exchange.ts";

/** Azure's own words in a refusal; either may be missing, and `message` is never an empty text. */
export interface Said {
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/**
 * Reads a refusal. ARM's gateway wraps it (`{"error":{"code","message"}}`), the alerting services do not and vary the
 * case of the keys (`{"Code","Message"}`, message sometimes null); what stands between us and Azure answers HTML.
 * https://github.com/Azure/azure-rest-api-specs/issues/11898
 *
 * Words that somebody is to see are scrubbed here, as they came: a secret that was cut or trimmed is not found any more.
 */
export function saidBy(answer: Answer, scrub: Scrub = asItIs): Said {
  const body = isObject(answer.json) ? answer.json : undefined;
  if (body === undefined) return { code: undefined, message: plain(answer.text, scrub) };
  const textOf = (value: Json | undefined): string | undefined => textIn(value, scrub);
  const inner = member(body, "error");
  const error = isObject(inner) ? inner : body;
  const code = textOf(member(error, "code")) ?? textOf(inner);
  const message = textOf(member(error, "message")) ?? textOf(member(body, "error_description"));
  const details = detailsOf(error, textOf).filter((detail) => detail !== message);
  return { code, message: [...(message === undefined ? [] : [message]), ...details].join(" · ") || undefined };
}

function asItIs(text: string): string {
  return text;
}

function detailsOf(error: JsonObject, textOf: (value: Json | undefined) => string | undefined): string[] {
  const details = member(error, "details");
  const items = isList(details) ? details.filter(isObject) : [];
  return [...new Set(items.map((item) => textOf(member(item, "message"))))]
    .filter((text) => text !== undefined)
    .slice(0, 5);
}

function member(body: JsonObject, name: string): Json | undefined {
  const key = Object.keys(body).find((candidate) => candidate.toLowerCase() === name);
  return key === undefined ? undefined : body[key];
}

function textIn(value: Json | undefined, scrub: Scrub): string | undefined {
  // Key vaults write several lines, and an error is told in one. Whoever tells it scrubs the whole once more.
  const text = typeof value === "string" ? scrub(value).replaceAll(/\s+/g, " ").trim() : "";
  return text === "" ? undefined : text;
}

const longest = 300;

// A proxy's page of HTML in a line of the log: its words, without its tags, and not all of them.
function plain(text: string, scrub: Scrub): string | undefined {
  const raw = scrub(text)
    .slice(0, 20_000)
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]*>/g, " ");
  // Once more, because a secret can also show up where the tags were.
  const words = scrub(raw.replace(/\s+/g, " ").trim());
  if (words === "") return undefined;
  if (words.length <= longest) return words;
  // Not within a word: half a secret that nobody has named here would be known to nobody afterwards.
  const end = words.lastIndexOf(" ", longest);
  return `${words.slice(0, Math.max(0, end))}…`;
}

/**
 * How long Azure asks to wait, in milliseconds, or nothing where it does not say. Seconds or a date in `Retry-After`,
 * milliseconds in two headers of its own, and the end of the minute in `x-rate-limit-reset`, which log alerts send.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export function retryAfterOf(answer: Answer, now: number): number | undefined {
  for (const name of ["retry-after-ms", "x-ms-retry-after-ms"]) {
    const milliseconds = numberOf(answer.header(name));
    if (milliseconds !== undefined) return milliseconds;
  }
  const retryAfter = answer.header("retry-after");
  const seconds = numberOf(retryAfter);
  if (seconds !== undefined) return seconds * 1000;
  const date = instantOf(retryAfter);
  return date === undefined ? undefined : Math.max(0, date - serverNow(answer, now));
}

/** Milliseconds until the window of `x-rate-limit-reset` ends; an hour at most, whatever the clocks say. */
export function resetOf(answer: Answer, now: number): number | undefined {
  const reset = instantOf(answer.header("x-rate-limit-reset"));
  return reset === undefined ? undefined : Math.min(3_600_000, Math.max(0, reset - serverNow(answer, now)));
}

/** A header that counts, such as what remains of a limit; nothing where it is missing or no number. */
export function countOf(answer: Answer, name: string): number | undefined {
  return numberOf(answer.header(name));
}

// Azure's instants are compared with Azure's clock: a runner's own may be minutes off.
function serverNow(answer: Answer, now: number): number {
  return instantOf(answer.header("date")) ?? now;
}

function instantOf(text: string | undefined): number | undefined {
  const instant = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,12}(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
