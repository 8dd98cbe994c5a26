import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/core/json.ts";
import { corpusFolder, type Exchange, readRecordings, type Recording } from "./recordings.ts";
import { tableOf } from "./table.ts";
import { judge, passes, type Verdict } from "./verdict.ts";

/** The harness itself, on recordings made by hand: it has to see what is wrong before one can believe that nothing is. */

const group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-harness";
const path = `${group}/providers/Microsoft.Insights/metricAlerts/latency`;
const sent = {
  location: "global",
  properties: {
    severity: 3,
    enabled: true,
    scopes: [`${group}/providers/Microsoft.Cache/redis/cache1`],
    evaluationFrequency: "PT1M",
    windowSize: "PT5M",
    criteria: {
      "odata.type": "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria",
      allOf: [
        {
          criterionType: "StaticThresholdCriterion",
          name: "slow",
          metricName: "cacheLatency",
          timeAggregation: "Average",
          operator: "GreaterThan",
          threshold: 90,
        },
      ],
    },
    actions: [],
  },
};
const answered = { ...sent, id: path, name: "latency", type: "Microsoft.Insights/metricAlerts" };
const put: Exchange = {
  seq: 1,
  type: "metricalerts",
  operation: "put:item",
  method: "PUT",
  path,
  query: { "api-version": "2018-03-01" },
  requestBody: sent,
  status: 200,
  responseBody: answered,
  headers: { "x-ms-ratelimit-remaining-subscription-resource-requests": "299" },
};

function recording(...exchanges: readonly Partial<Exchange>[]): Recording {
  const whole = exchanges.map((one, index) => ({ ...put, seq: index + 1, ...one }));
  return { name: "by-hand", day: "2024-05-02", exchanges: whole };
}

function withProperties(changes: JsonObject): JsonObject {
  return { ...answered, properties: { ...answered.properties, ...changes } };
}

async function placesOf(...exchanges: readonly Partial<Exchange>[]): Promise<readonly string[]> {
  return (await judge([recording(...exchanges)], [])).failures.map(({ place }) => place);
}

test("a true recording passes", async () => {
  const list = {
    method: "GET",
    operation: "get:collection-rg",
    path: path.replace(/\/latency$/, ""),
    requestBody: null,
  };
  const verdict = await judge([recording({}, { ...list, responseBody: { value: [answered] }, headers: {} })], []);
  expect([verdict.failures, passes(verdict)]).toEqual([[], true]);
  expect(verdict.rows.map(({ family, requests, resources }) => [family, requests.equal, resources.equal])).toEqual([
    ["metricalerts get:collection-rg", 1, 1],
    ["metricalerts put:item", 1, 1],
  ]);
});

test.each<{ what: string; exchange: Partial<Exchange>; places: readonly string[] }>([
  { what: "status", exchange: { status: 201 }, places: ["status"] },
  {
    what: "header of another limit",
    exchange: { headers: { "x-ms-ratelimit-remaining-subscription-writes": "1199" } },
    places: [
      "header x-ms-ratelimit-remaining-subscription-writes",
      "header x-ms-ratelimit-remaining-subscription-resource-requests",
    ],
  },
  {
    what: "count above the limit",
    exchange: { headers: { "x-ms-ratelimit-remaining-subscription-resource-requests": "999" } },
    places: ["header x-ms-ratelimit-remaining-subscription-resource-requests"],
  },
  {
    what: "value, which is also no longer what was sent",
    exchange: { responseBody: withProperties({ severity: 1 }) },
    places: ["properties.severity", "sent and answered: severity"],
  },
  {
    what: "property that Azure fills in",
    exchange: { responseBody: withProperties({ autoMitigate: true }) },
    places: ["properties.autoMitigate"],
  },
  {
    what: "body that today's service refuses",
    exchange: { responseBody: withProperties({ windowSize: "PT7M" }) },
    places: [
      "properties.windowSize",
      "sent and answered: windowSize",
      "written in 2018-03-01",
      "written in 2026-01-01",
      "applied",
    ],
  },
])("another $what is seen", async ({ exchange, places }) => {
  expect((await placesOf(exchange)).toSorted()).toEqual([...places].toSorted());
});

test("an identifier that nobody named is anybody's, one that was named is not", async () => {
  const hubs = (tenantId: Json | undefined): JsonObject => ({
    location: "global",
    properties: {
      groupShortName: "ops",
      enabled: true,
      eventHubReceivers: [
        {
          name: "hub",
          eventHubNameSpace: "ns",
          eventHubName: "hub",
          subscriptionId: "s",
          useCommonAlertSchema: true,
          ...(tenantId === undefined ? {} : { tenantId }),
        },
      ],
    },
  });
  const [one, two] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];
  const to = path.replace("metricAlerts", "actionGroups");
  const places = async (asked: Json | undefined, told: string): Promise<readonly string[]> => {
    const exchange = {
      type: "actiongroups",
      path: to,
      requestBody: hubs(asked),
      responseBody: { id: to, ...hubs(told) },
    };
    const { failures } = await judge([recording(exchange)], []);
    return failures.map(({ place }) => place).filter((place) => place.endsWith("tenantId"));
  };
  expect(await places(undefined, one)).toEqual([]);
  expect(await places(one, one)).toEqual([]);
  expect(await places(one, two)).toEqual([
    "properties.eventHubReceivers[0].tenantId",
    "sent and answered: eventHubReceivers[hub].tenantId",
  ]);
});

test("an excuse excuses its recording, its exchanges and its place only, and is stale when it excuses nothing", async () => {
  const excuse = { recording: "by-hand", seq: [1, 2], place: /^status$/, because: "it is a test" } as const;
  const verdictOf = (one: Partial<Exchange>, given: object = {}): Promise<Verdict> =>
    judge([recording(one)], [{ ...excuse, ...given }]);
  const excused = await verdictOf({ status: 201 });
  expect([passes(excused), excused.rows[0]?.requests.excused]).toEqual([true, 1]);
  for (const [one, given] of [
    [{}, {}],
    [{ status: 201 }, { recording: "another" }],
    [{ status: 201 }, { seq: [2, 3] }],
    [{ status: 201 }, { place: /^properties/ }],
  ] as const) {
    const verdict = await verdictOf(one, given);
    expect([passes(verdict), verdict.excuses[0]?.used]).toEqual([false, 0]);
  }
  expect(tableOf(await verdictOf({}))).toContain("EXCUSES NOTHING ANY MORE");
});

test("a resource that no kind claims, and one that nobody serves, are told and not passed over", async () => {
  const foreign = {
    type: "metricdefinitions",
    operation: "get:sub:metricDefinitions",
    path: `${path}/x`,
    method: "GET",
  };
  const verdict = await judge([recording({}, foreign)], []);
  expect([...verdict.notOurs]).toEqual([["metricdefinitions get:sub:metricDefinitions", 1]]);
  const unclaimed = { responseBody: { ...answered, id: `${group}/providers/Microsoft.Web/sites/x` } };
  expect(await placesOf(unclaimed)).toContain("no kind claims it");
});

test("what nobody could write is read and told with the reason", async () => {
  const { reasons } = await judge([recording({ responseBody: withProperties({ windowSize: "PT7M" }) })], []);
  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toMatch(/^by-hand #1 latency: windowSize: /);
});

test("what Azure has and we have no word for is found and carried", async () => {
  const body = withProperties({ inventedIn2031: { by: "Azure" } });
  const { rows } = await judge([recording({ responseBody: body })], []);
  expect(rows[0]?.unknown).toEqual({ found: 1, carried: 1 });
  expect(rows[0]?.planted.found).toBeGreaterThan(4);
});

test("the folder of recordings can be named, and is none where it is not there", () => {
  expect(corpusFolder("elsewhere")).toBe("elsewhere");
  const empty = mkdtempSync(join(tmpdir(), "recordings-"));
  expect(() => readRecordings(empty)).toThrow("no recording is in");
  expect(() => readRecordings(join(empty, "nowhere"))).toThrow(/there is no folder/);
  writeFileSync(join(empty, "odd.json"), '{"exchanges":[{}],"recordedAt":"2024-05-02"}');
  expect(() => readRecordings(empty)).toThrow("odd.json has an exchange without");
  writeFileSync(join(empty, "odd.json"), "[");
  expect(() => readRecordings(empty)).toThrow("odd.json is no JSON");
  writeFileSync(join(empty, "odd.json"), "{}");
  expect(() => readRecordings(empty)).toThrow("odd.json is no recording");
});
