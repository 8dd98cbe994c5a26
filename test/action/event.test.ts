import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkEvent, readEvent } from "../../src/action/event.ts";
import { readInputs } from "../../src/action/inputs.ts";
import { folderWith } from "../cli/tocsin.ts";
import { commits, mergeGroupEvent, plainEvent, pullRequestEvent, pushEvent, workflowRunEvent } from "./events.ts";
import { runAction } from "./runner.ts";

interface Began {
  readonly name: string;
  readonly payload: object;
}

function read({ name, payload }: Began, env: Readonly<Record<string, string>> = {}) {
  const path = join(folderWith({}), "event.json");
  writeFileSync(path, JSON.stringify(payload));
  return readEvent({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, ...env });
}

const { head, base } = commits;

test.each<[Began, unknown]>([
  [pullRequestEvent(), { name: "pull_request", number: 7, head, base, fork: false }],
  [pullRequestEvent("fork"), { name: "pull_request", number: 7, head, base, fork: true }],
  [pullRequestEvent("gone"), { name: "pull_request", number: 7, head, base, fork: true }],
  [mergeGroupEvent(), { name: "merge_group", head, base }],
  [pushEvent(), { name: "push", branch: "main" }],
  [pushEvent("refs/heads/feature/x"), { name: "push", branch: "feature/x" }],
  [pushEvent("refs/tags/v1"), { name: "push", branch: undefined }],
  [plainEvent("schedule"), { name: "schedule" }],
  [plainEvent("workflow_dispatch"), { name: "workflow_dispatch" }],
  [workflowRunEvent(), { name: "workflow_run", of: "pull_request", owner: "stranger", branch: "quieter", head }],
  [plainEvent("issue_comment"), { name: "other", called: "issue_comment" }],
])("the event %j is read", (began, expected) => {
  expect(read(began)).toEqual({ event: expected, defaultBranch: "main" });
});

test("a run for Dependabot is one for a fork, unless it may sign in", () => {
  const robot = { GITHUB_ACTOR: "dependabot[bot]" };
  expect(read(pullRequestEvent(), robot).event).toMatchObject({ fork: true });
  const may = { ...robot, ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.example/?x=y" };
  expect(read(pullRequestEvent(), may).event).toMatchObject({ fork: false });
  expect(read(pullRequestEvent("fork"), may).event).toMatchObject({ fork: true });
});

test.each<[Began, string]>([
  [
    { name: "pull_request", payload: {} },
    "the event `pull_request` has no `pull_request.number`, which GitHub always writes",
  ],
  [
    { name: "merge_group", payload: { merge_group: { head_sha: "main" } } },
    "`merge_group.head_sha` of the event `merge_group` is `main` and no commit",
  ],
  [{ name: "push", payload: [] }, "the event `push` has no `ref`, which GitHub always writes"],
  [
    { name: "workflow_run", payload: { workflow_run: { event: "push", head_repository: null } } },
    "the event `workflow_run` has no `workflow_run.head_repository.owner.login`, which GitHub always writes",
  ],
])("%j is no event: %s", (began, expected) => {
  expect(() => read(began)).toThrow(expected);
});

test("outside of a workflow it says what it is for", () => {
  expect(() => readEvent({})).toThrow("this runs in a workflow of GitHub Actions");
  expect(() => readEvent({ GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH: "/nowhere" })).toThrow("cannot be read");
});

function fits(command: string, began: Began, ref = "refs/heads/main", report = ""): string {
  const inputs = readInputs({ INPUT_COMMAND: command, INPUT_REPORT: report });
  try {
    checkEvent(inputs, read(began), { ref, name: began.name });
    return "fits";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

describe("an event that a command does not fit", () => {
  test.each<[string, Began, string, string]>([
    ["validate", plainEvent("issue_comment"), "refs/heads/main", "fits"],
    ["validate", pushEvent("refs/tags/v1"), "refs/tags/v1", "fits"],
    ["plan", pullRequestEvent(), "refs/pull/7/merge", "fits"],
    ["plan", mergeGroupEvent(), "refs/heads/queue", "fits"],
    ["plan", plainEvent("schedule"), "refs/heads/main", "fits"],
    [
      "plan",
      plainEvent("issue_comment"),
      "refs/heads/main",
      "`plan` was started by `issue_comment`; it wants `pull_request`, `merge_group`, `push`, `schedule`, `workflow_dispatch`",
    ],
    ["apply", pushEvent(), "refs/heads/main", "fits"],
    ["apply", plainEvent("workflow_dispatch"), "refs/heads/main", "fits"],
    [
      "apply",
      pullRequestEvent(),
      "refs/pull/7/merge",
      "`apply` was started by `pull_request`; it wants `push`, `workflow_dispatch`, on the default branch",
    ],
    [
      "apply",
      pushEvent("refs/heads/other"),
      "refs/heads/other",
      "`apply` was started on `other`; it wants the default branch, `main`",
    ],
    [
      "apply",
      plainEvent("workflow_dispatch"),
      "refs/heads/other",
      "`apply` was started on `other`; it wants the default branch, `main`",
    ],
    [
      "apply",
      pushEvent("refs/tags/main"),
      "refs/tags/main",
      "`apply` was started on `refs/tags/main`; it wants the default branch, `main`",
    ],
    ["drift", plainEvent("schedule"), "refs/heads/main", "fits"],
    ["drift", { name: "schedule", payload: {} }, "refs/heads/main", "fits"],
    [
      "drift",
      pushEvent(),
      "refs/heads/main",
      "`drift` was started by `push`; it wants `schedule`, `workflow_dispatch`, on the default branch",
    ],
    [
      "apply",
      { name: "workflow_dispatch", payload: {} },
      "refs/heads/main",
      "`apply` was started on `main`; it wants the default branch",
    ],
  ])("%s and %j on %s: %s", (command, began, ref, expected) => {
    expect(fits(command, began, ref)).toBe(expected);
  });

  test.each(["validate", "plan", "apply", "drift"])("%s refuses pull_request_target, and says why", (command) => {
    expect(fits(command, plainEvent("pull_request_target"))).toMatch(
      /^`pull_request_target` is refused: it gives secrets/,
    );
  });

  test("a report is for the run after one for a fork, and wanted there", () => {
    expect(fits("validate", workflowRunEvent(), "refs/heads/main", "r.json")).toBe("fits");
    expect(fits("validate", workflowRunEvent())).toMatch(/and wants its `report`/);
    expect(fits("validate", pushEvent(), "refs/heads/main", "r.json")).toMatch(
      /^`report` is for a run started by `workflow_run`/,
    );
  });

  test("the step fails with one annotation that says so", async () => {
    const end = await runAction({
      workspace: folderWith({}),
      inputs: { command: "apply" },
      event: pullRequestEvent(),
    });
    expect(end.code).toBe(1);
    expect(end.annotations).toEqual([
      {
        level: "error",
        title: "tocsin",
        message: "`apply` was started by `pull_request`; it wants `push`, `workflow_dispatch`, on the default branch",
      },
    ]);
  });
});
