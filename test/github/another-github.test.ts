import { createEmulator, type Emulator } from "emulate";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { frameText, markerOf } from "../../src/core/plan/comment.ts";
import { openHost } from "../../src/github/host.ts";
import type { PullRequestHost } from "../../src/ports/pull-request-host.ts";

/*
 * A second opinion: `emulate`, a GitHub that somebody else wrote. It has no GraphQL (we ask REST who we are then), knows
 * people and no bots, whose tokens may write to their own repositories alone, and sets no limit to a body.
 */

const people = ["company", "workflow", "mallory"];
let emulator: Emulator;
let host: PullRequestHost;
let pullRequest: number;

const open = (login = "workflow"): Promise<PullRequestHost> =>
  openHost({
    token: `${login}-token`,
    apiUrl: emulator.url,
    repository: "company/alerts",
    version: "0.0.0-test",
    scrub: (text) => text,
    spacing: "none",
  });

/** What other people do. */
async function post(path: string, body: object, login = "mallory"): Promise<any> {
  const answer = await fetch(`${emulator.url}/repos/company/alerts${path}`, {
    method: path.startsWith("/contents") ? "PUT" : "POST",
    headers: { authorization: `token ${login}-token`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

beforeAll(async () => {
  emulator = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      tokens: Object.fromEntries(people.map((login) => [`${login}-token`, { login, scopes: ["repo"] }])),
      github: {
        users: people.map((login) => ({ login })),
        repos: [{ owner: "company", name: "alerts", auto_init: true }],
      },
    },
  });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  emulator.reset();
  host = await open();
  const sha = await host.tipOf("main");
  await post("/git/refs", { ref: "refs/heads/quieter", sha }, "company");
  const content = Buffer.from("threshold: 80\n").toString("base64");
  await post("/contents/cpu.yaml", { message: "quieter", content, branch: "quieter" }, "company");
  pullRequest = (await post("/pulls", { title: "Quieter", head: "quieter", base: "main" }, "company")).number;
});

const marker = markerOf("plan", "alerts", "production");
const bodyOf = (text: string): string => frameText({ marker, text, footer: "tocsin" });

test("the comment is created, found behind 130 others and a forged one, and updated in place", async () => {
  for (let count = 0; count < 130; count += 1)
    await post(`/issues/${pullRequest}/comments`, { body: `remark ${count}` });
  const forged = await post(`/issues/${pullRequest}/comments`, { body: bodyOf("forged") });
  expect(await host.findComment(pullRequest, marker)).toBeUndefined();
  const created = await host.createComment(pullRequest, marker, bodyOf("one"));
  const found = await (await open()).findComment(pullRequest, marker);
  expect(found).toEqual(created);
  expect(await host.updateComment(created, bodyOf("two"))).toEqual({ ...created, body: bodyOf("two") });
  expect(await (await open()).findComment(pullRequest, marker)).toMatchObject({ id: created.id, body: bodyOf("two") });
  expect(forged.id).toBeLessThan(created.id);
});

test("of two runs that create at the same moment one comment is left", async () => {
  const hosts = await Promise.all([open(), open()]);
  const created = await Promise.all(hosts.map((one, run) => one.createComment(pullRequest, marker, bodyOf(`${run}`))));
  expect(created[0]?.id).toBe(created[1]?.id);
  const answer = await fetch(`${emulator.url}/repos/company/alerts/issues/${pullRequest}/comments`);
  expect(await answer.json()).toHaveLength(1);
});

test("the issue is created with its label, found among pull requests, closed, reopened and noted on", async () => {
  const label = { name: "tocsin: drift", color: "d93f0b", description: "what Azure has is not what git says" };
  await post("/issues", { title: "forged", body: bodyOf("forged"), labels: [] });
  const created = await host.createIssue({ title: "Drift", body: bodyOf("one"), label });
  expect(await (await open()).findIssues(marker, label.name)).toEqual([created]);
  expect(await host.updateIssue(created, { body: bodyOf("two"), state: "closed" })).toMatchObject({ state: "closed" });
  await host.commentOnIssue(created, "it is gone");
  const [closed] = await (await open()).findIssues(marker, label.name);
  expect(closed).toMatchObject({ number: created.number, state: "closed", body: bodyOf("two") });
  expect(await host.updateIssue(created, { state: "open", title: "Drift again" })).toMatchObject({
    state: "open",
    title: "Drift again",
  });
});

test("pull requests are found by number and by the branch they are from", async () => {
  const read = await host.readPullRequest(pullRequest);
  expect(read).toMatchObject({ title: "Quieter", state: "open", head: await host.tipOf("quieter") });
  expect(await host.pullRequestFrom({ owner: "company", branch: "quieter", commit: read.head })).toEqual(read);
  expect(await host.pullRequestFrom({ owner: "mallory", branch: "quieter", commit: read.head })).toBeUndefined();
  expect(await host.changedFiles(await host.tipOf("main"), read.head)).toEqual(["cpu.yaml"]);
});

test("files are proposed once", async () => {
  host = await open("company");
  const proposal = {
    branch: "tocsin/keep",
    into: "main",
    base: await host.tipOf("main"),
    title: "Keep it",
    body: "all",
    message: "rules: keep it",
    files: [{ path: "rules/cpu.yaml", text: "threshold: 85\n" }],
  };
  const first = await host.propose(proposal);
  const tip = await host.tipOf("tocsin/keep");
  expect(first.created).toBe(true);
  expect(await host.changedFiles(proposal.base, tip)).toEqual(["rules/cpu.yaml"]);
  expect(await (await open("company")).propose(proposal)).toEqual({ ...first, created: false });
  expect(await host.tipOf("tocsin/keep")).toBe(tip);
  await host.propose({ ...proposal, title: "Keep more", files: [{ path: "rules/cpu.yaml", text: "threshold: 90\n" }] });
  expect(await host.tipOf("tocsin/keep")).not.toBe(tip);
  expect(await host.readPullRequest(first.number)).toMatchObject({ title: "Keep more" });
});
