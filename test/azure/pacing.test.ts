import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Demand, ended, type News, type Pacing, rested, taken, waitFor } from "../../src/azure/pacing.ts";

const subscription = "abcdef00-2222-3333-4444-555555555555";
const write: Demand = { subscription, type: "Microsoft.Insights/scheduledQueryRules", doing: "write" };
const silence: News = { news: "answered", arm: undefined, type: undefined };

/** Sends as many as may go now, without any answer. */
function burst(pacing: Pacing, demand: Demand, now: number): { pacing: Pacing; sent: number } {
  let sent = 0;
  let state = pacing;
  while (sent < 5000 && waitFor(state, { demand, now }) === 0) {
    state = taken(state, { demand, now });
    sent += 1;
  }
  return { pacing: state, sent };
}

function exchanged(pacing: Pacing, news: News, now: number, demand = write): Pacing {
  return ended(taken(pacing, { demand, now }), { demand, now }, news);
}

test.each<[string, Demand["doing"], number]>([
  ["Microsoft.Insights/scheduledQueryRules", "write", 15],
  ["microsoft.insights/SCHEDULEDQUERYRULES", "read", 50],
  ["Microsoft.Insights/actionGroups", "write", 25],
  ["Microsoft.AlertsManagement/prometheusRuleGroups", "write", 30],
  ["Microsoft.Insights/metricAlerts", "write", 200],
  ["Microsoft.Insights/metricAlerts", "read", 250],
  ["Microsoft.Insights/metricAlerts", "delete", 200],
])("before anybody has answered, %s %s may send %i at once", (type, doing, count) => {
  expect(burst(rested, { subscription, type, doing }, 0).sent).toBe(count);
});

test("three answers without a limit's header, and nobody is slowed down any more", () => {
  let pacing = rested;
  for (let i = 0; i < 3; i++) pacing = exchanged(pacing, silence, 0);
  expect(burst(pacing, write, 0).sent).toBe(5000);
});

test("what a header says is believed at once, be it more than the guess or less", () => {
  const more = exchanged(rested, { news: "answered", arm: undefined, type: { remaining: 29, resetMs: 50_000 } }, 0);
  expect(burst(more, write, 0).sent).toBe(29);
  const less = exchanged(rested, { news: "answered", arm: undefined, type: { remaining: 3, resetMs: 50_000 } }, 0);
  const { pacing, sent } = burst(less, write, 0);
  expect(sent).toBe(3);
  expect(waitFor(pacing, { demand: write, now: 1000 })).toBe(49_000);
});

test("what is under way is not counted as remaining", () => {
  let pacing = rested;
  for (let i = 0; i < 5; i++) pacing = taken(pacing, { demand: write, now: 0 });
  pacing = ended(
    pacing,
    { demand: write, now: 0 },
    { news: "answered", arm: undefined, type: { remaining: 10, resetMs: 60_000 } },
  );
  expect(burst(pacing, write, 0).sent).toBe(6);
});

test("when its window ends, a limit is whole again", () => {
  const empty = exchanged(rested, { news: "answered", arm: undefined, type: { remaining: 29, resetMs: 60_000 } }, 0);
  const { pacing } = burst(empty, write, 0);
  const after = Array.from({ length: 29 }).reduce<Pacing>(
    (state) => ended(state, { demand: write, now: 1 }, silence),
    pacing,
  );
  expect(waitFor(after, { demand: write, now: 59_999 })).toBe(1);
  expect(burst(after, write, 60_000).sent).toBe(30);
});

test("what is under way when a window ends counts for the next one", () => {
  const told = exchanged(rested, { news: "answered", arm: undefined, type: { remaining: 29, resetMs: 60_000 } }, 0);
  expect(burst(burst(told, write, 0).pacing, write, 60_000).sent).toBe(1);
});

test("a second 429 that asks for less does not open what the first one shut", () => {
  const first = exchanged(rested, { news: "throttled", whose: "type", closedMs: 60_000 }, 0);
  const second = exchanged(first, { news: "throttled", whose: "type", closedMs: 1000 }, 0);
  expect(waitFor(second, { demand: write, now: 0 })).toBe(60_000);
});

test("a limit of ARM's holds for all types, a type's for itself alone", () => {
  const metric: Demand = { ...write, type: "Microsoft.Insights/metricAlerts" };
  const type = exchanged(rested, { news: "throttled", whose: "type", closedMs: 9000 }, 0);
  expect([waitFor(type, { demand: write, now: 0 }), waitFor(type, { demand: metric, now: 0 })]).toEqual([9000, 0]);
  const arm = exchanged(rested, { news: "throttled", whose: "arm", closedMs: 9000 }, 0);
  expect([waitFor(arm, { demand: write, now: 0 }), waitFor(arm, { demand: metric, now: 0 })]).toEqual([9000, 9000]);
  expect(waitFor(arm, { demand: { ...metric, doing: "read" }, now: 0 })).toBe(0);
  expect(waitFor(arm, { demand: { ...metric, subscription: "other" }, now: 0 })).toBe(0);
  expect(waitFor(arm, { demand: { ...metric, subscription: subscription.toUpperCase() }, now: 0 })).toBe(9000);
});

test("after a 429 one goes when the time is up, and silence is not taken for no limit again", () => {
  let pacing = rested;
  for (let i = 0; i < 3; i++) pacing = exchanged(pacing, silence, 0);
  pacing = exchanged(pacing, { news: "throttled", whose: "type", closedMs: 5000 }, 0);
  expect(waitFor(pacing, { demand: write, now: 4999 })).toBe(1);
  expect(burst(pacing, write, 5000).sent).toBe(1);
  for (let i = 0; i < 10; i++) pacing = exchanged(pacing, silence, 5000 + i * 4000);
  expect(burst(pacing, write, 45_000).sent).toBeLessThanOrEqual(3);
});

test("a count by the hour is refilled by the hour", () => {
  const pacing = exchanged(rested, { news: "answered", arm: { remaining: 1199 }, type: undefined }, 0);
  const { pacing: empty, sent } = burst(pacing, { ...write, type: "x/y" }, 0);
  expect(sent).toBe(1199);
  expect(waitFor(empty, { demand: { ...write, type: "x/y" }, now: 0 })).toBe(3001);
});

const news: fc.Arbitrary<News> = fc.oneof(
  fc.constant(silence),
  fc.constant<News>({ news: "none" }),
  fc.record({
    news: fc.constant("throttled" as const),
    whose: fc.constantFrom("arm" as const, "type" as const),
    closedMs: fc.nat(300_000),
  }),
  fc.record({
    news: fc.constant("answered" as const),
    arm: fc.option(fc.record({ remaining: fc.nat(15_000) }), { nil: undefined }),
    type: fc.option(fc.record({ remaining: fc.nat(60), resetMs: fc.option(fc.nat(60_000), { nil: undefined }) }), {
      nil: undefined,
    }),
  }),
);
const history = fc.array(fc.record({ news, after: fc.nat(10_000), sendFirst: fc.nat(3) }));

function lived(steps: readonly { news: News; after: number; sendFirst: number }[]): { pacing: Pacing; now: number } {
  let now = 0;
  let pacing = rested;
  for (const step of steps) {
    now += step.after;
    for (let i = 0; i < step.sendFirst; i++) pacing = taken(pacing, { demand: write, now });
    pacing = ended(pacing, { demand: write, now }, step.news);
  }
  return { pacing, now };
}

test("a wait is a number of milliseconds that ends: who sleeps that long may go, whatever has been", () => {
  fc.assert(
    fc.property(history, (steps) => {
      const { pacing, now } = lived(steps);
      let at = now;
      // Two limits, each of which may be shut, then out of its window, then empty: each sleep brings one of them on.
      for (let sleeps = 0; sleeps < 8; sleeps++) {
        const wait = waitFor(pacing, { demand: write, now: at });
        expect(Number.isFinite(wait) && wait >= 0).toBe(true);
        if (wait === 0) return;
        expect(wait).toBeGreaterThanOrEqual(1);
        at += wait;
      }
      expect.fail("it waits for ever");
    }),
  );
});

test("while a limit is shut nobody goes", () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 300_000 }), fc.nat(), (steps, closedMs, later) => {
      const { pacing, now } = lived(steps);
      const shut = ended(
        taken(pacing, { demand: write, now }),
        { demand: write, now },
        { news: "throttled", whose: "type", closedMs },
      );
      expect(waitFor(shut, { demand: write, now: now + (later % closedMs) })).toBeGreaterThan(0);
    }),
  );
});

test("against a service that counts by the window and says so, one at a time is never throttled and never idle", () => {
  fc.assert(
    fc.property(fc.integer({ min: 15, max: 60 }), fc.integer({ min: 0, max: 500 }), (limit, latency) => {
      let now = 0;
      let pacing = rested;
      let windowBegan = Number.NEGATIVE_INFINITY;
      let used = 0;
      let sent = 0;
      while (sent < 4 * limit) {
        now += waitFor(pacing, { demand: write, now });
        pacing = taken(pacing, { demand: write, now });
        if (now >= windowBegan + 60_000) [windowBegan, used] = [now, 0];
        used += 1;
        sent += 1;
        expect(used).toBeLessThanOrEqual(limit);
        const remaining = { remaining: limit - used, resetMs: windowBegan + 60_000 - now };
        pacing = ended(pacing, { demand: write, now }, { news: "answered", arm: undefined, type: remaining });
        now += latency;
      }
      expect(now).toBeLessThan(4 * Math.max(60_000, limit * latency) + latency);
    }),
  );
});
