import type { Sources } from "./opened.ts";
import { isList, isObject, type Json } from "../core/json.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Report } from "../core/plan/report.ts";
import type { Scrub } from "../core/settings/scrub.ts";

/**
 * A report without the secrets that somebody may have written into a rule, a name or a title, or that came back in an
 * error. It is done before they are put into words: a text that is wrapped, escaped or cut for its reader does not hold a
 * secret as anybody knows it any more.
 */
export function scrubbed<R extends Report>(report: R, scrub: Scrub): R {
  // Nearly always there is none, and one long text is looked through sooner than thousands. They are as they are: what
  // is escaped in them already would be escaped once more in their JSON, and not found.
  // Sound because a report is plain data.
  const text = textsIn(report as unknown as Json).join("\u0000");
  if (scrub(text) === text) return report;
  // Sound because a report is plain data, and texts stay texts.
  return scrubbedJson(report as unknown as Json, scrub) as unknown as R;
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)]) : [];
}

/** Words of ours, of which the report's readers know every one: not even a secret that is one of them changes it. */
const ours = new Set(["action", "code", "command", "digest", "outcome", "severity", "state"]);

function scrubbedJson(value: Json, scrub: Scrub): Json {
  if (typeof value === "string") return scrub(value);
  if (isList(value)) return value.map((item) => scrubbedJson(item, scrub));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      scrub(key),
      ours.has(key) && typeof item === "string" ? item : scrubbedJson(item, scrub),
    ]),
  );
}

/** The same for the files that a report's diagnostics are about; the others are not told. A line stays a line. */
export function scrubbedSources(
  sources: Sources,
  { diagnostics, scrub }: { readonly diagnostics: readonly Diagnostic[]; readonly scrub: Scrub },
): Sources {
  const told = new Set(diagnostics.map(({ at }) => at.file));
  return new Map(
    [...sources].flatMap(([file, text]) =>
      told.has(file) ? [[file, text.split("\n").map(scrub).join("\n")] as const] : [],
    ),
  );
}
