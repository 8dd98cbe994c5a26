import type { ToldChange } from "../core/plan/report.ts";
import { carriedOf, consequenceOf, lastChanged } from "./change-words.ts";
import { differenceLines } from "./difference-lines.ts";
import { as, fixed, prose, type Line, type Span } from "./print.ts";
import { memberLines } from "./value-lines.ts";
import { marks, place, shortDigest } from "./words.ts";

/** What rendering a change depends on. */
export interface ChangeLook {
  readonly columns: number;
  readonly verbose: boolean;
  /** Set where the changes are in more than one resource group, so that each must say its own. */
  readonly severalGroups: boolean;
}

const indent = 4;

/** A change: what it is, whose definition says so, and everything that differs. */
export function changeLines(change: ToldChange, look: ChangeLook): readonly Line[] {
  return [headOf(change, look), ...remarks(change, look), ...details(change, look)];
}

function headOf(change: ToldChange, look: ChangeLook): Line {
  const mark = marks[change.action];
  const group = look.severalGroups || change.at === undefined ? [as("faint", `  in ${change.resourceGroup}`)] : [];
  return prose(
    0,
    10,
    as(mark.style, `${mark.symbol} ${change.action.padEnd(8)}`),
    ...titleSpans(change),
    ...group,
    ...placeOf(change),
  );
}

/** Kind and name, and where it is written. */
export function titleSpans({ kind, name }: { readonly kind: string; readonly name: string }): readonly Span[] {
  return [`${kind} `, as("strong", name)];
}

/** Where it is written, with the blanks before it. */
export function placeOf({ at }: ToldChange): readonly Span[] {
  return at === undefined ? [] : ["  ", place(at)];
}

function details(change: ToldChange, { columns }: ChangeLook): readonly Line[] {
  if (change.settings !== undefined) {
    return memberLines(change.settings, columns - indent).map((line) =>
      fixed(indent, ...withSecrets(line.replaceAll("\t", "    "))),
    );
  }
  return differenceLines(change.differences, { told: "plan", indent, columns, definition: change.at });
}

/** That a change is not from here, with the blanks before it; nothing where it is. */
export function elsewhereSpans({ elsewhere }: ToldChange): readonly Span[] {
  return elsewhere ? ["  ", as("caution", "not from here")] : [];
}

/** A text with the names of secrets set apart. */
export function withSecrets(text: string): readonly Span[] {
  return text
    .split(/(\(secret [^()]*\)|\(hidden\))/)
    .map((part, index) => (index % 2 === 1 ? as("secret", part) : part));
}

/** What no difference says: why, what is lost, whose it was, who was there last. */
function remarks(change: ToldChange, { verbose }: ChangeLook): readonly Line[] {
  const author = lastChanged(change);
  return [
    ...consequence(change),
    ...(change.elsewhere
      ? [prose(indent, 2, as("caution", "not from here: the definitions it was compared with would do the same"))]
      : []),
    ...(change.because ?? []).map((obstacle) =>
      prose(indent, 2, as("bad", "! "), obstacle.message, as("faint", `  [${obstacle.code}]`)),
    ),
    ...carriedLines(change),
    ...(author === undefined ? [] : [prose(indent, 2, as("faint", author))]),
    ...(verbose ? [fixed(indent, as("faint", change.id))] : []),
    ...(verbose && change.digest !== undefined
      ? [fixed(indent, as("faint", `digest ${shortDigest(change.digest)}`))]
      : []),
  ];
}

function consequence(change: ToldChange): readonly Line[] {
  const told = consequenceOf(change);
  return told === undefined ? [] : [prose(indent, 2, as(marks[change.action].style, told))];
}

function carriedLines(change: ToldChange): readonly Line[] {
  const told = carriedOf(change);
  return told === undefined ? [] : [prose(indent, 2, as("faint", told))];
}
