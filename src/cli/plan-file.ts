import { isObject, type Json, type JsonObject } from "../core/json.ts";
import type { Planned, Subject } from "../core/plan/report.ts";
import { readSource } from "../files.ts";
import { formatVersion } from "../report/json.ts";
import { UsageError } from "./usage-error.ts";

/** The plan that was reviewed, from the file that `plan --out` wrote for the same stack and environment. */
export async function readPlanFile(path: string, name: string, subject: Subject): Promise<Planned> {
  const { value: file, diagnostics } = await readSource(path, name);
  if (file === undefined) throw new UsageError(diagnostics.map((diagnostic) => diagnostic.message).join("; "));
  const report = parse(file.text, name);
  if (report["formatVersion"] !== formatVersion) {
    throw new UsageError(
      `\`${name}\` has the format ${JSON.stringify(report["formatVersion"])}, and this program reads ${formatVersion}: plan again`,
    );
  }
  const made = subjectIn(report["subject"]);
  const asked = told(subject);
  if (made !== asked) throw new UsageError(`\`${name}\` is a plan for ${made}, and this is ${asked}`);
  const planned = report["planned"];
  if (!isObject(planned) || typeof planned["digest"] !== "string" || !Array.isArray(planned["changes"]))
    throw noPlan(name);
  // Sound because only the digests and the changes' ids and names are compared and shown; all of it is planned anew.
  return planned as unknown as Planned;
}

function parse(text: string, name: string): JsonObject {
  let value: Json;
  try {
    // Sound because JSON.parse gives JSON.
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw new UsageError(`\`${name}\` is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(value) || value["command"] !== "plan") throw noPlan(name);
  return value;
}

function noPlan(name: string): UsageError {
  return new UsageError(`\`${name}\` is no plan: write one with \`tocsin plan --out ${name}\``);
}

function subjectIn(subject: Json | undefined): string {
  const { stack, environment, subscription } = isObject(subject) ? subject : {};
  return told({ stack: textOf(stack), environment: textOf(environment), subscription: textOf(subscription) });
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "(nothing)";
}

function told({ stack, environment, subscription }: Subject): string {
  return `${stack}/${environment} in subscription ${subscription}`;
}
