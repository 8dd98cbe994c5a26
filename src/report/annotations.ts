import type { Diagnostic } from "../core/diagnostic.ts";
import type { Location } from "../core/location.ts";
import { environmentsTold, errorsFirst, isOfCommandLine } from "./diagnostic-lines.ts";
import { visible } from "./visible.ts";

/** A remark that stands beside the code, or with the run where it has no place. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title?: string;
  readonly message: string;
  readonly at?: Location;
}

/** What annotating needs besides the diagnostics. */
export interface AnnotationLook {
  /** Every environment of the workspace: what is true in all of them need not name any. */
  readonly environments?: readonly string[] | undefined;
}

/** What GitHub is told about each diagnostic: errors first, since it shows ten of a kind and no more. */
export function annotationsOf(diagnostics: readonly Diagnostic[], look: AnnotationLook = {}): readonly Annotation[] {
  return errorsFirst(diagnostics).map((diagnostic) => annotationOf(diagnostic, look));
}

function annotationOf({ severity, message, code, at, environments }: Diagnostic, look: AnnotationLook): Annotation {
  const where = environmentsTold(environments, look.environments);
  return {
    level: severity,
    title: code,
    message: visible(where === "" ? message : `${message}, ${where}`),
    ...(isOfCommandLine(code) ? {} : { at }),
  };
}

// The runner cuts a message there, in UTF-16 units; the title is the check run's.
const longestMessage = 4096;
const longestTitle = 255;

/** An annotation within GitHub's limits, as the runner's properties have it. */
export interface FittingAnnotation {
  readonly level: Annotation["level"];
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Cuts what GitHub would cut, between letters and with a sign that something is missing. */
export function fitting({ level, title, message, at }: Annotation): FittingAnnotation {
  return {
    level,
    message: shortened(message, longestMessage),
    ...(title === undefined ? {} : { title: shortened(title, longestTitle) }),
    ...(at === undefined ? {} : { file: at.file, line: at.line, column: at.column }),
  };
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Annotations as the commands of GitHub's runner, a line each: for a program whose output a runner reads. */
export function renderCommands(annotations: readonly Annotation[]): string {
  return annotations.map((annotation) => `${commandOf(fitting(annotation))}\n`).join("");
}

// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
function commandOf({ level, message, title, file, line, column }: FittingAnnotation): string {
  const properties = Object.entries({ title, file, line, col: column }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escaped(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`],
  );
  return `::${level} ${properties.join(",")}::${escaped(message)}`;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
