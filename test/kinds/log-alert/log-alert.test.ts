import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { logAlert } from "../../../src/kinds/log-alert/log-alert.ts";
import { saidOf, settingsOf } from "../said-of.ts";
import { alert, count, dynamic, usual, workspace } from "./a-log-alert.ts";

/** A criterion whose windows are said. */
function windows(numberOfEvaluationPeriods: number, minFailingPeriodsToAlert = 1): JsonObject {
  return { criteria: [{ ...count, failingPeriods: { numberOfEvaluationPeriods, minFailingPeriodsToAlert } }] };
}

describe("what is said of an alert", () => {
  test.each<[string, JsonObject, readonly string[]]>([
    ["a count of rows", {}, []],
    ["a dynamic threshold", { windowSize: "PT1H", evaluationFrequency: "PT1H", criteria: [dynamic] }, []],
    ["two scopes", { scopes: [workspace, `${workspace}2`] }, ["scopes: illegal-value"]],
    ["a frequency Azure does not have", { evaluationFrequency: "PT30S" }, ["evaluationFrequency: illegal-value"]],
    [
      "a frequency above a day",
      { evaluationFrequency: "P2D", windowSize: "P2D" },
      ["evaluationFrequency: illegal-value"],
    ],
    ["a window above two days", { windowSize: "P3D" }, ["windowSize: illegal-value"]],
    ["a range below five minutes", { overrideQueryTimeRange: "PT4M" }, ["overrideQueryTimeRange: illegal-value"]],
    [
      "a time to be mute of nowhere",
      { autoMitigate: false, muteActionsDuration: "PT7M" },
      ["muteActionsDuration: illegal-value"],
    ],
    [
      "a frequency nobody lists",
      { evaluationFrequency: "PT7M", windowSize: "PT10M" },
      ["evaluationFrequency: unlisted-length"],
    ],
    ["a window nobody lists", { windowSize: "PT8H" }, ["windowSize: unlisted-length"]],
    ["a range nobody lists", { overrideQueryTimeRange: "PT12H" }, ["overrideQueryTimeRange: unlisted-length"]],
    ["another spelling of one it has", { windowSize: "PT60M", evaluationFrequency: "PT60M" }, []],
    ["seven windows", windows(7), ["criteria.0.failingPeriods.numberOfEvaluationPeriods: illegal-value"]],
    ["three of two windows", windows(2, 3), ["criteria.0.failingPeriods: failing-periods-exceed-evaluated"]],
    ["no query", { query: "" }, ["criteria.0: missing-property"]],
    [
      "an average of nothing",
      { criteria: [{ ...count, timeAggregation: "Average" }] },
      ["criteria.0: missing-property"],
    ],
    [
      "a count of a column",
      { criteria: [{ ...count, metricMeasureColumn: "a" }] },
      ["criteria.0.metricMeasureColumn: column-of-count"],
    ],
    [
      "seven dimensions",
      {
        criteria: [
          {
            ...count,
            dimensions: ["a", "b", "c", "d", "e", "f", "g"].map((name) => ({
              name,
              operator: "Include",
              values: ["*"],
            })),
          },
        ],
      },
      ["criteria.0.dimensions: too-many-dimensions"],
    ],
    [
      "startswith",
      { criteria: [{ ...count, dimensions: [{ name: "a", operator: "StartsWith", values: ["a"] }] }] },
      ["criteria.0.dimensions.0.operator: illegal-value"],
    ],
    [
      "a number and a sensitivity",
      { criteria: [{ ...dynamic, threshold: 1 }] },
      ["criteria.0.threshold: unknown-property"],
    ],
    ["a window shorter than the frequency", { windowSize: "PT1M" }, ["windowSize: window-leaves-gaps"]],
    ["which enough of them make up for", { windowSize: "PT1M", ...windows(5) }, []],
    ["two days five times", { windowSize: "P2D", ...windows(5) }, ["windowSize: looks-back-too-far"]],
    ["twelve hours every minute", { windowSize: "P1D", evaluationFrequency: "PT1M" }, ["windowSize: not-every-minute"]],
    [
      "a range shorter than the windows",
      { overrideQueryTimeRange: "PT10M", ...windows(3) },
      ["overrideQueryTimeRange: time-range-too-short"],
    ],
    [
      "muted between two runs",
      { muteActionsDuration: "PT5M", windowSize: "PT1H", evaluationFrequency: "PT1H" },
      ["muteActionsDuration: mute-too-short"],
    ],
    ["a mute that Azure does not have", { muteActionsDuration: "PT7H" }, ["muteActionsDuration: illegal-value"]],
    [
      "once a day, resolving",
      { windowSize: "P1D", evaluationFrequency: "P1D" },
      ["evaluationFrequency: stateful-too-seldom"],
    ],
    ["once a day, not resolving", { windowSize: "P1D", evaluationFrequency: "P1D", autoMitigate: false }, []],
    [
      "resolving in two ways",
      { autoMitigate: false, resolveConfiguration: { timeToResolve: "PT30M" } },
      ["autoMitigate: resolves-two-ways"],
    ],
    ["muted and resolving", { autoMitigate: true, muteActionsDuration: "PT30M" }, ["autoMitigate: resolves-two-ways"]],
    [
      "muted and resolving later",
      { resolveConfiguration: { timeToResolve: "PT30M" }, muteActionsDuration: "PT30M" },
      ["muteActionsDuration: muted-and-resolved"],
    ],
    ["an identity without ids", { identity: { type: "UserAssigned" } }, ["identity: identity-without-ids"]],
    ["a number for a property", { customProperties: { a: 1 } }, ["customProperties.a: wrong-type"]],
  ])("%s", (_, more, expected) => {
    expect(saidOf(logAlert, alert(more)).map((line) => line.split(": ").slice(0, 2).join(": "))).toEqual(expected);
  });

  test.each<[string, string | undefined]>([
    ["AppRequests | where Name has 'x'", undefined],
    ["union AppRequests, AppDependencies", "union"],
    ["let a = search 'x'; a", "search"],
    ["AppRequests\n| take 10", "take"],
    ["AppRequests | where ingestion_time() > ago(1h)", "ingestion_time"],
    ["AppRequests | where Name == '| take 10' // | limit 3", undefined],
    ["AppRequests | project limit, search", undefined],
  ])("every minute: %s", (query, word) => {
    const said = saidOf(logAlert, alert({ evaluationFrequency: "PT1M", query }));
    const expected = `query: not-every-minute: Azure cannot run a query with \`${word}\` every minute; write \`evaluationFrequency: 5m\` or another query`;
    expect(said).toEqual(word === undefined ? [] : [expected]);
  });

  test("a query of another service needs an identity", () => {
    const query = 'arg("").Resources | where type == "x"';
    expect(saidOf(logAlert, alert({ query }))).toEqual([
      "query: query-needs-identity: `arg(…)` reads outside of Azure Monitor, for which the rule needs an `identity`",
    ]);
    expect(saidOf(logAlert, alert({ query, identity: { type: "SystemAssigned" } }))).toEqual([]);
  });

  test("a rule without a region says that the environment has none", () => {
    const settings = logAlert.derive(alert(), {
      subscription: "s",
      resourceGroup: "g",
      name: "n",
      location: undefined,
    });
    expect(settings["location"]).toBeUndefined();
  });

  test("the messages say what would be right", () => {
    expect(
      saidOf(
        logAlert,
        alert({ windowSize: "PT1M", muteActionsDuration: "P2D", overrideQueryTimeRange: "P2D", ...windows(2, 3) }),
      ),
    ).toMatchInlineSnapshot(`
      [
        "criteria.0.failingPeriods: failing-periods-exceed-evaluated: 3 of 2 windows can never fail; write at most \`2 of 2\`",
        "windowSize: window-leaves-gaps: every 5m the last 2 × 1m are looked at; what lies between is never seen",
      ]
    `);
  });
});

describe("what follows from what is written", () => {
  test.each<[string, JsonObject, JsonObject]>([
    ["alerts resolve by themselves", {}, { autoMitigate: true }],
    ["unless they are muted", { muteActionsDuration: "PT30M" }, { muteActionsDuration: "PT30M", autoMitigate: false }],
    [
      "or it is said how",
      { resolveConfiguration: { timeToResolve: "PT30M" } },
      { resolveConfiguration: { autoResolved: true, timeToResolve: "PT30M" } },
    ],
    ["or that they do not", { autoMitigate: false }, { autoMitigate: false }],
  ])("%s", (_, more, expected) => {
    const { autoMitigate, muteActionsDuration, resolveConfiguration } = settingsOf(logAlert, alert(more));
    expect({ autoMitigate, muteActionsDuration, resolveConfiguration }).toEqual({
      autoMitigate: undefined,
      muteActionsDuration: undefined,
      resolveConfiguration: undefined,
      ...expected,
    });
  });

  test.each<[string, JsonObject, unknown]>([
    [
      "stands above the criteria where they share it",
      { criteria: [{ ...count, query: "AppRequests" }] },
      { query: "AppRequests", own: [undefined] },
    ],
    [
      "stands above where all have their own, and it is the same",
      {
        criteria: [
          { ...count, query: "b" },
          { ...count, query: "b" },
        ],
      },
      { query: "b", own: [undefined, undefined] },
    ],
    [
      "stands in each where one has another",
      { criteria: [count, { ...count, query: "b" }] },
      { query: undefined, own: ["AppRequests", "b"] },
    ],
  ])("a query %s", (_, more, expected) => {
    const { query, criteria } = settingsOf(logAlert, alert(more));
    expect({ query, own: (criteria as JsonObject[]).map((criterion) => criterion["query"]) }).toEqual(expected);
  });

  test("Azure's own operator is the one that Azure takes", () => {
    const settings = settingsOf(logAlert, alert({ criteria: [{ ...count, operator: "Equals" }] }));
    expect(settings["criteria"]).toEqual([{ form: "static", ...count, operator: "Equal", failingPeriods: usual }]);
  });
});

describe("conditions", () => {
  const form = logAlert.shortForms["criteria/*"];

  test.each<[string, JsonObject]>([
    ["count > 50", count],
    ["avg Requests >< dynamic medium 3 of 4", dynamic],
    [
      "count = 0 at least 2 of 3",
      {
        ...count,
        operator: "Equal",
        threshold: 0,
        failingPeriods: { numberOfEvaluationPeriods: 3, minFailingPeriodsToAlert: 2 },
      },
    ],
  ])("%s", (text, criterion) => {
    expect(form?.parse(text)).toEqual({ value: criterion });
    const { criteria } = settingsOf(logAlert, alert({ criteria: [criterion] }));
    expect((criteria as Json[]).map((settled) => form?.print(settled))).toEqual([text]);
  });

  test("a criterion with a query of its own has no text", () => {
    expect(form?.print({ form: "static", ...count, query: "a" })).toBeUndefined();
  });
});
