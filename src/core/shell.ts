/** A text as a POSIX shell takes it for one word, so that a command that is told can be copied and run. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command with its arguments, as a shell takes them. */
export function shellCommand(...words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
