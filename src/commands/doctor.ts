import { hasErrors } from "../core/diagnostic.ts";
import type { Kind } from "../core/kind.ts";
import type { VaultSecret } from "../core/language/key-vault.ts";
import type { Environment, Workspace } from "../core/language/workspace.ts";
import type { DoctorReport, Examination, ToldCheck } from "../core/plan/doctor-report.ts";
import type { AzureAccess, AzureReader } from "../ports/azure.ts";
import { numbered } from "./doctor-check.ts";
import { examine } from "./doctor-environment.ts";
import type { Loaded } from "./load.ts";

/** Azure as `doctor` looks at it. */
export interface Practice {
  readonly access: AzureAccess;
  readonly reader: AzureReader;
  readonly readVault: (secret: VaultSecret, signal: AbortSignal) => Promise<unknown>;
}

/** What `doctor` is given. */
export interface DoctorInputs {
  readonly workspace: Workspace;
  readonly loaded: Loaded;
  /** How many rule files were read. */
  readonly files: number;
  readonly kinds: readonly Kind[];
  /** The repository's name, for the owner's tag. */
  readonly source?: string;
  /** Whether an environment variable is set; its value is nobody's business here. */
  readonly isSet: (variable: string) => boolean;
  /** Throws AzureError for a cloud or an endpoint that will not do. */
  readonly open: (environment: Environment) => Promise<Practice>;
  /** The instant of the run (ISO 8601, UTC). */
  readonly now: string;
  readonly signal: AbortSignal;
}

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
    says: "no remote `origin` is known to git: resources will not say in `tocsin-source` where they come from",
    todo: "name it, if there is one",
    commands: ["git remote add origin URL"],
  };
}
