import { firstRules, firstWorkspace } from "../authoring/first-files.ts";
import type { SourceFile } from "../core/source-file.ts";

/** What `init` writes, in this order, with paths relative to the folder. */
export function init({ folderName }: { readonly folderName: string }): readonly SourceFile[] {
  return [
    { path: "tocsin.yaml", text: firstWorkspace(stackName(folderName)) },
    { path: "rules/first.yaml", text: firstRules() },
  ];
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
