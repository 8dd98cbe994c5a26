/** How a result can be told. */
export type Format = "text" | "json" | "markdown" | "sarif" | "github";

/** Options that every command takes. */
export interface CommonOptions {
  readonly environment?: string;
  readonly workspace?: string;
  readonly format: Format;
  readonly endpoint?: string;
  readonly verbose?: boolean;
  /** They were not typed as flags but stand in a step of a workflow: complaints name them as they are called there. */
  readonly inputs?: true;
}

/** What the command line asks for. */
export type Invocation =
  | { readonly command: "init" }
  | { readonly command: "doctor" }
  | { readonly command: "validate"; readonly paths: readonly string[] }
  | { readonly command: "show"; readonly name?: string }
  | {
      readonly command: "plan";
      readonly names: readonly string[];
      readonly out?: string;
      /** A commit of the branch that what is checked out is for. */
      readonly base?: string;
    }
  | { readonly command: "apply"; readonly names: readonly string[]; readonly plan?: string; readonly yes: boolean }
  | { readonly command: "drift" }
  | {
      readonly command: "import";
      readonly resourceGroups: readonly string[];
      readonly kinds: readonly string[];
      readonly names: readonly string[];
      readonly actionGroups: readonly string[];
      /** The whole subscription. */
      readonly all: boolean;
      readonly out?: string;
      readonly dryRun: boolean;
      readonly fold: boolean;
      /** Files of ARM JSON instead of Azure; none means Azure. */
      readonly from: readonly string[];
      readonly parameters?: string;
    }
  /** Into the definitions that exist: all that differ, where no name is given. */
  | { readonly command: "import-update"; readonly names: readonly string[]; readonly dryRun: boolean }
  | {
      readonly command: "emulator";
      readonly port: number;
      readonly data?: string;
      readonly tls: boolean;
      readonly exports?: string;
      readonly faults: readonly string[];
    };

/** The invocation of one command. */
export type InvocationOf<Command extends Invocation["command"]> = Extract<Invocation, { readonly command: Command }>;
