import { expect, test } from "vitest";
import { unframeText } from "../../src/core/plan/comment.ts";
import { rules, workspace } from "../cli/tocsin.ts";
import { filesOf } from "../github/git.ts";
import { addComment, addCommit } from "../github/seed.ts";
import { foundCompany, type Company } from "./company.ts";

/** What people do to the issue and to the pull request, with the built action over HTTP between. */
const issuesOf = ({ repository }: Company) => repository.issues.filter(({ pullRequest }) => pullRequest === undefined);

async function drifted(): Promise<Company> {
  const company = await foundCompany();
  await company.applied();
  await company.changeByHand("cpu-high", `"threshold":80`, `"threshold":91`);
  return company;
}

test("two workspaces of one repository have an issue each, though their environment is called the same", async () => {
  const other = workspace.replace(/^stack: .*$/m, "stack: other");
  const company = await foundCompany({
    "a/tocsin.yaml": workspace,
    "a/rules/rules.yaml": rules,
    "b/tocsin.yaml": other,
    "b/rules/rules.yaml": rules.replaceAll("cpu-high", "cpu-low").replaceAll("oncall", "later"),
  });
  for (const inputs of [{ workspace: "a" }, { workspace: "b" }, { workspace: "a" }]) {
    expect((await company.drift({ inputs })).code).toBe(0);
  }
  const issues = issuesOf(company);
  expect(issues).toHaveLength(2);
  expect(issues.map(({ body }) => /cpu-(high|low)/.exec(unframeText(body!).text)?.[1])).toEqual(["high", "low"]);
  expect(new Set(issues.map(({ title }) => title)).size).toBe(2);
});

test("a title and comments of people stay, a locked issue is closed without a word, and no drift is told twice", async () => {
  const company = await drifted();
  await company.drift();
  const [issue] = issuesOf(company);
  issue!.title = "Whose is this?";
  addComment(company.github.state, company.repository, { issue: issue!.number, body: "mine, sorry", author: "ann" });
  await company.drift();
  expect(issue!.title).toBe("Whose is this?");
  issue!.locked = true;
  await company.applied();
  const gone = await company.drift();
  expect(gone).toMatchObject({ code: 0, complaints: [] });
  expect(gone.outputs["issue-url"]).toContain(`/issues/${issue!.number}`);
  expect(issue).toMatchObject({ state: "closed", stateReason: "completed" });
  expect(company.repository.comments.map(({ body }) => body)).toEqual(["mine, sorry"]);
});

test("an issue closed as not planned stays closed while nothing else differs", async () => {
  const company = await drifted();
  await company.drift();
  const [issue] = issuesOf(company);
  Object.assign(issue!, { state: "closed", stateReason: "not_planned" });
  const before = { ...issue };
  // Somebody merges something else, which changes no line of what is told.
  company.commit("main", { "README.md": "more" });
  expect(await company.drift()).toMatchObject({ code: 0, complaints: [], outputs: { outcome: "changes" } });
  expect(issue).toEqual(before);
  await company.changeByHand("cpu-high", `"threshold":91`, `"threshold":92`);
  await company.drift();
  expect(issue).toMatchObject({ state: "open", stateReason: "reopened" });
  expect(company.comments(issue!.number)).toEqual([expect.stringContaining("Something else differs now")]);
  expect(issuesOf(company)).toHaveLength(1);
});

test("what was deleted, or lost its label, is opened anew, and without issues in the repository it is a notice", async () => {
  const company = await drifted();
  await company.drift();
  // Whoever deletes a label takes it from all that have it.
  company.repository.labels.length = 0;
  issuesOf(company)[0]!.labels.length = 0;
  expect((await company.drift()).code).toBe(0);
  expect(issuesOf(company)).toMatchObject([{ labels: [] }, { labels: ["tocsin-drift"], state: "open" }]);
  company.repository.issues.pop();
  expect((await company.drift()).code).toBe(0);
  expect(issuesOf(company)).toMatchObject([{ labels: [] }, { state: "open" }]);

  company.repository.issues.pop();
  company.repository.hasIssues = false;
  const { code, log, summary } = await company.drift();
  expect(code).toBe(0);
  expect(log).toMatch(/##\[notice\].*tick \*Issues\* under Settings/);
  expect(summary).toContain("cpu-high");
});

test("what somebody commits to the branch that adopts is not thrown away, and the issue says so", async () => {
  const company = await drifted();
  const { git } = company.repository;
  const branch = "tocsin/adopt-production";
  const adopt = { inputs: { adopt: "true" } };
  await company.drift(adopt);
  const proposal = company.repository.issues.find(({ pullRequest }) => pullRequest !== undefined)!;
  const theirs = addCommit(company.repository, { branch, files: { "rules/mine.yaml": "# mine\n" }, message: "mine" });
  await company.changeByHand("cpu-high", `"threshold":91`, `"threshold":92`);
  const second = await company.drift(adopt);
  expect(second).toMatchObject({ code: 0, outputs: { outcome: "changes" } });
  expect(second.log).toMatch(/##\[notice\].*a commit of somebody else's/);
  expect(second.outputs["pull-request-url"]).toContain(`/pull/${proposal.number}`);
  expect(git.refs[`heads/${branch}`]).toBe(theirs);
  const said = (): string => unframeText(issuesOf(company)[0]!.body!).text;
  expect(said()).toContain(`is somebody else's by now (commit \`${theirs.slice(0, 7)}\`)`);

  git.refs[`heads/${branch}`] = git.commits[theirs]!.parents[0]!;
  await company.drift(adopt);
  expect(filesOf(git, git.refs[`heads/${branch}`]!)["rules/rules.yaml"]).toContain("threshold: 92");
  expect(said()).not.toContain("somebody else's");
});
