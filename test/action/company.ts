import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { onTestFinished } from "vitest";
import { type Emulator, startEmulator } from "../../src/emulator/http.ts";
import { type GitHub, startGitHub } from "../github/github.ts";
import { addCommit, addPullRequest, mergePullRequest } from "../github/seed.ts";
import type { Repository } from "../github/state.ts";
import { rules, tocsin, workspace } from "../cli/tocsin.ts";
import { gitIn } from "../support/repository.ts";
import { githubToken, runAction, type ActionEnd, type ActionStart } from "./runner.ts";

/*
 * A company: a real git repository of definitions, GitHub above it, Azure below it, and the built action between them,
 * started as GitHub's runner starts it.
 */

/** How one run differs from the usual. */
interface Running {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly cancelAfter?: string | Promise<void>;
  readonly saw?: (text: string) => void;
  /** A run has a number of its own unless it is started again. */
  readonly run?: { readonly id: number; readonly attempt: number };
  /** Of a plan: whose the branch is. */
  readonly from?: "fork";
  /** The commit that is checked out; the tip of `main` for what is not about a pull request. */
  readonly at?: string;
}

export interface Company {
  readonly folder: string;
  readonly azure: Emulator;
  readonly github: GitHub;
  readonly repository: Repository;
  /** Runs git in the checkout, and gives what it says. */
  readonly git: (...args: readonly string[]) => string;
  /** Commits files on a branch that begins at `main`, `null` takes one away; gives the commit. */
  readonly commit: (branch: string, files: Readonly<Record<string, string | null>>, message?: string) => string;
  /** Opens a pull request from a branch. */
  readonly open: (number: number, branch: string, title?: string) => void;
  readonly merge: (number: number, how?: "merge" | "squash" | "rebase") => string;
  readonly plan: (number: number, more?: Running) => Promise<ActionEnd>;
  readonly apply: (more?: Running) => Promise<ActionEnd>;
  readonly drift: (more?: Running) => Promise<ActionEnd>;
  /** Applies what `main` says from somebody's machine, whatever was reviewed. */
  readonly applied: () => Promise<void>;
  /** Somebody changes an alert in the portal: text of its JSON, which stands there once. */
  readonly changeByHand: (name: string, from: string, to: string) => Promise<void>;
  /** The bodies of the comments on a pull request that the workflow's token wrote. */
  readonly comments: (number: number) => readonly string[];
}

const subject = { id: 1, full_name: "company/alerts", default_branch: "main", owner: { login: "company" } };

/** Founds a company whose `main` holds these files, for the test at hand; `act` is who runs its steps. */
export async function foundCompany(
  files: Readonly<Record<string, string>> = { "tocsin.yaml": workspace, "rules/rules.yaml": rules },
  { act = runAction }: { readonly act?: (start: ActionStart) => Promise<ActionEnd> } = {},
): Promise<Company> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-company-"));
  const azure = await startEmulator();
  const github = await startGitHub();
  onTestFinished(async () => {
    await azure.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    await github.close();
  });
  const { state } = github;
  const repository = state.repositories["company/alerts"]!;
  state.tokens[githubToken] = state.tokens["workflow-token"]!;
  let runs = 1000;

  const git = gitIn(folder, { name: "Ann" });
  const write = (changed: Readonly<Record<string, string | null>>): void => {
    for (const [path, text] of Object.entries(changed)) {
      if (text === null) rmSync(join(folder, path));
      else {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
    }
  };
  /** Tells GitHub of the commit that is checked out. */
  const push = (branch: string): string => {
    const sha = git("rev-parse", "HEAD");
    const parents = git("log", "-1", "--format=%P")
      .split(" ")
      .filter((parent) => parent in repository.git.commits);
    const there = filesIn(folder);
    const gone = Object.fromEntries(
      [...new Set(Object.values(repository.git.trees).flatMap((tree) => Object.keys(tree)))].map((path) => [
        path,
        null,
      ]),
    );
    addCommit(repository, {
      branch,
      files: { ...gone, ...there },
      sha,
      message: git("log", "-1", "--format=%s"),
      parents,
    });
    return sha;
  };
  const run = (
    start: Pick<ActionStart, "event" | "inputs">,
    more: Running,
    place: Readonly<Record<string, string>>,
  ) => {
    const { id, attempt } = more.run ?? { id: ++runs, attempt: 1 };
    const { inputs = {}, env = {}, run: _, at: _at, from: _from, ...rest } = more;
    return act({
      workspace: folder,
      ...start,
      inputs: { environment: "production", endpoint: azure.url, ...start.inputs, ...inputs },
      githubUrl: github.url,
      env: { ...place, GITHUB_RUN_ID: `${id}`, GITHUB_RUN_ATTEMPT: `${attempt}`, ...env },
      ...rest,
    });
  };
  const onMain = (command: string, event: string, more: Running): Promise<ActionEnd> => {
    const sha = more.at ?? git("rev-parse", "main");
    git("checkout", "--quiet", "--detach", sha);
    const payload = { repository: subject, ref: "refs/heads/main", after: sha };
    const place = { GITHUB_SHA: sha, GITHUB_REF: "refs/heads/main", GITHUB_EVENT_NAME: event };
    return run({ event: { name: event, payload }, inputs: { command } }, more, place);
  };
  const branchOf = (number: number) => {
    const { pullRequest } = repository.issues.find((issue) => issue.number === number)!;
    return pullRequest!.head;
  };

  git("init", "--quiet", "--initial-branch=main");
  write(files);
  git("add", "--all");
  git("commit", "--quiet", "-m", "begin");
  push("main");
  return {
    folder,
    azure,
    github,
    repository,
    git,
    commit: (branch, changed, message = "a change") => {
      const exists = git("branch", "--list", branch) !== "";
      git("checkout", "--quiet", ...(exists ? [branch] : ["-b", branch, "main"]));
      write(changed);
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "-m", message);
      const sha = push(branch);
      const open = repository.issues.find(
        ({ state: now, pullRequest }) => now === "open" && pullRequest?.head.branch === branch,
      );
      if (open?.pullRequest !== undefined) open.pullRequest.head.sha = sha;
      return sha;
    },
    open: (number, branch, title = "A pull request") => {
      addPullRequest(state, repository, { number, title, head: { branch } });
    },
    merge: (number, how = "squash") => {
      const { branch } = branchOf(number);
      git("checkout", "--quiet", "main");
      const title = repository.issues.find((issue) => issue.number === number)!.title;
      if (how === "merge") git("merge", "--quiet", "--no-ff", "-m", `Merge #${number}`, branch);
      else if (how === "rebase") git("cherry-pick", `main..${branch}`);
      else {
        git("merge", "--quiet", "--squash", branch);
        git("commit", "--quiet", "-m", `${title} (#${number})`);
      }
      const sha = git("rev-parse", "HEAD");
      mergePullRequest(state, repository, { number, how, sha });
      return push("main");
    },
    plan: (number, more = {}) => {
      const { branch, sha: head } = branchOf(number);
      const base = git("rev-parse", "main");
      git("checkout", "--quiet", "--detach", "main");
      git("merge", "--quiet", "--no-ff", "-m", `Merge ${head} into ${base}`, branch);
      const sha = git("rev-parse", "HEAD");
      const own = { sha: head, ref: branch, repo: more.from === "fork" ? { ...subject, id: 2 } : subject };
      const pullRequest = { number, head: own, base: { sha: base, ref: "main", repo: subject } };
      const payload = { action: "synchronize", number, pull_request: pullRequest, repository: subject };
      const place = { GITHUB_SHA: sha, GITHUB_REF: `refs/pull/${number}/merge`, GITHUB_EVENT_NAME: "pull_request" };
      return run({ event: { name: "pull_request", payload }, inputs: { command: "plan" } }, more, place);
    },
    apply: (more = {}) => onMain("apply", "push", more),
    drift: (more = {}) => onMain("drift", "schedule", more),
    applied: async () => {
      const env = { GITHUB_REPOSITORY: subject.full_name, GITHUB_SERVER_URL: "https://github.com" };
      const ended = await tocsin(folder, ["apply", "-e", "production", "--yes", "--endpoint", azure.url], env);
      if (ended.code !== 0) throw new Error(ended.out + ended.err);
    },
    changeByHand: async (name, from, to) => {
      const { body: there } = azure.world.store.all().find(({ place }) => place.name === name)!;
      const id = there["id"] as string;
      const url = `${azure.url}${id}?api-version=${/metricAlerts/i.test(id) ? "2026-01-01" : "2024-10-01-preview"}`;
      const read = await (await fetch(url)).text();
      if (read.split(from).length !== 2) throw new Error(`${from} stands not once in ${read}`);
      const body = read.replace(from, to);
      const headers = { "content-type": "application/json", "x-ms-client-principal-name": "owl@company.com" };
      const answer = await fetch(url, { method: "PUT", headers, body });
      if (!answer.ok) throw new Error(await answer.text());
    },
    comments: (number) =>
      repository.comments
        .filter(({ issue, author }) => issue === number && author === "github-actions[bot]")
        .map(({ body }) => body),
  };
}

function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const paths = names.map((name) => join(folder, name)).filter((path) => !relative(folder, path).startsWith(".git"));
  return Object.fromEntries(
    paths.filter((path) => statSync(path).isFile()).map((path) => [relative(folder, path), readFileSync(path, "utf8")]),
  );
}
