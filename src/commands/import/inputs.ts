import type { Layout, RuleFile } from "../../authoring/rule-files.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Kind } from "../../core/kind.ts";
import type { SourceFile } from "../../core/language/source-file.ts";
import type { Environment, Workspace } from "../../core/language/workspace.ts";
import type { ImportReport } from "../../core/plan/report.ts";
import type { Choice } from "./choice.ts";
import type { ImportSource } from "./source.ts";

/** All that an import depends on. */
export interface ImportInputs {
  readonly workspace: Workspace;
  readonly workspaceFile: SourceFile;
  readonly environment: Environment;
  readonly files: readonly SourceFile[];
  /** What was said when workspace and files were read. */
  readonly diagnostics: readonly Diagnostic[];
  readonly kinds: readonly Kind[];
  /** Values of the secrets at hand, by name. */
  readonly secrets: ReadonlyMap<string, string>;
  /** The repository, for the owner's tag. */
  readonly source?: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** What is read. */
  readonly medium: "azure" | "files";
  /** Reads what there is; asked only where the workspace is without a mistake. */
  readonly from: () => Promise<ImportSource>;
  readonly choice: Choice;
  readonly layout: Layout;
  /** A file's path as it is told, from its path in the workspace's folder. */
  readonly shown: (path: string) => string;
  readonly dryRun: boolean;
  /** Near-identical ones become one definition with `forEach`. */
  readonly fold: boolean;
}

/** What is to be written, all of it or nothing, and what there is to say. */
export interface Imported {
  readonly report: ImportReport;
  /** New files, by their paths in the workspace's folder. */
  readonly made: readonly RuleFile[];
  /** The workspace's new text, where it gets more in it. */
  readonly workspaceText?: string;
}
