import { expect, test } from "vitest";
import { addFault, clearFaults } from "../../src/emulator/arm/world.ts";
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

test("a look that failed changes no issue, and the summary says why", async () => {
  const company = await begun();
  await company.changeByHand("cpu-high", `"threshold":80`, `"threshold":91`);
  await company.drift();
  const [issue] = issuesOf(company);
  const [before, written] = [structuredClone(issue), writesTo(company).length];
  await company.applied();
  addFault(company.azure.world, "GET * 403 code=AuthorizationFailed message=tocsin-plan may not read here");
  for (const inputs of [{}, { heal: "true" }, { adopt: "true" }]) {
    const failed = await company.drift({ inputs });
    expect(failed).toMatchObject({ code: 1, outputs: { outcome: "failed" }, annotations: [{ level: "error" }] });
    expect(failed.summary).toContain("### Tocsin drift for `shop/production`\n\n✗ **what differs is not known**");
    expect(failed.summary).toContain("tocsin-plan may not read here");
  }
  clearFaults(company.azure.world);
  company.commit("main", { "tocsin.yaml": "stack: [" });
  const unreadable = await company.drift();
  expect(unreadable.code).toBe(1);
  expect(unreadable.summary).toContain("### Tocsin drift\n\n✗ **1 error in the workspace**");
  company.commit("main", { "tocsin.yaml": null });
  const gone = await company.drift();
  expect(gone.code).toBe(1);
  expect(gone.summary).toContain("there is no `tocsin.yaml`");
  expect(issuesOf(company)).toEqual([before]);
  expect(writesTo(company)).toHaveLength(written);
});
