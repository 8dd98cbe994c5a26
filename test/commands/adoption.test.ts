import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { settleAdoption, type Adoption } from "../../src/commands/adoption.ts";
import { markerOf, unframeText } from "../../src/core/plan/comment.ts";
import type { ToldChange } from "../../src/core/plan/report.ts";
import { hostInMemory, type HostInMemory } from "../support/host-in-memory.ts";
import { runs } from "../support/runs.ts";

let run = 0;

function adoption(texts: readonly string[]): Adoption {
  run += 1;
  return {
    marker: markerOf("adopt", "tocsin.yaml", "production"),
    branch: "tocsin/adopt-production",
    into: "main",
    base: `c${run}`,
    title: "Keep what was changed by hand",
    text: `adopts ${texts.join(", ")}`,
    message: "keep what was changed by hand",
    footer: `run ${run}`,
    run: { id: run, attempt: 1 },
    changes: texts.map(changeTo),
    files: texts.map((text, index) => ({ path: `rules/${index}.yaml`, text })),
    over: "it is over",
  };
}

function changeTo(text: string): ToldChange {
  return {
    action: "update",
    kind: "MetricAlert",
    name: "cpu",
    resourceGroup: "rg",
    id: "",
    differences: [],
    digest: text,
  };
}

const ask = (kept: HostInMemory, ...texts: readonly string[]) => settleAdoption(adoption(texts), kept.host);
const opened = ({ proposals }: HostInMemory): readonly string[] =>
  proposals.filter(({ state }) => state === "open").map(({ files }) => files.map(({ text }) => text).join());

describe("the pull request that adopts", () => {
  test("is opened once, its branch left alone while it asks for the same, put in place when not, closed when over", async () => {
    const kept = hostInMemory();
    expect(await ask(kept)).toEqual({ outcome: "none" });
    expect(await ask(kept, "x")).toMatchObject({ outcome: "created" });
    expect(await ask(kept, "x")).toMatchObject({ outcome: "unchanged", url: "https://host.example/pull/1" });
    expect(kept.writes).toEqual(["propose"]);
    expect(await ask(kept, "y")).toMatchObject({ outcome: "updated", url: "https://host.example/pull/1" });
    expect(await ask(kept)).toMatchObject({ outcome: "closed" });
    const { text, data } = unframeText(kept.proposals[0]!.body);
    expect([text, data]).toEqual([
      "it is over\n\nadopts y",
      { state: "applied", head: `c${run}`, run: { id: run, attempt: 1 }, changes: [] },
    ]);
    expect(await ask(kept, "y")).toMatchObject({ outcome: "created", url: "https://host.example/pull/2" });
  });

  test("that somebody closed is not opened again until something else is to be asked", async () => {
    const kept = hostInMemory();
    await ask(kept, "x");
    kept.proposals[0] = { ...kept.proposals[0]!, state: "closed" };
    expect(await ask(kept, "x")).toMatchObject({ outcome: "declined" });
    expect(await ask(kept)).toEqual({ outcome: "none" });
    expect(await ask(kept, "x")).toMatchObject({ outcome: "declined" });
    expect(await ask(kept, "y")).toMatchObject({ outcome: "created" });
  });

  test("that was merged is opened anew when the same drift is there again", async () => {
    const kept = hostInMemory();
    await ask(kept, "x");
    kept.proposals[0] = { ...kept.proposals[0]!, state: "merged" };
    expect(await ask(kept, "x")).toMatchObject({ outcome: "created" });
  });

  test("is written anew where it says something else of the same files", async () => {
    const kept = hostInMemory();
    await ask(kept, "x");
    const asked = { ...adoption(["x"]), text: "adopts x, which owl changed" };
    expect(await settleAdoption(asked, kept.host)).toMatchObject({ outcome: "updated" });
    expect(await settleAdoption(asked, kept.host)).toMatchObject({ outcome: "unchanged" });
  });

  test("that somebody closed is no answer to files of which no change is known", async () => {
    const kept = hostInMemory();
    await settleAdoption({ ...adoption(["x"]), changes: [] }, kept.host);
    kept.proposals[0] = { ...kept.proposals[0]!, state: "closed" };
    expect(await settleAdoption({ ...adoption(["y"]), changes: [] }, kept.host)).toMatchObject({ outcome: "created" });
  });

  test("that somebody closed is not opened again because its files say something else besides", async () => {
    const kept = hostInMemory();
    const both = adoption(["x", "y"]);
    await settleAdoption(both, kept.host);
    kept.proposals[0] = { ...kept.proposals[0]!, state: "closed" };
    const edited = both.files.map(({ path, text }) => ({ path, text: `# a remark\n${text}` }));
    expect(await settleAdoption({ ...both, files: edited }, kept.host)).toMatchObject({ outcome: "declined" });
    expect(await settleAdoption({ ...both, files: edited, changes: [changeTo("y")] }, kept.host)).toMatchObject({
      outcome: "declined",
    });
    expect(await settleAdoption({ ...both, files: edited, changes: [changeTo("z")] }, kept.host)).toMatchObject({
      outcome: "created",
    });
  });

  test("that somebody closed says nothing about what is blocked and was never asked for", async () => {
    const kept = hostInMemory();
    await ask(kept, "x");
    kept.proposals[0] = { ...kept.proposals[0]!, state: "closed" };
    const blocked = { ...adoption(["y"]), changes: [{ ...changeTo("y"), name: "memory", action: "blocked" as const }] };
    expect(await settleAdoption(blocked, kept.host)).toMatchObject({ outcome: "created" });
    kept.proposals[1] = { ...kept.proposals[1]!, state: "closed" };
    const edited = blocked.files.map(({ path, text }) => ({ path, text: `# a remark\n${text}` }));
    expect(await settleAdoption({ ...blocked, files: edited }, kept.host)).toMatchObject({ outcome: "declined" });
  });

  test("on whose branch somebody else committed is left to him, also when it is over", async () => {
    const kept = hostInMemory();
    await ask(kept, "x");
    kept.others.set("tocsin/adopt-production", "abc");
    const written = kept.writes.length;
    expect(await ask(kept, "x")).toMatchObject({ outcome: "unchanged" });
    const theirs = {
      branch: "tocsin/adopt-production",
      commit: "abc",
      pullRequest: { number: 1, url: "https://host.example/pull/1" },
    };
    expect(await ask(kept, "y")).toEqual({ outcome: "theirs", theirs });
    expect(await ask(kept)).toEqual({ outcome: "theirs", theirs });
    expect(kept.writes.length).toBe(written);
    const open = kept.proposals[0]!;
    kept.proposals[0] = { ...open, state: "closed" };
    expect(await ask(kept, "y")).toEqual({ outcome: "theirs", theirs: { branch: theirs.branch, commit: "abc" } });
    kept.proposals[0] = open;
    kept.others.clear();
    expect(await ask(kept, "y")).toMatchObject({ outcome: "updated" });
  });

  test("is at most one, asks for what is there, and asking again writes nothing", async () => {
    const events = fc.array(fc.constantFrom("x", "y", "none", "close", "merge", "edit"), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(events, async (all) => {
        const kept = hostInMemory();
        let declined = "";
        for (const event of all) {
          const at = kept.proposals.findIndex(({ state }) => state === "open");
          const there = kept.proposals[at];
          if (event === "close" || event === "merge" || event === "edit") {
            if (there === undefined) continue;
            if (event === "close") declined = there.files.map(({ text }) => text).join();
            kept.proposals[at] =
              event === "edit"
                ? { ...there, body: `${there.body}\nlooks good` }
                : { ...there, state: event === "close" ? "closed" : "merged" };
            continue;
          }
          const texts = event === "none" ? [] : [event];
          const { outcome } = await ask(kept, ...texts);
          expect(opened(kept)).toEqual(outcome === "declined" ? [] : texts);
          const open = kept.proposals.find(({ state }) => state === "open");
          if (open !== undefined) expect(unframeText(open.body).text).toBe(`adopts ${event}`);
          if (outcome === "declined") expect(event).toBe(declined);
          const written = kept.writes.length;
          await ask(kept, ...texts);
          expect(kept.writes.length).toBe(written);
        }
      }),
      runs(300),
    );
  });
});
