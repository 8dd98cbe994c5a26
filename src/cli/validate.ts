import { load } from "../commands/load.ts";
import { validate } from "../commands/validate.ts";
import { kinds } from "../kinds/kinds.ts";
import type { InvocationOf } from "./invocation.ts";
import { chooseEnvironments, chooseFiles, openWorkspace } from "./opened.ts";
import { dayOf, type Session } from "./session.ts";
import { tell } from "./tell.ts";

/** `tocsin validate [PATH…]` */
export async function runValidate({ paths }: InvocationOf<"validate">, session: Session): Promise<number> {
  const opened = await openWorkspace(session);
  const { workspace, diagnostics, sources } = opened;
  if (workspace === undefined) return tell({ command: "workspace", diagnostics }, session, sources);
  const environments = chooseEnvironments(workspace, session.options);
  const only = chooseFiles(paths, opened, session.terminal);
  const loaded = load({ ...opened, workspace, environments, kinds, today: dayOf(session) });
  return tell(validate({ loaded, files: opened.files.length, only }), session, sources);
}
