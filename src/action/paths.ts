import { dirname, relative, resolve, sep } from "node:path";
import type { Location } from "../core/location.ts";
import { isFolder, repositoryOf } from "../files.ts";
import type { ActionRun } from "./run.ts";

/** Where the repository is that is checked out: the workflow may have put it into a folder of its own. */
function rootOf({ inputs, session }: Pick<ActionRun, "inputs" | "session">): string {
  const workspace = resolve(session.terminal.folder, inputs.workspace ?? ".");
  return repositoryOf(isFolder(workspace) ? workspace : dirname(workspace));
}

/** A file as reports name it, by its path from the root of the repository; nothing where it is outside of that. */
export function pathInRepository(run: Pick<ActionRun, "inputs" | "session">): (file: string) => string | undefined {
  const root = rootOf(run);
  return (file) => {
    const path = relative(root, resolve(run.session.terminal.folder, file)).split(sep).join("/");
    return path === "" || path === ".." || path.startsWith("../") || path.startsWith("/") ? undefined : path;
  };
}

/** The page of a line of a file as it is at a commit. */
export function linkAt(commit: string, run: ActionRun): (at: Location) => string | undefined {
  const { server, repository } = run.place;
  const inRepository = pathInRepository(run);
  return ({ file, line }) => {
    const path = inRepository(file);
    if (path === undefined) return undefined;
    return `${server}/${repository}/blob/${commit}/${path.split("/").map(encodeURIComponent).join("/")}#L${line}`;
  };
}
