import { resolve } from "node:path";
import { readablePath } from "../files.ts";
import { openHistory } from "../git/history.ts";
import type { History } from "../ports/history.ts";
import type { Workspace } from "../core/language/workspace.ts";
import type { Sources } from "./opened.ts";
import type { Session } from "./session.ts";

/** The history of the workspace that was opened; git is not started before it is asked. */
export function historyOf(
  { workspace, sources }: { readonly workspace: Pick<Workspace, "file" | "rules">; readonly sources: Sources },
  { terminal }: Pick<Session, "terminal">,
): History {
  const { folder, env } = terminal;
  return openHistory({
    workspace: resolve(folder, workspace.file),
    rules: workspace.rules,
    files: [...sources].map(([path, text]) => ({ path, text })),
    shownFrom: folder,
    nameOf: (path) => readablePath(path, folder),
    env,
  });
}
