/** The same report with every text replaced, but for what our own code says, and for what is kept. */
export function withTexts(value: unknown, replace: (text: string) => string, kept: readonly string[] = []): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((item) => withTexts(item, replace, kept));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      isWord(key) || kept.includes(key) ? item : withTexts(item, replace, kept),
    ]),
  );
}

/** What our own code says, and nobody else: members of unions. */
function isWord(key: string): boolean {
  return ["command", "action", "outcome", "state", "severity", "code", "check", "canPlan", "canApply"].includes(key);
}
