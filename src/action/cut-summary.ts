const left = "*The rest does not fit into a job summary; the log has it.*\n\n";

/** A text for the summary of so many bytes at the most: whole, or up to the end of a block with a word that something is missing. */
export function cutSummary(markdown: string, most: number): string {
  if (Buffer.byteLength(markdown) <= most) return markdown;
  const word = Buffer.byteLength(left);
  if (word > most) return "";
  return markdown.slice(0, lastBlockEnd(markdown, most - word)) + left;
}

/** Where the last block ends that fits: behind a blank line that is in no fence and in nothing folded. */
function lastBlockEnd(markdown: string, most: number): number {
  let [end, bytes, position, folded] = [0, 0, 0, 0];
  let fence: string | undefined;
  for (const line of markdown.split(/(?<=\n)/)) {
    bytes += Buffer.byteLength(line);
    if (bytes > most) return end;
    position += line.length;
    // Backticks with others behind them on the line are code in a line, and no fence.
    const mark = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      fence = mark;
      // Only at the beginning of a line are they ours; further in they stand as code, whoever wrote them.
      if (/^<details\b/.test(line)) folded += 1;
      if (line.startsWith("</details>")) folded -= 1;
      if (line.trim() === "" && folded <= 0) end = position;
    } else if (mark?.startsWith(fence) === true && line.trim() === mark) fence = undefined;
  }
  return end;
}
