import { createHash } from "node:crypto";

/** A GUID that depends on a text only, for ids that Azure would draw once and keep: the same in every run. */
export function guidOf(seed: string): string {
  const hex = createHash("sha256").update(seed).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
