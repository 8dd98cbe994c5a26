import { expect, test } from "vitest";
import { compiled, compiledAs, settingsOf } from "../../support/compiled.ts";
import { kinds } from "../../../src/kinds/kinds.ts";

test("null in a spec is not said, as in an override", () => {
  const said = settingsOf("spec: { severity: 1 }");
  const nothing =
    "spec: { severity: 1, enabled: null, scopes: null, windowSize: ~, conditions: null, filter: { allOf: null }, properties: { a: null } }";
  expect(settingsOf(nothing)).toEqual(said);
});

const log = (spec: string): string => `kind: LogAlert
name: l
location: x
only: production
spec:
  severity: 1
  scopes: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w
  query: A
  windowSize: 5m
  evaluationFrequency: 5m
${spec}`;

test("what is derived is so where null stands", () => {
  const settings = (spec: string): unknown => {
    const { stacks, said } = compiledAs(kinds, [
      log("  criteria: count > 5\n")
        .replace("LogAlert", "MetricAlert")
        .replace("  query: A\n", "")
        .replace("criteria: count", spec),
    ]);
    return [said, stacks["production"]?.resources[0]?.settings];
  };
  const plain = settings("criteria: avg x");
  expect(plain).toMatchObject([[], { autoMitigate: true, location: "x" }]);
  expect(settings("autoMitigate: null\n  targetResourceType: ~\n  criteria: avg x")).toEqual(plain);
  const full =
    "[{ metricName: x, timeAggregation: Average, operator: GreaterThan, threshold: 5, query: null, alertSensitivity: ~ }] #";
  expect(settings(`criteria: ${full}`)).toEqual(plain);
});

test("criteria of nothing are missing", () => {
  const { said } = compiledAs(kinds, [log("  criteria: null\n")]);
  expect(said.map((line) => line.slice(0, 45))).toEqual(["5:1 missing-property `criteria` is missing: c"]);
});

test("in `arm` null is a value", () => {
  const { stacks } = compiled("kind: Beacon\nname: b\nspec: { severity: 1 }\narm: { properties: { x: null } }\n");
  expect(stacks["production"]?.resources[0]?.arm).toEqual({ properties: { x: null } });
});

test.each([
  ["<<: { severity: 1 }", "reserved-key"],
  ["1: x", "key-not-text"],
])("a spec with `%s` is not missed as well", (line, code) => {
  const { said } = compiled(`kind: Beacon\nname: b\nspec:\n  severity: 1\n  ${line}\n`);
  expect(said.map((text) => text.split(" ").slice(0, 2).join(" "))).toEqual([`5:3 ${code}`]);
});
