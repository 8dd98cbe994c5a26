import { createHash } from "node:crypto";

/** A text's fingerprint, long enough to tell the lines of a repository apart. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
