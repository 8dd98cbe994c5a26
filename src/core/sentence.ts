/** Somebody else's words and what we say behind them, in one sentence: theirs may have ended with a full stop. */
export function continued(words: string, ours: string | undefined): string {
  return ours === undefined ? words : `${words.replace(/(?<!\.)\.$/, "")}; ${ours}`;
}
