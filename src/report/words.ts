import type { Action } from "../core/plan/change.ts";
import type { Location } from "../core/location.ts";
import type { PastCommit } from "../core/plan/report.ts";
import { as, type Span, type Style } from "./print.ts";

/** `1 error`, `3 errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : plural(noun)}`;
}

function plural(noun: string): string {
  return /[^aeou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** How an action is marked, and its style. */
export interface Mark {
  readonly symbol: string;
  readonly style: Style;
  /** `to create`: after a number, before the fact. */
  readonly ahead: string;
  /** `created`: after the fact. */
  readonly done: string;
}

/** The signs and words of every action; in the order in which a plan tells them: first what may hurt. */
export const marks: Readonly<Record<Action, Mark>> = {
  blocked: { symbol: "×", style: "bad", ahead: "blocked", done: "blocked" },
  delete: { symbol: "-", style: "delete", ahead: "to delete", done: "deleted" },
  replace: { symbol: "±", style: "replace", ahead: "to replace", done: "replaced" },
  rename: { symbol: "→", style: "replace", ahead: "to rename", done: "renamed" },
  update: { symbol: "~", style: "update", ahead: "to update", done: "updated" },
  adopt: { symbol: "✓", style: "create", ahead: "to adopt", done: "adopted" },
  release: { symbol: "✓", style: "update", ahead: "to release", done: "released" },
  create: { symbol: "+", style: "create", ahead: "to create", done: "created" },
  keep: { symbol: " ", style: "faint", ahead: "unchanged", done: "unchanged" },
};

/** Every action, in the order in which they are told. */
// Sound because `marks` has exactly the actions as keys.
export const actions: readonly Action[] = Object.keys(marks) as Action[];

/** `rules/aks.yaml:12`, as terminals and editors make a link of it. */
export function place(at: Location): Span {
  return as("place", `${at.file}:${at.line}`);
}

/** An instant without what nobody reads: `2026-11-19 02:14 UTC`. */
export function instant(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|\+00:00)$/.exec(text);
  return match === null ? text : `${match[1]} ${match[2]} UTC`;
}

/** The digest as people compare it by eye. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}

/** A commit as people know it: `abc1234 (raise the limit)`. */
export function commitWords({ id, title }: PastCommit): string {
  return `${id.slice(0, 7)} (${title})`;
}
