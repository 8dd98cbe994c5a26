/** What holds a request up on its way to GitHub, for the log; texts are free of secrets, times in milliseconds. */
export type HostEvent =
  | { readonly event: "wait"; readonly tried: string; readonly because: string; readonly milliseconds: number }
  | { readonly event: "warning"; readonly text: string };
