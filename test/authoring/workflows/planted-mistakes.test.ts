import { describe, expect, test } from "vitest";
import { foreignActions } from "../../../src/authoring/workflows/foreign-actions.ts";
import type { WorkflowName } from "../../../src/authoring/workflows/setting.ts";
import { writeWorkflows } from "../../../src/authoring/workflows/workflows.ts";
import { breaches } from "./house-rules.ts";
import { judge } from "./judge.ts";

const written = writeWorkflows({
  environments: ["production", "staging"],
  secrets: ["SLACK_WEBHOOK_URL"],
  folder: "",
  rules: ["rules/**/*.yaml"],
  branch: "main",
  tool: { from: "release", name: "company/tocsin", version: "1.2.3" },
});

/** One of the workflows with a mistake put into it; it has to have had what is replaced. */
function planted(name: WorkflowName, right: string, wrong: string): string {
  const text = written.find(({ path }) => path.endsWith(`tocsin-${name}.yml`))?.text ?? "";
  if (!text.includes(right)) throw new Error(`tocsin-${name}.yml has no ${right}`);
  return text.replace(right, wrong);
}

describe("the language service finds", () => {
  test.each([
    ["an unknown permission", "plan", "id-token: write", "id-tokens: write", "Unexpected value 'id-tokens'"],
    ["an unknown right", "plan", "pull-requests: write", "pull-requests: wriet", "Unexpected value 'wriet'"],
    ["an input that we have not got", "plan", "client-id:", "clientid:", "Invalid action input 'clientid'"],
    [
      "an input that GitHub's action has not got",
      "check",
      "persist-credentials:",
      "persist:",
      "Invalid action input 'persist'",
    ],
    [
      "a step that is not there",
      "plan",
      "steps.tocsin.outputs",
      "steps.toksin.outputs",
      "Context access might be invalid: toksin",
    ],
    [
      "a job that is not there",
      "plan",
      "needs: [plan]",
      "needs: [plans]",
      "Job 'planned' depends on unknown job 'plans'.",
    ],
    ["`queue` misspelt", "apply", "queue: max", "queu: max", "Unexpected value 'queu'"],
    [
      "a queue that cancels",
      "apply",
      "cancel-in-progress: false",
      "cancel-in-progress: true",
      expect.stringContaining("queue"),
    ],
    ["a time that there is not", "drift", '"23 3 * * *"', '"23 33 * * *"', expect.stringContaining("cron")],
    [
      "a context that is not there",
      "drift",
      "vars.AZURE_TENANT_ID",
      "var.AZURE_TENANT_ID",
      "Unrecognized named-value: 'var'",
    ],
    ["an event that there is not", "comment", "workflow_run:", "workflow_runs:", "Unexpected value 'workflow_runs'"],
  ] as const)("%s", async (_, name, right, wrong, message) => {
    expect((await judge(planted(name, right, wrong))).map((finding) => finding.message)).toContainEqual(message);
  });
});

describe("the rules of the house find", () => {
  test.each([
    [
      "permissions for every job",
      "plan",
      "permissions: {}",
      "permissions: { contents: write }",
      "the top level gives permissions",
    ],
    [
      "a job that has the default permissions",
      "check",
      "    permissions:\n      contents: read\n",
      "",
      "check: no permissions",
    ],
    ["a job that may hang for six hours", "drift", "    timeout-minutes: 15\n", "", "drift: no timeout-minutes"],
    [
      "a token that stays",
      "plan",
      "persist-credentials: false",
      "persist-credentials: true",
      "plan: the token stays in the checkout",
    ],
    [
      "an unprotected apply",
      "apply",
      "    environment: ${{ matrix.environment }}\n",
      "",
      "apply: writes to Azure outside of a protected environment",
    ],
    [
      "an apply that is cancelled",
      "apply",
      "cancel-in-progress: false",
      "cancel-in-progress: true",
      "apply: an apply could be cancelled",
    ],
    [
      "an apply that is dropped",
      "apply",
      "      queue: max # without it GitHub drops the apply that waits when another one comes\n",
      "",
      "apply: a pending apply could be dropped",
    ],
    [
      "a plan for forks",
      "plan",
      "github.event.pull_request.head.repo.full_name == github.repository",
      "true",
      "plan: a secret where a fork reaches it",
    ],
    [
      "a secret in the check",
      "check",
      "command: validate",
      "command: validate\n        env: { X: '${{ secrets.X }}' }",
      "check: a secret where a fork reaches it",
    ],
    [
      "a right to write in the check",
      "check",
      "contents: read",
      "contents: write",
      "check: contents: write where a fork reaches it",
    ],
    [
      "a script that a title could write",
      "plan",
      'test "$RESULT" = success',
      "echo ${{ github.event.pull_request.title }}",
      "planned: an expression in a script",
    ],
    [
      "a tag that can move",
      "check",
      foreignActions.checkout,
      "actions/checkout@v7",
      "not pinned as the others are: actions/checkout@v7",
    ],
    [
      "a commit with another version",
      "check",
      "# v7.0.1",
      "# v7.0.0",
      expect.stringContaining("not pinned as the others are: actions/checkout@"),
    ],
    [
      "an output that we have not got",
      "plan",
      "outputs.plan-file }}",
      "outputs.planfile }}",
      "no output of ours: planfile",
    ],
    [
      "ours by a branch",
      "apply",
      "company/tocsin@v1.2.3",
      "company/tocsin@v1",
      "not pinned as the others are: company/tocsin@v1",
    ],
    [
      "`pull_request_target`",
      "check",
      "  pull_request:",
      "  pull_request_target:",
      "a stranger's change would run with secrets",
    ],
    [
      "a stranger's file in the checkout",
      "comment",
      "path: ${{ runner.temp }}/tocsin-report",
      "path: .",
      "comment: a stranger's files in the checkout",
    ],
    [
      "a stranger's code",
      "comment",
      "    steps:",
      `    steps:\n      - uses: ${foreignActions.checkout}\n        with: { ref: x, persist-credentials: false }`,
      "comment: fetches another's code",
    ],
    ["two plans at once", "plan", "    concurrency:", "    x:", "plan: two runs could do the same at once"],
  ] as const)("%s", (_, name, right, wrong, breach) => {
    expect(breaches(planted(name, right, wrong))).toContainEqual(breach);
  });
});
