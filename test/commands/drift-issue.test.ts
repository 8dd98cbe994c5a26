import { describe, expect, test } from "vitest";
import { rememberedBy, settleIssue, type Sighting } from "../../src/commands/drift-issue.ts";
import { unframeText } from "../../src/core/plan/comment.ts";
import { HostError } from "../../src/ports/pull-request-host.ts";
import { hostInMemory } from "../support/host-in-memory.ts";
import { a, b, label, look, marker, openIn, sighting } from "./sightings.ts";

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
