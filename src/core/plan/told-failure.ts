/** Why a command ended without a result, ready to be read. */
export interface ToldFailure {
  /** Who refused or failed; `asked`: the command was asked for something that cannot be done. */
  readonly by: "azure" | "github" | "asked" | "system" | "bug";
  /** In words that complete *there is no plan: …*. */
  readonly why: string;
  /** Their own words. */
  readonly message: string;
  /** What was tried: method and path, or how somebody was to be signed in. */
  readonly tried?: string;
  /** What their support asks for: status, code, correlation id. */
  readonly facts: readonly (readonly [word: string, value: string])[];
  /** What to do about it. */
  readonly todo: string;
  /** Where in our program it happened; for the log, and for nobody who did nothing wrong. */
  readonly trace?: string;
}
