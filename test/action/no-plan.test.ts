import { describe, expect, test } from "vitest";
import { addFault, clearFaults } from "../../src/emulator/arm/world.ts";
import { unframeText } from "../../src/core/plan/comment.ts";
import { rules, workspace } from "../cli/tocsin.ts";
import { badGateway } from "../github/faults.ts";
import { foundCompany, type Company } from "./company.ts";

/* A pull request of which no plan can be made: its comment must not show the plan of another commit as if it were its own. */

const quieter = rules.replace("> 80", "> 90");
const quietest = rules.replace("> 80", "> 95");
const noRole = "GET * 403 code=AuthorizationFailed message=tocsin-plan may not read here";

/** A company with pull request 7: its first commit was planned, its second one was not yet. */
async function withSecondCommit(guard = ""): Promise<Company & { readonly heads: readonly [string, string] }> {
  const company = await foundCompany({ "tocsin.yaml": workspace + guard, "rules/rules.yaml": rules });
  await company.applied();
  const first = company.commit("quieter", { "rules/rules.yaml": quieter });
  company.open(7, "quieter");
  await company.plan(7);
  return { ...company, heads: [first, company.commit("quieter", { "rules/rules.yaml": quietest })] };
}

function dataOf(company: Company) {
  return unframeText(company.comments(7)[0] ?? "").data;
}

function writesTo({ github }: Company): readonly string[] {
  return github.requests.map(({ operation }) => operation).filter((one) => !/^GET |graphql$/.test(one));
}

describe("the comment says so, and no older plan as if it were this one's", () => {
  test.each([
    ["the identity lacks the role", noRole, "tocsin-plan may not read here"],
    ["the subscription is not there", "GET * 404 code=SubscriptionNotFound", "SubscriptionNotFound"],
    ["a list of one resource group fails", "GET metricAlerts 400 code=Bad message=no such thing", "no such thing"],
    ["Azure has too many requests", "GET metricAlerts 429 code=TooManyRequests retry-after=86400", "TooManyRequests"],
    ["an answer cannot be read", "GET metricAlerts malformed", "no JSON, or not all of it"],
    ["a token is refused", "GET * 401 code=ExpiredAuthenticationToken", "ExpiredAuthenticationToken"],
  ])("where %s", async (_why, fault, words) => {
    const company = await withSecondCommit();
    const [first, second] = company.heads;
    expect(company.comments(7)[0]).toContain("1 to update");
    const shown = dataOf(company)!;
    addFault(company.azure.world, fault);
    const failed = await company.plan(7);
    expect(failed).toMatchObject({ code: 1, outputs: { outcome: "failed" }, annotations: [{ level: "error" }] });
    expect(failed.annotations[0]?.message).toContain(words);
    expect(failed.outputs["comment-url"]).toContain("#issuecomment-");
    expect(company.comments(7)).toHaveLength(1);
    const [body = ""] = company.comments(7);
    expect(body).toMatch(/^<!-- tocsin plan tocsin\.yaml production -->\n### Tocsin plan for `shop\/production`\n/);
    for (const told of [body, failed.summary]) {
      expect(told).toContain(`✗ **no plan of \`${second.slice(0, 7)}\`**`);
      expect(told).toContain("**What it would change in Azure is not known**");
      expect(told).toContain(words);
      expect(told).toContain("**What to do:**");
      expect(told).not.toMatch(/to update|Percentage CPU/);
    }
    expect(body).toContain(`was of the older commit \`${first.slice(0, 7)}\``);
    expect(dataOf(company)).toEqual({ ...shown, head: second, shownAt: first, run: { id: 1002, attempt: 1 } });

    clearFaults(company.azure.world);
    await company.plan(7);
    expect(company.comments(7)).toHaveLength(1);
    expect(company.comments(7)[0]).toContain("95");
    expect(dataOf(company)).toMatchObject({ head: second });
    expect(dataOf(company)).not.toHaveProperty("shownAt");
  });

  test("where the environment is gone, or the workspace", async () => {
    const company = await withSecondCommit();
    const gone = company.commit("quieter", { "tocsin.yaml": workspace.replace("  production:", "  produktion:") });
    expect(await company.plan(7)).toMatchObject({ code: 1, outputs: { outcome: "failed" } });
    expect(company.comments(7)).toHaveLength(1);
    expect(company.comments(7)[0]).toContain(`no plan of \`${gone.slice(0, 7)}\``);
    expect(company.comments(7)[0]).toContain("has no environment `production`");
    const none = company.commit("quieter", { "tocsin.yaml": null });
    expect(await company.plan(7)).toMatchObject({ code: 1, outputs: { outcome: "failed" } });
    expect(company.comments(7)).toHaveLength(1);
    expect(company.comments(7)[0]).toContain(`no plan of \`${none.slice(0, 7)}\``);
    expect(company.comments(7)[0]).toContain("there is no `tocsin.yaml`");
    expect(dataOf(company)?.shownAt).toBe(company.heads[0]);
  });
});

test("where there is no comment one is written, if somebody wants any", async () => {
  const company = await foundCompany();
  company.commit("quieter", { "rules/rules.yaml": quieter });
  company.open(7, "quieter");
  addFault(company.azure.world, noRole);
  const never = await company.plan(7, { inputs: { comment: "never" } });
  expect(never.code).toBe(1);
  expect(never.summary).toContain("no plan of");
  expect(company.github.requests).toEqual([]);
  await company.plan(7, { inputs: { comment: "changes" } });
  expect(company.comments(7)[0]).toContain("no plan of");
  expect(company.comments(7)[0]).not.toContain("stood here");
  expect(dataOf(company)).toMatchObject({ state: "planned", changes: [] });
  expect(dataOf(company)).not.toHaveProperty("digest");
  const written = writesTo(company).length;
  company.commit("quieter", { "rules/rules.yaml": quietest });
  await company.plan(7);
  expect(company.comments(7)).toHaveLength(1);
  expect(writesTo(company)).toHaveLength(written + 1);
});

test("a run that was overtaken by a newer commit says nothing", async () => {
  const company = await withSecondCommit();
  addFault(company.azure.world, noRole);
  const before = company.comments(7);
  const overtaken = company.plan(7);
  const { refs } = company.repository.git;
  refs["heads/quieter"] = refs["heads/main"]!;
  const run = await overtaken;
  expect(run).toMatchObject({ code: 1, annotations: [{ level: "error" }, { level: "notice" }] });
  expect(run.annotations[1]?.message).toMatch(/^nothing was commented: #7 is at /);
  expect(company.comments(7)).toEqual(before);
});

test("where GitHub fails too, log, summary and annotations have it", async () => {
  const company = await withSecondCommit();
  addFault(company.azure.world, noRole);
  company.github.faults.push({ on: /./, reply: { ...badGateway, status: 501 }, times: 100 });
  const run = await company.plan(7);
  expect(run).toMatchObject({ code: 1, annotations: [{ level: "error" }, { level: "warning" }] });
  expect(run.log).toContain("tocsin-plan may not read here");
  expect(run.summary).toContain("tocsin-plan may not read here");
  expect(run.annotations[1]?.message).toMatch(/^that there is no plan stands in the summary, and not on #7: /);
});

describe("a plan that failed reviews nothing, and takes no review away (`guard.unreviewed: stop`)", () => {
  const stop = "guard: { unreviewed: stop }\n";

  test("what only the commit without a plan does is not applied", async () => {
    const company = await withSecondCommit(stop);
    addFault(company.azure.world, noRole);
    await company.plan(7);
    clearFaults(company.azure.world);
    company.merge(7);
    const stopped = await company.apply();
    expect(stopped).toMatchObject({ code: 1, outputs: { outcome: "refused" } });
    expect(stopped.annotations[0]?.message).toContain("no pull request showed update cpu-high");
    expect(company.comments(7)[0]).toContain("unreviewed-changes");
  });

  test("what an older commit showed, and is just so, is", async () => {
    const company = await withSecondCommit(stop);
    company.commit("quieter", { "rules/rules.yaml": quieter, "README.md": "alerts" });
    addFault(company.azure.world, noRole);
    await company.plan(7);
    await company.plan(7);
    clearFaults(company.azure.world);
    company.merge(7);
    expect(await company.apply()).toMatchObject({ code: 0, outputs: { outcome: "success", updates: "1" } });
    expect(dataOf(company)).toMatchObject({ state: "applied" });
  });

  test("nor is anything where no plan ever was", async () => {
    const company = await foundCompany({ "tocsin.yaml": workspace + stop, "rules/rules.yaml": rules });
    await company.applied();
    company.commit("quieter", { "rules/rules.yaml": quieter });
    company.open(7, "quieter");
    addFault(company.azure.world, noRole);
    await company.plan(7);
    clearFaults(company.azure.world);
    company.merge(7);
    expect(await company.apply()).toMatchObject({ code: 1, outputs: { outcome: "refused" } });
  });
});
