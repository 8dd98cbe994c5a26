import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { printPath } from "../../../src/core/settings/compare.ts";
import { tellDifferences } from "../../../src/core/plan/differences.ts";
import { compare } from "../../../src/core/settings/compare.ts";
import { resourceId } from "../../../src/core/resource.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { prometheusRuleGroup as kind } from "../../../src/kinds/prometheus-rule-group/prometheus-rule-group.ts";
import { compiledAs } from "../../support/compiled.ts";
import { oncall, workspace } from "./groups.ts";

const text = (rules: string, more = ""): string => `kind: PrometheusRuleGroup
name: g
location: koreacentral
spec:
  scopes: ${workspace}
  rules:
${rules}${more}`;

const three = `    - record: job:up:sum
      expression: |
        sum by (job) (up)
    - alert: PodCrash
      expression: up == 0
      severity: 1
      actionGroups: ${oncall}
    - { alert: Slow, expression: "$1 > {{ 2 }}", severity: 2 }
`;

function one(source: string, environment = "production") {
  const { stacks, said } = compiledAs(kinds, [source]);
  return { resource: stacks[environment]?.resources[0], said };
}

/** What a plan tells of the way from one text to another: path, sides, line. */
function told(before: string, after: string): readonly unknown[] {
  const [live, wish] = [one(before).resource!, one(after).resource!];
  const found = compare(kind.schema, live.settings, wish.settings);
  const names = new Map([[resourceId(oncall), "oncall"]]);
  const telling = { kind, desired: wish, before: live.settings, after: wish.settings, names };
  return tellDifferences(found, telling).map(({ path, before, after, order, origin }) => [
    `${order ? "order of " : ""}${printPath(path)}`,
    before,
    after,
    origin?.at.line,
  ]);
}

describe("a plan tells", () => {
  const whole = text(three);
  const [record = "", crash = "", slow = ""] = three.split(/(?<=\n)(?=    - )/);

  test.each<[string, string, string, readonly unknown[]]>([
    ["nothing of the same", whole, whole, []],
    [
      "what differs in a rule, by its name and line",
      whole,
      text(three.replace("up == 0", "up == 1")),
      [["rules[PodCrash].expression", "up == 0", "up == 1", 11]],
    ],
    [
      "a rule that was moved as a change of order, and of nothing else",
      whole,
      text(slow + record + crash),
      [["order of rules", ["job:up:sum", "PodCrash", "Slow"], ["Slow", "job:up:sum", "PodCrash"], 7]],
    ],
    [
      "a rule that came in between, in the author's words, and no change of order",
      text(record + slow),
      whole,
      [
        [
          "rules[PodCrash]",
          undefined,
          { alert: "PodCrash", expression: "up == 0", severity: 1, actionGroups: ["oncall"] },
          10,
        ],
      ],
    ],
    [
      "a rule that is gone",
      whole,
      text(record + crash),
      [["rules[Slow]", { alert: "Slow", expression: "$1 > {{ 2 }}", severity: 2 }, undefined, undefined]],
    ],
    [
      "a group that is gone in words",
      whole,
      text(three.replace(`      actionGroups: ${oncall}\n`, "")),
      [["rules[PodCrash].actionGroups", ["oncall"], undefined, undefined]],
    ],
    [
      "which of two of one name differs",
      text(crash + crash.replace("== 0", "== 1") + slow),
      text(crash + crash.replace("== 0", "== 2") + slow),
      [["rules[PodCrash#2].expression", "up == 1", "up == 2", 12]],
    ],
    [
      "the first of two of one name as the one that is gone",
      text(crash + crash.replace("== 0", "== 1")),
      text(crash.replace("== 0", "== 1")),
      [
        [
          "rules[PodCrash#2]",
          { alert: "PodCrash", expression: "up == 0", severity: 1, actionGroups: ["oncall"] },
          undefined,
          undefined,
        ],
      ],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });
});

describe("an environment", () => {
  const inStaging = (rules: string, source = three): ReturnType<typeof one> =>
    one(text(source, `environments: { staging: { spec: { rules: ${rules} } } }\n`), "staging");
  const rulesOf = ({ resource }: ReturnType<typeof one>): readonly JsonObject[] =>
    // Sound because the settings of a rule group hold a list of rules.
    (resource?.settings["rules"] ?? []) as readonly JsonObject[];

  test("changes a rule by its name, whichever word it stands under, and keeps the others where they are", () => {
    const changed = inStaging("{ PodCrash: { severity: 3, for: 10m }, job:up:sum: { enabled: false }, Slow: null }");
    expect(changed.said).toEqual([]);
    expect(rulesOf(changed)).toMatchObject([
      { record: "job:up:sum", enabled: false, expression: "sum by (job) (up)" },
      { alert: "PodCrash", severity: 3, for: "PT10M", expression: "up == 0" },
    ]);
    expect(rulesOf(changed)).toHaveLength(2);
    const place = (path: readonly (string | number)[]) => changed.resource?.origin(path);
    expect(place(["rules", 1, "severity"])).toMatchObject({ layer: "environments.staging", at: { line: 15 } });
    expect(place(["rules", 1, "expression"])).toMatchObject({ layer: "spec", at: { line: 11 } });
  });

  test("finds the line of a rule behind one that it removed, also of two of one name", () => {
    const twice = three.replace("alert: Slow", "alert: PodCrash");
    const without = inStaging("{ job:up:sum: null }", twice);
    expect(without.said).toEqual([]);
    expect(rulesOf(without).map(({ severity }) => severity)).toEqual([1, 2]);
    expect(without.resource?.origin(["rules", 0, "severity"]).at.line).toBe(12);
    expect(without.resource?.origin(["rules", 1, "severity"]).at.line).toBe(14);
  });

  test("is told of a name that is not there, and of one that is there twice", () => {
    expect(inStaging("{ PodCrush: { severity: 3 } }").said).toEqual([
      "15:45 unknown-element there is no `PodCrush` here to change; did you mean `PodCrash`? [staging]",
    ]);
    expect(inStaging("{ PodCrash: { severity: 3 } }", three.replace("alert: Slow", "alert: PodCrash")).said).toEqual([
      "15:45 unknown-element `PodCrash` could be any of 2 here; give them names of their own, or write the whole list [staging]",
    ]);
  });

  test("may write the whole list", () => {
    const whole = inStaging("[{ alert: Only, expression: up, severity: 4 }]");
    expect(whole.said).toEqual([]);
    expect(rulesOf(whole)).toMatchObject([{ form: "alert", alert: "Only", expression: "up" }]);
  });
});

test("texts for Prometheus pass as they are, and the last newline of a block is no part of it", () => {
  const { resource, said } = one(text(three));
  expect(said).toEqual([]);
  expect(resource?.settings["rules"]).toMatchObject([
    { expression: "sum by (job) (up)" },
    {},
    { expression: "$1 > {{ 2 }}" },
  ]);
});

test("a comment in an expression without quotes is warned of", () => {
  const { said } = one(text("    - { alert: A, severity: 1, expression: up == 0 # not in the expression\n      }\n"));
  expect(said.map((line) => line.split(" ")[1])).toEqual(["comment-in-text"]);
});
