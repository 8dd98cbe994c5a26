import { describe, expect, test } from "vitest";
import { addFault, clearFaults } from "../../src/emulator/arm/world.ts";
import { unframeText } from "../../src/core/plan/comment.ts";
import { rules, workspace } from "../cli/tocsin.ts";
import { writesIn } from "../support/emulated-azure.ts";
import { startGate } from "../support/gate.ts";
import { badGateway } from "../github/faults.ts";
import { foundCompany, type Company } from "./company.ts";

const quieter = rules.replace("> 80", "> 90");
const louder = rules.replace("admin@company.com", "night@company.com");

/** A company with `main` applied, and pull request 7 with its plan shown. */
async function withPlan(files: Readonly<Record<string, string>> = {}): Promise<Company> {
  const company = await foundCompany({ "tocsin.yaml": workspace, "rules/rules.yaml": rules, ...files });
  await company.applied();
  company.commit("quieter", { "rules/rules.yaml": quieter });
  company.open(7, "quieter");
  expect(await company.plan(7)).toMatchObject({ code: 0 });
  return company;
}

function thresholdIn({ azure }: Company): string | undefined {
  const bodies = azure.world.store.all().map(({ body }) => JSON.stringify(body));
  return bodies.flatMap((body) => /"threshold":(\d+)/.exec(body)?.[1] ?? [])[0];
}

describe.each(["merge", "squash", "rebase"] as const)("after a %s", (how) => {
  test("what the pull request showed is applied, and its comment says what happened", async () => {
    const company = await withPlan();
    company.merge(7, how);
    const run = await company.apply();
    expect(run).toMatchObject({ code: 0, annotations: [], outputs: { outcome: "success", updates: "1" } });
    expect(thresholdIn(company)).toBe("90");
    expect(company.comments(7)).toHaveLength(1);
    expect(company.comments(7)[0]).toContain("1 applied");
    expect(company.comments(7)[0]).not.toContain("Not shown in the pull request");
    expect(unframeText(company.comments(7)[0]!).data).toMatchObject({ state: "applied" });
    expect(run.outputs["comment-url"]).toContain("#issuecomment-");
    expect(run.summary).toContain("1 applied");
  });
});

test("started again, nothing is written again, and what the comment says stays", async () => {
  const company = await withPlan();
  company.merge(7);
  await company.apply({ run: { id: 50, attempt: 1 } });
  const [said, written] = [company.comments(7), writesIn(company.azure.world).length];
  expect(await company.apply({ run: { id: 50, attempt: 2 } })).toMatchObject({
    code: 0,
    outputs: { "has-changes": "false" },
  });
  expect(company.comments(7)).toEqual(said);
  expect(writesIn(company.azure.world)).toHaveLength(written);
});

test("what the comment did not show is applied and named, or stops the run where the workspace says so", async () => {
  const company = await withPlan();
  await company.changeByHand("oncall", "admin@company.com", "nobody@company.com");
  company.merge(7);
  expect(await company.apply()).toMatchObject({ code: 0 });
  expect(company.comments(7)[0]).toMatch(/Not shown in the pull request\s+- update ActionGroup/);

  const strict = await withPlan({ "tocsin.yaml": `${workspace}guard: { unreviewed: stop }\n` });
  await strict.changeByHand("oncall", "admin@company.com", "nobody@company.com");
  strict.merge(7);
  const stopped = await strict.apply();
  expect(stopped).toMatchObject({ code: 1, outputs: { outcome: "refused" } });
  expect(stopped.annotations[0]?.message).toContain("update oncall");
  expect(thresholdIn(strict)).toBe("80");
  const read = await strict.apply({ inputs: { digest: stopped.outputs["digest"]!.slice(0, 12) } });
  expect(read).toMatchObject({ code: 0 });
  expect(thresholdIn(strict)).toBe("90");
});

test("a direct push has no pull request: its changes were shown nowhere", async () => {
  const company = await withPlan({ "tocsin.yaml": `${workspace}guard: { unreviewed: stop }\n` });
  company.commit("main", { "rules/rules.yaml": louder });
  const run = await company.apply();
  expect(run).toMatchObject({ code: 1 });
  expect(run.annotations[0]?.message).toContain("update oncall");
});

test("a failed apply fails the step, the comment has Azure's own words, and the next run goes on where it ended", async () => {
  const company = await withPlan();
  company.commit("quieter", {
    "rules/more.yaml": rules.replaceAll("oncall", "second").replaceAll("cpu-high", "cpu-higher"),
  });
  await company.plan(7);
  company.merge(7);
  addFault(company.azure.world, "PUT metricAlerts/cpu-high 400 code=BadWindow message=no-such-window");
  const failed = await company.apply({ run: { id: 60, attempt: 1 } });
  expect(failed).toMatchObject({ code: 1, outputs: { outcome: "failed" } });
  expect(failed.annotations).toMatchObject([{ level: "error", file: "rules/rules.yaml", line: 7 }]);
  expect(failed.annotations[0]?.message).toContain("no-such-window");
  const [body = ""] = company.comments(7);
  expect(body).toContain("BadWindow");
  expect(unframeText(body).data?.state).toBe("failed");
  clearFaults(company.azure.world);
  expect(await company.apply({ run: { id: 60, attempt: 2 } })).toMatchObject({ code: 0 });
  expect(unframeText(company.comments(7)[0]!).data?.state).toBe("applied");
  expect(company.comments(7)[0]).not.toContain("Not shown in the pull request");
});

test("of two merges the later run applies both, and both pull requests hear of it", async () => {
  const company = await withPlan({ "tocsin.yaml": `${workspace}guard: { unreviewed: stop }\n` });
  company.commit("night", { "rules/rules.yaml": louder });
  company.open(8, "night");
  await company.plan(8);
  const first = company.merge(7);
  company.git("checkout", "--quiet", "night");
  company.git("rebase", "--quiet", "main");
  company.commit("night", {});
  company.merge(8);
  const overtaken = await company.apply({ at: first });
  expect(overtaken).toMatchObject({ code: 0, outputs: { outcome: "skipped" }, annotations: [{ level: "warning" }] });
  expect(thresholdIn(company)).toBe("80");
  expect(await company.apply()).toMatchObject({ code: 0 });
  expect(thresholdIn(company)).toBe("90");
  for (const number of [7, 8]) {
    expect(unframeText(company.comments(number)[0]!).data?.state).toBe("applied");
    expect(company.comments(number)[0]).toContain(number === 7 ? "cpu-high" : "oncall");
  }
  expect(company.comments(7)[0]).not.toContain("night@company.com");
  expect(company.comments(8)[0]).toContain("night@company.com");
});

test("a run of old that is started again takes nothing back, unless only other files changed since", async () => {
  const company = await withPlan();
  const old = company.git("rev-parse", "main");
  company.merge(7);
  await company.apply();
  expect(await company.apply({ at: old, run: { id: 1001, attempt: 2 } })).toMatchObject({
    code: 0,
    outputs: { outcome: "skipped" },
  });
  expect(thresholdIn(company)).toBe("90");
  const applied = company.git("rev-parse", "main");
  company.commit("main", { "README.md": "more" });
  expect(await company.apply({ at: applied, run: { id: 1002, attempt: 2 } })).toMatchObject({
    outputs: { outcome: "success" },
  });
});

test("while GitHub fails, the push's own run applies and says so; one that is started again does not", async () => {
  const company = await withPlan();
  company.merge(7);
  const down = { on: /./, reply: { ...badGateway, status: 501 }, times: 1000 };
  company.github.faults.push(down);
  expect(await company.apply({ run: { id: 70, attempt: 2 } })).toMatchObject({
    code: 1,
    outputs: { outcome: "failed" },
  });
  expect(thresholdIn(company)).toBe("80");
  const run = await company.apply({ run: { id: 71, attempt: 1 } });
  expect(run).toMatchObject({ code: 0, outputs: { outcome: "success" } });
  expect(run.annotations.every(({ level }) => level === "warning")).toBe(true);
  expect(run.summary).toContain("1 applied");
  expect(thresholdIn(company)).toBe("90");
  company.github.faults.clear();
  const written = writesIn(company.azure.world).length;
  expect(await company.apply()).toMatchObject({ code: 0 });
  expect(writesIn(company.azure.world)).toHaveLength(written);
  expect(unframeText(company.comments(7)[0]!).data?.state).toBe("applied");
});

test("a cancelled run finishes what it is writing, begins nothing else, and the next one does the rest", async () => {
  const many = Array.from(
    { length: 10 },
    (_, index) =>
      rules.replaceAll("oncall", `team-${index}`).replaceAll("cpu-high", `cpu-${index}`).split("environments:")[0],
  );
  const company = await foundCompany({ "tocsin.yaml": workspace, "rules/rules.yaml": many.join("---\n") });
  const gate = await startGate(company.azure.url, ({ method }) => method === "PUT");
  const cancelled = await company.apply({
    inputs: { endpoint: gate.url },
    cancelAfter: gate.reached,
    saw: (text) => text.includes("nothing else is begun") && gate.open(),
  });
  expect(cancelled.code).toBe(1);
  expect(cancelled.log).toContain("nothing else is begun");
  const done = company.azure.world.store.all().length;
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(20);
  expect(cancelled.summary).toContain("skipped");
  expect(cancelled.annotations[0]?.message).toMatch(/^\d+ changes were not begun: it was stopped/);
  expect(await company.apply()).toMatchObject({ code: 0, outputs: { creates: `${20 - done}` } });
  expect(company.azure.world.store.all()).toHaveLength(20);
});

test("that an environment is retired is said in the log before anything of it is deleted", async () => {
  const company = await foundCompany();
  await company.applied();
  const retired = workspace.replace("  production: {", "  production: { retired: true,");
  company.commit("goodbye", { "tocsin.yaml": retired });
  company.open(7, "goodbye");
  company.merge(7);
  const run = await company.apply();
  expect(run).toMatchObject({ code: 0, outputs: { deletes: "2" } });
  const [before = ""] = run.log.split("applying 2 changes");
  expect(before).toContain("Plan for shop/production, which is retired");
});
