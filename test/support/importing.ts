import { posix } from "node:path";
import type { ApplyInputs } from "../../src/commands/apply.ts";
import type { Choice } from "../../src/commands/import/choice.ts";
import type { Imported } from "../../src/commands/import/inputs.ts";
import { readFromAzure } from "../../src/commands/import/source.ts";
import { importResources } from "../../src/commands/import/import.ts";
import { load } from "../../src/commands/load.ts";
import type { SourceFile } from "../../src/core/language/source-file.ts";
import { readWorkspace, type Workspace } from "../../src/core/language/workspace.ts";
import { createSealer } from "../../src/core/settings/secrets.ts";
import { mapTexts, type JsonObject } from "../../src/core/json.ts";
import type { DesiredResource } from "../../src/core/stack.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import type { EmulatedAzure } from "./emulated-azure.ts";
import { inputsFor, kindNamed, secrets } from "./stacks.ts";
import { surroundings } from "./valid-settings.ts";

/** A workspace as somebody begins with. */
export const begun = `# Whose alerts these are.
stack: laws
rules: [rules/**/*.yaml]
environments:
  production:
    subscription: ${surroundings.subscription} # the only one
    resourceGroup: ${surroundings.resourceGroup}
    location: koreacentral
`;

/** What somebody has and asks for. */
export interface Importing {
  readonly text?: string;
  readonly files?: readonly SourceFile[];
  readonly environment?: string;
  readonly choice?: Partial<Choice>;
  readonly all?: boolean;
  readonly folder?: string;
  readonly fold?: boolean;
  readonly values?: ReadonlyMap<string, string>;
}

/** The files of a workspace after an import. */
export interface After extends Imported {
  readonly text: string;
  readonly files: readonly SourceFile[];
}

/** Imports from an emulated Azure, as the command does but for the disk. */
export async function importFrom(azure: Pick<EmulatedAzure, "reader">, importing: Importing = {}): Promise<After> {
  const { text = begun, files = [], environment: name = "production", choice = {}, all = false } = importing;
  const workspace = workspaceOf(text);
  const environment = workspace.environments.find((one) => one.name === name)!;
  const taken = new Set(files.map(({ path }) => path));
  const asked = { resourceGroups: [], kinds: [], names: [], actionGroups: [], ...choice };
  const imported = await importResources({
    workspace,
    workspaceFile: { path: "tocsin.yaml", text },
    environment,
    files,
    diagnostics: [],
    kinds,
    secrets: importing.values ?? new Map(),
    source: "example/rules",
    today: "2026-11-20",
    medium: "azure",
    from: () =>
      readFromAzure({
        environment,
        kinds,
        reader: azure.reader,
        signal: new AbortController().signal,
        resourceGroups: asked.resourceGroups,
        reach: all ? "subscription" : "groups",
      }),
    choice: asked,
    layout: {
      folder: importing.folder ?? "rules",
      isRead: (path) => workspace.rules.some((rule) => posix.matchesGlob(path, rule)),
      isTaken: (path) => taken.has(path),
      ...(workspace.environments.length > 1 ? { environment: name } : {}),
    },
    shown: (path) => path,
    dryRun: false,
    fold: importing.fold ?? false,
  });
  return { ...imported, text: imported.workspaceText ?? text, files: [...files, ...imported.made] };
}

/** What `plan` and `apply` are given in the workspace after an import. */
export function inputsAfter(azure: EmulatedAzure, { text, files }: After, name = "production"): ApplyInputs {
  const workspace = workspaceOf(text);
  const environment = workspace.environments.find((one) => one.name === name)!;
  const loaded = load({ workspace, files, diagnostics: [], environments: [environment], kinds, today: "2026-11-20" });
  const { stack, diagnostics } = loaded.stacks[0]!;
  return { ...inputsFor(azure, stack), workspace, stack, diagnostics, secrets: new Map() };
}

function workspaceOf(text: string): Workspace {
  const { value, diagnostics } = readWorkspace({ path: "tocsin.yaml", text });
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return value;
}

/** What stands in Azure for a resource: its secrets are values there. */
export function bodyOf(resource: DesiredResource, tags: JsonObject = {}): JsonObject {
  const sealer = createSealer(secrets);
  // Sound because mapping the texts of an object leaves an object.
  const body = mapTexts(kindNamed(resource.kind).toArm(resource.settings), (text) => sealer.open(text)) as JsonObject;
  return { ...body, id: resource.armId, name: resource.name, tags };
}
