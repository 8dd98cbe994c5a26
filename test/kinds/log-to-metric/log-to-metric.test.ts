import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { logToMetric } from "../../../src/kinds/log-to-metric/log-to-metric.ts";
import { readBody, saidOf, settingsOf } from "../said-of.ts";

const idle = {
  metricName: "Average_% Idle Time",
  dimensions: [{ name: "Computer", operator: "Include", values: ["*"] }],
};

function rule(more: JsonObject = {}): JsonObject {
  return { scopes: ["/subscriptions/s/w"], criteria: [idle], ...more };
}

test.each<[string, JsonObject, readonly string[]]>([
  ["a metric", {}, []],
  ["no metric", { criteria: [] }, [": missing-property"]],
  ["a metric without a name", { criteria: [{ dimensions: idle.dimensions }] }, ["criteria.0: missing-property"]],
  ["groups, which it never tells", { actionGroups: [{ name: "a" }] }, ["actionGroups: unknown-property"]],
])("what is said of %s", (_, more, expected) => {
  expect(saidOf(logToMetric, rule(more)).map((line) => line.split(": ").slice(0, 2).join(": "))).toEqual(expected);
});

test.each<[string, JsonObject]>([
  ["no query", {}],
  ["a query of all metrics", { query: "Perf", criteria: [idle, { metricName: "Heartbeat" }] }],
  ["a query of one of them", { criteria: [idle, { metricName: "Heartbeat", query: "Heartbeat" }] }],
])("to Azure and back with %s", (_, more) => {
  const settings = settingsOf(logToMetric, rule(more));
  expect(readBody(logToMetric, logToMetric.toArm(settings))).toEqual({ settings, beside: undefined });
});

test("the body has no actions and says nothing of resolving", () => {
  expect(logToMetric.toArm(settingsOf(logToMetric, rule()))).toEqual({
    location: "koreacentral",
    kind: "LogToMetric",
    properties: { enabled: true, scopes: ["/subscriptions/s/w"], criteria: { allOf: [idle] } },
  });
});
