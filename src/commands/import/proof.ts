import type { Draft } from "../../authoring/draft.ts";
import type { RuleFile } from "../../authoring/rule-files.ts";
import { hasErrors, type Diagnostic } from "../../core/diagnostic.ts";
import type { Kind } from "../../core/kind.ts";
import { readWorkspace, type Environment, type Workspace } from "../../core/language/workspace.ts";
import type { SourceFile } from "../../core/language/source-file.ts";
import { idOf, type Change, type PlannedDifference } from "../../core/plan/change.ts";
import type { LiveResource } from "../../core/plan/live.ts";
import { makePlan } from "../../core/plan/plan.ts";
import { printPath } from "../../core/settings/compare.ts";
import type { Sealer } from "../../core/settings/secrets.ts";
import type { Json } from "../../core/json.ts";
import { load } from "../load.ts";

/** What would be in the workspace. */
export interface Proposal {
  readonly workspaceFile: SourceFile;
  /** The files that are there. */
  readonly files: readonly SourceFile[];
  readonly made: readonly RuleFile[];
  /** A file's path as it is told, from its path in the workspace's folder. */
  readonly shown: (path: string) => string;
}

/** What a proposal is held against. */
export interface Proving {
  readonly environment: string;
  readonly kinds: readonly Kind[];
  readonly live: readonly LiveResource[];
  readonly sealer: Sealer;
  readonly source?: string;
  readonly today: string;
}

/** What a proposal turned out to be. */
export type Proof =
  /** Something in the workspace that was right before would be wrong. */
  | { readonly outcome: "broken"; readonly diagnostics: readonly Diagnostic[] }
  /** Some of the definitions are no definitions. */
  | { readonly outcome: "faulty"; readonly faults: ReadonlyMap<Draft, Diagnostic> }
  /** Every definition compiles; `against` says why a plan would not take some over as they are, one line each. */
  | { readonly outcome: "sound"; readonly against: ReadonlyMap<Draft, Obstructed> };

/** Why a plan would not take a resource over as it is. */
export interface Obstructed {
  readonly lines: readonly string[];
  /** True where nothing but the piece of ARM body differs. */
  readonly onlyArm: boolean;
}

/** Compiles the workspace as it would be and plans it: what is written must read as adoption and nothing more. */
export function prove(proposal: Proposal, proving: Proving): Proof {
  const { workspaceFile, files, made, shown } = proposal;
  const { kinds, today, live, sealer, source } = proving;
  const read = readWorkspace(workspaceFile);
  const workspace = read.value;
  const environment = workspace?.environments.find(({ name }) => name === proving.environment);
  if (workspace === undefined || environment === undefined) return { outcome: "broken", diagnostics: read.diagnostics };
  const sources = made.map(({ path, text }) => ({ path: shown(path), text }));
  const loaded = load({
    workspace,
    files: [...files, ...sources],
    diagnostics: read.diagnostics,
    environments: [environment],
    kinds,
    today,
  });
  const errors = loaded.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return blame(errors, proposal);
  const [compiled] = loaded.stacks;
  if (compiled === undefined || hasErrors(compiled.diagnostics)) return { outcome: "broken", diagnostics: errors };
  const only = new Set(made.flatMap(({ drafts }) => drafts.flatMap(({ ids }) => ids)));
  const planning = { stack: compiled.stack, live, kinds, sealer, only };
  const plan = makePlan(source === undefined ? planning : { ...planning, source });
  const changes = new Map(plan.changes.map((change) => [idOf(change), change]));
  const against = new Map<Draft, Obstructed>();
  for (const draft of made.flatMap(({ drafts }) => drafts)) {
    const found = draft.ids.map((id) => obstruction(changes.get(id), { workspace, environment }));
    const lines = found.flatMap((one) => one.lines);
    if (lines.length > 0) against.set(draft, { lines, onlyArm: found.every(({ onlyArm }) => onlyArm) });
  }
  return { outcome: "sound", against };
}

/** Whose mistake each error is. */
function blame(errors: readonly Diagnostic[], { made, shown }: Proposal): Proof {
  const faults = new Map<Draft, Diagnostic>();
  const elsewhere: Diagnostic[] = [];
  for (const error of errors) {
    const file = made.find(({ path }) => shown(path) === error.at.file);
    const index = file?.lines.findLastIndex((line) => line <= error.at.line) ?? -1;
    const draft = file?.drafts[Math.max(0, index)];
    if (draft === undefined) elsewhere.push(error);
    else if (!faults.has(draft)) faults.set(draft, error);
  }
  return faults.size > 0 ? { outcome: "faulty", faults } : { outcome: "broken", diagnostics: elsewhere };
}

interface Place {
  readonly workspace: Workspace;
  readonly environment: Environment;
}

function obstruction(change: Change | undefined, place: Place): Obstructed {
  // Without a change the definition stands for something else than what it was made from.
  if (change === undefined) return { lines: ["it is not found again under its name"], onlyArm: false };
  switch (change.action) {
    case "keep":
      return { lines: [], onlyArm: true };
    case "adopt":
    case "update":
    case "replace":
    case "rename": {
      const told = change.differences.filter((difference) => !isOfWorkspace(difference, place));
      return { lines: told.map(say), onlyArm: told.every(({ path }) => path[0] === "arm") };
    }
    case "blocked":
      return { lines: change.because.map(({ message }) => message), onlyArm: false };
    // A body that comes from a file is not in Azure, and then it is made.
    case "create":
      return { lines: [], onlyArm: true };
    case "delete":
    case "release":
      return { lines: ["a plan would let it go"], onlyArm: false };
  }
}

/** Tags that the environment puts on everything, and Tocsin's own, come with every adoption. */
function isOfWorkspace({ path }: PlannedDifference, { environment }: Place): boolean {
  const [first, name] = path;
  if (first !== "tags" || typeof name !== "string") return false;
  const usual = Object.keys(environment.tags).some((tag) => tag.toLowerCase() === name.toLowerCase());
  return usual || name.toLowerCase().startsWith("tocsin-");
}

function say({ path, before, after, secret }: PlannedDifference): string {
  const where = printPath(path);
  if (secret !== undefined) return `${where}: a secret differs`;
  return `${where}: ${word(before)} in Azure, ${word(after)} here`;
}

function word(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const line = text.split("\n", 1)[0] ?? "";
  return line !== text || line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
