import { expect, test } from "vitest";
import type { Demand } from "../../src/azure/pacing.ts";
import { openTurns } from "../../src/azure/turns.ts";
import { cpu, logAlerts, metricAlerts, never, open, scope, subscription } from "./support/azure.ts";
import { fakeClock } from "./support/clock.ts";
import { answering, ok } from "./support/in-memory.ts";

const demand: Demand = { subscription, type: "x/y", doing: "write" };
const asking = { isAgain: false, onWait: () => undefined };

/** Lets everything go on that can. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

test("no more than so many are under way at once, in the order they came", async () => {
  const turns = openTurns(fakeClock(), 2);
  const went: number[] = [];
  for (let i = 0; i < 5; i++) void turns.take(demand, asking, never()).then(() => went.push(i));
  await settled();
  expect(went).toEqual([0, 1]);
  turns.giveBack(demand, { news: "none" });
  await settled();
  expect(went).toEqual([0, 1, 2]);
});

test("who goes again is served before who comes for the first time", async () => {
  const turns = openTurns(fakeClock(), 1);
  await turns.take(demand, asking, never());
  const went: string[] = [];
  for (const [name, isAgain] of [
    ["new", false],
    ["again 1", true],
    ["again 2", true],
  ] as const) {
    void turns.take(demand, { ...asking, isAgain }, never()).then(() => went.push(name));
  }
  for (let i = 0; i < 3; i++) {
    turns.giveBack(demand, { news: "none" });
    await settled();
  }
  expect(went).toEqual(["again 1", "again 2", "new"]);
});

test("who waits for one limit does not hold up another's", async () => {
  const turns = openTurns({ now: () => 0, sleep: () => new Promise(() => undefined) }, 8);
  await turns.take(demand, asking, never());
  turns.giveBack(demand, { news: "throttled", whose: "type", closedMs: 60_000 });
  const waits: number[] = [];
  let went = false;
  void turns.take(demand, { ...asking, onWait: (ms) => waits.push(ms) }, never()).then(() => (went = true));
  await turns.take({ ...demand, type: "x/z" }, asking, never());
  expect([waits, went]).toEqual([[60_000], false]);
});

test("who is told to stop leaves the queue with the signal's reason", async () => {
  const turns = openTurns(fakeClock(), 1);
  await turns.take(demand, asking, never());
  const stop = new AbortController();
  const first = turns.take(demand, asking, stop.signal);
  const second = turns.take(demand, asking, never());
  stop.abort(new Error("enough"));
  await expect(first).rejects.toThrow("enough");
  turns.giveBack(demand, { news: "none" });
  await second;
});

test("an alarm that is no longer needed is put off", async () => {
  const signals: AbortSignal[] = [];
  const clock = {
    now: () => 0,
    sleep: (_: number, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signals.push(signal);
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
  };
  const turns = openTurns(clock, 8);
  await turns.take(demand, asking, never());
  await turns.take(demand, asking, never());
  turns.giveBack(demand, { news: "throttled", whose: "type", closedMs: 60_000 });
  const stop = new AbortController();
  const waiting = turns.take(demand, asking, stop.signal);
  stop.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
  await settled();
  expect(signals.map((signal) => signal.aborted)).toEqual([true]);
});

test("a clock that breaks leaves nobody waiting", async () => {
  const turns = openTurns({ now: () => 0, sleep: () => Promise.reject(new Error("no clock")) }, 8);
  await turns.take(demand, asking, never());
  turns.giveBack(demand, { news: "throttled", whose: "type", closedMs: 60_000 });
  await expect(turns.take(demand, asking, never())).rejects.toThrow("no clock");
});

test("an endpoint without limits is not slowed down: three hundred log alerts, not a moment's wait", async () => {
  const azure = answering((seen) => ok({ id: seen.url.pathname }));
  const { reader, writer, clock } = await open({ httpClient: azure.client });
  const ids = Array.from({ length: 300 }, (_, i) => `${cpu.replace("metricAlerts/cpu", "scheduledQueryRules/r")}${i}`);
  await Promise.all(ids.map((id) => writer.put(logAlerts, id, {}, never())));
  await Promise.all(ids.map((id) => reader.get(logAlerts, id, never())));
  expect(clock.slept).toEqual([]);
});

test("a service's limit is kept to by its headers: seventy log alerts, thirty a minute, never a 429", async () => {
  let used = 0;
  let ends = 0;
  let refused = 0;
  const run = await open({
    httpClient: answering((seen) => {
      const now = run.clock.now();
      if (now >= ends) [used, ends] = [0, now + 60_000];
      used += 1;
      if (used > 30) refused += 1;
      const date = new Date(now).toISOString();
      const headers = {
        "x-rate-limit-limit": "1m",
        "x-rate-limit-remaining": String(Math.max(0, 30 - used)),
        "x-rate-limit-reset": new Date(ends).toISOString().replace("Z", "0000Z"),
        date,
      };
      return used > 30 ? { status: 429, headers } : ok({ id: seen.url.pathname }, headers);
    }).client,
  });
  const ids = Array.from({ length: 70 }, (_, i) => `${cpu.replace("metricAlerts/cpu", "scheduledQueryRules/r")}${i}`);
  await Promise.all(ids.map((id) => run.writer.put(logAlerts, id, {}, never())));
  expect(refused).toBe(0);
  expect(run.clock.slept.reduce((sum, ms) => sum + ms, 0)).toBe(120_000);
});

test("reader and writer share what they know of ARM's limits, and a 429 holds up the others of its kind only", async () => {
  const azure = answering((seen, index) =>
    index === 0
      ? { status: 429, headers: { "retry-after": "30", "x-ms-failure-cause": "service" } }
      : ok({ value: [], id: seen.url.pathname }),
  );
  const { reader, clock } = await open({ httpClient: azure.client });
  await reader.list(metricAlerts, scope, never());
  expect(clock.slept).toEqual([30_000]);
  await reader.list(logAlerts, scope, never());
  expect(clock.slept).toEqual([30_000]);
});

test.each([
  ["x-ms-ratelimit-remaining-subscription-resource-requests", [true, false, false]],
  ["x-rate-limit-remaining", [true, false, false]],
  ["x-ms-ratelimit-remaining-subscription-writes", [true, true, false]],
  ["x-ms-ratelimit-remaining-subscription-global-writes", [true, true, false]],
  ["x-ms-ratelimit-remaining-subscription-deletes", [false, false, false]],
])(
  "nothing left by %s slows down the next write of the type, of another type, the next read: %j",
  async (name, slowed) => {
    const azure = answering((seen, index) => ok({ id: seen.url.pathname }, index === 0 ? { [name]: "0" } : {}));
    const logAlert = cpu.replace("metricAlerts", "scheduledQueryRules");
    const after = async (next: "type" | "other" | "read"): Promise<boolean> => {
      azure.seen.length = 0;
      const { reader, writer, clock } = await open({ httpClient: azure.client });
      await writer.put(metricAlerts, cpu, {}, never());
      if (next === "type") await writer.put(metricAlerts, cpu, {}, never());
      else if (next === "other") await writer.put(logAlerts, logAlert, {}, never());
      else await reader.get(metricAlerts, cpu, never());
      return clock.slept.length > 0;
    };
    expect([await after("type"), await after("other"), await after("read")]).toEqual(slowed);
  },
);

test("who cannot sign in keeps no place in the queue", async () => {
  const azure = answering((seen) => ok({ id: seen.url.pathname }));
  let failures = 20;
  const credential = {
    getToken: () =>
      failures-- > 0
        ? Promise.reject(new Error("no"))
        : Promise.resolve({ token: "t", expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const { reader } = await open({ httpClient: azure.client, credential });
  for (let i = 0; i < 20; i++) await expect(reader.get(metricAlerts, cpu, never())).rejects.toThrow("no");
  expect(await reader.get(metricAlerts, cpu, never())).toBeDefined();
});
