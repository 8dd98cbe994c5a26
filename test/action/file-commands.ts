/** The pairs in a file such as `GITHUB_OUTPUT`, as the runner reads them; a file it would refuse throws. */
export function pairsIn(text: string): Readonly<Record<string, string>> {
  const pairs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const [equals, heredoc] = [line.indexOf("="), line.indexOf("<<")];
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      pairs[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    const [name = "", word = ""] = heredoc < 0 ? [] : [line.slice(0, heredoc), line.slice(heredoc + 2)];
    if (name === "" || word === "") throw new Error(`Invalid format '${line}'`);
    const end = lines.indexOf(word, at + 1);
    if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${word}'`);
    pairs[name] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return pairs;
}

/** The longest summary that is uploaded; a longer one is dropped as a whole. */
export const longestSummary = 1024 * 1024;
