import type { Json } from "./json.ts";

/** A request as any transport can hand it over: header names in lower case, the body as text. */
export interface ArmRequest {
  readonly method: string;
  /** Absolute, or a path with its query; a scheme and host in it count when there is no `host` header. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A whole answer, ready for a transport. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What becomes of a request: an answer, one that stops in the middle, or none at all. `delay` is in milliseconds. */
export type Outcome =
  | { readonly outcome: "answered"; readonly answer: Answer; readonly delay: number }
  | { readonly outcome: "cut"; readonly answer: Answer; readonly bytes: number; readonly delay: number }
  /** The connection ends without an answer; `acted` tells whether the server did what was asked before that. */
  | { readonly outcome: "dropped"; readonly acted: boolean; readonly delay: number };

/** An answer before it is a text: what the emulated services return. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** The body as text already, for long lists that are put together from kept texts. */
  readonly text?: string;
}

/** A request after its first reading, with everything that outlives the reading. */
export interface Asked {
  readonly method: string;
  /** The path's segments, decoded; doubled slashes are gone. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly caller: Caller;
  readonly correlationId: string;
  readonly requestId: string;
}

/** Who asks, as systemData and the activity log will name him. */
export interface Caller {
  readonly name: string;
  readonly kind: "User" | "Application";
  readonly claims: Readonly<Record<string, string>>;
}
