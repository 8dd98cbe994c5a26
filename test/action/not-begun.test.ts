import { expect, test } from "vitest";
import { addFault, clearFaults } from "../../src/emulator/arm/world.ts";
import { unframeText } from "../../src/core/plan/comment.ts";
import { rules, workspace } from "../cli/tocsin.ts";
import { writesIn } from "../support/emulated-azure.ts";
import { badGateway } from "../github/faults.ts";
import { foundCompany, type Company } from "./company.ts";

/* An apply that cannot begin: what is merged is not in Azure, and no comment may wait for ever as if it were about to be. */

const quieter = rules.replace("> 80", "> 90");
const noRole = "GET * 403 code=AuthorizationFailed message=tocsin-apply may not read here";

/** A company whose pull request 7 was planned and is merged, and not applied yet. */
async function withMerge(): Promise<Company> {
  const company = await foundCompany();
  await company.applied();
  company.commit("quieter", { "rules/rules.yaml": quieter });
  company.open(7, "quieter");
  await company.plan(7);
  company.merge(7);
  return company;
}

function stateOf(company: Company, number: number): string | undefined {
  return unframeText(company.comments(number)[0] ?? "").data?.state;
}

test("where Azure refuses the plan, the merged pull request says why, and then what the next apply did", async () => {
  const company = await withMerge();
  const { changes } = unframeText(company.comments(7)[0]!).data!;
  const written = writesIn(company.azure.world).length;
  addFault(company.azure.world, noRole);
  const failed = await company.apply({ run: { id: 60, attempt: 1 } });
  expect(failed).toMatchObject({ code: 1, outputs: { outcome: "failed" }, annotations: [{ level: "error" }] });
  expect(failed.annotations[0]?.message).toContain("tocsin-apply may not read here");
  expect(failed.outputs["comment-url"]).toContain("#issuecomment-");
  for (const told of [company.comments(7)[0], failed.summary]) {
    expect(told).toContain("### Tocsin apply for `shop/production`\n\n✗ **nothing was written**");
    expect(told).toContain("What is merged and not in Azure yet waits for the next apply that succeeds");
    expect(told).toContain("tocsin-apply may not read here");
  }
  expect(company.comments(7)).toHaveLength(1);
  expect(unframeText(company.comments(7)[0]!).data).toMatchObject({ state: "failed", changes });
  expect(writesIn(company.azure.world)).toHaveLength(written);

  clearFaults(company.azure.world);
  expect(await company.apply({ run: { id: 60, attempt: 2 } })).toMatchObject({ code: 0 });
  expect(company.comments(7)).toHaveLength(1);
  expect(company.comments(7)[0]).toContain("1 applied");
  expect(company.comments(7)[0]).not.toContain("Not shown in the pull request");
  expect(stateOf(company, 7)).toBe("applied");
});

test.each([
  ["cannot be read", { "tocsin.yaml": "stack: [" }, "1 error in the workspace"],
  [
    "has not got the environment",
    { "tocsin.yaml": workspace.replace("  production:", "  produktion:") },
    "`production`",
  ],
  ["is not there", { "tocsin.yaml": null }, "there is no `tocsin.yaml`"],
])(
  "where the workspace %s, all that wait hear it, and the run that mends it tells them the rest",
  async (_why, files, words) => {
    const company = await withMerge();
    company.commit("broken", files);
    company.open(8, "broken");
    await company.plan(8);
    expect(company.comments(8)).toHaveLength(1);
    company.merge(8);
    const failed = await company.apply();
    expect(failed.code).toBe(1);
    expect(failed.annotations[0]?.level).toBe("error");
    for (const told of [company.comments(7)[0], company.comments(8)[0], failed.summary]) {
      expect(told).toContain("✗ **nothing was written**");
      expect(told).toContain(words);
    }
    expect([stateOf(company, 7), stateOf(company, 8)]).toEqual(["failed", "failed"]);

    company.commit("mended", { "tocsin.yaml": workspace });
    company.open(9, "mended");
    company.merge(9);
    expect(await company.apply()).toMatchObject({ code: 0, outputs: { updates: "1" } });
    for (const number of [7, 8, 9]) {
      expect(company.comments(number)).toHaveLength(1);
      // What #8 does by itself nobody knows, so it hears all of it.
      expect(company.comments(number)[0]).toContain("1 applied");
      expect(stateOf(company, number)).toBe("applied");
    }
  },
);

test("where an earlier apply did a part of it, nobody says that all of it is still to come", async () => {
  const company = await withMerge();
  const another = rules.slice(rules.indexOf("kind: MetricAlert")).replace("name: cpu-high", "name: cpu-low");
  company.commit("more", { "rules/more.yaml": another });
  company.open(8, "more");
  await company.plan(8);
  company.merge(8);
  addFault(company.azure.world, "PUT metricAlerts/cpu-low 400 code=BadRequest message=not so");
  expect((await company.apply()).code).toBe(1);
  const [there] = company.azure.world.store.all().filter(({ place }) => place.name === "cpu-high");
  expect(JSON.stringify(there?.body)).toContain('"threshold":90');
  addFault(company.azure.world, noRole);
  await company.apply();
  expect(company.comments(7)[0]).toContain("✗ **nothing was written**");
  expect(company.comments(7)[0]).not.toMatch(/What is merged is not|does all of it/);
});

test("where nobody wants comments, or GitHub fails too, the summary has it", async () => {
  const company = await withMerge();
  const before = company.comments(7);
  addFault(company.azure.world, noRole);
  const never = await company.apply({ inputs: { comment: "never" } });
  expect(never.summary).toContain("tocsin-apply may not read here");
  company.github.faults.push({ on: /./, reply: { ...badGateway, status: 501 }, times: 100 });
  const alone = await company.apply();
  expect(alone).toMatchObject({ code: 1, outputs: { outcome: "failed" } });
  expect(alone.annotations.map(({ level }) => level)).toEqual(["warning", "warning", "error"]);
  expect(alone.summary).toContain("tocsin-apply may not read here");
  // One that is started again has to know whether it is the newest; GitHub is not asked again whom to tell that it failed.
  const again = await company.apply({ run: { id: 50, attempt: 2 } });
  expect(again.annotations.map(({ level }) => level)).toEqual(["error"]);
  expect(again.summary).toContain("GitHub refused or failed");
  expect(company.comments(7)).toEqual(before);
});

test("an older run that is started again and cannot begin takes no newer one's words back", async () => {
  const company = await withMerge();
  await company.apply({ run: { id: 60, attempt: 1 } });
  const said = company.comments(7);
  addFault(company.azure.world, noRole);
  expect(await company.apply({ run: { id: 50, attempt: 2 } })).toMatchObject({ code: 1 });
  expect(await company.apply({ run: { id: 61, attempt: 1 } })).toMatchObject({ code: 1 });
  expect(company.comments(7)).toEqual(said);
});

test("where the workspace cannot be read and nobody wants comments, GitHub is asked nothing", async () => {
  const company = await withMerge();
  company.commit("broken", { "tocsin.yaml": "stack: [" });
  company.open(8, "broken");
  company.merge(8);
  company.github.requests.length = 0;
  expect(await company.apply({ inputs: { comment: "never" } })).toMatchObject({ code: 1 });
  expect(company.github.requests).toEqual([]);
});
