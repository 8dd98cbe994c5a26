import { HostError } from "../ports/pull-request-host.ts";
import type { Client } from "./client.ts";

/** A file as git keeps it: with or without the bit that lets it be run. */
type Mode = "100644" | "100755";

/** Where files are looked for. */
interface Place {
  readonly branch: string;
  readonly base: string;
  readonly tree: string;
}

interface Entry {
  readonly path?: string;
  readonly mode?: string;
  readonly sha?: string;
}

const folder = "040000";

/** The modes of files that are there, so that they stay what they are. A link or another repository is nothing to write into. */
export async function modesOf(
  client: Client,
  paths: readonly string[],
  { branch, base, tree }: Place,
): Promise<ReadonlyMap<string, Mode>> {
  const { ask, repository } = client;
  const known = new Map<string, Promise<readonly Entry[]>>();
  const read = async (sha: string): Promise<readonly Entry[]> => {
    const { data } = await ask({ wish: `read the files of commit ${base}`, permission: "contents: read" }, (octokit) =>
      octokit.rest.git.getTree({ ...repository, tree_sha: sha }),
    );
    return data.tree;
  };
  const entriesOf = (sha: string): Promise<readonly Entry[]> => {
    const entries = known.get(sha) ?? read(sha);
    known.set(sha, entries);
    return entries;
  };
  const modes = new Map<string, Mode>();
  for (const path of paths) {
    let at: Entry | undefined = { mode: folder, sha: tree };
    for (const name of path.split("/")) {
      if (at?.mode !== folder) break;
      at = (await entriesOf(at.sha ?? "")).find((entry) => entry.path === name);
    }
    if (at === undefined) continue;
    const { mode } = at;
    if (mode !== "100644" && mode !== "100755") {
      const { owner, repo } = repository;
      throw new HostError(
        `cannot propose \`${branch}\`: \`${path}\` is no file in ${base.slice(0, 7)} but ${whatIs(mode)}; let \`rules\` name the file itself`,
        { reason: "rejected", tried: `GET /repos/${owner}/${repo}/git/trees/${tree}` },
      );
    }
    modes.set(path, mode);
  }
  return modes;
}

function whatIs(mode: string | undefined): string {
  if (mode === "120000") return "a link";
  return mode === "160000" ? "another repository" : "a folder";
}
