import { controlMessage, forbidden, toJson, type YamlFault } from "./yaml-json.ts";
import { credentialsIn } from "./credentials.ts";
import { diagnose, type Checked, type Diagnostic } from "../diagnostic.ts";
import { diagnosticCodes, type DiagnosticCode } from "../codes/diagnostic-codes.ts";
import type { Json, Path } from "../json.ts";
import type { Location } from "../location.ts";
import { createLocator, longestFile, textOf, type SourceFile } from "./source-file.ts";
import { explainSyntax, lostQuotes, type TextMistake } from "./yaml-mistakes.ts";
import { parseYaml, rangeOf, reach, type YamlDocument } from "./yaml-tree.ts";

/** One YAML document of a file: its plain value, and the way back to the line. */
export interface Document {
  readonly file: string;
  /** Which of the file's documents it is, from 0, those counted that are empty or no YAML. */
  readonly index: number;
  readonly value: Json;
  /** Where its value begins. */
  readonly at: Location;
  readonly lastLine: number;
  /** Places that were complained about here: what stands there is not what was meant. */
  readonly faults: readonly Path[];
  /** The place of a key or value; of the nearest thing around it where the path leads nowhere. Re-reads the file when first asked. */
  locate(path: Path, on?: "key" | "value"): Location;
  /** A value exactly as it stands in the file, quotes included. */
  source(path: Path): string | undefined;
}

/** The documents of a file, and whether some could not be read. */
export interface ReadDocuments extends Checked<readonly Document[]> {
  readonly incomplete: boolean;
}

/** Reads a file's documents; empty ones, and those that are no YAML, are left out. */
export function readDocuments(file: SourceFile): ReadDocuments {
  const text = textOf(file);
  const placeOf = createLocator(file.path, text);
  const tell = ({ code, message, offset }: TextMistake): Diagnostic =>
    diagnose({ code, message, path: [] }, placeOf(offset));
  const refused = refuse(text);
  if (refused !== undefined) return { value: [], diagnostics: [tell(refused)], incomplete: true };
  const reading: Reading = { file: file.path, text, placeOf, trees: retained(() => parseYaml(text)) };
  const diagnostics = credentialsIn(text).map(tell);
  let incomplete = false;
  const documents = parseYaml(text).flatMap((tree, index) => {
    const mistake = syntaxMistake(tree, text);
    if (mistake !== undefined) {
      incomplete = true;
      diagnostics.push(tell(mistake));
      return [];
    }
    const { value, faults } = toJson(tree, text);
    diagnostics.push(...firstOnLine(faults, (offset) => placeOf(offset).line).map(tell));
    const broken = faults
      .filter((fault) => diagnosticCodes[fault.code].severity === "error")
      .map((fault) => fault.path);
    return value === null && broken.length === 0
      ? []
      : [createDocument(reading, tree, { index, value, faults: broken })];
  });
  return { value: documents, diagnostics, incomplete };
}

/** Where quotes are lost, whatever else is on the line is mostly a consequence. */
function firstOnLine(faults: readonly YamlFault[], lineOf: (offset: number) => number): readonly YamlFault[] {
  const lost = new Set(faults.filter(({ code }) => code === "needs-quotes").map(({ offset }) => lineOf(offset)));
  return lost.size === 0
    ? faults
    : faults.filter(({ code, offset }) => code === "needs-quotes" || !lost.has(lineOf(offset)));
}

interface Reading {
  readonly file: string;
  readonly text: string;
  placeOf(offset: number): Location;
  trees(): readonly YamlDocument[];
}

function createDocument(
  { file, text, placeOf, trees }: Reading,
  tree: YamlDocument,
  { index, value, faults }: { readonly index: number; readonly value: Json; readonly faults: readonly Path[] },
): Document {
  const reachIn = (path: Path) => {
    const again = trees()[index];
    return again === undefined ? undefined : reach(again, path);
  };
  return {
    file,
    index,
    value,
    at: placeOf(rangeOf(tree.contents)?.[0] ?? 0),
    lastLine: placeOf(Math.max(0, (tree.range[2] ?? 0) - 1)).line,
    faults,
    locate(path, on = "value") {
      const reached = reachIn(path);
      const range = rangeOf(reached?.node ?? null);
      const key = rangeOf(reached?.key ?? null);
      const empty = range === undefined || range[0] === range[1];
      const start = key !== undefined && reached?.complete && (on === "key" || empty) ? key[0] : range?.[0];
      return placeOf(start ?? 0);
    },
    source(path) {
      const reached = reachIn(path);
      const range = reached?.complete ? rangeOf(reached.node) : undefined;
      return range === undefined ? undefined : text.slice(...range);
    },
  };
}

/** Makes a value when first asked and keeps it. */
function retained<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What must not even reach the parser. */
function refuse(text: string): TextMistake | undefined {
  if (text.length > longestFile) {
    const message = `a file of ${(text.length / 1e6).toFixed(0)} million characters is not read; ${longestFile / 1e6} million are the most`;
    return { code: "file-too-large", message, offset: 0 };
  }
  const control = forbidden.exec(text);
  return control === null
    ? undefined
    : { code: "control-character", message: controlMessage(control[0]), offset: control.index };
}

/** The first thing that is no YAML in a document; what follows it is mostly its consequence. */
function syntaxMistake(tree: YamlDocument, text: string): TextMistake | undefined {
  const [error] = tree.errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (error !== undefined) return explainSyntax(error, tree, text);
  const version = tree.directives.yaml;
  if (version.explicit && version.version !== "1.2") {
    return {
      code: "yaml-syntax",
      message: `\`%YAML ${version.version}\`: rules are YAML 1.2; remove the line`,
      offset: Math.max(0, text.indexOf("%YAML")),
    };
  }
  const [warning] = tree.warnings;
  if (warning === undefined) return undefined;
  if (!warning.message.startsWith("Unresolved tag")) return explainSyntax(warning, tree, text);
  const code: DiagnosticCode = "unknown-tag";
  const lost = lostQuotes(text, warning.pos[0]);
  const written = text.slice(...warning.pos);
  const hint = lost === undefined ? "a text that begins with `!` stands in quotes" : lost.message.replace(/^.*; /, "");
  return { code, message: `there is no tag \`${written}\`; ${hint}`, offset: warning.pos[0] };
}
