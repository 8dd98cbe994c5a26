import type { ToldUpdate, UpdateReport } from "../core/plan/update-report.ts";
import { titleSpans } from "./change-lines.ts";
import { diagnosticCount, diagnosticLines } from "./diagnostic-lines.ts";
import { differenceLines } from "./difference-lines.ts";
import { headline } from "./plan-text.ts";
import { apart, as, fixed, prose, type Line, type Span } from "./print.ts";
import type { TextLook } from "./text.ts";
import { count, instant, listed, place } from "./words.ts";

/** What was written into the definitions that exist, line by line, and what was not. */
export function updateLines(report: UpdateReport, look: TextLook): readonly Line[] {
  const { subject, diagnostics, updated } = report;
  const head = headline("Update from Azure", subject);
  const told = diagnosticLines(diagnostics, { ...look, environments: [subject.environment] });
  if (updated === undefined) {
    const why = diagnosticCount(diagnostics);
    return apart([head], told, [
      prose(0, 2, as("bad", `× nothing written: ${why === "" ? "nothing was compared" : why}`)),
    ]);
  }
  const { resources, unchanged, files, dryRun, notes } = updated;
  return apart(
    [head, verdict(resources, unchanged)],
    told,
    ...resources.map((resource) => resourceLines(resource, look)),
    notes.map((note) => prose(0, 2, as("caution", "! "), note)),
    files.length === 0
      ? []
      : [prose(0, 15, as("faint", dryRun ? "to be written  " : "written        "), listed(files))],
  );
}

function verdict(resources: readonly ToldUpdate[], unchanged: number): Line {
  const rest = as("faint", `${count(unchanged, "resource")} in Azure as the definitions say`);
  if (resources.length === 0) return prose(0, 2, as("good", "✓ nothing to write"), ": ", rest);
  const numbers = (["updated", "off", "missing", "left"] as const).flatMap((outcome): Span[] => {
    const number = resources.filter((resource) => resource.outcome === outcome).length;
    return number === 0 ? [] : [as(styles[outcome].style, `${number} ${styles[outcome].done}`)];
  });
  const spans = numbers.flatMap((span, index) => (index === 0 ? [span] : [", ", span]));
  return prose(0, 2, ...spans, ", ", rest);
}

const styles = {
  updated: { style: "update", sign: "~ updated  ", done: "updated" },
  off: { style: "replace", sign: "- off here ", done: "taken out of this environment" },
  missing: { style: "faint", sign: "+ missing  ", done: "not in Azure" },
  left: { style: "caution", sign: "! left     ", done: "left as it is" },
} as const;

/** Resources that an environment does not have: what they have in common, then a line each. */
export function offLines(off: readonly ToldUpdate[], environment: string): readonly Line[] {
  const { style, sign } = styles.off;
  return [
    prose(
      0,
      11,
      as(style, sign),
      as("strong", `${off.length} resources`),
      ` that are not in ${environment}; their definitions say so now`,
    ),
    ...off.map((one) => fixed(4, ...titleSpans(one), ...whereOf(one))),
  ];
}

function whereOf({ at, resourceGroup }: ToldUpdate): readonly Span[] {
  return at === undefined ? [as("faint", `  in ${resourceGroup}`)] : ["  ", place(at)];
}

/** What became of one definition. */
export function resourceLines(resource: ToldUpdate, { columns }: TextLook): readonly Line[] {
  const { outcome, at, differences, sources, left, carried = [], changed } = resource;
  const { style, sign } = styles[outcome];
  return [
    prose(0, 6, as(style, sign), ...titleSpans(resource), ...whereOf(resource)),
    ...(changed === undefined
      ? []
      : [prose(4, 2, as("faint", `last changed in Azure by ${changed.by}, ${instant(changed.at)}`))]),
    ...differenceLines(differences, { told: "plan", indent: 4, columns, definition: at }),
    ...sources.map(({ path, at: source }) =>
      prose(4, 2, as("faint", "written at "), place(source), as("faint", `  ${path}`)),
    ),
    ...left.map(({ path, because }) =>
      prose(4, 2, as("caution", "! "), ...(path === undefined ? [] : [as("strong", path), ": "]), because),
    ),
    ...(carried.length === 0
      ? []
      : [
          prose(
            4,
            2,
            as(
              "faint",
              `nothing to write, Tocsin has no word for it and sends it back as it is: ${carried.join(", ")}`,
            ),
          ),
        ]),
  ];
}
