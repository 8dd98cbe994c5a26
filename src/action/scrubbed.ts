import type { Diagnostic } from "../core/diagnostic.ts";
import type { Scrub } from "../core/settings/scrub.ts";
import type { Sources } from "../cli/opened.ts";

/**
 * Diagnostics without the secrets that somebody may have written into a rule. It is done before they are put into words:
 * a text that is wrapped, escaped or cut for its reader does not hold a secret as anybody knows it any more.
 */
export function scrubbed(diagnostics: readonly Diagnostic[], scrub: Scrub): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => ({ ...diagnostic, message: scrub(diagnostic.message) }));
}

/** The same for the files that diagnostics are about; a line stays a line. */
export function scrubbedSources(sources: Sources, scrub: Scrub): Sources {
  return new Map([...sources].map(([file, text]) => [file, text.split("\n").map(scrub).join("\n")]));
}
