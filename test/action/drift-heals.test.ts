import { describe, expect, test } from "vitest";
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
});
