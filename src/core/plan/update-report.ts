import type { Diagnostic } from "../diagnostic.ts";
import type { Location } from "../location.ts";
import type { Subject, ToldDifference, ToldResource } from "./report.ts";

/** What became of one definition that was to say what Azure has. */
export interface ToldUpdate extends ToldResource {
  /**
   * `updated`: its text is changed; `off`: it is not in the environment any more; `missing`: Azure does not have it, and
   * that is left to `apply`; `left`: nothing is written of what differs.
   */
  readonly outcome: "updated" | "off" | "missing" | "left";
  /** What the definition said before and what it says now, with the line it stands on now. */
  readonly differences: readonly ToldDifference[];
  /** Places outside the definition's own layers that were written: variables, entries of `forEach`. */
  readonly sources: readonly { readonly path: string; readonly at: Location }[];
  /** What was not written, and what to do about it. */
  readonly left: readonly { readonly path?: string; readonly because: string }[];
  /** What Azure has and we have no word for: nothing has to be written, it is sent back with every apply. */
  readonly carried?: readonly string[];
  /** Who wrote it last in Azure, where that is known. */
  readonly changed?: { readonly by: string; readonly at: string };
}

/** What `import --update` says, and `import` of an environment whose definitions exist. */
export interface UpdateReport {
  readonly command: "import-update";
  readonly subject: Subject;
  readonly diagnostics: readonly Diagnostic[];
  /** Absent where errors in the definitions or on the command line meant that nothing was compared. */
  readonly updated?: {
    readonly resources: readonly ToldUpdate[];
    /** How many of the resources looked at are in Azure as their definitions say. */
    readonly unchanged: number;
    /** The files whose text is changed. */
    readonly files: readonly string[];
    /** True where they were not written, only told. */
    readonly dryRun: boolean;
    readonly notes: readonly string[];
  };
}
