import { expect, test } from "vitest";
import * as fc from "fast-check";
import { type Ending, longestWait, longestWaiting, nextStep, openPurse, type Spent } from "../../src/azure/retry.ts";
import { cpu, metricAlerts, never, open, refusedBy, scope } from "./support/azure.ts";
import { answering, ok, refusal, type Reply, replies } from "./support/in-memory.ts";

const first: Spent = { attempts: 1, throttled: 0, waited: 0 };

function answered(status: number, code?: string): Ending {
  return { ended: "answered", status, code, readable: true };
}

test.each([400, 401, 403, 404, 405, 409, 412, 413, 422, 451, 301])("%i is final for reads and writes", (status) => {
  for (const method of ["GET", "PUT", "DELETE"] as const) {
    const given = { method, retryAfterMs: 1000, affordable: true, random: 0 };
    expect(nextStep(answered(status), first, given)).toEqual({ step: "take" });
  }
});

test.each([500, 502, 503, 504, 507])(
  "a read is repeated after %i, three times, from about a second, doubling",
  (status) => {
    const steps = [1, 2, 3, 4].flatMap((attempts) =>
      [0, 1].map((random) =>
        nextStep(
          answered(status),
          { ...first, attempts },
          { method: "GET", retryAfterMs: undefined, affordable: true, random },
        ),
      ),
    );
    expect(steps.map((step) => ("afterMs" in step ? step.afterMs : step.step))).toEqual([
      500,
      1000,
      1000,
      2000,
      2000,
      4000,
      "give-up",
      "give-up",
    ]);
  },
);

test.each([501, 505])("%i is not repeated", (status) => {
  const given = { method: "GET", retryAfterMs: undefined, affordable: true, random: 0 } as const;
  expect(nextStep(answered(status), first, given)).toEqual({ step: "give-up", reason: "unavailable" });
});

test("a certificate nobody trusts does not become better by waiting", () => {
  const ending = { ended: "broken", sent: "no", code: "SELF_SIGNED_CERT_IN_CHAIN", because: "…" } as const;
  const given = { method: "PUT", retryAfterMs: undefined, affordable: true, random: 0 } as const;
  expect(nextStep(ending, first, given)).toEqual({ step: "give-up", reason: "unavailable" });
});

const endings = fc.oneof(
  fc.record({
    ended: fc.constant("answered" as const),
    status: fc.integer({ min: 200, max: 599 }),
    code: fc.constantFrom(undefined, "InvalidGatewayHost", "ServiceUnavailable"),
    readable: fc.boolean(),
  }),
  fc.record({
    ended: fc.constant("broken" as const),
    sent: fc.constantFrom("no" as const, "perhaps" as const),
    code: fc.constantFrom("ECONNRESET", "ECONNREFUSED", "EPROTO"),
    because: fc.constant("…"),
  }),
);
const waits = fc.option(fc.integer({ min: 0, max: 2 * longestWait }), { nil: undefined });

test("whatever happens, every request ends: in few attempts and in a quarter of an hour of waiting", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("GET" as const, "PUT" as const, "DELETE" as const),
      fc.infiniteStream(fc.tuple(endings, waits)),
      (method, stream) => {
        let spent: Spent = { attempts: 0, throttled: 0, waited: 0 };
        for (const [ending, retryAfterMs] of stream) {
          spent = { ...spent, attempts: spent.attempts + 1 };
          expect(spent.attempts).toBeLessThanOrEqual(16);
          const step = nextStep(ending, spent, { method, retryAfterMs, affordable: true, random: 1 });
          if (step.step !== "again") return;
          expect(step.afterMs).toBeLessThanOrEqual(longestWait);
          spent = {
            attempts: spent.attempts,
            throttled: spent.throttled + (step.because === "throttled" ? 1 : 0),
            waited: spent.waited + step.afterMs,
          };
          expect(spent.waited).toBeLessThanOrEqual(longestWaiting);
        }
      },
    ),
  );
});

test("a write that may have been done is never repeated", () => {
  fc.assert(
    fc.property(fc.constantFrom("PUT" as const, "DELETE" as const), endings, waits, (method, ending, retryAfterMs) => {
      const step = nextStep(ending, first, { method, retryAfterMs, affordable: true, random: 0 });
      const cannotHaveActed =
        ending.ended === "broken"
          ? ending.sent === "no"
          : [408, 429].includes(ending.status) ||
            (ending.status === 503 && (retryAfterMs !== undefined || ending.code !== undefined)) ||
            (ending.status === 502 && ending.code === "InvalidGatewayHost");
      expect(step.step !== "again" || cannotHaveActed).toBe(true);
    }),
  );
});

test.each<[string, Reply, number]>([
  ["in seconds", { status: 429, headers: { "retry-after": "17" } }, 17_000],
  ["in milliseconds", { status: 429, headers: { "retry-after-ms": "250" } }, 250],
  ["in Azure's milliseconds", { status: 429, headers: { "x-ms-retry-after-ms": "99" } }, 99],
  [
    "as a date, by Azure's clock",
    { status: 429, headers: { "retry-after": "Fri, 20 Nov 2026 09:00:30 GMT", date: "Fri, 20 Nov 2026 09:00:00 GMT" } },
    30_000,
  ],
  [
    "as the end of a window",
    {
      status: 429,
      headers: { "x-rate-limit-reset": "2026-11-20T09:00:41.1234567Z", date: "Fri, 20 Nov 2026 09:00:00 GMT" },
    },
    41_123,
  ],
  ["not at all", { status: 429 }, 5000],
  ["in words that mean nothing", { status: 429, headers: { "retry-after": "soon" } }, 5000],
])("a 429 waits as Azure says: %s", async (_, reply, milliseconds) => {
  const azure = replies(reply, ok({ id: cpu }));
  const { reader, clock, events } = await open({ httpClient: azure.client });
  await reader.get(metricAlerts, cpu, never());
  expect(clock.slept).toEqual([milliseconds]);
  expect(events.map((event) => event.event)).toEqual(["request", "answer", "retry", "wait", "request", "answer"]);
});

test("a wait of more than five minutes is not waited: the error says how long Azure asked", async () => {
  for (const status of [429, 503]) {
    const azure = replies({
      status,
      body: { error: { code: "Busy", message: "later" } },
      headers: { "retry-after": "3600" },
    });
    const { reader, clock } = await open({ httpClient: azure.client });
    const error = await refusedBy(reader.list(metricAlerts, scope, never()));
    expect(error.reason).toBe(status === 429 ? "throttled" : "unavailable");
    expect(error.message).toContain("Azure asks to wait 60 min: run again later");
    expect(clock.slept).toEqual([]);
  }
});

test("all waits together stay under a quarter of an hour", async () => {
  const azure = replies({ status: 429, headers: { "retry-after": "290" } });
  const { reader, clock } = await open({ httpClient: azure.client });
  expect((await refusedBy(reader.get(metricAlerts, cpu, never()))).reason).toBe("throttled");
  expect(clock.slept).toEqual([290_000, 290_000, 290_000]);
});

test("throttled for ever, a request gives up and says how long it tried", async () => {
  const azure = replies(refusal(429, "TooManyRequests", "slow down"));
  const { writer, clock } = await open({ httpClient: azure.client });
  const error = await refusedBy(writer.put(metricAlerts, cpu, {}, never()));
  expect(error).toMatchObject({ reason: "throttled", code: "TooManyRequests" });
  expect(error.message).toContain("does not say how long to wait after 12 tries in 8 min");
  expect(clock.slept.slice(0, 6)).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000]);
});

test("the purse holds thirty retries; ten successes earn one, and it never holds more", () => {
  const purse = openPurse();
  for (let i = 0; i < 100; i++) purse.earn();
  for (let i = 0; i < 30; i++) {
    expect(purse.isEmpty()).toBe(false);
    purse.spend();
  }
  for (let i = 0; i < 10; i++) {
    expect(purse.isEmpty()).toBe(true);
    purse.earn();
  }
  expect(purse.isEmpty()).toBe(false);
});

test("throttling and failures are counted apart", async () => {
  const azure = answering((_, index) => (index < 6 ? { status: 429 } : index < 9 ? { status: 500 } : ok({ id: cpu })));
  const { reader } = await open({ httpClient: azure.client });
  expect(await reader.get(metricAlerts, cpu, never())).toBeDefined();
  expect(azure.seen).toHaveLength(10);
});
