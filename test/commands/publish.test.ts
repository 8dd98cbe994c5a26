import { expect, test } from "vitest";
import { publishNoPlan, publishPlan, publishResult, type Publication } from "../../src/commands/publish.ts";
import { markerOf, unframeText, type CommentData } from "../../src/core/plan/comment.ts";
import { HostError } from "../../src/ports/pull-request-host.ts";
import { hosted, type Hosted } from "../github/hosted.ts";
import { mergePullRequest } from "../github/seed.ts";

const marker = markerOf("plan", "tocsin.yaml", "production");

function saying(text: string, data: Partial<CommentData>): Publication {
  const whole: CommentData = { state: "planned", head: "h", run: { id: 1, attempt: 1 }, changes: [], ...data };
  return { pullRequest: 7, marker, text, footer: "f", data: whole };
}

/** What the comments on the pull request say. */
function said({ repository }: Hosted): readonly string[] {
  return repository.comments.map(({ body }) => unframeText(body).text);
}

test("a comment that somebody deletes while it is being written is written anew", async () => {
  const given = await hosted();
  const host = await given.open();
  const head = given.repository.git.refs["heads/quieter"]!;
  await publishPlan(saying("one", { head }), { host, onlyUpdate: false });
  const [first] = given.repository.comments;
  const hasty = {
    ...host,
    findComment: async (...asked: Parameters<typeof host.findComment>) => {
      const found = await host.findComment(...asked);
      given.repository.comments.length = 0;
      return found;
    },
  };
  const anew = await publishPlan(saying("two", { head }), { host: hasty, onlyUpdate: false });
  expect(anew.outcome).toBe("created");
  expect(said(given)).toEqual(["two"]);
  expect(given.repository.comments[0]?.id).not.toBe(first?.id);
});

test.each([
  ["failed", "failed", "newer"],
  ["failed", "applied", "ours"],
  ["applied", "failed", "newer"],
  ["applied", "applied", "newer"],
] as const)(
  "where a newer run says %s, an older one that was started again and %s leaves it to the %s",
  async (there, state, whose) => {
    const given = await hosted();
    const host = await given.open();
    mergePullRequest(given.state, given.repository, { number: 7, how: "squash" });
    await publishResult(saying("newer", { state: there, run: { id: 61, attempt: 1 } }), { host });
    await publishResult(saying("ours", { state, run: { id: 60, attempt: 2 } }), { host });
    expect(said(given)).toEqual([whose]);
  },
);

test("what was applied stays said, though another run at the same moment could not do it any more", async () => {
  const given = await hosted();
  const host = await given.open();
  mergePullRequest(given.state, given.repository, { number: 7, how: "squash" });
  await publishResult(saying("done", { state: "applied", run: { id: 60, attempt: 1 } }), { host });
  const other = await publishResult(saying("not done", { state: "failed", run: { id: 61, attempt: 1 } }), { host });
  expect(other.outcome).toBe("outdated");
  expect(said(given)).toEqual(["done"]);
});

test("where no plan can be made, what was shown is kept under the commit that showed it", async () => {
  const given = await hosted();
  const host = await given.open();
  const head = given.repository.git.refs["heads/quieter"]!;
  const changes = [{ action: "update", kind: "MetricAlert", name: "cpu", resourceGroup: "rg", digest: "d" }] as const;
  const noPlan = async (id: number): Promise<CommentData | undefined> => {
    const publication = { pullRequest: 7, marker, footer: "f", data: { head, run: { id, attempt: 1 } } };
    await publishNoPlan({ ...publication, textFor: (shownAt) => `none, but at ${shownAt}` }, { host });
    return unframeText(given.repository.comments[0]!.body).data;
  };
  const nothing = { state: "planned", head, run: { id: 1, attempt: 1 }, changes: [] };
  expect(await noPlan(1)).toEqual(nothing);
  // A comment that showed no plan has none to keep.
  expect(await noPlan(1)).toEqual(nothing);
  await publishPlan(saying("one", { head, run: { id: 2, attempt: 1 }, digest: "whole", changes, untold: 9 }), {
    host,
    onlyUpdate: false,
  });
  const kept = { state: "planned", head, digest: "whole", changes: [], untold: 9, shownAt: head };
  expect(await noPlan(3)).toEqual({ ...kept, run: { id: 3, attempt: 1 } });
  expect(await noPlan(4)).toMatchObject(kept);
  expect(said(given)).toEqual([`none, but at ${head}`]);
  // An older run comes too late.
  expect(await noPlan(2)).toMatchObject({ run: { id: 3 } });
});

test("an older run, and one that comes when the result is told, leave a comment as it is", async () => {
  const given = await hosted();
  const host = await given.open();
  const head = given.repository.git.refs["heads/quieter"]!;
  const plan = (text: string, id: number) =>
    publishPlan(saying(text, { head, run: { id, attempt: 1 } }), { host, onlyUpdate: false });
  expect((await plan("new", 61)).outcome).toBe("created");
  expect(await plan("old", 60)).toEqual({ outcome: "outdated", because: "a newer run has written to #7" });
  // It was open when it was asked for, and is merged and applied since.
  await publishResult(saying("done", { head, state: "applied", run: { id: 62, attempt: 1 } }), { host });
  expect(await plan("late", 63)).toEqual({ outcome: "outdated", because: "#7 says already what became of it" });
  expect(said(given)).toEqual(["done"]);
});

test("where GitHub refuses to change a comment, no other one is made", async () => {
  const given = await hosted();
  const host = await given.open();
  const head = given.repository.git.refs["heads/quieter"]!;
  await publishPlan(saying("one", { head }), { host, onlyUpdate: false });
  const refusal = new HostError("no", { reason: "forbidden", tried: "PATCH /comments" });
  const refusing = { ...host, updateComment: () => Promise.reject(refusal) };
  await expect(publishPlan(saying("two", { head }), { host: refusing, onlyUpdate: false })).rejects.toBe(refusal);
  expect(said(given)).toEqual(["one"]);
});
