import { expect, test } from "vitest";
import { compare } from "../../../src/core/settings/compare.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { simpleLogAlert } from "../../../src/kinds/simple-log-alert/simple-log-alert.ts";
import { readBody, saidOf, settingsOf } from "../said-of.ts";

const query = 'AddonAzureBackupJobs | where JobStatus == "Failed"';

function alert(more: JsonObject = {}): JsonObject {
  return { severity: 1, scopes: ["/subscriptions/s/w"], query, ...more };
}

test.each<[string, JsonObject, readonly string[]]>([
  ["a query", {}, []],
  ["more than one row", { criteria: [{ minRecurrenceCount: 3 }] }, []],
  ["no query", { query: "" }, [": missing-property"]],
  ["a window", { windowSize: "PT5M" }, ["windowSize: unknown-property"]],
  [
    "resolving in two ways",
    { autoMitigate: true, resolveConfiguration: { timeToResolve: "PT5M" } },
    ["autoMitigate: resolves-two-ways"],
  ],
])("what is said of %s", (_, more, expected) => {
  expect(saidOf(simpleLogAlert, alert(more)).map((line) => line.split(": ").slice(0, 2).join(": "))).toEqual(expected);
});

test("the query stands in the one criterion in Azure, above it here", () => {
  const settings = settingsOf(simpleLogAlert, alert());
  const body = simpleLogAlert.toArm(settings);
  expect(body).toMatchObject({
    kind: "SimpleLogAlert",
    properties: { criteria: { allOf: [{ query, minRecurrenceCount: 1 }] } },
  });
  expect(readBody(simpleLogAlert, body)).toEqual({ settings, beside: undefined });
});

test("a rule as Azure's own example writes it reads as ours", () => {
  const live = readBody(simpleLogAlert, {
    location: "koreacentral",
    kind: "SimpleLogAlert",
    properties: {
      severity: 1,
      enabled: true,
      autoMitigate: false,
      scopes: ["/subscriptions/s/w"],
      criteria: { allOf: [{ query }] },
    },
  });
  expect(live.beside).toBeUndefined();
  expect(
    compare(simpleLogAlert.schema, live.settings, settingsOf(simpleLogAlert, alert({ autoMitigate: false }))),
  ).toEqual([]);
});
