import { describe, expect, test } from "vitest";
import { compare } from "../../../src/core/settings/compare.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { prometheusRuleGroup as kind } from "../../../src/kinds/prometheus-rule-group/prometheus-rule-group.ts";
import { readBody, saidOf, settingsOf } from "../said-of.ts";
import { cluster, down, group, oncall, recorded, workspace } from "./groups.ts";

describe("the body", () => {
  test("says severity 0, what resolves and what is enabled, and never what is empty", () => {
    const spec = group(recorded, { ...down, for: "", labels: {} }, { alert: "Quiet", expression: "up", severity: 1 });
    expect(kind.toArm(settingsOf(kind, { ...spec, description: "" }))).toEqual({
      location: "koreacentral",
      properties: {
        enabled: true,
        interval: "PT1M",
        scopes: [workspace],
        rules: [
          { ...recorded, enabled: true },
          {
            alert: "TargetDown",
            expression: "up == 0",
            severity: 0,
            annotations: { summary: "{{ $labels.job }} is down: {{ $value }} of $1" },
            enabled: true,
            resolveConfiguration: { autoResolved: true, timeToResolve: "PT5M" },
            actions: [{ actionGroupId: oncall, actionProperties: { "IcM.Title": "down" } }],
          },
          {
            alert: "Quiet",
            expression: "up",
            severity: 1,
            enabled: true,
            resolveConfiguration: { autoResolved: true, timeToResolve: "PT5M" },
          },
        ],
      },
    });
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["said for itself", { timeToResolve: "PT10M" }, { autoResolved: true, timeToResolve: "PT10M" }],
    ["left to Azure's five minutes", { autoResolved: true }, { autoResolved: true, timeToResolve: "PT5M" }],
    ["that never comes", { autoResolved: false }, { autoResolved: false }],
  ])("has an end %s", (_, resolveConfiguration, expected) => {
    const { rules } = settingsOf(kind, group({ ...down, resolveConfiguration }));
    expect(rules).toMatchObject([{ resolveConfiguration: expected }]);
    // Sound because the group has one rule.
    expect((rules as readonly JsonObject[])[0]?.["resolveConfiguration"]).toEqual(expected);
  });
});

describe("what Azure has", () => {
  const minimal = {
    location: "Korea Central",
    properties: { scopes: [workspace.toUpperCase()], rules: [{ record: "", ...down, actionGroups: undefined }] },
  };
  const { actionGroups: _, ...silent } = down;

  test("is the same where it leaves out what we say by default", () => {
    const { settings, beside } = readBody(kind, JSON.parse(JSON.stringify(minimal)) as JsonObject);
    expect(compare(kind.schema, settings, settingsOf(kind, group(silent)))).toEqual([]);
    expect(beside).toBe(undefined);
  });

  test("is the same with other line ends and a last newline in an expression", () => {
    const spec = group({ ...recorded, expression: "sum by (job) (\n  up\n)" });
    const body = kind.toArm(settingsOf(kind, group({ ...recorded, expression: "sum by (job) (\r\n  up\r\n)\n" })));
    expect(compare(kind.schema, readBody(kind, body).settings, settingsOf(kind, spec))).toEqual([]);
  });

  test("of a sort that nobody knows stays as it is, among its neighbours", () => {
    const strange = { template: "x", actions: [{ actionGroupId: oncall }] };
    const { rules, ...rest } = group();
    // Sound because the group was made with a list of rules.
    const known = kind.toArm(settingsOf(kind, { ...rest, rules: (rules as readonly JsonObject[]).slice(0, 1) }));
    const { properties } = known as { readonly properties: JsonObject };
    const body = { ...known, properties: { ...properties, rules: [strange, { ...recorded, enabled: true }] } };
    const { settings, beside } = readBody(kind, body);
    expect(kind.toArm(settings)).toEqual(body);
    expect(beside).toBe(undefined);
    expect(kind.alerts(settings)).toEqual([]);
  });

  test("and we have no word for is found at its rule, by the rule's name", () => {
    const body = kind.toArm(settingsOf(kind, group()));
    const text = JSON.stringify(body).replace('"alert":"TargetDown"', '"alert":"TargetDown","keepFiringFor":"PT5M"');
    // Sound because one property was put into the text of an object.
    const { beside } = readBody(kind, JSON.parse(text) as JsonObject);
    expect(beside).toEqual({ properties: { rules: { targetdown: { keepFiringFor: "PT5M" } } } });
  });
});

describe("what is said of", () => {
  const many = (count: number): JsonObject => group(...Array.from({ length: count }, () => recorded));
  const rules = (...some: readonly JsonObject[]): JsonObject => group(...some);

  test.each<[string, JsonObject, readonly string[]]>([
    ["both sorts", group(), []],
    ["one name twice, which Prometheus takes", rules(down, { ...down, expression: "up == 1" }), []],
    ["a cluster beside the workspace", { ...group(), scopes: [cluster, workspace] }, []],
    ["20 rules", many(20), []],
    ["21 rules", many(21), ["rules: illegal-value: `rules` has more than 20 elements, which Azure does not take"]],
    ["no rules", { ...group(), rules: [] }, [": missing-property: `rules` is missing"]],
    [
      "six groups",
      rules({ ...down, actionGroups: Array.from("abcdef").map((name) => ({ name })) }),
      ["rules.0.actionGroups: illegal-value: `actionGroups` has more than 5 elements, which Azure does not take"],
    ],
    [
      "severity in a recording rule",
      rules({ ...recorded, severity: 2 }),
      ["rules.0.severity: unknown-property: `severity` belongs to an alert rule, and this is a recording rule"],
    ],
    [
      "two names in a rule",
      rules({ ...recorded, ...down }),
      ["rules.0.record: unknown-property: `record` belongs to a recording rule, and this is an alert rule"],
    ],
    [
      "no name in a rule",
      rules({ expression: "up" }),
      [
        "rules.0: missing-property: `alert` is missing: the name of the alert; a rule that records has `record` instead",
      ],
    ],
    [
      "a misspelt alert",
      rules({ alrt: "A", expression: "up", severity: 1 }),
      ["rules.0.alrt: unknown-property: unknown property `alrt`; did you mean `alert`?"],
    ],
    [
      "a misspelt record",
      rules({ recrd: "a", expression: "up" }),
      ["rules.0.recrd: unknown-property: unknown property `recrd`; did you mean `record`?"],
    ],
    [
      "Prometheus' own word",
      rules({ alert: "A", expr: "up", severity: 1 }),
      ["rules.0.expr: unknown-property: unknown property `expr`; did you mean `expression`?"],
    ],
    [
      "no expression",
      rules({ ...recorded, expression: "" }),
      ["rules.0: missing-property: `expression` is missing: a PromQL expression"],
    ],
    [
      "a label that is a number",
      rules({ ...recorded, labels: { tier: 1 } }),
      ['rules.0.labels.tier: wrong-type: `tier` is a text, and 1 is a number; write it quoted: `"1"`'],
    ],
    [
      "names Prometheus has not",
      rules({ ...recorded, record: "9-up", labels: { "a/b": "x" } }),
      [
        "rules.0.record: prometheus-name: `9-up` is no name of a metric: letters, digits, `_` and `:`, and no digit first",
        "rules.0.labels.a/b: prometheus-name: `a/b` is no name of a label: letters, digits and `_`, no digit first, and not `__name__`",
      ],
    ],
    [
      "an alert without severity",
      rules({ alert: "A", expression: "up" }),
      [
        "rules.0: prometheus-severity: `A` has no `severity`: Azure's reference says it is 3 then, and it was seen to be 4",
      ],
    ],
    [
      "a quarter of an hour and a minute",
      { ...group(), interval: "PT16M" },
      [
        "interval: unlisted-length: `interval` of 16m is more than the 15m of Azure's reference; its list of limits says 1d",
      ],
    ],
    [
      "half a minute",
      { ...group(), interval: "PT30S" },
      ["interval: prometheus-interval: `interval` of 30s; Azure evaluates a group every 1m to 15m, at most every 1d"],
    ],
    [
      "a cluster alone",
      { ...group(), scopes: [cluster] },
      [
        "scopes: prometheus-scopes: no Azure Monitor workspace among the scopes; a group looks at one workspace, whose id ends in `/providers/Microsoft.Monitor/accounts/NAME`, and at most one of its clusters",
      ],
    ],
    [
      "two workspaces",
      { ...group(), scopes: [workspace, `${workspace}2`] },
      [
        "scopes: prometheus-scopes: 2 Azure Monitor workspaces among the scopes; a group looks at one workspace, whose id ends in `/providers/Microsoft.Monitor/accounts/NAME`, and at most one of its clusters",
      ],
    ],
    [
      "a group for all regions",
      { ...group(), location: "global" },
      [
        "location: illegal-value: `location: global` is not what is wanted here: a region, that of the Azure Monitor workspace; the environment has no `location` either",
      ],
    ],
  ])("%s", (_, spec, expected) => {
    expect(saidOf(kind, spec)).toEqual(expected);
  });
});
