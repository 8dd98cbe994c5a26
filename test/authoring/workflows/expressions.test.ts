import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { WorkflowName } from "../../../src/authoring/workflows/setting.ts";
import { writeWorkflows } from "../../../src/authoring/workflows/workflows.ts";
import { evaluate, type Contexts } from "./evaluate.ts";

const written = writeWorkflows({
  environments: ["production", "staging"],
  secrets: [],
  folder: "",
  rules: ["rules/**/*.yaml"],
  branch: "main",
  tool: { from: "release", name: "company/tocsin", version: "1.2.3" },
});

interface Job {
  readonly if: string;
  readonly concurrency: { readonly group: string };
  readonly strategy: { readonly matrix: { readonly environment: string } };
  readonly steps: readonly { readonly if?: string }[];
}

function jobOf(name: WorkflowName): Job {
  const text = written.find(({ path }) => path.endsWith(`tocsin-${name}.yml`))?.text ?? "";
  const job = (parse(text) as { readonly jobs: Readonly<Record<string, Job>> }).jobs[name];
  if (job === undefined) throw new Error(`there is no job ${name}`);
  return job;
}

const repository = "company/alerts";

function pullRequest(from: string | undefined, actor = "somebody"): Contexts {
  const repo = from === undefined ? null : { full_name: from };
  return {
    github: {
      event_name: "pull_request",
      repository,
      actor,
      ref: "refs/pull/7/merge",
      event: { pull_request: { number: 7, head: { repo } } },
    },
  };
}

const queued: Contexts = {
  github: {
    event_name: "merge_group",
    repository,
    actor: "somebody",
    ref: "refs/heads/gh-readonly-queue/main/pr-7",
    event: { merge_group: {} },
  },
};

describe("GitHub's own evaluator says that", () => {
  test.each([
    ["a pull request from a branch of the repository is planned", pullRequest(repository), true],
    ["what the merge queue would merge is planned", queued, true],
    ["a fork's pull request is not planned", pullRequest("stranger/alerts"), false],
    ["a fork's pull request is not planned when the fork is gone", pullRequest(undefined), false],
    ["Dependabot's pull request is not planned", pullRequest(repository, "dependabot[bot]"), false],
  ])("%s", (_, contexts, planned) => {
    expect(evaluate(jobOf("plan").if, contexts)).toBe(planned);
  });

  test.each([
    ["a fork leaves its report", pullRequest("stranger/alerts"), "/tmp/report", true],
    ["a fork that is gone leaves its report", pullRequest(undefined), "/tmp/report", true],
    ["a fork whose check wrote none leaves none", pullRequest("stranger/alerts"), "", false],
    ["a branch of the repository leaves none", pullRequest(repository), "/tmp/report", false],
    ["the merge queue leaves none", queued, "/tmp/report", false],
  ])("%s", (_, contexts, file, left) => {
    const steps = { tocsin: { outputs: { "report-file": file } } };
    expect(evaluate(jobOf("check").steps[2]?.if ?? "", { ...contexts, steps })).toBe(left);
  });

  test.each([
    ["a fork's check is commented on", "pull_request", "stranger/alerts", true],
    ["a check of the repository's own is not", "pull_request", repository, false],
    ["a check of the merge queue is not", "merge_group", repository, false],
  ])("%s", (_, event, from, commented) => {
    const workflow_run = { event, head_repository: { full_name: from } };
    expect(evaluate(jobOf("comment").if, { github: { repository, event: { workflow_run } } })).toBe(commented);
  });

  test.each([
    ["main", true],
    ["a-change", false],
  ])("what stands on %s is applied: %s", (branch, applied) => {
    const github = { ref_name: branch, event: { repository: { default_branch: "main" } } };
    expect(evaluate(jobOf("apply").if, { github })).toBe(applied);
  });

  test.each([
    ["schedule", "main", true],
    ["workflow_dispatch", "main", true],
    ["workflow_dispatch", "a-change", false],
  ])("by %s on %s drift is looked for: %s", (event_name, ref_name, looked) => {
    const event = event_name === "schedule" ? { schedule: "23 3 * * *" } : { repository: { default_branch: "main" } };
    expect(evaluate(jobOf("drift").if, { github: { event_name, ref_name, event } })).toBe(looked);
  });

  test.each([
    ["a push", {}, ["production", "staging"]],
    ["a choice", { environment: "staging" }, ["staging"]],
  ])("%s applies to the right environments", (_, inputs, expected) => {
    expect(evaluate(jobOf("apply").strategy.matrix.environment, { inputs })).toEqual(expected);
  });

  test("each pull request has a queue of its own, and so has each environment", () => {
    const group = jobOf("plan").concurrency.group;
    const matrix = { environment: "staging" };
    expect(evaluate(group, { ...pullRequest(repository), matrix })).toBe("tocsin-plan-7-staging");
    expect(evaluate(group, { ...queued, matrix })).toBe("tocsin-plan-refs/heads/gh-readonly-queue/main/pr-7-staging");
    expect(evaluate(jobOf("apply").concurrency.group, { matrix })).toBe("tocsin-apply-staging");
  });
});
