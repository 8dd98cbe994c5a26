import { distance } from "fastest-levenshtein";

/** The candidate somebody most likely meant, or nothing when none is near: `severty` is, and so is `expr`. Case counts least. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: { candidate: string; cost: number } | undefined;
  const longer: string[] = [];
  for (const candidate of candidates) {
    const cost = distance(word.toLowerCase(), candidate.toLowerCase());
    if (best === undefined || cost < best.cost) best = { candidate, cost };
    if (word.length >= 3 && candidate.toLowerCase().startsWith(word.toLowerCase())) longer.push(candidate);
  }
  const bound = Math.max(1, Math.floor(word.length / 3) + 1);
  if (best !== undefined && best.cost <= bound) return best.candidate;
  return longer.length === 1 ? longer[0] : undefined;
}

/** The end of a complaint about an unknown word: ``; did you mean `x`?`` or ``; there are `a`, `b` ``. */
export function suggest(word: string, candidates: readonly string[], most = 12): string {
  const near = nearest(word, candidates);
  if (near !== undefined) return `; did you mean \`${near}\`?`;
  if (candidates.length === 0) return "";
  const shown = candidates.slice(0, most).map((name) => `\`${name}\``);
  const rest = candidates.length - shown.length;
  return `; known: ${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
