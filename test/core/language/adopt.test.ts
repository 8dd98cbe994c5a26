import { expect, test } from "vitest";
import { compiled, compiledAs } from "../../support/compiled.ts";
import { planned, said, there } from "../../support/planned-groups.ts";
import { kinds } from "../../../src/kinds/kinds.ts";

const beacon = (more: string): string => `kind: Beacon\nname: b\nspec: { severity: 1 }\n${more}\n`;

test.each([
  ["adopt: true", { adopt: true }, { adopt: true }],
  ["adopt: old/production", { adopt: "old/production" }, { adopt: "old/production" }],
  ["adopt: false", {}, {}],
  ["adopt:", {}, {}],
  ["adopt: true\nenvironments: { staging: { adopt: old/staging } }", { adopt: true }, { adopt: "old/staging" }],
  ["adopt: old/x\nenvironments: { staging: { adopt: true } }", { adopt: "old/x" }, { adopt: true }],
  ["adopt: true\nenvironments: { staging: { adopt: false } }", { adopt: true }, {}],
])("%s", (text, production, staging) => {
  const { stacks, said: told } = compiled(beacon(text));
  expect(told).toEqual([]);
  expect(stacks["production"]?.resources[0]?.moves).toEqual(production);
  expect(stacks["staging"]?.resources[0]?.moves).toEqual(staging);
});

test("what is nobody's is adopted by a definition that says so", () => {
  const text = "kind: ActionGroup\nname: oncall\nadopt: true\nspec: { groupShortName: oncall }\n";
  const { stacks, said: told } = compiledAs(kinds, [text]);
  expect(told).toEqual([]);
  const desired = stacks["production"]?.resources ?? [];
  const live = there({ id: desired[0]?.armId ?? "", tags: {} });
  expect(planned({ desired, live: [live] }).changes.map((change) => said(change).split(" ")[0])).toEqual(["adopt"]);
});
