import type { TextMistake } from "./yaml-mistakes.ts";

/** What looks like a credential, and in which words it is told; the part in the named group `key` is what is secret. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ["the signature of a shared access URL", /[?&]sig=(?<key>[\w%+/=-]{20,})/g],
  ["the key of a function's URL", /[?&]code=(?<key>[\w%+/=-]{20,})/g],
  ["a Slack webhook", /hooks\.slack\.com\/(?:services|workflows)\/(?<key>T\w{5,}\/[\w/]{20,})/g],
  ["a Teams webhook", /webhook\.office\.com\/webhookb2\/(?<key>[\w@-]{36,}\/\S{20,})/g],
  ["a Discord webhook", /discord(?:app)?\.com\/api\/webhooks\/(?<key>\d{10,}\/[\w-]{20,})/g],
  ["a PagerDuty integration", /events\.(?:eu\.)?pagerduty\.com\/integration\/(?<key>[\da-f]{32})/g],
  ["an account key", /(?:AccountKey|SharedAccessKey)=(?<key>[\w+/]{20,}={0,2})/g],
  ["an API key", /[?&](?:api[-_]?key|token|access_token)=(?<key>[\w%+/.=-]{16,})/gi],
  ["a GitHub token", /\b(?<key>gh[pousr]_\w{36,})/g],
  ["a Slack token", /\b(?<key>xox[abprs]-[\w-]{20,})/g],
  ["a signed token", /(?<![\w-])(?<key>eyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{15,})/g],
  ["a private key", /-----BEGIN (?<key>[A-Z ]*PRIVATE KEY)-----/g],
  [
    "a password or key",
    // JSON within a text, whose quotes may be escaped.
    /\\?"[\w.-]{0,40}(?:api[-_]?key|password|passwd|secret|token|integration[-_]?key|routing[-_]?key)[\w.-]{0,40}\\?"\s{0,9}:\s{0,9}\\?"(?<key>(?=[\w+/.=~-]*\d)(?=[\w+/.=~-]*[a-z])[\w+/.=~-]{16,})\\?"/gi,
  ],
  [
    "a password or key",
    /(?:^[ \t]*(?:-[ \t]+)?|[{,][ \t]*)["']?[\w.-]*(?:api[-_]?key|password|passwd|client[-_]?secret|access[-_]?token|integration[-_]?key|routing[-_]?key)["']?:[ \t]+["']?(?<key>(?=[\w+/.=~-]*\d)(?=[\w+/.=~-]*[a-z])[\w+/.=~-]{16,})["']?[ \t]*(?:[,}#]|$)/gim,
  ],
];

/** Where a credential stands in a text. */
interface CredentialSpan {
  readonly from: number;
  readonly to: number;
  /** What it looks like, in words. */
  readonly what: string;
}

/** The parts of a text that look like credentials, in order, none over another. */
export function credentialSpans(text: string): readonly CredentialSpan[] {
  const found = new Map<number, CredentialSpan>();
  for (const [what, shape] of shapes) {
    for (const match of text.matchAll(shape)) {
      const key = match.groups?.["key"] ?? "";
      const from = match.index + match[0].lastIndexOf(key);
      if (!isNamed(key) && !found.has(from)) found.set(from, { from, to: from + key.length, what });
    }
  }
  const spans = [...found.values()].toSorted((a, b) => a.from - b.from);
  return spans.filter(({ from }, index) => spans.slice(0, index).every(({ to }) => to <= from));
}

/** A text with `…` for what looks like a credential in it, fit to be told. */
export function withoutCredentials(text: string): string {
  return credentialSpans(text).reduceRight((left, { from, to }) => `${left.slice(0, from)}…${left.slice(to)}`, text);
}

/** Warnings for what looks like a credential in a file, comments included: a secret in git is known to everybody who ever sees the repository. The text itself is never said. */
export function credentialsIn(text: string): TextMistake[] {
  return credentialSpans(text).map(({ from, what }) => {
    const message = `this looks like ${what}; put it in a secret and write \`\${secret:NAME}\``;
    return { code: "looks-like-credential", message, offset: from };
  });
}

/** True for a text that only names what will stand there: `YOUR_API_KEY_GOES_HERE`, `xxxxxxxxxxxxxxxxxxxx`. */
function isNamed(key: string): boolean {
  return new Set(key).size < 5 || /^[A-Z_]+$/.test(key);
}
