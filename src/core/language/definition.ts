import { diagnose, type Checked, type Complaint, type Diagnostic } from "../diagnostic.ts";
import { readDocuments, type Document } from "./document.ts";
import { envelopeSchema, envelopeShape } from "./envelope.ts";
import { complaintKey, faultsOf, isFaulty } from "./faults.ts";
import { isList, isObject, type Json, type JsonObject, type Path } from "../json.ts";
import type { Kind } from "../kind.ts";
import { readSwitches } from "./lint-codes.ts";
import { suggest } from "../nearest.ts";
import { settle } from "../settings/settings.ts";
import { expand } from "./short-forms.ts";
import type { SourceFile } from "./source-file.ts";
import { validate } from "../settings/validate.ts";
import type { Workspace } from "./workspace.ts";

/** Why a warning is switched off for a definition, and the last day that it is. */
export interface LintSwitch {
  readonly because: string;
  readonly until?: string;
}

/** A sentence about an alert as it stands in a file: its envelope is checked, its `spec` not yet looked at. */
export interface Definition {
  readonly kind: Kind;
  readonly document: Document;
  /** The whole document as written, `${…}` and short forms included. */
  readonly written: JsonObject;
  /** The only environments it is in, where it says so. */
  readonly only?: readonly string[];
  readonly lint: Readonly<Record<string, LintSwitch>>;
  /** Paths that were complained about already: what stands there is not judged again. */
  readonly faults: readonly Path[];
  /** What was said about its envelope (`complaintKey`), so that no environment says it again. */
  readonly told: ReadonlySet<string>;
}

/** The definitions of files, and whether some could not be read: then names may be missing. */
export interface ReadDefinitions extends Checked<readonly Definition[]> {
  readonly incomplete: boolean;
}

/** Reads the definitions of files. Documents of no known kind are complained about and left out. */
export function readDefinitions(
  files: readonly SourceFile[],
  workspace: Workspace,
  kinds: readonly Kind[],
): ReadDefinitions {
  const diagnostics: Diagnostic[] = [];
  const definitions: Definition[] = [];
  let incomplete = false;
  for (const file of files) {
    const documents = readDocuments(file);
    diagnostics.push(...documents.diagnostics);
    incomplete ||= documents.incomplete;
    for (const document of documents.value) {
      const { value, diagnostics: said } = readDefinition(document, workspace, kinds);
      for (const diagnostic of said) diagnostics.push(diagnostic);
      if (value === undefined) incomplete = true;
      else definitions.push(value);
    }
  }
  return { value: definitions, diagnostics, incomplete };
}

function readDefinition(
  document: Document,
  workspace: Workspace,
  kinds: readonly Kind[],
): Checked<Definition | undefined> {
  const complaints: Complaint[] = [];
  const { value } = document;
  if (isObject(value)) checkEnvelope({ document, value, complaints, workspace });
  else
    complaints.push({ code: "wrong-type", path: [], message: "a definition is a map with `kind`, `name` and `spec`" });
  const kind = isObject(value) ? kindOf(value, kinds, complaints) : undefined;
  // What YAML itself complained about, such as a key that stands there twice, is not looked at.
  const told = complaints.filter((complaint) => !isFaulty(document.faults, complaint.path));
  const diagnostics = told.map((complaint) => diagnose(complaint, document.locate(complaint.path, complaint.on)));
  if (kind === undefined || !isObject(value)) return { value: undefined, diagnostics };
  const faults = [...document.faults, ...faultsOf(told)];
  const only = namesIn(value["only"]);
  const definition = {
    kind,
    document,
    written: value,
    lint: switchesIn(value["lint"]),
    faults,
    told: new Set(told.map(complaintKey)),
  };
  return { value: only === undefined ? definition : { ...definition, only }, diagnostics };
}

interface Reading {
  readonly document: Document;
  readonly value: JsonObject;
  readonly complaints: Complaint[];
  readonly workspace: Workspace;
}

function checkEnvelope({ document, value, complaints, workspace }: Reading): void {
  const complain = (code: Complaint["code"], path: Path, message: string, on?: "key" | "value"): void => {
    complaints.push(on === undefined ? { code, path, message } : { code, path, message, on });
  };
  const { spec, ...around } = known(value);
  const expanded = expand(around, envelopeShape, { held: [], complain, whole: new Set() });
  // Sound because expanding leaves an object an object.
  const settled = settle(envelopeSchema, expanded as JsonObject);
  const found = validate(envelopeSchema, spec === undefined || spec === null ? settled : { ...settled, spec }, (path) =>
    document.source(path),
  );
  complaints.push(...found.filter(({ path }) => !isFaulty(faultsOf(complaints), path)));
  checkEnvironments(value, workspace, complain);
  readSwitches(value["lint"], complain);
}

/** The part of the envelope that is known before `${…}` is filled in. */
function known(value: JsonObject): JsonObject {
  const entries = Object.entries(value).filter(
    ([key, item]) => key === "kind" || key === "name" || key === "spec" || !isOpen(item),
  );
  return Object.fromEntries(
    entries.map(([key, item]) => [key, key === "tags" && isObject(item) ? withoutOpen(item) : item]),
  );
}

function isOpen(value: Json): boolean {
  return typeof value === "string" && value.includes("${");
}

function withoutOpen(tags: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(tags).filter(([, tag]) => !isOpen(tag)));
}

function checkEnvironments(
  value: JsonObject,
  workspace: Workspace,
  complain: (code: Complaint["code"], path: Path, message: string, on?: "key") => void,
): void {
  const names = workspace.environments.map((environment) => environment.name);
  const overrides = isObject(value["environments"]) ? value["environments"] : {};
  for (const [name, override] of Object.entries(overrides)) {
    const path = ["environments", name];
    if (!names.includes(name))
      complain(
        "unknown-environment",
        path,
        `the workspace has no environment \`${name}\`${suggest(name, names)}`,
        "key",
      );
    else if (override !== false && override !== null && !isObject(override)) {
      complain(
        "wrong-type",
        path,
        "an environment's part is a map in the shape of the definition, or `false` where the definition is not to be there",
      );
    }
  }
  const only = isList(value["only"]) ? value["only"] : [value["only"]];
  for (const [index, name] of only.entries()) {
    if (typeof name !== "string" || names.includes(name)) continue;
    const path = isList(value["only"]) ? ["only", index] : ["only"];
    complain("unknown-environment", path, `the workspace has no environment \`${name}\`${suggest(name, names)}`);
  }
}

function kindOf(value: JsonObject, kinds: readonly Kind[], complaints: Complaint[]): Kind | undefined {
  const name = value["kind"];
  const kind = kinds.find((candidate) => candidate.name === name);
  if (kind !== undefined || typeof name !== "string" || name === "") return kind;
  const message = `there is no kind \`${name}\`${suggest(
    name,
    kinds.map((candidate) => candidate.name),
  )}`;
  complaints.push({ code: "unknown-kind", path: ["kind"], message });
  return undefined;
}

function namesIn(only: Json | undefined): readonly string[] | undefined {
  if (only === undefined || only === null) return undefined;
  return (isList(only) ? only : [only]).filter((name) => typeof name === "string");
}

function switchesIn(lint: Json | undefined): Readonly<Record<string, LintSwitch>> {
  const switches: Record<string, LintSwitch> = {};
  for (const [code, value] of Object.entries(isObject(lint) ? lint : {})) {
    if (!isObject(value) || typeof value["because"] !== "string") continue;
    const { because, until } = value;
    switches[code] = typeof until === "string" ? { because, until } : { because };
  }
  return switches;
}
