import { open } from "node:fs/promises";
import type { Diagnostic } from "../core/diagnostic.ts";
import { diagnosticCodes, type DiagnosticCode } from "../core/codes/diagnostic-codes.ts";
import type { ValidateReport, WorkspaceReport } from "../core/plan/report.ts";
import { judgeReport } from "../core/output/judge-report.ts";

/** A report somebody else's run has left, or what is wrong with the file. */
export type ReadReport = { readonly report: ValidateReport | WorkspaceReport } | { readonly wrong: string };

// Five thousand complaints are a megabyte; what is longer was not made to be read.
const longest = 5_000_000;

// Ours are shorter by far.
const longestCode = 100;

/**
 * Reads the report of a run for a fork. Everything in the file is anybody's: it is no longer than it may be, it is the
 * JSON of our contract, and of that only what we know is taken.
 */
export async function readUntrustedReport(path: string): Promise<ReadReport> {
  const bytes = await read(path);
  if ("wrong" in bytes) return bytes;
  let value: unknown;
  try {
    value = JSON.parse(bytes.text);
  } catch {
    // Where the parser stopped is a piece of the file, and no business of the log.
    return { wrong: "it is no JSON" };
  }
  if (!judgeReport(value)) {
    const [first] = judgeReport.errors ?? [];
    const where = first === undefined || first.instancePath === "" ? "it" : `\`${first.instancePath}\``;
    return { wrong: `it is no report of \`validate\`: ${where} ${first?.message ?? "is something else"}` };
  }
  // Sound because the schema was just obeyed, and it says no less of what is taken below.
  const report = value as ValidateReport | WorkspaceReport;
  const foreign = report.diagnostics.find(({ code }) => !isCode(code));
  if (foreign !== undefined)
    return { wrong: `it is no report of \`validate\`: there is no code \`${foreign.code.slice(0, longestCode)}\`` };
  return { report: known(report) };
}

async function read(path: string): Promise<{ readonly text: string } | { readonly wrong: string }> {
  try {
    const file = await open(path, "r");
    try {
      const about = await file.stat();
      if (!about.isFile()) return { wrong: "it is no file" };
      if (about.size > longest) return { wrong: `it has ${about.size} bytes; ${longest} are the most` };
      return { text: new TextDecoder("utf-8", { fatal: true }).decode(await file.readFile()) };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof TypeError) return { wrong: "it is not UTF-8" };
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return { wrong: code === "ENOENT" ? "there is no such file" : `it cannot be read (${String(code)})` };
  }
}

function isCode(code: string): code is DiagnosticCode {
  return Object.hasOwn(diagnosticCodes, code);
}

/** The report without what the contract does not say. */
function known(report: ValidateReport | WorkspaceReport): ValidateReport | WorkspaceReport {
  const diagnostics = report.diagnostics.map(
    ({ code, severity, message, at: { file, line, column }, environments }): Diagnostic => ({
      code,
      severity,
      message,
      at: { file, line, column },
      ...(environments === undefined ? {} : { environments }),
    }),
  );
  if (report.command === "workspace") return { command: "workspace", diagnostics };
  const { files, definitions } = report;
  const environments = report.environments.map(({ name, resources, retired }) => ({
    name,
    resources,
    ...(retired === true ? { retired } : {}),
  }));
  return { command: "validate", files, definitions, environments, diagnostics };
}
