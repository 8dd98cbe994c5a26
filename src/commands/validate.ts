import type { Diagnostic } from "../core/diagnostic.ts";
import type { ValidateReport } from "../core/plan/report.ts";
import type { Loaded } from "./load.ts";

/** What `validate` is given. */
export interface ValidateInputs {
  readonly loaded: Loaded;
  /** How many rule files were read. */
  readonly files: number;
  /** Files to report about, as diagnostics name them; all where there is none. The others are compiled all the same. */
  readonly only: ReadonlySet<string>;
}

/** What is wrong with the definitions, and how much there is of them. */
export function validate({ loaded, files, only }: ValidateInputs): ValidateReport {
  const isAsked = ({ at }: Diagnostic): boolean => only.size === 0 || only.has(at.file);
  return {
    command: "validate",
    files: only.size === 0 ? files : only.size,
    definitions: loaded.definitions.filter((definition) => only.size === 0 || only.has(definition.document.file))
      .length,
    environments: loaded.stacks.map(({ stack }) => ({
      name: stack.environment.name,
      resources: stack.resources.filter(({ at }) => only.size === 0 || only.has(at.file)).length,
      ...(stack.environment.retired ? { retired: true as const } : {}),
    })),
    diagnostics: loaded.diagnostics.filter(isAsked),
  };
}
