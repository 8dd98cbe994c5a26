import { execFileSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { runApply } from "../../src/action/apply.ts";
import type { Event } from "../../src/action/event.ts";
import type { Inputs } from "../../src/action/inputs.ts";
import { runPlan } from "../../src/action/plan.ts";
import type { ActionRun } from "../../src/action/run.ts";
import { plan } from "../../src/commands/plan.ts";
import { openReader } from "../../src/azure/azure.ts";
import { openForAzure } from "../../src/action/opening.ts";
import { createWorld, type World } from "../../src/emulator/arm/world.ts";
import { startEmulator } from "../../src/emulator/http.ts";
import { openHost } from "../../src/github/host.ts";
import type { Planned } from "../../src/core/plan/report.ts";
import type { PullRequestHost } from "../../src/ports/pull-request-host.ts";
import { startGitHub, type GitHub } from "../github/github.ts";
import { addCommit, addPullRequest } from "../github/seed.ts";
import { instant, type Issue, type PullRequest, type Repository as Hosted } from "../github/state.ts";
import { machine } from "./machine.ts";
import { keptRun, type KeptRun } from "./action-run.ts";
import { createRepository, repositoryIn, type Repository } from "./repository.ts";
import { writesIn } from "./emulated-azure.ts";

/*
 * A company in this process: real git, GitHub and Azure emulated behind HTTP, and the action's commands called as its
 * `main` calls them. So a law can drive it through thousands of days.
 */

/** The text of every file by its path; what is `undefined` is not there. */
export type Files = Readonly<Record<string, string | undefined>>;

/** One run of the action. */
export interface Running {
  readonly inputs?: Partial<Inputs>;
  readonly run?: { readonly id: number; readonly attempt: number };
  readonly at?: string;
  readonly event?: "push" | "workflow_dispatch";
  readonly stopped?: () => boolean;
  /** What stands between the run and GitHub. */
  readonly through?: (host: PullRequestHost) => PullRequestHost;
  /** What it waits for before it says a word to GitHub. */
  readonly late?: () => Promise<void>;
  /** Where it is checked out, so that two can run at once. */
  readonly desk?: "first" | "second";
}

/** What a run came to; a bug of ours or its death is thrown. */
export interface Ran extends KeptRun {
  readonly code: number;
  readonly writes: readonly string[];
}

export interface Workshop {
  readonly world: World;
  readonly github: GitHub;
  readonly hosted: Hosted;
  readonly commits: string[];
  readonly tip: () => string;
  readonly filesAt: (commit: string) => Files;
  readonly commit: (branch: string, files: Files, title: string, parents?: readonly string[]) => string;
  readonly parentOf: (commit: string) => string;
  /** Where two commits parted. */
  readonly parted: (one: string, other: string) => string;
  /** The commits of a branch that another has not got, the oldest first. */
  readonly ownCommits: (head: string, base: string) => readonly string[];
  /** Somebody changes a group in the portal, or deletes it. */
  readonly byHand: (name: string, value: string | null) => Promise<void>;
  readonly open: (number: number, branch: string) => Issue & { readonly pullRequest: PullRequest };
  readonly land: (number: number, landed: readonly string[]) => void;
  readonly plan: (number: number, more?: Running) => Promise<Ran>;
  readonly apply: (more?: Running) => Promise<Ran>;
  /** What would be done now, at a commit. */
  readonly planned: (at?: string) => Promise<Planned>;
  readonly close: () => Promise<void>;
}

const name = "company/alerts";
const apiVersion = "2024-10-01-preview";

/** Opens one whose `main` holds these files; nothing of it is in Azure. */
export async function openWorkshop(files: Files): Promise<Workshop> {
  const world = createWorld({ rateLimits: "off" });
  const azure = await startEmulator({ world });
  const github = await startGitHub();
  const { state } = github;
  const hosted = state.repositories[name]!;
  const git = createRepository();
  const all = new Map<string, Files>();
  const commits: string[] = [];
  let [runs, time] = [1000, 1_800_000_000];
  let second: Repository | undefined;

  const commit: Workshop["commit"] = (branch, wanted, title, parents) => {
    const tip = hosted.git.refs[`heads/${branch}`];
    const on = parents ?? (tip === undefined || !all.has(tip) ? [] : [tip]);
    time += 60;
    const sha = commitInto(git, { files: wanted, title, parents: on, time });
    all.set(sha, wanted);
    const gone = Object.keys(hosted.git.trees).flatMap((tree) => Object.keys(hosted.git.trees[tree] ?? {}));
    const told = Object.fromEntries([...gone, ...Object.keys(wanted)].map((path) => [path, wanted[path] ?? null]));
    addCommit(hosted, { branch, files: told, sha, message: title, parents: on });
    if (branch === "main") commits.push(sha);
    return sha;
  };
  const deskOf = (desk: "first" | "second"): Repository => {
    if (desk === "first") return git;
    if (second === undefined) {
      const folder = `${git.folder}-second`;
      git.git("worktree", "add", "--quiet", "--detach", folder, commits[0]!);
      second = repositoryIn(folder);
    }
    return second;
  };
  const start = (
    command: "plan" | "apply",
    { sha, event, ref }: { readonly sha: string; readonly event: Event; readonly ref: string },
    { inputs = {}, run, stopped = () => false, through = (host) => host, desk = "first", late }: Running,
  ): KeptRun => {
    const repository = deskOf(desk);
    repository.git("checkout", "--quiet", "--force", "--detach", sha);
    const { id, attempt } = run ?? { id: ++runs, attempt: 1 };
    const kept = keptRun(repository.folder, {
      inputs: { command, token: "workflow-token", comment: "always", label: "", ...inputs },
      endpoint: azure.url,
      event,
      commit: sha,
      ref,
      run: { id, attempt },
      env: { ...machine, GITHUB_REPOSITORY: name, GITHUB_SERVER_URL: "https://github.example" },
      stopped,
      host: async () => {
        await late?.();
        return through(await openedHost(github));
      },
    });
    return kept;
  };
  const finish = async (kept: KeptRun, command: (run: ActionRun) => Promise<number>): Promise<Ran> => {
    const before = writesIn(world).length;
    try {
      const code = await command(kept.run);
      return Object.assign(kept, { code, writes: writesIn(world).slice(before) });
    } finally {
      await quiet(world);
    }
  };
  const onMain = (event: "push" | "workflow_dispatch", sha: string) =>
    ({
      sha,
      ref: "refs/heads/main",
      event: event === "push" ? { name: event, branch: "main" } : { name: event },
    }) as const;
  const pullOf = (number: number) => hosted.issues.find((one) => one.number === number)!.pullRequest!;

  commit("main", files, "begin", []);
  return {
    world,
    github,
    hosted,
    commits,
    tip: () => commits.at(-1)!,
    filesAt: (sha) => all.get(sha)!,
    commit,
    parentOf: (sha) => git.git("rev-parse", `${sha}^`),
    parted: (one, other) => git.git("merge-base", one, other),
    ownCommits: (head, base) =>
      git.git("rev-list", "--reverse", "--first-parent", `${base}..${head}`).split("\n").filter(Boolean),
    byHand: async (group, value) => {
      const there = world.store.all().find(({ place }) => place.name === group);
      if (there === undefined) return;
      const url = `${azure.url}${there.body["id"] as string}?api-version=${apiVersion}`;
      const headers = { "content-type": "application/json", "x-ms-client-principal-name": "owl@company.com" };
      const body = (await (await fetch(url)).text()).replace(/\w+@company/, `${value}@company`);
      const answer = await fetch(
        url,
        value === null ? { method: "DELETE", headers } : { method: "PUT", headers, body },
      );
      if (!answer.ok) throw new Error(await answer.text());
    },
    open: (number, branch) => addPullRequest(state, hosted, { number, title: `Pull ${number}`, head: { branch } }),
    land: (number, landed) => {
      const issue = hosted.issues.find((one) => one.number === number)!;
      issue.state = "closed";
      Object.assign(issue.pullRequest!, { landed, mergeCommit: landed.at(-1), mergedAt: instant(state) });
    },
    plan: async (number, more = {}) => {
      const { head } = pullOf(number);
      const base = commits.at(-1)!;
      const parted = git.git("merge-base", base, head.sha);
      const files = merged(all.get(base)!, { before: all.get(parted)!, after: all.get(head.sha)! });
      time += 60;
      const title = `Merge ${head.sha} into ${base}`;
      const sha = commitInto(git, { files, title, parents: [base, head.sha], time });
      const event: Event = { name: "pull_request", number, head: head.sha, base, fork: false };
      return finish(start("plan", { sha, event, ref: `refs/pull/${number}/merge` }, more), runPlan);
    },
    apply: async (more = {}) => {
      const { event = "push", at = commits.at(-1)! } = more;
      return finish(start("apply", onMain(event, at), more), runApply);
    },
    planned: async (at = commits.at(-1)!) => {
      const { run } = start("apply", onMain("push", at), {});
      const opening = await openForAzure(run);
      if ("report" in opening) throw new Error("the workspace has mistakes");
      const { planned } = await plan({ ...opening.inputs, reader: await openReader(opening.azure) });
      return planned!;
    },
    close: async () => {
      second?.remove();
      git.remove();
      await azure.close();
      await github.close();
    },
  };
}

/** What a change of some files makes of others: whoever was there last is right. */
export function merged(onto: Files, { before, after }: { readonly before: Files; readonly after: Files }): Files {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return {
    ...onto,
    ...Object.fromEntries(paths.flatMap((path) => (before[path] === after[path] ? [] : [[path, after[path]]]))),
  };
}

function commitInto(
  { folder }: Repository,
  given: { readonly files: Files; readonly title: string; readonly parents: readonly string[]; readonly time: number },
): string {
  const { files, title, parents, time } = given;
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const input = [
    `reset refs/tocsin/made\n\ncommit refs/tocsin/made\nmark :1\ncommitter Ann <ann@company.com> ${time} +0000\n`,
    data(title),
    ...parents.map((parent, index) => `${index === 0 ? "from" : "merge"} ${parent}\n`),
    "deleteall\n",
    ...Object.entries(files).flatMap(([path, text]) =>
      text === undefined ? [] : [`M 100644 inline ${path}\n${data(text)}`],
    ),
    "\nget-mark :1\n",
  ].join("");
  const asked = ["fast-import", "--quiet", "--force"];
  return execFileSync("git", asked, { cwd: folder, input, encoding: "utf8", env: machine }).trim();
}

function openedHost(github: GitHub): Promise<PullRequestHost> {
  return openHost({
    token: "workflow-token",
    apiUrl: github.url,
    repository: name,
    version: "0.0.0",
    scrub: (text) => text,
    spacing: "none",
    clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
  });
}

/** What a run that died had sent is still done. */
async function quiet({ requests }: World): Promise<void> {
  for (let before = -1; before !== requests.length; await pause(3)) before = requests.length;
}
