import { expect, test } from "vitest";
import { rulePaths } from "../../../src/core/language/rule-paths.ts";

/* What is read by which pattern; that disk and git go by it is a law of `laws-of-rule-files.test.ts`. */

test.each([
  ["team/rules/a.yaml", "rules/**/*.yaml", true],
  ["team/rules/x/y/a.yaml", "./rules/**/*.yaml", true],
  ["team/rules/x/a.yaml", "rules/*.yaml", false],
  ["team/alerts/a.yaml", "rules/**", false],
  ["rules/a.yaml", "rules/**", false],
  ["team/rules/a.yml", "rules/**/*.{yaml,yml}", true],
  ["team/rules/a.yaml", "nowhere/../rules/*.yaml", true],
  ["team/rules/a.yaml", "../team//rules/*.yaml", true],
  ["shared/a.yaml", "../shared/*.yaml", true],
  ["shared/a.yaml", "../../shared/*.yaml", false],
  ["team/rules/a.yaml", "../../**", false],
  ["team/rules/a.yaml", "/team/rules/*.yaml", false],
  ["team/rules/node_modules/a.yaml", "rules/node_modules/*.yaml", false],
  ["team/tocsin.yaml", "*.yaml", false],
  ["tocsin.yaml", "../*.yaml", true],
])("%s is read by `team/tocsin.yaml` with %s: %s", (path, rule, expected) => {
  expect(rulePaths(["other/*.yaml", rule], "team/tocsin.yaml").isRule(path)).toBe(expected);
});

test("what leads out of the repository is known as one of several, too", () => {
  expect(rulePaths(["{../../outside,/etc,rules}/*.yaml"], "team/tocsin.yaml")).toMatchObject({
    patterns: ["rules/*.yaml"],
    astray: ["../../outside/*.yaml", "/etc/*.yaml"],
  });
});

test.each([
  [["rules/**/*.yaml", "./rules/*.yaml"], ["team/rules"]],
  [
    ["rules/a.yaml", "../shared/{a,b}.yaml"],
    ["team/rules/a.yaml", "shared"],
  ],
  [["../../outside/*.yaml"], []],
  [["rules/*.yaml", "../**"], undefined],
  [["{../shared,rules}/*.yaml"], ["shared", "team/rules"]],
  [["rules/{.,..}/*.yaml"], ["team/rules", "team"]],
  [["{../../outside,{a,{b,../c}}}/*.yaml"], ["team/a", "team/b", "c"]],
  [["{a,b}/*.yaml"], ["team"]],
  [[`${"{a,b}".repeat(40)}/{..,x}/*.yaml`], ["team"]],
])("with %j rules can only be in %j", (rules, roots) => {
  expect(rulePaths(rules, "team/tocsin.yaml").roots).toEqual(roots);
});

test.each([
  ["tocsin.yaml", ["/rules/*.yaml", "..", "../rules/*.yaml"]],
  ["team/tocsin.yaml", ["/team/rules/*.yaml", "../..", "../../rules/*.yaml"]],
])("what leads out of the repository from %s is told: %j", (workspace, rules) => {
  const { astray, patterns } = rulePaths(["rules/*.yaml", ...rules], workspace);
  expect([astray, patterns]).toEqual([rules, ["rules/*.yaml"]]);
});
