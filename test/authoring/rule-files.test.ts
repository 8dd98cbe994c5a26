import { posix } from "node:path";
import { expect, test } from "vitest";
import type { Draft } from "../../src/authoring/draft.ts";
import { filesOf, folderOfRules, schemaNamedBy, type Layout } from "../../src/authoring/rule-files.ts";
import { kinds } from "../../src/kinds/kinds.ts";

const byName = new Map(kinds.map((kind) => [kind.name, kind]));

function draft(kind: string, name: string, watched?: string): Draft {
  return { kind, name, tags: {}, spec: {}, comments: [], ids: [], ...(watched === undefined ? {} : { watched }) };
}

function layout(rules: readonly string[], more: Partial<Layout> & { readonly taken?: readonly string[] } = {}): Layout {
  const { taken = [], ...rest } = more;
  const isRead = (path: string): boolean => rules.some((rule) => posix.matchesGlob(path, rule));
  return { folder: folderOfRules(rules), isRead, isTaken: (path) => taken.includes(path), ...rest };
}

const some = [
  draft("MetricAlert", "b 10", "managed-clusters"),
  draft("MetricAlert", "b 9", "managed-clusters"),
  draft("MetricAlert", "web", "web-tests"),
  draft("LogAlert", "whole", undefined),
  draft("LogAlert", "x", "log-workspaces"),
  draft("ActionGroup", "oncall"),
];

test.each<[readonly string[], Parameters<typeof layout>[1], readonly string[]]>([
  [
    ["rules/**/*.yaml"],
    {},
    [
      "rules/action-groups.yaml",
      "rules/log-alerts/log-workspaces.yaml",
      "rules/log-alerts/others.yaml",
      "rules/metric-alerts/managed-clusters.yaml",
      "rules/metric-alerts/web-tests.yaml",
    ],
  ],
  [
    ["./alerts/*.yml"],
    { taken: ["alerts/action-groups.yml"] },
    [
      "alerts/action-groups-2.yml",
      "alerts/log-alerts-log-workspaces.yml",
      "alerts/log-alerts-others.yml",
      "alerts/metric-alerts-managed-clusters.yml",
      "alerts/metric-alerts-web-tests.yml",
    ],
  ],
  [
    ["all.yaml"],
    {
      environment: "Production KRC",
      taken: ["action-groups.yaml", "log-alerts/others.yaml", "log-alerts/others-production-krc.yaml"],
    },
    [
      "action-groups-production-krc.yaml",
      "log-alerts/log-workspaces.yaml",
      "log-alerts/others-production-krc-2.yaml",
      "metric-alerts/managed-clusters.yaml",
      "metric-alerts/web-tests.yaml",
    ],
  ],
])("the files for rules %j %j", (rules, more, expected) => {
  const rulesAsWritten = rules.map((rule) => rule.replace("./", ""));
  const files = filesOf(some, byName, { ...layout(rulesAsWritten, more), folder: folderOfRules(rules) });
  expect(files.map(({ path }) => path)).toEqual(expected);
});

test("definitions are by name as people sort, each with its line, comments above it, and the schema in the first line", () => {
  const drafts = [
    { ...draft("MetricAlert", "a 10"), comments: ["Not adopted:", "  x"] },
    draft("MetricAlert", "b ${x} 9"),
  ];
  const [file] = filesOf(drafts, byName, layout(["rules/**/*.yaml"], { schema: "schemas/definition.json" }));
  expect(file?.text).toBe(`# yaml-language-server: $schema=../schemas/definition.json
# Not adopted:
#   x
kind: MetricAlert
name: a 10
spec: {}
---
kind: MetricAlert
name: b $\${x} 9
spec: {}
`);
  expect(file?.lines).toEqual([2, 7]);
});

test.each([
  ["\n", "a line feed"],
  ["\r", "a carriage return"],
  ["\r\n", "both"],
  ["\u0085", "NEL"],
  ["\u2028", "LS"],
  ["\u2029", "PS"],
  ["\f\u001b[2K\u0000\ue000\u202e\ud800", "what acts or may not stand in a file"],
])("what a comment says of Azure stays one line of a comment, whatever is in it: %j is %s", (mark) => {
  const said = ["it was written by", "ActionGroup", "name: evil", "---", "kind: ActionGroup"].join(mark);
  const [file] = filesOf([{ ...draft("MetricAlert", "a"), comments: [said] }], byName, layout(["rules/**/*.yaml"]));
  const lines = (file?.text ?? "").split(/[\r\n\u0085\u2028\u2029]/);
  expect(lines.slice(2)).toEqual(["kind: MetricAlert", "name: a", "spec: {}", ""]);
  expect(lines[1]).toMatch(/^# it was written by.*ActionGroup.*name: evil.*---.*kind: ActionGroup$/);
  expect(file?.text).not.toMatch(/[^\P{C}\n]/u);
});

test("what looks like a credential does not come into a comment", () => {
  const comments = ["  description: https://x.example/?sig=abcdefghij0123456789 in Azure"];
  const [file] = filesOf([{ ...draft("MetricAlert", "a"), comments }], byName, layout(["rules/**/*.yaml"]));
  expect(file?.text).toContain("#   description: https://x.example/?sig=… in Azure\n");
});

test.each([
  ["rules/a.yaml", "../schemas/d.json", "schemas/d.json"],
  ["rules/x/a.yaml", "./../../.tocsin/d.json", ".tocsin/d.json"],
  ["a.yaml", "../outside.json", undefined],
  ["rules/a.yaml", "https://example.com/d.json", "https://example.com/d.json"],
])("%s with the schema %s names %s", (path, named, expected) => {
  expect(schemaNamedBy(path, `# yaml-language-server: $schema=${named}\nkind: X\n`)).toBe(expected);
});
