import { resolve } from "node:path";
import { openReader } from "../azure/azure.ts";
import { importUpdate } from "../commands/import-update.ts";
import { writeTogether } from "../files.ts";
import type { InvocationOf } from "./invocation.ts";
import { openWorkspace } from "./opened.ts";
import { planInputs } from "./planning.ts";
import { showWaiting } from "./progress.ts";
import type { Session } from "./session.ts";
import { tell } from "./tell.ts";

/** `tocsin import --update [NAME…]`: what Azure has, written into the definitions that exist. All files or none. */
export async function runImportUpdate(
  { names, dryRun }: InvocationOf<"import-update">,
  session: Session,
): Promise<number> {
  const opened = await openWorkspace(session);
  const { workspace, diagnostics, sources } = opened;
  if (workspace === undefined) return tell({ command: "workspace", diagnostics }, session, sources);
  const { inputs, azure, environment } = await planInputs(names, opened, session);
  const reader = await openReader(azure);
  const texts = {
    workspace: { path: workspace.file, text: sources.get(workspace.file) ?? "" },
    rules: opened.files,
  };
  const waiting = `reading Azure for ${environment.stack}/${environment.name} …`;
  const { report, texts: edited } = await showWaiting(waiting, session, () =>
    importUpdate({ ...inputs, reader, texts, dryRun }),
  );
  const changed = [edited.workspace, ...edited.rules].filter(({ path, text }) => sources.get(path) !== text);
  if (!dryRun && changed.length > 0) {
    await writeTogether(
      changed.map(({ path, text }) => ({ path: resolve(session.terminal.folder, path), text, isNew: false })),
    );
  }
  return tell(report, session, sources);
}
