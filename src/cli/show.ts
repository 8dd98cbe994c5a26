import { load } from "../commands/load.ts";
import { show, showList } from "../commands/show.ts";
import { repositoryOf } from "../git/repository.ts";
import { kinds } from "../kinds/kinds.ts";
import type { InvocationOf } from "./invocation.ts";
import { chooseEnvironments, openWorkspace } from "./opened.ts";
import { dayOf, type Session } from "./session.ts";
import { tell } from "./tell.ts";

/** `tocsin show [NAME]` */
export async function runShow({ name }: InvocationOf<"show">, session: Session): Promise<number> {
  const opened = await openWorkspace(session);
  const { workspace, diagnostics, sources } = opened;
  if (workspace === undefined) return tell({ command: "workspace", diagnostics }, session, sources);
  const environments = chooseEnvironments(workspace, session.options);
  const loaded = load({ ...opened, workspace, environments, kinds, today: dayOf(session) });
  const source = await repositoryOf(opened.folder, session.terminal.env);
  const inputs = { workspace, loaded, kinds, now: session.now, ...(source === undefined ? {} : { source }) };
  return tell(name === undefined ? showList(inputs) : show(name, inputs), session, sources);
}
