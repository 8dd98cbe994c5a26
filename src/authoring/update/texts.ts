import { hasErrors, type Diagnostic } from "../../core/diagnostic.ts";
import { canonical, type Json, type Path } from "../../core/json.ts";
import type { Kind } from "../../core/kind.ts";
import { compile } from "../../core/language/compile.ts";
import { readDefinitions, type Definition } from "../../core/language/definition.ts";
import type { SourceFile } from "../../core/language/source-file.ts";
import { readWorkspace, type Workspace } from "../../core/language/workspace.ts";
import type { DesiredResource, Stack } from "../../core/stack.ts";
import { editYaml } from "../yaml-edits.ts";

/** The texts of a workspace: `tocsin.yaml` and its rule files. */
export interface Texts {
  readonly workspace: SourceFile;
  readonly rules: readonly SourceFile[];
}

/** What one document of one file shall say at a path. */
export interface TextEdit {
  readonly file: string;
  readonly document: number;
  readonly path: Path;
  readonly value: Json | undefined;
  readonly order?: readonly string[];
}

/** Texts compiled for every environment there is. */
export interface CompiledTexts {
  readonly workspace: Workspace;
  readonly definitions: readonly Definition[];
  readonly stacks: ReadonlyMap<string, Stack>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles texts for every environment, or says why there is no workspace. */
export function compileTexts(texts: Texts, kinds: readonly Kind[]): CompiledTexts | undefined {
  const { value: workspace, diagnostics } = readWorkspace(texts.workspace);
  if (workspace === undefined || hasErrors(diagnostics)) return undefined;
  const read = readDefinitions(texts.rules, workspace, kinds);
  const compiled = workspace.environments.map((environment) =>
    compile({ definitions: read.value, environment, workspace, kinds, incomplete: read.incomplete }),
  );
  return {
    workspace,
    definitions: read.value,
    stacks: new Map(compiled.map(({ value }) => [value.environment.name, value])),
    diagnostics: [...diagnostics, ...read.diagnostics, ...compiled.flatMap((one) => one.diagnostics)],
  };
}

/** The texts with edits made, or the edit that cannot be made and why. */
export type EditedTexts =
  | { readonly texts: Texts }
  | { readonly texts?: never; readonly edit: TextEdit; readonly because: string };

/** Makes edits in the texts they are about; the other texts are the same objects as before. */
export function editTexts(texts: Texts, edits: readonly TextEdit[]): EditedTexts {
  let refused: { readonly edit: TextEdit; readonly because: string } | undefined;
  const editOne = (file: SourceFile): SourceFile => {
    const mine = edits.filter((edit) => edit.file === file.path);
    if (mine.length === 0 || refused !== undefined) return file;
    const edited = editYaml(file.text, mine);
    if (edited.text !== undefined) return edited.text === file.text ? file : { path: file.path, text: edited.text };
    const edit = mine.find((one) => one.document === edited.edit.document && one.path === edited.edit.path);
    refused = { edit: edit ?? { ...edited.edit, file: file.path }, because: edited.because };
    return file;
  };
  const workspace = editOne(texts.workspace);
  const rules = texts.rules.map(editOne);
  return refused ?? { texts: { workspace, rules } };
}

/** One text for what a resource is wanted to be: equal texts are one wish, wherever it stands in the files. */
export function wishText(resource: DesiredResource): string {
  const { id, armId, name, kind, place, settings, arm, tags, references, moves, protect } = resource;
  return canonical({
    id,
    armId,
    name,
    kind,
    place: { ...place },
    settings,
    arm: arm ?? null,
    tags: { ...tags },
    references: references.toSorted(),
    moves: {
      adopt: moves.adopt ?? null,
      release: moves.release ?? null,
      formerly: moves.formerly === undefined ? null : { ...moves.formerly },
    },
    protect,
  });
}

/** The errors of a compilation, each by a text of it without its line: lines move when texts are edited. */
export function errorsOf({ diagnostics }: CompiledTexts): ReadonlyMap<string, Diagnostic> {
  return new Map(
    diagnostics
      .filter(({ severity }) => severity === "error")
      .map((error) => [[error.at.file, error.code, error.message, ...(error.environments ?? [])].join("\n"), error]),
  );
}
