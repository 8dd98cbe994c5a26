/** What is said about a diagnostic code in `docs/diagnostics.md`. */
export interface CodePage {
  readonly severity: "error" | "warning";
  /** One sentence: what is so. */
  readonly means: string;
  /** One sentence or two: what to write instead, or how to live with it. */
  readonly instead: string;
}
