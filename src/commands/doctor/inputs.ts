import type { Kind } from "../../core/kind.ts";
import type { VaultSecret } from "../../core/language/key-vault.ts";
import type { Environment, Workspace } from "../../core/language/workspace.ts";
import type { AzureAccess, AzureReader } from "../../ports/azure.ts";
import type { Loaded } from "../load.ts";

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
