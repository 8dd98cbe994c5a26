import { expect, test } from "vitest";
import { unframeText } from "../../src/core/plan/comment.ts";
import { rules } from "../cli/tocsin.ts";
import { filesOf } from "../github/git.ts";
import { foundCompany, type Company } from "./company.ts";

/** The built action against GitHub and Azure over HTTP, night after night. */
async function begun(): Promise<Company> {
  const company = await foundCompany();
  await company.applied();
  return company;
}

const issuesOf = ({ repository }: Company) => repository.issues.filter(({ pullRequest }) => pullRequest === undefined);
const proposalsOf = ({ repository }: Company) =>
  repository.issues.filter(({ pullRequest }) => pullRequest?.head.branch === "tocsin/adopt-production");
const writesTo = ({ github }: Company): readonly string[] =>
  github.requests.map(({ operation }) => operation).filter((one) => !/^GET |graphql$/.test(one));

test("one issue is opened, left alone, closed and opened again", async () => {
  const company = await begun();
  const quiet = await company.drift();
  expect(quiet).toMatchObject({ code: 0, complaints: [], outputs: { outcome: "success", "has-changes": "false" } });
  expect(writesTo(company)).toEqual([]);

  await company.changeByHand("cpu-high", `"threshold":80`, `"threshold":91`);
  const first = await company.drift();
  expect(first).toMatchObject({ code: 0, complaints: [], outputs: { outcome: "changes", updates: "1" } });
  const [issue] = issuesOf(company);
  expect(first.outputs["issue-url"]).toContain(`/issues/${issue!.number}`);
  expect(issue).toMatchObject({ state: "open", labels: ["tocsin-drift"], author: "github-actions[bot]" });
  expect(unframeText(issue!.body!).text).toContain("> 91");

  const written = writesTo(company).length;
  expect((await company.drift()).code).toBe(0);
  expect(writesTo(company)).toHaveLength(written);

  await company.applied();
  await company.drift();
  expect(issuesOf(company)).toMatchObject([{ state: "closed", stateReason: "completed" }]);
  await company.changeByHand("cpu-high", `"threshold":80`, `"threshold":92`);
  await company.drift();
  expect(issuesOf(company)).toMatchObject([{ state: "open", number: issue!.number }]);
});

test("what somebody changed is taken back, and the issue about it closed", async () => {
  const company = await begun();
  await company.changeByHand("cpu-high", `"threshold":80`, `"threshold":91`);
  await company.drift();
  const healed = await company.drift({ inputs: { heal: "true" } });
  expect(healed).toMatchObject({ code: 0, outputs: { outcome: "success", updates: "1" } });
  expect(issuesOf(company)).toMatchObject([{ state: "closed" }]);
  expect((await company.drift()).outputs["has-changes"]).toBe("false");
});

test("what somebody changed is asked to be kept in one pull request, which is closed when it is not there any more", async () => {
  const company = await begun();
  await company.changeByHand("cpu-high", `"threshold":80`, `"threshold":91`);
  const asked = await company.drift({ inputs: { adopt: "true" } });
  expect(asked).toMatchObject({ code: 0, outputs: { outcome: "changes" } });
  const [proposal] = proposalsOf(company);
  expect(asked.outputs["pull-request-url"]).toContain(`/pull/${proposal!.number}`);
  const tip = company.repository.git.refs["heads/tocsin/adopt-production"]!;
  const { "rules/rules.yaml": text = "" } = filesOf(company.repository.git, tip);
  expect(text).toContain("threshold: 91");
  expect(text).toContain(rules.slice(0, 60));

  const written = writesTo(company).length;
  await company.drift({ inputs: { adopt: "true" } });
  expect(writesTo(company)).toHaveLength(written);

  await company.applied();
  await company.drift({ inputs: { adopt: "true" } });
  expect(proposalsOf(company)).toMatchObject([{ state: "closed" }]);
});
