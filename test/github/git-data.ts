import { invalid, notFound, refused, type Asked, type Reply, type Told } from "./answers.ts";
import { ancestorsOf, compared, putCommit, putTree } from "./git.ts";
import type { Commit } from "./state.ts";

/** References, trees, commits and comparisons. */

export function getReference(asked: Asked): Reply {
  const name = asked.at["ref"] ?? "";
  const sha = asked.repository.git.refs[name];
  return sha === undefined ? notFound : { status: 200, body: referenceAs(name, sha) };
}

export function createReference({ repository, body }: Asked): Reply {
  const { refs, commits } = repository.git;
  const name = body.ref.replace(/^refs\//, "");
  if (name === body.ref || name.split("/").length < 2) return refused(422, "Reference name must start with 'refs/'.");
  if (commits[body.sha] === undefined) return refused(422, "Object does not exist");
  if (refs[name] !== undefined) return refused(422, "Reference already exists");
  refs[name] = body.sha;
  return { status: 201, body: referenceAs(name, body.sha) };
}

export function updateReference({ repository, at, body }: Asked): Reply {
  const { git } = repository;
  const name = at["ref"] ?? "";
  const before = git.refs[name];
  if (before === undefined) return refused(422, "Reference does not exist");
  if (git.commits[body.sha] === undefined) return refused(422, "Object does not exist");
  if (body.force !== true && !ancestorsOf(git, body.sha).includes(before)) {
    return refused(422, "Update is not a fast forward");
  }
  git.refs[name] = body.sha;
  return { status: 200, body: referenceAs(name, body.sha) };
}

export function createTree({ repository, body }: Asked): Reply {
  const { git } = repository;
  const base = body.base_tree === undefined ? {} : git.trees[body.base_tree];
  if (base === undefined) return notFound;
  const files = { ...base };
  const modes: Record<string, string> = { ...git.modes[body.base_tree] };
  for (const { path, mode, content, sha } of body.tree) {
    if (/^\/|\/$|(^|\/)\.\.?(\/|$)/.test(path)) return refused(422, "tree.path contains a malformed path component");
    if (sha === null) delete files[path];
    else if (content === undefined) return refused(422, "Must supply tree.sha or tree.content");
    else files[path] = content;
    if (mode === "100644") delete modes[path];
    else modes[path] = mode;
  }
  const sha = putTree(git, files, modes);
  const tree = Object.keys(files).map((path) => ({ path, mode: modes[path] ?? "100644", type: "blob" }));
  return { status: 201, body: { sha, tree, truncated: false } satisfies Told["tree"] };
}

export function getTree({ repository: { git }, at }: Asked): Reply {
  const sha = at["sha"] ?? "";
  const files = git.trees[sha];
  if (files === undefined) return notFound;
  const modes = git.modes[sha] ?? {};
  const below = (all: Readonly<Record<string, string>>, folder: string) =>
    Object.fromEntries(
      Object.entries(all).flatMap(([path, value]) =>
        path.startsWith(`${folder}/`) ? [[path.slice(folder.length + 1), value] as const] : [],
      ),
    );
  const names = [...new Set(Object.keys(files).map((path) => path.split("/", 1)[0] ?? ""))];
  const tree = names.map((path) =>
    path in files
      ? { path, mode: modes[path] ?? "100644", type: "blob", sha: "" }
      : { path, mode: "040000", type: "tree", sha: putTree(git, below(files, path), below(modes, path)) },
  );
  return { status: 200, body: { sha, tree, truncated: false } satisfies Told["tree"] };
}

export function createCommit({ repository, body, state }: Asked): Reply {
  const { git } = repository;
  const { tree, parents = [], message } = body;
  if (git.trees[tree] === undefined) return invalid("Commit", { code: "invalid", field: "tree" });
  if (parents.some((parent: string) => git.commits[parent] === undefined)) {
    return refused(422, "Parent SHA does not exist or is not a commit object");
  }
  state.time += 1000;
  return { status: 201, body: commitAs(putCommit(git, { tree, parents, message, salt: state.time })) };
}

export function getCommit({ repository, at }: Asked): Reply {
  const commit = repository.git.commits[at["sha"] ?? ""];
  return commit === undefined ? notFound : { status: 200, body: commitAs(commit) };
}

export function compare({ repository, at, query }: Asked): Reply {
  const { git } = repository;
  const [base = "", head = ""] = (at["basehead"] ?? "").split("...");
  const [from, to] = [base, head].map((name) => git.refs[`heads/${name}`] ?? name);
  if (from === undefined || to === undefined || !git.commits[from] || !git.commits[to]) return notFound;
  const { parted, ahead_by, behind_by, status, files, commits } = compared(git, from, to);
  const size = Number(query.get("per_page") ?? 250);
  const page = Number(query.get("page") ?? 1);
  const body = {
    status,
    ahead_by,
    behind_by,
    total_commits: ahead_by,
    merge_base_commit: { sha: parted },
    commits: commits.slice((page - 1) * size, page * size).map((sha) => ({ sha })),
    // Only the first page has them.
    ...(page === 1 ? { files: [...files] } : {}),
  } satisfies Told["comparison"];
  return { status: 200, body };
}

function referenceAs(name: string, sha: string) {
  return { ref: `refs/${name}`, object: { sha, type: "commit" } } satisfies Told["reference"];
}

function commitAs({ sha, tree, parents, message }: Commit) {
  return {
    sha,
    message,
    tree: { sha: tree },
    parents: parents.map((parent) => ({ sha: parent })),
  } satisfies Told["commit"];
}
