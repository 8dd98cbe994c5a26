import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { markerOf } from "../../src/core/plan/comment.ts";
import { folderWith, rules, workspace } from "../cli/tocsin.ts";
import { startGitHub } from "../github/github.ts";
import { addComment, addPullRequest } from "../github/seed.ts";
import type { Scope } from "../github/state.ts";
import { commits, pullRequestEvent, workflowRunEvent } from "./events.ts";
import { githubToken, runAction, type ActionEnd } from "./runner.ts";

/*
 * A fork's pull request from both sides, each the built bundle in a process of its own: the run that may do nothing
 * validates and leaves a report, the run after it comments, over HTTP.
 */

async function forked(permissions: Partial<Record<Scope, "read" | "write">> = { pull_requests: "write" }) {
  const github = await startGitHub();
  onTestFinished(() => github.close());
  const { state } = github;
  const repository = state.repositories["company/alerts"]!;
  state.tokens[githubToken] = { login: "github-actions[bot]", of: "app", permissions };
  addPullRequest(state, repository, { number: 7, head: { owner: "stranger", branch: "quieter", sha: commits.head } });
  return { github, state, repository };
}

/** What the fork's own run leaves, as the artifact has it in the run after. */
async function validated(text: string): Promise<string> {
  const checkout = folderWith({ "tocsin.yaml": workspace, "rules/a.yaml": text });
  const end = await runAction({
    workspace: checkout,
    inputs: { command: "validate" },
    event: pullRequestEvent("fork"),
  });
  const artifact = folderWith({});
  cpSync(end.outputs["report-file"] ?? "", join(artifact, "report.json"));
  return join(artifact, "report.json");
}

function commented(report: string, githubUrl: string): Promise<ActionEnd> {
  const inputs = { command: "validate", report };
  return runAction({ workspace: folderWith({}), inputs, event: workflowRunEvent(), githubUrl });
}

const broken = rules.replace("severity: 2", "severity: 9");

test("the first run comments, the second updates, the third leaves it alone; a forged marker is nobody's", async () => {
  const { github, state, repository } = await forked();
  const marker = markerOf("validate", "tocsin.yaml");
  addComment(state, repository, { issue: 7, author: "stranger", body: `${marker}\nall is well` });
  const [bad, good] = [await validated(broken), await validated(rules)];
  const ends = [await commented(bad, github.url), await commented(good, github.url), await commented(good, github.url)];
  for (const end of ends) expect(end).toMatchObject({ code: 0, annotations: [], complaints: [] });
  const writes = github.requests.filter(({ operation }) => !/^(GET|POST \/graphql)/.test(operation));
  expect(writes.map(({ operation }) => operation.replace(/\d+$/, "N"))).toEqual([
    "POST /repos/company/alerts/issues/7/comments",
    "PATCH /repos/company/alerts/issues/comments/N",
  ]);
  const [forged, ours, ...more] = repository.comments;
  expect(more).toEqual([]);
  expect(forged?.body).toBe(`${marker}\nall is well`);
  expect(ours?.body).toContain("✓ valid");
  expect(ends[2]?.outputs["comment-url"]).toBe(ends[0]?.outputs["comment-url"]);
  expect(ends[0]?.summary).toContain("`severity: 9`");
});

test("a token that may not comment ends in the summary and a notice", async () => {
  const { github } = await forked({ pull_requests: "read" });
  const end = await commented(await validated(broken), github.url);
  expect(end.code).toBe(0);
  expect(end.annotations).toEqual([
    { level: "notice", title: "tocsin validate", message: expect.stringContaining("`pull-requests: write`") },
  ]);
  expect(end.summary).toContain("`severity: 9`");
});

test("a token that GitHub does not know fails the step with what to look at, and is in nothing that is seen", async () => {
  const { github, state } = await forked();
  delete state.tokens[githubToken];
  const end = await commented(await validated(broken), github.url);
  expect(end).toMatchObject({ code: 1, outputs: { outcome: "failed" } });
  expect(end.annotations[0]?.message).toMatch(/^GitHub: /);
  expect(end.log).toContain("look at `github-token`");
  expect(end.raw.text.replaceAll(/^::add-mask::.*$/gm, "")).not.toContain(githubToken);
});
