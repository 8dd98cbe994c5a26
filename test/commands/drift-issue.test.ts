import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rememberedBy, settleIssue, type Sighting } from "../../src/commands/drift-issue.ts";
import { markerOf, unframeText } from "../../src/core/plan/comment.ts";
import { HostError } from "../../src/ports/pull-request-host.ts";
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
    ...(text === undefined
      ? {}
      : {
          drift: { title: `Drift: ${text}`, text, digest: `digest of ${text}`, changes: changesOf(text), authors: [] },
        }),
    notes: {
      gone: (told) => `gone: ${told.map(({ name }) => name).join(", ")}`,
      back: "back",
      stillThere: "still there",
      another: "another",
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

  test("that somebody closed, and that was gone then, is back, whatever reason its closing was given since", async () => {
    const kept = hostInMemory();
    await look(kept, a);
    kept.issues[0] = { ...kept.issues[0]!, state: "closed" };
    expect(await look(kept)).toEqual({ outcome: "none" });
    kept.issues[0] = { ...kept.issues[0], declined: true };
    expect(await look(kept, a)).toMatchObject({ outcome: "reopened" });
    expect(kept.issues).toMatchObject([{ state: "open", comments: ["back"] }]);
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

  test("that somebody closed as not planned stays closed until something else differs, or it was gone and is back", async () => {
    const kept = hostInMemory();
    const decline = (): void => void (kept.issues[0] = { ...kept.issues[0]!, state: "closed", declined: true });
    await look(kept, a);
    decline();
    const written = kept.writes.length;
    expect(await look(kept, a)).toMatchObject({ outcome: "declined", issue: { number: 1 } });
    expect(kept.writes.length).toBe(written);
    expect(await look(kept, b)).toMatchObject({ outcome: "reopened" });
    expect(kept.issues).toMatchObject([{ state: "open", comments: ["another"] }]);
    decline();
    expect(await look(kept)).toEqual({ outcome: "none" });
    expect(kept.issues).toMatchObject([{ state: "closed", declined: true, comments: ["another"] }]);
    expect(await look(kept, b)).toMatchObject({ outcome: "reopened" });
    expect(kept.issues).toMatchObject([{ state: "open", comments: ["another", "back"] }]);
  });

  test("closed as not planned whose hidden line was damaged is opened again: nobody knows what was declined", async () => {
    const kept = hostInMemory();
    await look(kept, a);
    const body = kept.issues[0]!.body.replace(/tocsin-data .*/, "tocsin-data AAAA -->");
    kept.issues[0] = { ...kept.issues[0]!, body, state: "closed", declined: true };
    expect(await look(kept, a)).toMatchObject({ outcome: "reopened" });
  });

  test("is written all the same where its conversation is locked", async () => {
    const kept = hostInMemory();
    await look(kept, a);
    const locked = { reason: "forbidden", tried: "POST /comments", status: 403 } as const;
    kept.refusals.set("commentOnIssue", new HostError("Unable to create comment because issue is locked.", locked));
    expect(await look(kept)).toMatchObject({ outcome: "closed" });
    expect(await look(kept, b)).toMatchObject({ outcome: "reopened" });
    expect(openIn(kept)).toEqual([b]);
    const poor = { ...locked, permission: "issues: write" };
    kept.refusals.set("commentOnIssue", new HostError("Resource not accessible by integration", poor));
    await expect(look(kept)).rejects.toThrow("not accessible");
  });

  test("is left alone where only the commit and the run behind its links are others", async () => {
    const kept = hostInMemory();
    const linked = (head: string, id: number, line: number): Sighting => ({
      ...sighting(
        `[a](https://github.example/c/a/blob/${head}/a.yaml#L${line}), see https://github.example/c/a/actions/runs/${id}/attempts/1`,
      ),
      head,
      run: { id, attempt: 1 },
    });
    const say = (head: string, id: number, line: number) => {
      const one = linked(head, id, line);
      return settleIssue({ ...one, drift: { ...one.drift!, digest: "d", changes: [] } }, kept.host);
    };
    await say("a".repeat(40), 1, 3);
    expect(await say("b".repeat(40), 2, 3)).toMatchObject({ outcome: "unchanged" });
    expect(await say("b".repeat(40), 2, 4)).toMatchObject({ outcome: "updated" });
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

  test("is an older one that was closed only where none is open", async () => {
    const kept = hostInMemory();
    await look(kept, a);
    const closed = { ...kept.issues[0]!, state: "closed" } as const;
    kept.issues[0] = closed;
    kept.issues.push({ ...closed, number: 2, state: "open" });
    expect(await look(kept, b)).toMatchObject({ outcome: "updated", issue: { number: 2 } });
    expect(kept.issues[0]).toEqual(closed);
  });

  test("remembers whom it told as long as something differs", async () => {
    const kept = hostInMemory();
    const authors = [{ value: "0123456789abcdef", changed: { by: "owl", at: "2026-11-20T12:00:00Z" } }];
    const { drift, ...rest } = sighting(a);
    expect(rememberedBy(kept.issues)).toEqual([]);
    await settleIssue({ ...rest, drift: { ...drift!, authors } }, kept.host);
    expect(rememberedBy(kept.issues)).toEqual(authors);
    kept.issues[0] = { ...kept.issues[0]!, state: "closed" };
    expect(rememberedBy(kept.issues)).toEqual(authors);
    await look(kept);
    expect(rememberedBy(kept.issues)).toEqual([]);
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

type Event = "A" | "B" | "none" | "failed" | "edit" | "retitle" | "close" | "decline" | "reopen" | "comment";
const events = fc.array(
  fc.constantFrom<Event>("A", "B", "none", "failed", "edit", "retitle", "close", "decline", "reopen", "comment"),
  { maxLength: 14 },
);

/** What people do to the issue, as far as there is one. */
function byHand(event: Event, { issues }: HostInMemory): void {
  const issue = issues[0];
  if (issue === undefined) return;
  if (event === "edit") issues[0] = { ...issue, body: `${issue.body.split("\n", 1)[0]}\nI have looked into it` };
  if (event === "retitle") issues[0] = { ...issue, title: "Whose is this?" };
  const { declined: _, ...rest } = issue;
  if (event === "close") issues[0] = { ...rest, state: "closed" };
  if (event === "decline") issues[0] = { ...rest, state: "closed", declined: true };
  if (event === "reopen") issues[0] = { ...rest, state: "open" };
  if (event === "comment") issues[0] = { ...issue, comments: [...issue.comments, "me too"] };
}

const texts: Partial<Record<Event, string>> = { A: a, B: b };
const isLook = (event: Event): boolean => event === "A" || event === "B" || event === "none";

describe("whatever is seen, and whatever people do to it", () => {
  test("there is at most one open issue, which after a look says what was seen, and a second look writes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(events, async (all) => {
        const kept = hostInMemory();
        let told: string | undefined;
        for (const event of all) {
          // A look that failed has nothing to settle.
          if (event === "failed") continue;
          if (!isLook(event)) {
            byHand(event, kept);
            continue;
          }
          const seen = texts[event];
          const { outcome } = await look(kept, seen);
          expect(openIn(kept)).toEqual(seen === undefined || outcome === "declined" ? [] : [seen]);
          // Peace is only for what was there when somebody asked for it.
          if (outcome === "declined") expect([kept.issues[0]?.declined, told]).toEqual([true, seen]);
          told = seen;
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
