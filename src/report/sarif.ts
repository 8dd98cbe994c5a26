import type { Log, ReportingDescriptor, Result } from "sarif";
import type { Diagnostic } from "../core/diagnostic.ts";
import { diagnosticCodes, type DiagnosticCode } from "../core/codes/diagnostic-codes.ts";
import type { Report } from "../core/plan/report.ts";
import { shortHash } from "../core/short-hash.ts";
import { environmentsTold, errorsFirst, isOfCommandLine } from "./diagnostic-lines.ts";
import { escapeActing } from "./json.ts";

/** What SARIF wants to know besides the report. */
export interface SarifLook {
  /** Ours. */
  readonly version: string;
  /** The path of a file from the root of the repository, with `/`. */
  readonly pathOf: (file: string) => string;
  /** The text of a file as it was read, where it is at hand. */
  readonly sourceOf: (file: string) => string | undefined;
  /** The page with a paragraph on every code, where its address is known. */
  readonly page?: string | undefined;
}

/**
 * Diagnostics in SARIF 2.1.0 as code scanning reads it: relative paths, a rule for every code that occurs, and a
 * fingerprint by which a mistake is known again when its line has moved.
 * https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function renderSarif(report: Report, look: SarifLook): string {
  const diagnostics = errorsFirst(report.diagnostics).slice(0, mostResults);
  const codes = [...new Set(diagnostics.map(({ code }) => code))].toSorted();
  const all = report.command === "validate" ? report.environments.map(({ name }) => name) : [];
  const fingerprints = fingerprinter(look);
  const results = diagnostics.map((diagnostic): Result => {
    const { code, severity } = diagnostic;
    const text = messageOf(diagnostic, all);
    return {
      ruleId: code,
      ruleIndex: codes.indexOf(code),
      level: severity,
      message: { text },
      locations: [locationOf(diagnostic, look)],
      partialFingerprints: { primaryLocationLineHash: fingerprints(diagnostic) },
    };
  });
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Tocsin",
            semanticVersion: look.version,
            rules: codes.map((code) => ruleOf(code, look)),
            ...(look.page === undefined ? {} : { informationUri: look.page }),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "the root of the repository" } } },
        results,
      },
    ],
  } satisfies Log;
  return `${escapeActing(JSON.stringify(log, undefined, 2))}\n`;
}

// Code scanning refuses a run with more results than 25,000, and shows 5,000 of them, the worst.
const mostResults = 5000;

function ruleOf(code: DiagnosticCode, { page }: SarifLook): ReportingDescriptor {
  const { severity, means, instead } = diagnosticCodes[code];
  return {
    id: code,
    name: pascalCase(code),
    shortDescription: { text: means },
    fullDescription: { text: `${means} ${instead}` },
    help: { text: `${means} ${instead}` },
    defaultConfiguration: { level: severity },
    ...(page === undefined ? {} : { helpUri: `${page}#${code}` }),
  };
}

/** Names of rules are identifiers in SARIF: `unknown-property` is called UnknownProperty. */
function pascalCase(code: string): string {
  return code.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function messageOf({ message, environments }: Diagnostic, all: readonly string[]): string {
  const where = environmentsTold(environments, all);
  // Braces stay single, though the standard wants them doubled (3.11.5): code scanning shows texts as they are, and
  // `${{secret:x}}` would be wrong advice. Even in SARIF's plain texts `[a](b)` is a link, and where it leads is not ours to say.
  return (where === "" ? message : `${message}, ${where}`).replaceAll("](", "] (");
}

function locationOf({ at, code }: Diagnostic, { pathOf }: SarifLook): NonNullable<Result["locations"]>[number] {
  const uri = pathOf(at.file).split("/").map(segment).join("/");
  const region = isOfCommandLine(code) ? {} : { region: { startLine: at.line, startColumn: at.column } };
  return { physicalLocation: { artifactLocation: { uri, uriBaseId: "%SRCROOT%" }, ...region } };
}

/** A path may hold what no URI may; a colon in its first piece would make it an absolute one. */
function segment(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** What a mistake is known by when other lines come and go: its code, file and line's text, and which of several alike it is. */
function fingerprinter({ pathOf, sourceOf }: SarifLook): (diagnostic: Diagnostic) => string {
  const seen = new Map<string, number>();
  const linesOf = new Map<string, readonly string[]>();
  return ({ code, at }) => {
    const lines = linesOf.get(at.file) ?? sourceOf(at.file)?.split(/\r?\n/) ?? [];
    linesOf.set(at.file, lines);
    const hash = shortHash(`${code}\n${pathOf(at.file)}\n${lines[at.line - 1]?.trim() ?? ""}`);
    const nth = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, nth);
    return `${hash}:${nth}`;
  };
}
