import { scrubber, type Scrub } from "../core/settings/scrub.ts";
import type { Session } from "./session.ts";

/**
 * The secrets of a run, as far as they are known: what is told afterwards is free of them. One that is told by its lines,
 * or without the blanks around it, is known by those as well.
 */
export function knownSecrets(): Pick<Session, "onSecret" | "scrub"> {
  const known = new Set<string>();
  let scrub: Scrub | undefined;
  return {
    onSecret(secret) {
      for (const part of partsOf(secret)) known.add(part);
      scrub = undefined;
    },
    scrub: (text) => (scrub ??= scrubber([...known]))(text),
  };
}

/** A secret and its lines; what is shorter than three signs is in every text. */
export function partsOf(secret: string): readonly string[] {
  const lines = secret.split(/[\r\n]+/).flatMap((line) => [line, line.trim()]);
  return [...new Set([secret, ...lines])].filter((part) => part.trim().length > 2);
}
