import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { settleIssue, type Sighting } from "../../src/commands/drift-issue.ts";
import { markerOf, unframeText } from "../../src/core/plan/comment.ts";
import { hostInMemory, type HostInMemory } from "../support/host-in-memory.ts";
import { runs } from "../support/runs.ts";

const marker = markerOf("drift", "tocsin.yaml", "production");
const label = { name: "tocsin-drift", color: "d93f0b", description: "Azure differs from git" };
const a = "cpu-high differs";
const b = "cpu-high differs, oncall is missing";

let run = 0;

/** What a run says that saw just this; nothing where it saw no drift. */
function sighting(text?: string): Sighting {
  run += 1;
  return {
    marker,
    label,
    footer: `run ${run}`,
    run: { id: run, attempt: 1 },
    head: `c${run}`,
    ...(text === undefined ? {} : { drift: { title: `Drift: ${text}`, text, digest: "d", changes: changesOf(text) } }),
    notes: {
      gone: (told) => `gone: ${told.map(({ name }) => name).join(", ")}`,
      back: "back",
      stillThere: "still there",
      doubled: ({ number }) => `see #${number}`,
    },
  };
}

function changesOf(text: string) {
  const action = "update" as const;
  return text.split(", ").map((one) => ({
    action,
    kind: "MetricAlert",
    name: one.split(" ", 1)[0]!,
    resourceGroup: "rg",
    digest: "",
  }));
}

const openIn = ({ issues }: HostInMemory): readonly string[] =>
  issues.filter(({ state }) => state === "open").map(({ body }) => unframeText(body).text);

const look = (kept: HostInMemory, text?: string) => settleIssue(sighting(text), kept.host);

describe("the issue", () => {
  test("is opened with the first drift, said anew when it changes, closed with what was there, opened again when it is back", async () => {
    const kept = hostInMemory();
    expect(await look(kept)).toEqual({ outcome: "none" });
    expect(kept.issues).toEqual([]);
    expect(await look(kept, a)).toMatchObject({ outcome: "created", issue: { number: 1 } });
    expect(await look(kept, a)).toMatchObject({ outcome: "unchanged", issue: { number: 1 } });
    expect(await look(kept, b)).toMatchObject({ outcome: "updated" });
    expect(kept.issues).toMatchObject([{ title: `Drift: ${b}`, comments: [], labels: [label.name] }]);
    expect(await look(kept)).toMatchObject({ outcome: "closed" });
    expect(kept.issues).toMatchObject([{ state: "closed", comments: ["gone: cpu-high, oncall"] }]);
    expect(unframeText(kept.issues[0]!.body).text).toBe(b);
    expect(await look(kept)).toEqual({ outcome: "none" });
    expect(await look(kept, b)).toMatchObject({ outcome: "reopened" });
    expect(kept.issues).toMatchObject([{ state: "open", comments: ["gone: cpu-high, oncall", "back"] }]);
  });

  test("that somebody closed is opened again, and says that it never was gone", async () => {
    const kept = hostInMemory();
    await look(kept, a);
    kept.issues[0] = { ...kept.issues[0]!, state: "closed" };
    expect(await look(kept, a)).toMatchObject({ outcome: "reopened" });
    expect(kept.issues).toMatchObject([{ state: "open", comments: ["still there"] }]);
  });

  test("that was gone, and that somebody opened and closed again while the drift was there, says the same", async () => {
    const kept = hostInMemory();
    await look(kept, a);
    await look(kept);
    kept.issues[0] = { ...kept.issues[0]!, state: "open" };
    await look(kept, a);
    kept.issues[0] = { ...kept.issues[0], state: "closed" };
    await look(kept, a);
    expect(kept.issues).toMatchObject([{ state: "open", comments: ["gone: cpu-high", "still there"] }]);
  });

  test("of somebody else with our marker below another line, or without our label, is not touched", async () => {
    const kept = hostInMemory();
    const theirs = { url: "", title: "Drift", state: "open" as const, comments: [] };
    kept.issues.push({ ...theirs, number: 1, body: `look:\n${marker}`, labels: [label.name] });
    kept.issues.push({ ...theirs, number: 2, body: `${marker}\nx`, labels: [] });
    const before = [...kept.issues];
    expect(await look(kept)).toEqual({ outcome: "none" });
    await look(kept, a);
    await look(kept);
    expect(kept.issues.slice(0, 2)).toEqual(before);
    expect(kept.issues).toHaveLength(3);
  });

  test("is the oldest of two that are open, and the other says so", async () => {
    const kept = hostInMemory();
    await look(kept, a);
    kept.issues.push({ ...kept.issues[0]!, number: 2 });
    expect(await look(kept, a)).toMatchObject({ outcome: "unchanged", issue: { number: 1 } });
    expect(kept.issues).toMatchObject([{ state: "open" }, { state: "closed", comments: ["see #1"] }]);
  });

  test("that another run opened at the same moment is the one that says what was seen", async () => {
    const kept = hostInMemory();
    await look(kept, a);
    let asked = 0;
    const findIssues: typeof kept.host.findIssues = (...of) =>
      asked++ === 0 ? Promise.resolve([]) : kept.host.findIssues(...of);
    expect(await settleIssue(sighting(b), { ...kept.host, findIssues })).toMatchObject({
      outcome: "updated",
      issue: { number: 1 },
    });
    expect(openIn(kept)).toEqual([b]);
    expect(kept.issues[1]).toMatchObject({ state: "closed", comments: ["see #1"] });
  });

  test("that could be closed and not commented is not commented twice", async () => {
    const kept = hostInMemory();
    await look(kept, a);
    kept.refusals.set("commentOnIssue", new Error("the network is down"));
    await expect(look(kept)).rejects.toThrow("the network is down");
    kept.refusals.clear();
    await look(kept);
    await look(kept, a);
    expect(kept.issues).toMatchObject([{ state: "open", comments: ["back"] }]);
  });
});

type Event = "A" | "B" | "none" | "failed" | "edit" | "retitle" | "close" | "reopen" | "comment";
const events = fc.array(
  fc.constantFrom<Event>("A", "B", "none", "failed", "edit", "retitle", "close", "reopen", "comment"),
  { maxLength: 14 },
);

/** What people do to the issue, as far as there is one. */
function byHand(event: Event, { issues }: HostInMemory): void {
  const issue = issues[0];
  if (issue === undefined) return;
  if (event === "edit") issues[0] = { ...issue, body: `${issue.body.split("\n", 1)[0]}\nI have looked into it` };
  if (event === "retitle") issues[0] = { ...issue, title: "Whose is this?" };
  if (event === "close") issues[0] = { ...issue, state: "closed" };
  if (event === "reopen") issues[0] = { ...issue, state: "open" };
  if (event === "comment") issues[0] = { ...issue, comments: [...issue.comments, "me too"] };
}

const texts: Partial<Record<Event, string>> = { A: a, B: b };
const isLook = (event: Event): boolean => event === "A" || event === "B" || event === "none";

describe("whatever is seen, and whatever people do to it", () => {
  test("there is at most one open issue, which after a look says what was seen, and a second look writes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(events, async (all) => {
        const kept = hostInMemory();
        for (const event of all) {
          // A look that failed has nothing to settle.
          if (event === "failed") continue;
          if (!isLook(event)) {
            byHand(event, kept);
            continue;
          }
          await look(kept, texts[event]);
          const seen = texts[event];
          expect(openIn(kept)).toEqual(seen === undefined ? [] : [seen]);
          expect(kept.issues.length).toBeLessThanOrEqual(1);
          const written = kept.writes.length;
          await look(kept, seen);
          expect(kept.writes.length).toBe(written);
        }
      }),
      runs(300),
    );
  });

  test("runs at the same moment leave at most one open issue, and the next look says the truth", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom<Event>("A", "B", "none"), { maxLength: 2 }),
        fc.array(fc.constantFrom<Event>("A", "B"), { minLength: 2, maxLength: 3 }),
        async (scheduler, before, together) => {
          const kept = hostInMemory({ turn: () => scheduler.schedule(Promise.resolve()) });
          const settled = async (): Promise<void> => {
            for (const event of before) await look(kept, texts[event]);
            await Promise.all(together.map((event) => look(kept, texts[event])));
          };
          const done = settled();
          await scheduler.waitFor(done);
          expect(openIn(kept).length).toBe(1);
          await scheduler.waitFor(look(kept, a));
          expect(openIn(kept)).toEqual([a]);
          await scheduler.waitFor(look(kept));
          expect(openIn(kept)).toEqual([]);
        },
      ),
      runs(200),
    );
  });
});
