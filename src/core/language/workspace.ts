import { diagnose, hasErrors, type Checked, type Complain, type Complaint } from "../diagnostic.ts";
import { readDocuments, type Document } from "./document.ts";
import { readEnvironment } from "./environments.ts";
import { formPlaces } from "./form-places.ts";
import { isList, isObject, type Json, type JsonObject } from "../json.ts";
import { readSwitches } from "./lint-codes.ts";
import type { VaultSecret } from "./key-vault.ts";
import type { Location } from "../location.ts";
import { complaintKey, faultsOf, isFaulty } from "./faults.ts";
import type { Tags } from "../resource.ts";
import { settle } from "../settings/settings.ts";
import { expand } from "./short-forms.ts";
import type { SourceFile } from "./source-file.ts";
import { validate } from "../settings/validate.ts";
import { checkVariableNames } from "./variables.ts";
import { workspaceForms, workspaceSchema } from "./workspace-schema.ts";

/** Which Azure: one of Microsoft's clouds by name, or another Azure Resource Manager by its address. */
export type Cloud =
  | "public"
  | "usgovernment"
  | "china"
  | { readonly resourceManager: string; readonly audience?: string; readonly authorityHost?: string };

/** Where a secret's value comes from. */
export type SecretSource =
  | { readonly env: string }
  /** Read from a key vault in each run that needs it. */
  | { readonly keyVault: VaultSecret }
  /** Never compared; what Azure has is written back. */
  | { readonly live: true };

/** One environment of the workspace, with the workspace's own variables and secrets under its own. */
export interface Environment {
  readonly name: string;
  /** The workspace's `stack`: who owns the resources. */
  readonly stack: string;
  readonly subscription: string;
  readonly resourceGroup: string;
  /** Every group that definitions may name, the default one first; plan and apply see no more than these. */
  readonly resourceGroups: readonly string[];
  readonly location?: string;
  readonly cloud: Cloud;
  /** Given up: what the stack owns there is to be deleted, but for what its definitions let go. */
  readonly retired?: true;
  readonly tags: Tags;
  /** Variables after the environment's own were laid over the workspace's; `${…}` in them is resolved. */
  readonly variables: Readonly<Record<string, Json>>;
  readonly secrets: Readonly<Record<string, SecretSource>>;
  readonly at: Location;
}

/** How much one apply may take away before it must be allowed to. */
export interface GuardLimits {
  /** A share of what the stack owns (`{ percent: 30 }`) or a number. */
  readonly maximumDeletes: { readonly percent: number } | { readonly count: number };
  /** What happens to changes that the pull request's comment did not show. */
  readonly unreviewed: "apply" | "stop";
}

/** `tocsin.yaml`, checked. */
export interface Workspace {
  /** Path of the file, as given. */
  readonly file: string;
  readonly stack: string;
  /** Glob patterns, relative to the workspace's folder. */
  readonly rules: readonly string[];
  readonly environments: readonly Environment[];
  readonly guard: GuardLimits;
  /** Severity of warnings by code, where the workspace changes it. */
  readonly lint: Readonly<Record<string, "error" | "warning" | "off">>;
}

/** Reads `tocsin.yaml`. With an error in it there is no workspace, and nothing else can be judged. */
export function readWorkspace(file: SourceFile): Checked<Workspace | undefined> {
  const { value: documents, diagnostics } = readDocuments(file);
  const [document, second] = documents;
  if (hasErrors(diagnostics)) return { value: undefined, diagnostics };
  const complaints: Complaint[] = [];
  const complain: Complain = (code, path, message, on) => {
    const complaint = { code, path, message };
    const told =
      isFaulty(faultsOf(complaints), path) ||
      complaints.some((earlier) => complaintKey(earlier) === complaintKey(complaint));
    if (!told) complaints.push(on === undefined ? complaint : { ...complaint, on });
  };
  if (document === undefined) {
    const at = { file: file.path, line: 1, column: 1 };
    const message = "the workspace is empty; it wants `stack`, `rules` and `environments`";
    return {
      value: undefined,
      diagnostics: [...diagnostics, diagnose({ code: "missing-property", path: [], message }, at)],
    };
  }
  const workspace = readValue(file.path, document, complain);
  if (second !== undefined) {
    const message = "a workspace is one document; this is a second one";
    return {
      value: undefined,
      diagnostics: [...diagnostics, diagnose({ code: "wrong-type", path: [], message }, second.at)],
    };
  }
  const told = complaints.map((complaint) => diagnose(complaint, document.locate(complaint.path, complaint.on)));
  return { value: hasErrors(told) ? undefined : workspace, diagnostics: [...diagnostics, ...told] };
}

const shape = { schemas: [workspaceSchema], forms: formPlaces(workspaceForms) };

function readValue(file: string, document: Document, complain: Complain): Workspace | undefined {
  const { value } = document;
  if (!isObject(value)) {
    complain("wrong-type", [], "a workspace is a map with `stack`, `rules` and `environments`");
    return undefined;
  }
  const expanded = expand(value, shape, { held: [], complain, whole: new Set() });
  // Sound because expanding leaves an object an object.
  const long = settle(workspaceSchema, expanded as JsonObject);
  for (const { code, path, message, on } of validate(workspaceSchema, long, (path) => document.source(path)))
    complain(code, path, message, on);
  checkVariableNames(value["variables"], ["variables"], complain);
  readSwitches(value["lint"], complain);
  const stack = textAt(long, "stack");
  const environments = isObject(long["environments"]) ? Object.keys(long["environments"]) : [];
  if (isObject(long["environments"]) && environments.length === 0)
    complain("missing-property", ["environments"], "the workspace has no environment; it wants one at least", "key");
  const read = environments.flatMap(
    (name) => readEnvironment({ workspace: long, name, stack, document }, complain) ?? [],
  );
  return {
    file,
    stack,
    rules: isList(long["rules"]) ? long["rules"].filter((rule) => typeof rule === "string") : [],
    environments: read,
    guard: guardOf(long["guard"]),
    lint: severitiesOf(long["lint"]),
  };
}

function textAt(value: JsonObject, key: string): string {
  const text = value[key];
  return typeof text === "string" ? text : "";
}

function guardOf(guard: Json | undefined): GuardLimits {
  const { maximumDeletes, unreviewed } = isObject(guard) ? guard : {};
  const count = isObject(maximumDeletes) ? maximumDeletes["count"] : undefined;
  const percent = isObject(maximumDeletes) ? maximumDeletes["percent"] : undefined;
  return {
    maximumDeletes: typeof count === "number" ? { count } : { percent: typeof percent === "number" ? percent : 30 },
    unreviewed: unreviewed === "stop" ? "stop" : "apply",
  };
}

function severitiesOf(lint: Json | undefined): Workspace["lint"] {
  const severities: Record<string, "error" | "warning" | "off"> = {};
  for (const [code, severity] of Object.entries(isObject(lint) ? lint : {})) {
    if (severity === "error" || severity === "warning" || severity === "off") severities[code] = severity;
  }
  return severities;
}
