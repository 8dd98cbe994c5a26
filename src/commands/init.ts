import { editorSettings, firstRules, firstWorkspace, schemaFolder } from "../authoring/first-files.ts";
import { definitionSchema, workspaceEditorSchema } from "../core/settings/editor-schemas.ts";
import type { JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import type { SourceFile } from "../core/language/source-file.ts";

/** What a folder begins with. `written` is the author's from then on; `made` is made anew by each `init`. */
export interface Beginning {
  readonly written: readonly SourceFile[];
  readonly made: readonly SourceFile[];
}

/** The first files, with paths relative to the folder, and the schemas of this version for the editor. */
export function init({
  folderName,
  kinds,
}: {
  readonly folderName: string;
  readonly kinds: readonly Kind[];
}): Beginning {
  return {
    written: [
      { path: "tocsin.yaml", text: firstWorkspace(stackName(folderName)) },
      { path: "rules/first.yaml", text: firstRules() },
      { path: ".vscode/settings.json", text: editorSettings() },
    ],
    made: [
      { path: `${schemaFolder}/workspace.json`, text: printSchema(workspaceEditorSchema()) },
      { path: `${schemaFolder}/definition.json`, text: printSchema(definitionSchema(kinds)) },
    ],
  };
}

function printSchema(schema: JsonObject): string {
  return `${JSON.stringify(schema, undefined, 1)}\n`;
}

/** The folder's name as far as a stack may be called so. */
function stackName(folderName: string): string {
  const plain = folderName
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, "");
  return plain === "" ? "my-alerts" : plain;
}
