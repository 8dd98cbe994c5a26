import { describe, expect, test } from "vitest";
import { authored } from "../../../src/core/settings/authored.ts";
import { metricAlert } from "../../../src/kinds/metric-alert/metric-alert.ts";
import { compiledAs } from "../../support/compiled.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { settingsOf, surroundings } from "../said-of.ts";

const scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v";
const criterion = {
  name: "Metric1",
  metricName: "x",
  timeAggregation: "Average",
  operator: "GreaterThan",
  threshold: 5,
};
const rule = { severity: 1, scopes: [scope], windowSize: "PT5M", evaluationFrequency: "PT5M", criteria: [criterion] };

test("a rule made for a single resource is authored without what follows", () => {
  const settings = { ...settingsOf(metricAlert, rule), criteriaType: "single" };
  const said = authored(settings, { kind: metricAlert, surroundings, names: new Map() });
  expect(said).toEqual({
    severity: 1,
    scopes: scope,
    windowSize: "5m",
    evaluationFrequency: "5m",
    criteria: "avg x > 5",
  });
});

const written = (
  spec: string,
  { kind = "MetricAlert", scopes = `scopes: ${scope},` }: { kind?: string; scopes?: string } = {},
): readonly string[] =>
  compiledAs(kinds, [
    `kind: ${kind}\nname: m\nonly: production\nspec: { severity: 1, ${scopes} windowSize: 5m, evaluationFrequency: 5m, ${spec} }\n`,
  ]).said.map((line) => line.replace(/^\S+ /, "").replace(" [production]", ""));

describe("Azure's own map", () => {
  const full = "name: a, metricName: x, timeAggregation: Average, operator: GreaterThan, threshold: 5";

  test("has no types in it, for they follow", () => {
    const follows = "follows from the rest here; leave it out";
    expect(written(`criteria: [{ ${full}, criterionType: StaticThresholdCriterion }]`)).toEqual([
      `unknown-property unknown property \`criterionType\`; it ${follows}`,
    ]);
    expect(written(`criteria: [{ ${full}, odata.type: x }]`)).toEqual([
      `unknown-property unknown property \`odata.type\`; it ${follows}`,
    ]);
    expect(
      written(
        "query: A, criteria: [{ timeAggregation: Count, operator: GreaterThan, threshold: 5, criterionType: StaticThresholdCriterion }]",
        { kind: "LogAlert" },
      ),
    ).toEqual([`unknown-property unknown property \`criterionType\`; it ${follows}`]);
  });

  test("stands in a list", () => {
    const said = [
      "wrong-type `criteria` wants a list, and here stands a map; write `- ` in front of it, or `[…]` around it",
    ];
    const webTest = "{ webTestId: /subscriptions/s, componentId: /subscriptions/s, failedLocationCount: 2 }";
    expect(written(`criteria: ${webTest}`, { scopes: "" })).toEqual(said);
    expect(written("criteria: { query: up }")).toEqual(said);
    expect(written("criteria: { avg x > 1 where a includes C: or D }")).toEqual(said);
    expect(written("criteria: avg x > 5, actionGroups: { name: x }")).toEqual([
      said[0]?.replace("criteria", "actionGroups"),
    ]);
  });
});
