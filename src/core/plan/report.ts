import type { Action, Obstacle } from "./change.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { DoctorReport } from "./doctor-report.ts";
import type { Refusal } from "./guard.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Location } from "../location.ts";
import type { GroupPaging, PagingChange, Paging } from "./routes.ts";
import type { ToldUpdate, UpdateReport } from "./update-report.ts";

/**
 * What a command has to say: plain data, free of secrets, the same for text, JSON and pull requests. With
 * `formatVersion: 1` before it, it is the JSON contract whose schema stands in `schemas/`.
 */
export type Report =
  | WorkspaceReport
  | ValidateReport
  | PlanReport
  | DriftReport
  | ApplyReport
  | ImportReport
  | ShowListReport
  | ShowReport
  | UpdateReport
  | DoctorReport;

/** What every command says when the workspace itself cannot be read: there is no stack yet, and no environment. */
export interface WorkspaceReport {
  readonly command: "workspace";
  readonly diagnostics: readonly Diagnostic[];
}

/** Which environment of which stack a report is about. */
export interface Subject {
  readonly stack: string;
  readonly environment: string;
  readonly subscription: string;
  /** The environment is given up, and wants nothing any more. */
  readonly retired?: true;
}

/** What `validate` says. */
export interface ValidateReport {
  readonly command: "validate";
  readonly files: number;
  readonly definitions: number;
  readonly environments: readonly { readonly name: string; readonly resources: number; readonly retired?: true }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One thing that differs, ready to be read. A secret one has names instead of values. */
export interface ToldDifference {
  /** `criteria[cpu].threshold`. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
  /** What differs is the order of a list; the sides are what its elements are called. */
  readonly order?: true;
  readonly secret?: readonly string[];
  readonly immutable?: true;
  readonly layer?: string;
  readonly at?: Location;
  /** The definitions at the base would change it just so: it is not from this pull request. */
  readonly elsewhere?: true;
}

/** Which resource something is told of. */
export interface ToldResource {
  readonly kind: string;
  readonly name: string;
  readonly resourceGroup: string;
  /** The ARM id, as Azure or the author spells it. */
  readonly id: string;
  /** Where the definition begins; a deleted resource has none. */
  readonly at?: Location;
}

/** One change, ready to be read. */
export interface ToldChange extends ToldResource {
  readonly action: Action;
  readonly differences: readonly ToldDifference[];
  /** What a create begins with, as somebody would write it, secrets as templates. */
  readonly settings?: JsonObject;
  readonly because?: readonly Obstacle[];
  /** Paths in Azure's body that we have no words for and send back. */
  readonly carried?: readonly string[];
  /** The former name of a rename, or the former owner of an adoption. */
  readonly from?: string;
  readonly digest?: string;
  /** The definitions at the base would make the same change: none of it is from this pull request. */
  readonly elsewhere?: true;
  /** Azure has it as the definitions at the base say: whoever wrote it last did what git said. */
  readonly expected?: true;
  /** Who wrote it last in Azure, where that is known. */
  readonly changed?: { readonly by: string; readonly at: string };
}

/** What `plan` says. Without changes and digest where errors prevented a plan. */
export interface PlanReport {
  readonly command: "plan";
  readonly subject: Subject;
  readonly diagnostics: readonly Diagnostic[];
  readonly planned?: Planned;
}

/** A plan, ready to be read. */
export interface Planned {
  readonly changes: readonly ToldChange[];
  readonly unchanged: number;
  readonly digest: string;
  readonly refusals: readonly Refusal[];
  readonly paging: readonly PagingChange[];
  /** Names of secrets whose places were not compared, because this run has no value for them. */
  readonly notCompared: readonly string[];
  /** Names of secrets that are only in Azure (`live: true`), whose places never are compared. */
  readonly live: readonly string[];
  /** Sentences a reader should know before applying. */
  readonly notes: readonly string[];
  /** The commit with whose definitions it was compared, to tell whose change it is. */
  readonly base?: PastCommit;
  /** The earlier commit whose definitions these are again. */
  readonly restores?: PastCommit;
}

/** A commit of the repository; the title is anybody's text. */
export interface PastCommit {
  readonly id: string;
  readonly title: string;
}

/** What `drift` says: a plan, told as what Azure says and what git says. */
export interface DriftReport {
  readonly command: "drift";
  readonly subject: Subject;
  readonly diagnostics: readonly Diagnostic[];
  readonly planned?: Planned;
}

/** What happened to one change. */
export interface ToldResult extends ToldResource {
  readonly outcome: "applied" | "failed" | "skipped";
  readonly action: Action;
  /** Why it failed or was skipped, in one sentence, with what to do. */
  readonly because?: string;
  /** Azure's own code, status and correlation id, where Azure refused. */
  readonly azure?: { readonly code?: string; readonly status?: number; readonly correlationId?: string };
  /** What Azure made of it, where its answer is not what was sent. */
  readonly answer?: readonly ToldDifference[];
}

/** A change that was shown and is not in the plan any more. */
interface GoneChange {
  readonly action: Action;
  readonly kind: string;
  readonly name: string;
  readonly resourceGroup: string;
}

/** What `apply` says: the plan it made, and what happened to each change. */
export interface ApplyReport {
  readonly command: "apply";
  readonly subject: Subject;
  readonly diagnostics: readonly Diagnostic[];
  readonly planned?: Planned;
  /** Why nothing was written: refusals of the guard, a stale plan, missing secrets, nobody said yes. */
  readonly refused?: readonly { readonly code: string; readonly message: string }[];
  /** Ids of changes that no pull request showed just so; absent where none was asked. */
  readonly unseen?: readonly string[];
  /** What a pull request showed and the plan has not got any more. */
  readonly gone?: readonly GoneChange[];
  readonly results: readonly ToldResult[];
  /** What a person must do now. */
  readonly handwork: readonly { readonly name: string; readonly todo: string }[];
}

/** What `show` says without a name. */
export interface ShowListReport {
  readonly command: "show-list";
  readonly resources: readonly {
    readonly kind: string;
    readonly name: string;
    readonly environments: readonly string[];
    readonly at: Location;
  }[];
  /** Environments that are given up; no resource is in them, unless its definition lets it go. */
  readonly retired: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What `show` says of one definition in one environment. */
export interface ShowReport {
  readonly command: "show";
  readonly diagnostics: readonly Diagnostic[];
  readonly shown: readonly {
    readonly subject: Subject;
    readonly kind: string;
    readonly name: string;
    readonly id: string;
    readonly at: Location;
    /** Each leaf of the settings with the layer that says it. */
    readonly settings: readonly {
      readonly path: string;
      readonly value: Json;
      readonly layer: string;
      readonly at: Location;
    }[];
    readonly tags: Readonly<Record<string, string>>;
    readonly paging: Paging;
    /** Of a rule over the alerts of others: what it does, and to which alerts of the stack. Nothing where it is disabled or over. */
    readonly processes?: readonly {
      readonly effect: "silences" | "adds";
      /** In words; always where it is absent. */
      readonly when?: string;
      readonly groups: readonly GroupPaging[];
      /** Names of alerts that it surely meets, and of those of which it is known only when they fire. */
      readonly surely: readonly string[];
      readonly perhaps: readonly string[];
    }[];
    /** The ARM body it becomes, secrets as templates. */
    readonly body: JsonObject;
  }[];
}

/** Why something that exists in Azure was not imported. */
export type LeftOutReason =
  | "another-stack"
  | "another-environment"
  | "another-subscription"
  | "azure"
  | "managed"
  | "no-definition"
  | "no-words"
  | "policy";

/** A resource that was not imported. */
export interface ToldLeftOut {
  readonly reason: LeftOutReason;
  /** The reason in a sentence, the same for all that share it. */
  readonly because: string;
  /** Where in its settings what cannot be said stands, and what is wrong there. */
  readonly at?: string;
  readonly kind?: string;
  readonly type: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly id: string;
}

/** A definition that was written. */
export interface ToldImported {
  readonly kind: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly id: string;
  readonly line: number;
  /** Whether a plan adopts it without a change; absent where it is the stack's own. */
  readonly adopts?: boolean;
  /** Why no plan adopts it as it is. */
  readonly because?: readonly string[];
}

/** What `import` says. */
export interface ImportReport {
  readonly command: "import";
  readonly subject: Subject;
  readonly diagnostics: readonly Diagnostic[];
  /** What was read: Azure, or files that say how it is there. */
  readonly from: "azure" | "files";
  /** True where the files were only shown. */
  readonly dryRun: boolean;
  readonly files: readonly {
    readonly path: string;
    /** Absent of a file that was there and has more in it now. */
    readonly definitions?: readonly ToldImported[];
    /** What stands in it, where it was only shown. */
    readonly text?: string;
  }[];
  /** What the workspace got for the definitions. */
  readonly added: {
    readonly variables: readonly string[];
    readonly secrets: readonly string[];
    readonly resourceGroups: readonly string[];
    readonly rules: readonly string[];
  };
  /** What became of definitions that exist and were made for another environment. */
  readonly overrides?: readonly ToldUpdate[];
  /** How many resources had a definition already. */
  readonly defined: number;
  readonly leftOut: readonly ToldLeftOut[];
  /** Sentences a reader should know. */
  readonly notes: readonly string[];
}
