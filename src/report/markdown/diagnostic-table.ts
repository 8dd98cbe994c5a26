import type { Diagnostic } from "../../core/diagnostic.ts";
import { diagnosticCount, environmentsTold, errorsFirst, isOfCommandLine } from "../diagnostic-lines.ts";
import { blocks, heading, row, tableHead } from "./blocks.ts";
import type { Section } from "./fit.ts";
import { leftOut, placeOf, type MarkdownLook } from "./look.ts";
import { code, strong } from "./phrase.ts";

/** Diagnostics with a link to the line each is about, errors first; `environments`: those that need not be named. */
export function diagnosticSection(
  diagnostics: readonly Diagnostic[],
  look: MarkdownLook & { readonly environments?: readonly string[]; readonly share: number },
): Section {
  const sorted = errorsFirst(diagnostics);
  // The heading says it already where all are of one severity.
  const mixed = new Set(sorted.map(({ severity }) => severity)).size > 1;
  const titles = [...(mixed ? [""] : []), "where", "what is wrong"];
  return {
    ...(sorted.length === 0 ? {} : { head: blocks(heading(4, [diagnosticCount(sorted)]), tableHead(...titles)) }),
    items: sorted.map((diagnostic) => ({ text: rowOf(diagnostic, { ...look, mixed }) })),
    glue: "\n",
    cut: (left) => leftOut(left, "problem", look),
    share: look.share,
  };
}

function rowOf(
  { severity, at, message, code: name, environments }: Diagnostic,
  look: MarkdownLook & { readonly environments?: readonly string[]; readonly mixed: boolean },
): string {
  const where = environmentsTold(environments, look.environments);
  return row([
    ...(look.mixed ? [[[severity === "error" ? strong(severity) : severity]]] : []),
    [isOfCommandLine(name) ? [] : placeOf(at, look)],
    [[message, where === "" ? "" : `, ${where}`, " (", code(name), ")"]],
  ]);
}
