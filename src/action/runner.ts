import type { Location } from "../core/location.ts";

/** A remark that stands beside the code, or with the run where it has no place. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title?: string;
  readonly message: string;
  readonly at?: Location;
}

/**
 * The runner that started this process: its log, its files, its rules. Whatever goes out by it is scrubbed of every
 * secret it was told to mask, and nothing in a text acts as a command of the runner.
 */
export interface Runner {
  /** Hides a secret in the log, and in whatever passes `scrub` from then on. */
  mask(secret: string): void;
  scrub(text: string): string;
  log(text: string): void;
  annotate(annotation: Annotation): void;
  /** Adds to the summary of the job; what passes GitHub's limit is left out with a word. */
  summarize(markdown: string): Promise<void>;
  output(name: string, value: string): void;
}
