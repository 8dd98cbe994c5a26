import { describe, expect, test } from "vitest";
import { unframeText } from "../../src/core/plan/comment.ts";
import { HostError } from "../../src/ports/pull-request-host.ts";
import { workspace } from "../cli/tocsin.ts";
import {
  azureGoesWrong,
  azureSays,
  byHand,
  company,
  everyTestBeginsWithPeace,
  gitSays,
  inGit,
  issue,
  night,
  readsAfterTheLastWrite,
  said,
  whoWrites,
  writes,
  yesterday,
} from "./nights.ts";

everyTestBeginsWithPeace();

describe("healing", () => {
  test("takes back what somebody changed, without an issue or closing the one there is, and says whose it was", async () => {
    await azureSays(byHand);
    await night();
    expect(issue().state).toBe("open");
    const { code, outputs, summary } = await night({ heal: true });
    expect([code, outputs.get("updates")]).toEqual([0, "2"]);
    expect(summary).toContain("cpu-high");
    expect(issue()).toMatchObject({
      state: "closed",
      comments: [expect.stringMatching(/Healed[^]*cpu-high[^]*changed by/)],
    });
    expect((await night()).code).toBe(0);
  });

  test("that finds something in its way writes nothing, and the issue says why", async () => {
    await azureSays(byHand);
    gitSays(inGit.replace("name: oncall\n", "name: oncall\nadopt: others/production\n").replace("> 80", "> 85"));
    await azureSays(
      byHand.split("---\n")[0]!.replace("name: oncall", "name: oncall\nadopt: shop/production"),
      workspace.replace(/^stack: .*$/m, "stack: thieves"),
    );
    const before = writes();
    const { code, annotations } = await night({ heal: true });
    expect(code).toBe(1);
    expect(writes()).toBe(before);
    expect(said()).toContain("Nothing was healed");
    expect(said()).toContain("another-stack");
    expect(annotations.map(({ level }) => level)).toContain("error");
  });

  test("at definitions of yesterday writes nothing: it would take back what was merged since", async () => {
    await azureSays(byHand);
    const before = writes();
    const old = await night({ heal: true }, { commit: yesterday });
    expect([old.code, old.outputs.get("outcome"), writes(), company().writes]).toEqual([0, "skipped", before, []]);
    expect(old.annotations).toMatchObject([{ level: "notice", message: expect.stringContaining("c0ffee0") }]);
  });

  test("while GitHub cannot say whether these are the newest definitions writes nothing, and fails", async () => {
    await azureSays(byHand);
    const before = writes();
    company().refusals.set(
      "tipOf",
      new HostError("GitHub does not answer", { reason: "unavailable", tried: "GET /ref" }),
    );
    const old = await night({ heal: true });
    expect([old.code, writes(), company().writes]).toEqual([3, before, []]);
    expect(old.summary).toContain("cpu-high");
  });

  test("that is cancelled begins nothing, and leaves the issue to the next night", async () => {
    await azureSays(byHand);
    const before = writes();
    const { code, summary } = await night({ heal: true }, { stopped: () => true });
    expect([code, writes(), company().writes]).toEqual([1, before, []]);
    expect(summary).toContain("stopped");
  });

  test("of everything needs no second look, in which a list might not show it yet", async () => {
    await azureSays(byHand);
    expect((await night({ heal: true })).code).toBe(0);
    expect(readsAfterTheLastWrite().filter((path) => path.endsWith("/metricAlerts"))).toEqual([]);
  });

  test("of which some failed leaves an issue about the rest", async () => {
    await azureSays(byHand);
    await azureGoesWrong("PUT metricAlerts 403 code=AuthorizationFailed");
    const { code, summary } = await night({ heal: true });
    expect(code).toBe(3);
    expect(summary).toContain("AuthorizationFailed");
    expect(issue()).toMatchObject({ state: "open", title: expect.stringContaining("1 resource differs") });
    expect(said()).toContain("cpu-high");
    expect(said()).not.toContain("oncall`");
  });

  test("that looks again remembers the same night before, of which GitHub is asked once", async () => {
    whoWrites("owl@company.com");
    // Who deleted something no resource tells, only the log.
    await azureSays(byHand.split("---\n")[0]!);
    await night();
    await azureGoesWrong("GET eventtypes 403 code=AuthorizationFailed times=99");
    await azureGoesWrong("PUT metricAlerts 403 code=AuthorizationFailed");
    const { host } = company();
    const { findIssues } = host;
    let asked = 0;
    Object.assign(host, {
      findIssues: (...of: Parameters<typeof findIssues>) => {
        asked += 1;
        return findIssues(...of);
      },
    });
    await night({ heal: true });
    expect(said()).toMatch(/cpu-high[^]*deleted by `owl@company.com`/);
    const { authors = [] } = unframeText(issue().body).data!;
    expect(authors.map(({ changed }) => changed?.by)).toEqual(["owl@company.com"]);
    // Once to remember, and once to write.
    expect(asked).toBe(2);
  });

  test("that could not read the issue does not write it", async () => {
    whoWrites("owl@company.com");
    await azureSays(byHand.split("---\n")[0]!);
    await night();
    await azureGoesWrong("GET eventtypes 403 code=AuthorizationFailed times=99");
    await azureGoesWrong("PUT metricAlerts 403 code=AuthorizationFailed");
    const [before, { host }] = [issue(), company()];
    const { findIssues } = host;
    const down = new HostError("GitHub does not answer", { reason: "unavailable", tried: "GET /issues" });
    let asked = 0;
    Object.assign(host, {
      findIssues: (...of: Parameters<typeof findIssues>) => (asked++ === 0 ? Promise.reject(down) : findIssues(...of)),
    });
    const { code, annotations } = await night({ heal: true });
    expect([code, issue(), asked]).toEqual([3, before, 1]);
    expect(annotations).toContainEqual(
      expect.objectContaining({ level: "error", message: expect.stringContaining("GitHub does not answer") }),
    );
  });

  test("in which a bug of ours shows tells what was done until then, and leaves the issue to the next night", async () => {
    await azureSays(byHand);
    const hear = (text: string): void => {
      if (text.startsWith("applying")) throw new TypeError("this note is none");
    };
    const { code, log, summary } = await night({ heal: true }, { hear });
    expect([code, company().issues]).toEqual([70, []]);
    for (const told of [log, summary]) {
      expect(told).toContain("1 applied, 1 skipped");
      expect(told).toContain("it was stopped, because telling the progress met a bug of Tocsin");
      expect(told).toContain("this note is none");
    }
    expect((await night({ heal: true })).code).toBe(0);
  });

  test("that is cancelled in the middle does no more, says nothing in the issue, and the next night does the rest", async () => {
    await azureSays(byHand);
    await night();
    const [before, told] = [writes(), company().writes.length];
    const { code, summary } = await night({ heal: true }, { stopped: () => writes() > before });
    expect([code, writes(), company().writes.length]).toEqual([1, before + 1, told]);
    expect(summary).toMatch(/1 applied, 1 skipped[^]*`cpu-high`[^]*it was stopped before this was begun/);
    const rest = await night({ heal: true });
    expect([rest.code, rest.outputs.get("updates"), issue().state]).toEqual([0, "1", "closed"]);
  });

  test("brings back what somebody deleted, and deletes what somebody made with our tags, both at once", async () => {
    const [group = "", alert = ""] = inGit.split("---\n");
    await azureSays([group, alert.replace("cpu-high", "cpu-high-copy")].join("---\n"));
    await night();
    expect(said()).toMatch(/missing[^]*cpu-high/);
    expect(said()).toMatch(/unexpected[^]*cpu-high-copy/);
    const { code, outputs } = await night({ heal: true });
    expect([code, outputs.get("creates"), outputs.get("deletes")]).toEqual([0, "1", "1"]);
    expect(issue().comments).toEqual([expect.stringMatching(/Healed[^]*cpu-high[^]*deleted by/)]);
    expect((await night()).outputs.get("has-changes")).toBe("false");
  });

  test("that would delete more than the guard allows writes nothing", async () => {
    const [group = "", alert = ""] = byHand.split("---\n");
    const copies = ["one", "two", "three"].map((name) => alert.replace("cpu-high", name));
    await azureSays([group, alert, ...copies].join("---\n"));
    const before = writes();
    const { code } = await night({ heal: true });
    expect([code, writes()]).toEqual([1, before]);
    expect(said()).toMatch(/Nothing was healed[^]*too-many-deletes/);
  });

  // GitHub lets the job wait where its environment is protected: nothing else knows why an apply was not done.
  test.each([
    ["waits to be applied", inGit.replace("> 80", "> 85"), inGit],
    ["reverts what was applied", inGit, inGit.replace("> 80", "> 85")],
  ])("applies what was merged and %s, whatever the guard says of what nobody reviewed", async (_what, merged, live) => {
    await azureSays(live);
    gitSays(merged, `${workspace}\nguard: { unreviewed: stop }\n`);
    const { code, outputs } = await night({ heal: true });
    expect([code, outputs.get("updates")]).toEqual([0, "1"]);
    expect((await night()).outputs.get("has-changes")).toBe("false");
  });
});
