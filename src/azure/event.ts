/** What happens at the door, for progress lines and `--verbose`; texts are free of secrets, times in milliseconds. */
export type AzureEvent =
  | { readonly event: "request"; readonly tried: string; readonly attempt: number; readonly requestId: string }
  | { readonly event: "answer"; readonly tried: string; readonly status: number; readonly milliseconds: number }
  | { readonly event: "broken"; readonly tried: string; readonly because: string; readonly milliseconds: number }
  | { readonly event: "retry"; readonly tried: string; readonly because: string; readonly milliseconds: number }
  | { readonly event: "wait"; readonly tried: string; readonly milliseconds: number }
  | { readonly event: "older-version"; readonly type: string; readonly refused: string; readonly using: string };

/** Time as a value, so that no test waits: epoch milliseconds, and a sleep that rejects with the reason of its signal. */
export interface Clock {
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}
