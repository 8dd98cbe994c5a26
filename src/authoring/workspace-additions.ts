import { isList, isObject, valueAt, type Json, type JsonObject, type Path } from "../core/json.ts";
import { readDocuments } from "../core/language/document.ts";
import type { SourceFile } from "../core/language/source-file.ts";
import { editYaml, type YamlEdit } from "./yaml-edits.ts";

/** What new definitions need in `tocsin.yaml`. */
export interface WorkspaceAdditions {
  /** By name, each with its value as it is written. */
  readonly variables: ReadonlyMap<string, string>;
  /** Names of secrets that only Azure has. */
  readonly secrets: readonly string[];
  readonly resourceGroups: readonly string[];
  readonly rules: readonly string[];
}

/** The workspace with additions, or why they cannot be made. */
export type AddedWorkspace = { readonly text: string } | { readonly text?: never; readonly because: string };

/**
 * The text of a workspace with what new definitions need; everything else in it stays as it is, comments included.
 * Variables and secrets are for all environments: the same definitions may be another one's, too, once it joins them.
 */
export function addToWorkspace(
  file: SourceFile,
  { variables, secrets, resourceGroups, rules }: WorkspaceAdditions,
  environment: string,
): AddedWorkspace {
  const [document] = readDocuments(file).value;
  if (document === undefined) return { because: "the workspace is empty" };
  const { value: written, index } = document;
  const edits = [
    ...extend(written, ["rules"], rules),
    ...extend(written, ["environments", environment, "resourceGroups"], resourceGroups),
    ...fill(written, ["variables"], Object.fromEntries(variables)),
    ...fill(written, ["secrets"], Object.fromEntries(secrets.map((name) => [name, { live: true }]))),
  ].map(({ path, value }): YamlEdit => ({
    document: index,
    path,
    value,
    order: path[0] === "environments" ? ofEnvironment : ofWorkspace,
  }));
  const edited = editYaml(file.text, edits);
  return edited.text === undefined ? { because: edited.because } : { text: edited.text };
}

interface Put {
  readonly path: Path;
  readonly value: Json;
}

/** A list with more elements; one thing needs no list, two do. */
function extend(written: Json, path: Path, more: readonly string[]): readonly Put[] {
  const there = valueAt(written, path) ?? null;
  if (more.length === 0) return [];
  if (isList(there) && there.length > 0)
    return more.map((value, at) => ({ path: [...path, there.length + at], value }));
  return [{ path, value: there === null || isList(there) ? more : [there, ...more] }];
}

/** A map with more members. One that is new is put in whole, so that it is laid out whole. */
function fill(written: Json, path: Path, more: JsonObject): readonly Put[] {
  const there = valueAt(written, path) ?? null;
  if (Object.keys(more).length === 0) return [];
  return isObject(there) && Object.keys(there).length > 0
    ? Object.entries(more).map(([name, value]) => ({ path: [...path, name], value }))
    : [{ path, value: more }];
}

const ofWorkspace = ["stack", "rules", "variables", "environments", "secrets", "guard", "lint"] as const;
const ofEnvironment = ["subscription", "resourceGroup", "resourceGroups", "location", "cloud", "tags"] as const;
