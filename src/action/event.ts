import { readFileSync } from "node:fs";
import { UsageError } from "../cli/usage-error.ts";
import { valueAt, type Json } from "../core/json.ts";
import type { Inputs } from "./inputs.ts";

/** What started the workflow, as far as commands ask. Commits are whole ids. */
export type Event =
  | {
      readonly name: "pull_request";
      readonly number: number;
      /** The commit at its head, which is not what is checked out: that is its merge into the base. */
      readonly head: string;
      readonly base: string;
      /** From a repository where nobody of this one decides: no secrets, no sign-in, a token that only reads. */
      readonly fork: boolean;
    }
  | { readonly name: "merge_group"; readonly head: string; readonly base: string }
  | { readonly name: "push"; readonly branch: string | undefined }
  | { readonly name: "schedule" | "workflow_dispatch" }
  | {
      readonly name: "workflow_run";
      /** What started the run that is over. */
      readonly of: string;
      /** The repository and branch of the run that is over: anybody's. */
      readonly owner: string;
      readonly branch: string;
      readonly head: string;
    }
  | { readonly name: "other"; readonly called: string };

type Variables = Readonly<Record<string, string | undefined>>;

/** The event that started this run, and the default branch of its repository, where the event tells it. */
export interface Started {
  readonly event: Event;
  readonly defaultBranch: string | undefined;
}

/** Reads the event that the runner left in a file. What is not as GitHub writes it is wrong usage: no workflow made it. */
export function readEvent(env: Variables): Started {
  const { GITHUB_EVENT_NAME: name = "", GITHUB_EVENT_PATH: path = "" } = env;
  if (name === "" || path === "")
    throw new UsageError(
      "`GITHUB_EVENT_NAME` and `GITHUB_EVENT_PATH` are not set: this runs in a workflow of GitHub Actions, and `tocsin` anywhere else",
    );
  const payload = readPayload(path);
  const branch = valueAt(payload, ["repository", "default_branch"]);
  return { event: eventOf(name, payload, env), defaultBranch: typeof branch === "string" ? branch : undefined };
}

function readPayload(path: string): Json {
  try {
    // Sound because JSON.parse gives JSON.
    return JSON.parse(readFileSync(path, "utf8")) as Json;
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the event in \`${path}\` cannot be read: ${because}`);
  }
}

function eventOf(name: string, payload: Json, env: Variables): Event {
  const text = (...path: readonly string[]): string => {
    const value = valueAt(payload, path);
    if (typeof value === "string" && value !== "") return value;
    throw new UsageError(`the event \`${name}\` has no \`${path.join(".")}\`, which GitHub always writes`);
  };
  const commit = (...path: readonly string[]): string => {
    const value = text(...path);
    if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value)) return value;
    throw new UsageError(`\`${path.join(".")}\` of the event \`${name}\` is \`${value}\` and no commit`);
  };
  switch (name) {
    case "pull_request":
      return {
        name,
        number: numberOf(payload),
        head: commit("pull_request", "head", "sha"),
        base: commit("pull_request", "base", "sha"),
        fork: isFork(payload, env),
      };
    case "merge_group":
      return { name, head: commit("merge_group", "head_sha"), base: commit("merge_group", "base_sha") };
    case "push":
      return { name, branch: /^refs\/heads\/(.+)$/.exec(text("ref"))?.[1] };
    case "schedule":
    case "workflow_dispatch":
      return { name };
    case "workflow_run":
      return {
        name,
        of: text("workflow_run", "event"),
        owner: text("workflow_run", "head_repository", "owner", "login"),
        branch: text("workflow_run", "head_branch"),
        head: commit("workflow_run", "head_sha"),
      };
    default:
      return { name: "other", called: name };
  }
}

function numberOf(payload: Json): number {
  const number = valueAt(payload, ["pull_request", "number"]);
  if (typeof number === "number" && Number.isSafeInteger(number) && number > 0) return number;
  throw new UsageError("the event `pull_request` has no `pull_request.number`, which GitHub always writes");
}

/**
 * A repository that is gone has no `head.repo`; it was a fork, since ours is there. Runs for Dependabot are treated as
 * those for forks, unless the workflow gave them the right to sign in.
 */
function isFork(payload: Json, env: Variables): boolean {
  const head = valueAt(payload, ["pull_request", "head", "repo", "id"]);
  const base = valueAt(payload, ["pull_request", "base", "repo", "id"]);
  if (typeof base !== "number")
    throw new UsageError("the event `pull_request` has no `pull_request.base.repo.id`, which GitHub always writes");
  const robot = env["GITHUB_ACTOR"] === "dependabot[bot]" && (env["ACTIONS_ID_TOKEN_REQUEST_URL"] ?? "") === "";
  return head !== base || robot;
}

/** What an event must be for a command; wrong usage otherwise. */
export function checkEvent(
  inputs: Inputs,
  { event, defaultBranch }: Started,
  { ref, name }: { readonly ref: string; readonly name: string },
): void {
  if (name === "pull_request_target")
    throw new UsageError(
      "`pull_request_target` is refused: it gives secrets and a token that writes to a run that anybody can start; use `pull_request`, and for a comment on a fork's pull request `workflow_run`",
    );
  const { command, report } = inputs;
  if (command === "validate") return checkReport(event, report);
  const wanted = wantedBy[command];
  if (!wanted.some((one) => one === event.name))
    throw new UsageError(
      `\`${command}\` was started by \`${name}\`; it wants ${wanted.map((one) => `\`${one}\``).join(", ")}${onDefault[command]}`,
    );
  // A schedule runs on the default branch and nowhere else, and its event need not say which that is.
  if (onDefault[command] === "" || event.name === "schedule") return;
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (branch === undefined || branch !== defaultBranch)
    throw new UsageError(
      `\`${command}\` was started on \`${branch ?? ref}\`; it wants the default branch${defaultBranch === undefined ? "" : `, \`${defaultBranch}\``}`,
    );
}

/** The events that a command fits. */
const wantedBy: Readonly<Record<Exclude<Inputs["command"], "validate">, readonly Event["name"][]>> = {
  plan: ["pull_request", "merge_group", "push", "schedule", "workflow_dispatch"],
  apply: ["push", "workflow_dispatch"],
  drift: ["schedule", "workflow_dispatch"],
};

const onDefault = {
  plan: "",
  apply: ", on the default branch",
  drift: ", on the default branch",
} as const;

function checkReport({ name }: Event, report: string | undefined): void {
  if (name === "workflow_run" && report === undefined)
    throw new UsageError(
      "`validate` after another run (`workflow_run`) comments on a fork's pull request, and wants its `report`: the file that run left as `report-file`",
    );
  if (name !== "workflow_run" && report !== undefined)
    throw new UsageError(
      `\`report\` is for a run started by \`workflow_run\`, after one for a fork; this one was started by \`${name}\``,
    );
}
