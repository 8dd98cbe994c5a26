import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { wallClock } from "../../src/github/event.ts";
import { freePort } from "../support/free-port.ts";
import { machine } from "../support/machine.ts";
import { hosted, refusalOf } from "./hosted.ts";
import { badGateway, secondaryLimit } from "./faults.ts";

const marker = "<!-- tocsin plan alerts -->";
const noon = Date.UTC(2026, 10, 20, 12) / 1000;

test("the hourly limit is waited for where it ends within a minute", async () => {
  const { open, state, slept, events, repository } = await hosted();
  state.limit.remaining = 0;
  state.limit.resetAt = noon + 30;
  await (await open()).createComment(7, marker, marker);
  expect(repository.comments).toHaveLength(1);
  expect(slept).toEqual([31_000]);
  expect(events).toEqual([
    {
      event: "wait",
      tried: "POST /repos/company/alerts/issues/7/comments",
      because: "GitHub's rate limit",
      milliseconds: 31_000,
    },
  ]);
});

test("a limit that ends later is an error that says when", async () => {
  const { open, state, slept } = await hosted();
  state.limit.remaining = 0;
  state.limit.resetAt = noon + 1800;
  const refusal = await refusalOf((await open()).createComment(7, marker, marker));
  expect(refusal).toMatchObject({ reason: "throttled", status: 403, permission: undefined });
  expect(refusal.message).toBe(
    "cannot comment on pull request 7: GitHub answered 403 and says API rate limit exceeded for github-actions[bot]; this limit of GitHub's ends at 2026-11-20T12:30:01Z: run again after that",
  );
  expect(slept).toEqual([]);
});

test("the limit on bursts is waited for as GitHub asks, twice; the third time it is an error", async () => {
  for (const [times, waits] of [
    [1, [5000]],
    [2, [5000, 5000]],
    [3, [5000, 5000]],
  ] as const) {
    const { open, github, slept, repository } = await hosted();
    github.faults.push({ on: /^POST .*comments$/, times, reply: secondaryLimit(5) });
    const done = (await open()).createComment(7, marker, marker);
    if (times === 3) expect((await refusalOf(done)).reason).toBe("throttled");
    else await done;
    expect(slept).toEqual(waits);
    expect(repository.comments).toHaveLength(times === 3 ? 0 : 1);
  }
});

test.each([
  ["without a time", secondaryLimit(), 60_000],
  ["as 429", { status: 429, body: { message: "slower" }, headers: { "retry-after": "7" } }, 7000],
  ["as 429 with a date", { status: 429, body: {}, headers: { "retry-after": "Fri, 20 Nov 2026 12:00:09 GMT" } }, 9000],
  ["as 429 without a word", { status: 429 }, 60_000],
])("a limit told %s is waited for", async (_, reply, milliseconds) => {
  const { open, github, slept } = await hosted();
  github.faults.push({ reply });
  await (await open()).readPullRequest(7);
  expect(slept).toEqual([milliseconds]);
});

test("a limit that asks for more than a minute is not waited for", async () => {
  const { open, github, slept } = await hosted();
  github.faults.push({ reply: secondaryLimit(61) });
  expect(await refusalOf((await open()).readPullRequest(7))).toMatchObject({ reason: "throttled" });
  expect(slept).toEqual([]);
});

test("a refusal with the last request that was allowed is no limit", async () => {
  const { open, github, slept } = await hosted();
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${noon + 5}` };
  github.faults.push({ reply: { status: 403, body: { message: "Resource not accessible by integration" }, headers } });
  expect(await refusalOf((await open()).readPullRequest(7))).toMatchObject({ reason: "forbidden" });
  expect(slept).toEqual([]);
});

test.each([
  ["answers 502 in HTML", { reply: badGateway }],
  ["answers 500", { reply: { status: 500, body: { message: "Server Error" } } }],
  ["breaks the connection", { cut: "before" as const }],
  ["breaks off its answer", { cut: "within" as const }],
  [
    "is hidden behind a page of somebody else's",
    { reply: { status: 200, body: "<html>sign in</html>", headers: { "content-type": "application/json" } } },
  ],
])("a read is tried again when GitHub %s: three times, then it is unavailable", async (_, fault) => {
  const { open, github, slept, events } = await hosted();
  const host = await open();
  github.faults.push({ ...fault, times: 3 });
  expect(await host.readPullRequest(7)).toMatchObject({ number: 7 });
  expect(slept).toEqual([1000, 4000, 9000]);
  expect(events).toHaveLength(3);
  github.faults.push({ ...fault, times: 4 });
  const refusal = await refusalOf(host.readPullRequest(7));
  expect(refusal.reason).toBe("unavailable");
  expect(refusal.message).toMatch(
    /^cannot read pull request 7: (GitHub answered 50[02]|no whole answer came from http:\/\/127\.0\.0\.1:\d+) after 4 attempts/,
  );
  expect(github.faults.left()).toBe(0);
});

test("a 503 is given the time it asks for", async () => {
  const { open, github, slept } = await hosted();
  const host = await open();
  github.faults.push({ reply: { status: 503, headers: { "retry-after": "20" } } });
  await host.readPullRequest(7);
  expect(slept).toEqual([20_000]);
  github.faults.push({ reply: { status: 503, headers: { "retry-after": "600" } } });
  expect(await refusalOf(host.readPullRequest(7))).toMatchObject({ reason: "unavailable" });
});

test.each([400, 401, 403, 404, 409, 410, 422, 451, 501])("a %i is final", async (status) => {
  const { open, github, slept } = await hosted();
  github.faults.push({ reply: { status, body: { message: "no" } } });
  expect(await refusalOf((await open()).readPullRequest(7))).toMatchObject({ status });
  expect(slept).toEqual([]);
  expect(github.requests).toHaveLength(1);
});

test("where nothing listens nothing was done, and the error says so", async () => {
  const { open, slept } = await hosted();
  const host = await open({ apiUrl: `http://127.0.0.1:${await freePort()}` });
  const refusal = await refusalOf(host.createComment(7, marker, marker));
  expect(refusal).toMatchObject({ reason: "unavailable", status: undefined });
  expect(refusal.message).toMatch(
    /: nothing was sent to http:\/\/127\.0\.0\.1:\d+ after 4 attempts \(connect ECONNREFUSED/,
  );
  expect(slept).toEqual([1000, 4000, 9000]);
});

test("a run that was cancelled sends nothing more, and waits for nothing", async () => {
  const { open, github, state } = await hosted();
  const cancelled = new Error("cancelled");
  const stopping = new AbortController();
  const host = await open({ signal: stopping.signal });
  state.limit.remaining = 0;
  state.limit.resetAt = noon + 30;
  stopping.abort(cancelled);
  await expect(host.readPullRequest(7)).rejects.toBe(cancelled);
  expect(github.requests).toEqual([]);
});

test("a run that is cancelled while GitHub thinks ends then", async () => {
  const { open, github, events } = await hosted();
  const cancelled = new Error("cancelled");
  const stopping = new AbortController();
  const host = await open({ signal: stopping.signal });
  github.faults.push({ delay: 1000 });
  const reading = host.readPullRequest(7);
  setTimeout(() => stopping.abort(cancelled), 20);
  await expect(reading).rejects.toBe(cancelled);
  expect(github.requests).toEqual([]);
  expect(events).toEqual([]);
});

test("a wait ends with the reason for which it is broken off", async () => {
  const stopping = new AbortController();
  const waiting = wallClock.sleep(60_000, stopping.signal);
  const cancelled = new Error("cancelled");
  stopping.abort(cancelled);
  await expect(waiting).rejects.toBe(cancelled);
});

test("when the comment is written no timer keeps the process", async () => {
  const { github, repository } = await hosted();
  const run = promisify(execFile)(process.execPath, [join(import.meta.dirname, "one-comment.ts"), github.url], {
    env: machine,
  });
  expect(await run).toMatchObject({ stdout: "[]\n", stderr: "" });
  expect(repository.comments.map((one) => one.body)).toEqual([`${marker}\nfrom a process`]);
});
