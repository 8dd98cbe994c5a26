import { expect, test } from "vitest";
import { compiledAs, settingsOf } from "../../support/compiled.ts";
import { kinds } from "../../../src/kinds/kinds.ts";

test.each([
  ["300s", "PT5M"],
  ["60m", "PT1H"],
  ["24h", "P1D"],
  ["5m", "PT5M"],
  ["PT300S", "PT300S"],
  ["PT24H", "PT24H"],
])("%s is sent as %s: a length the author spells as people do is spelled as Azure does", (written, sent) => {
  expect(settingsOf(`spec: { severity: 1, windowSize: ${written} }`)).toMatchObject({ windowSize: sent });
});

test("a length that is only warned of keeps nothing else from being judged", () => {
  const rule = `kind: LogAlert
name: l
location: x
only: production
spec:
  severity: 1
  scopes: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w
  query: A
  windowSize: 20m
  evaluationFrequency: 30m
  criteria: count > 5
`;
  const { stacks, said } = compiledAs(kinds, [rule]);
  expect(said.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
    "9:15 unlisted-length",
    "9:15 window-leaves-gaps",
  ]);
  expect(stacks["production"]?.resources.length).toBe(1);
});
