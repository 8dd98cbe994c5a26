import { expect, test } from "vitest";
import { unframeText } from "../../src/core/plan/comment.ts";
import { badGateway } from "../github/faults.ts";
import { addComment } from "../github/seed.ts";
import { rules } from "../cli/tocsin.ts";
import { foundCompany, type Company } from "./company.ts";
import { githubToken } from "./runner.ts";

/** A company whose pull request 7 raises a threshold that Azure has as `main` says. */
async function withPullRequest(): Promise<Company> {
  const company = await foundCompany();
  await company.applied();
  company.commit("quieter", { "rules/rules.yaml": rules.replace("> 80", "> 90") });
  company.open(7, "quieter");
  return company;
}

function writesTo({ github }: Company): readonly string[] {
  return github.requests.map(({ operation }) => operation).filter((one) => !/^GET |graphql$/.test(one));
}

test("the first run comments, the second leaves it alone, and a change updates it in place", async () => {
  const company = await withPullRequest();
  const first = await company.plan(7);
  expect(first).toMatchObject({ code: 0, complaints: [], outputs: { outcome: "changes", updates: "1", creates: "0" } });
  expect(first.outputs["comment-url"]).toContain("#issuecomment-");
  expect(company.comments(7)).toHaveLength(1);
  expect(company.comments(7)[0]).toContain("> 90");
  expect(writesTo(company)).toEqual(["POST /repos/company/alerts/issues/7/comments"]);

  const second = await company.plan(7);
  expect(second.outputs["comment-url"]).toBe(first.outputs["comment-url"]);
  expect(writesTo(company)).toHaveLength(1);

  company.commit("quieter", { "rules/rules.yaml": rules.replace("> 80", "> 95") });
  await company.plan(7);
  expect(company.comments(7)).toHaveLength(1);
  expect(company.comments(7)[0]).toContain("> 95");
  expect(writesTo(company)).toHaveLength(2);
});

test("the comment is found among many on several pages, and a forged one is let alone", async () => {
  const company = await withPullRequest();
  const { state } = company.github;
  const marker = "<!-- tocsin plan tocsin.yaml production -->";
  for (let number = 0; number < 130; number++)
    addComment(state, company.repository, { issue: 7, body: `remark ${number}` });
  addComment(state, company.repository, { issue: 7, body: `${marker}\nNothing to see here`, author: "mallory" });
  await company.plan(7);
  for (let number = 0; number < 130; number++)
    addComment(state, company.repository, { issue: 7, body: `more ${number}` });
  company.commit("quieter", { "rules/rules.yaml": rules.replace("> 80", "> 95") });
  await company.plan(7);
  expect(company.comments(7)).toHaveLength(1);
  expect(company.repository.comments.find(({ author }) => author === "mallory")?.body).toContain("Nothing to see");
});

test("one environment does not write over the comment of another", async () => {
  const company = await withPullRequest();
  await company.plan(7);
  await company.plan(7, { inputs: { environment: "staging" } });
  expect(company.comments(7).map((body) => unframeText(body).marker)).toEqual([
    "<!-- tocsin plan tocsin.yaml production -->",
    "<!-- tocsin plan tocsin.yaml staging -->",
  ]);
});

test("what somebody changed by hand is not from this pull request, and has an author", async () => {
  const company = await withPullRequest();
  await company.changeByHand("cpu-high", `"severity":2`, `"severity":4`);
  await company.plan(7);
  const [body = ""] = company.comments(7);
  expect(body).toMatch(/not from this pull request/i);
  expect(body).toContain("owl@company.com");
});

test("where nothing changes a comment says so, or with `comment: changes` none does", async () => {
  const company = await withPullRequest();
  company.commit("readme", { "README.md": "alerts" });
  company.open(8, "readme");
  const silent = await company.plan(8, { inputs: { comment: "changes" } });
  expect(silent).toMatchObject({ code: 0, outputs: { outcome: "success", "has-changes": "false" } });
  expect(company.comments(8)).toEqual([]);
  await company.plan(8);
  expect(company.comments(8)[0]).toContain("nothing to do");
  // There was something to say once, so it is said that it is gone.
  await company.plan(7);
  company.commit("quieter", { "rules/rules.yaml": rules });
  await company.plan(7, { inputs: { comment: "changes" } });
  expect(company.comments(7)[0]).toContain("nothing to do");
});

test("definitions with mistakes have no plan: the lines are marked, the comment says so, the step fails", async () => {
  const company = await withPullRequest();
  company.commit("quieter", { "rules/rules.yaml": rules.replace("avg Percentage", "avarage Percentage") });
  const run = await company.plan(7);
  expect(run).toMatchObject({ code: 1, outputs: { outcome: "refused" } });
  expect(run.annotations).toMatchObject([{ level: "error", file: "rules/rules.yaml", line: 15 }]);
  expect(company.comments(7)[0]).toContain("no plan");
});

test("a workspace that cannot be read is told on the pull request as well", async () => {
  const company = await withPullRequest();
  await company.plan(7);
  company.commit("quieter", { "tocsin.yaml": "stack: [" });
  expect(await company.plan(7)).toMatchObject({ code: 1 });
  expect(company.comments(7)).toHaveLength(1);
  expect(company.comments(7)[0]).toContain("tocsin");
});

test("a run that was overtaken by a newer commit writes nothing", async () => {
  const company = await withPullRequest();
  const overtaken = company.plan(7);
  const { refs } = company.repository.git;
  const [old, newest] = [refs["heads/quieter"]!, refs["heads/main"]!];
  refs["heads/quieter"] = newest;
  const run = await overtaken;
  expect(run).toMatchObject({ code: 0, annotations: [{ level: "notice" }] });
  expect(run.annotations[0]?.message).toContain(`#7 is at ${newest.slice(0, 7)}`);
  expect(run.annotations[0]?.message).toContain(old.slice(0, 7));
  expect(company.comments(7)).toEqual([]);
});

test("a token that may not comment ends in the summary and a notice that names the permission", async () => {
  const company = await withPullRequest();
  company.github.state.tokens[githubToken] = {
    login: "github-actions[bot]",
    of: "app",
    permissions: { contents: "read", pull_requests: "read" },
  };
  const run = await company.plan(7);
  expect(run).toMatchObject({ code: 0, outputs: { outcome: "changes" }, annotations: [{ level: "notice" }] });
  expect(run.annotations[0]?.message).toContain("pull-requests: write");
  expect(run.summary).toContain("1 to update");
  expect(company.comments(7)).toEqual([]);
});

test("a token that may not even read is told the permission to write at once, and an empty one that it is empty", async () => {
  const company = await withPullRequest();
  const token = { login: "github-actions[bot]", of: "app", permissions: { contents: "read" } } as const;
  company.github.state.tokens[githubToken] = token;
  const poor = await company.plan(7);
  expect(poor).toMatchObject({ code: 0, annotations: [{ level: "notice" }] });
  expect(poor.annotations[0]?.message).toContain("give the job `pull-requests: write` in its `permissions`");
  const none = await company.plan(7, { inputs: { "github-token": "" } });
  expect(none).toMatchObject({ code: 0, annotations: [{ level: "warning" }] });
  expect(none.annotations[0]?.message).toMatch(/`github-token` is empty$/);
});

test("a GitHub that fails takes nothing away from the plan", async () => {
  const company = await withPullRequest();
  company.github.faults.push({
    on: /issues\/7\/comments|pulls\/7$/,
    reply: { ...badGateway, status: 501 },
    times: 100,
  });
  const run = await company.plan(7);
  expect(run).toMatchObject({
    code: 0,
    outputs: { outcome: "changes", updates: "1" },
    annotations: [{ level: "warning" }],
  });
  expect(run.log).toContain("avg Percentage CPU > 90");
  expect(run.summary).toContain("1 to update");
});

test("a fork is not signed in: its definitions are validated, and nothing is asked of Azure or GitHub", async () => {
  const company = await withPullRequest();
  const before = company.azure.world.requests.length;
  const asked = company.github.requests.length;
  const run = await company.plan(7, { from: "fork" });
  expect(run).toMatchObject({ code: 0, annotations: [{ level: "notice" }] });
  const robot = await company.plan(7, { env: { GITHUB_ACTOR: "dependabot[bot]" } });
  expect(robot.annotations).toEqual(run.annotations);
  expect(robot.annotations[0]?.message).toMatch(/^a pull request from a fork or by Dependabot is not planned/);
  expect(company.azure.world.requests.length).toBe(before);
  expect(company.github.requests.length).toBe(asked);
});

test("the plan file has the digest that the comment shows", async () => {
  const company = await withPullRequest();
  const { outputs } = await company.plan(7);
  const { data } = unframeText(company.comments(7)[0]!);
  expect(data).toMatchObject({ state: "planned", digest: outputs["digest"] });
  expect(data?.changes).toMatchObject([{ action: "update", kind: "MetricAlert", name: "cpu-high" }]);
});
