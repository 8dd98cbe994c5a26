import { isSignIn } from "../sign-in/paths.ts";
import type { Asked } from "./request.ts";

/** What goes wrong. `acted` means: the server has done what was asked, and only the answer suffers. */
export type FaultEffect =
  | {
      readonly do: "answer";
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly headers: Readonly<Record<string, string>>;
      /** The body's text instead of an error made from code and message. */
      readonly body?: string;
      readonly acted: boolean;
    }
  /** The answer is no JSON. */
  | { readonly do: "malform" }
  | { readonly do: "drop"; readonly acted: boolean }
  /** The answer ends after so many bytes of its body. */
  | { readonly do: "cut"; readonly bytes: number }
  | { readonly do: "delay"; readonly milliseconds: number }
  /** A GET shows the state before the last PUT. */
  | { readonly do: "stale" }
  /** A new resource is not found by its first reads (azure-rest-api-specs#10973). */
  | { readonly do: "hide-new"; readonly reads: number }
  /** A subscription's list leaves out what is younger than this (recorded 2024: 13 to 47 s). */
  | { readonly do: "lag"; readonly milliseconds: number }
  /** Lists come in pages of so many; the service has never been seen to page one (203 recorded lists). */
  | { readonly do: "pages"; readonly size: number }
  /** A rule whose action group is not there is refused. */
  | { readonly do: "mind-groups" }
  /** The caller may not read what is at or below an id, so no rule of his may refer to it. */
  | { readonly do: "unreadable"; readonly below: string }
  | { readonly do: "dress"; readonly dress: Dress };

/** A day as `2019-06-14`, so that days compare as texts do. */
export type Day = `${number}-${number}-${number}`;

/**
 * In which clothes the server answers: all those of the years before 2022 at once, those of next year, badly folded, or
 * those of one day in the past. The service changes under an unchanged api-version.
 */
export type Dress = "old" | "future" | "shuffled" | Day;

/** One fault: whom it meets, what it does, and how often. All of it is data, so it can come over HTTP. */
export interface Fault {
  /** In upper case; empty means every method. */
  readonly methods: readonly string[];
  /** `*` for all but signing in, a type, `type/name`, or `/a regular expression/` for the path. */
  readonly target: string;
  readonly effect: FaultEffect;
  /** How many matching requests it meets; without it, all. */
  readonly times?: number;
  /** How many matching requests pass before. */
  readonly after?: number;
}

/** Whether a fault is meant for a request, however often it has struck already. */
export function isFor(fault: Fault, asked: Asked): boolean {
  if (fault.methods.length > 0 && !fault.methods.includes(asked.method)) return false;
  // Clients give up when they cannot sign in; a fault that is to befall that has to say so by the path.
  if (fault.target === "*") return !isSignIn(asked.segments);
  const path = `/${asked.segments.join("/")}`;
  const pattern = /^\/(.*)\/$/.exec(fault.target)?.[1];
  if (pattern !== undefined) return new RegExp(pattern, "i").test(path);
  const [type = "", name] = fault.target.toLowerCase().split("/");
  const segments = asked.segments.map((segment) => segment.toLowerCase());
  const provider = segments.lastIndexOf("providers");
  if (provider < 0)
    return segments[0] === "subscriptions" && segments[2] === type && (name ?? segments[3]) === segments[3];
  return segments[provider + 2] === type && (name === undefined || segments[provider + 3] === name);
}
