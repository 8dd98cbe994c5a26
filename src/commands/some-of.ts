// More names than these are counted.
const most = 8;

/** Names in a sentence: the first eight, and how many more. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
