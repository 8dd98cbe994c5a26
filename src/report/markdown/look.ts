import type { Location } from "../../core/location.ts";
import { code, inMarkdown, link, strong, type Phrase } from "./phrase.ts";

/** How a report becomes markdown for people. */
export interface MarkdownLook {
  /** The address of a line, at the commit the report is about; nothing where there is none to show. */
  readonly linkTo: (at: Location) => string | undefined;
  /** How many bytes (UTF-8) it may have. */
  readonly limit: number;
  /** Where all of it is, if this must be cut. */
  readonly more?: { readonly text: string; readonly url: string };
  /** The text of a file as it was read. */
  readonly sourceOf?: (file: string) => string | undefined;
}

/** The place of a definition. */
export function placeOf(at: Location | undefined, { linkTo }: MarkdownLook): Phrase {
  return at === undefined ? [] : link(linkTo(at), code(`${at.file}:${at.line}`));
}

/** The place of something said in a definition: in the same file its line is enough. */
export function lineOf(at: Location, definition: Location | undefined, look: MarkdownLook): Phrase {
  return at.file === definition?.file ? link(look.linkTo(at), `line ${at.line}`) : placeOf(at, look);
}

/** What is said of what was cut off: how much it is, and where all of it is. */
export function leftOut(left: number, thing: string, { more }: MarkdownLook): string {
  const what = strong(`${left} more ${thing}${left === 1 ? "" : "s"}`);
  const where: Phrase =
    more === undefined
      ? [left === 1 ? " is not shown here" : " are not shown here"]
      : [left === 1 ? " is in the " : " are in the ", ...link(more.url, more.text)];
  return inMarkdown([what, ...where]);
}
