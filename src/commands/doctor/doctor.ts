import { hasErrors } from "../../core/diagnostic.ts";
import type { DoctorReport, Examination, ToldCheck } from "../../core/plan/doctor-report.ts";
import { numbered } from "./check.ts";
import { examine } from "./environment.ts";
import type { DoctorInputs } from "./inputs.ts";

/** Tries what the other commands rely on, and says what is missing. It writes nothing, here or in Azure. */
export async function doctor(inputs: DoctorInputs): Promise<DoctorReport> {
  const { workspace, loaded } = inputs;
  const environments: Examination[] = [];
  // One after the other: they may share a sign-in, and a person waits for them in this order.
  for (const { stack } of loaded.stacks) environments.push(await examine(stack, inputs));
  return {
    command: "doctor",
    stack: workspace.stack,
    diagnostics: loaded.diagnostics,
    checks: [checkDefinitions(inputs), checkRepository(inputs.source)],
    environments,
  };
}

function checkDefinitions({ workspace, loaded, files }: DoctorInputs): ToldCheck {
  const check = "definitions";
  const { definitions, diagnostics } = loaded;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const looked = `${workspace.file} and ${numbered(definitions.length, "definition")} in ${numbered(files, "file")}`;
  if (hasErrors(diagnostics)) {
    const says = `${looked}, with ${numbered(errors, "error")}: nothing is planned while there is one`;
    return { check, state: "bad", says, todo: "see them", commands: ["tocsin validate"] };
  }
  if (definitions.length === 0) {
    const todo = "write a first one, or begin with the alerts that are in Azure";
    return { check, state: "warning", says: looked, todo, commands: ["tocsin import --dry-run"] };
  }
  const warnings = diagnostics.length === 0 ? "" : `, with ${numbered(diagnostics.length, "warning")}`;
  return { check, state: "good", says: `${looked}${warnings}` };
}

function checkRepository(source: string | undefined): ToldCheck {
  const check = "repository";
  if (source !== undefined) return { check, state: "good", says: source };
  return {
    check,
    state: "warning",
    says: "git knows no `origin` that others can reach: resources will not say in `tocsin-source` where they come from",
    todo: "name it, if there is one; `git remote set-url` does it where `origin` is a folder of this machine",
    commands: ["git remote add origin URL"],
  };
}
