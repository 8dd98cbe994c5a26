import { openReader } from "../azure/azure.ts";
import { importUpdate } from "../commands/import/update.ts";
import { writeTogether } from "../write-together.ts";
import { changedFiles } from "./changed-files.ts";
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
  const now = new Map([edited.workspace, ...edited.rules].map(({ path, text }) => [path, text]));
  const changed = changedFiles(sources, now, session.terminal.folder);
  if (!dryRun && changed.length > 0) await writeTogether(changed, { folder: opened.folder });
  return tell(report, session, sources);
}
