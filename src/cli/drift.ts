import { openReader } from "../azure/azure.ts";
import { drift } from "../commands/drift.ts";
import { openWorkspace } from "./opened.ts";
import { planInputs } from "./planning.ts";
import { showWaiting } from "./progress.ts";
import type { Session } from "./session.ts";
import { tell } from "./tell.ts";

/** `tocsin drift` */
export async function runDrift(session: Session): Promise<number> {
  const opened = await openWorkspace(session);
  const { workspace, diagnostics, sources } = opened;
  if (workspace === undefined) return tell({ command: "workspace", diagnostics }, session, sources);
  const { inputs, azure, environment } = await planInputs([], opened, session);
  const reader = await openReader(azure);
  const waiting = `reading Azure for ${environment.stack}/${environment.name} …`;
  const report = await showWaiting(waiting, session, () => drift({ ...inputs, reader }));
  return tell(report, session, sources);
}
