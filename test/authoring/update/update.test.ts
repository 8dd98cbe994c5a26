import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { keep, swap, workspaceText } from "./kept-by-hand.ts";

const cpu = `# cpu is hot
kind: MetricAlert
name: cpu
spec:
  # how bad
  severity: 2 # warning
  scopes: \${cluster}
  windowSize: 5m
  evaluationFrequency: 1m
  criteria:
    # the nodes
    - avg node_cpu > 80 # percent
`;
const alone = `${cpu}only: [production]\n`;
const oncall = `kind: ActionGroup
name: oncall
only: [production]
spec:
  groupShortName: oncall
  emailReceivers: [{ name: admin, emailAddress: a@b.c }] # whoever is on call
  webhookReceivers: [{ name: slack, serviceUri: "\${secret:hook}", useCommonAlertSchema: true }]
`;
const each = (limits: string): string =>
  swap(cpu, ["cpu\n", `cpu-\${each.key}\nforEach: ${limits} # entries\n`], ["> 80", "> ${each.value.limit}"]);
const inProduction = (override: string): string => `${cpu}environments:\n  production: ${override}\n`;

type Swap = readonly [string, string];

describe("the only environment of a definition: what is changed by hand is written where it stands", () => {
  test.each<[what: string, rules: string, byHand: readonly Swap[]]>([
    ["a number", alone, [["severity: 2", "severity: 3"]]],
    ["a condition", alone, [["> 80", ">= 75"]]],
    ["a length of time", alone, [["windowSize: 5m", "windowSize: 15m"]]],
    ["a length of time in Azure's spelling", swap(alone, ["5m", "PT5M"]), [["PT5M", "PT15M"]]],
    ["a condition's name", alone, [["> 80", "> 80 as 'x y'"]]],
    [
      "several things at once",
      alone,
      [
        ["> 80", "< 75"],
        ["severity: 2", "severity: 0"],
      ],
    ],
    ["another resource, as the variable that holds it", alone, [["${cluster}", "${other}"]]],
    [
      "two resources",
      alone,
      [
        ["${cluster}", `["\${cluster}", "\${other}"]`],
        ["1m\n", "1m\n  targetResourceRegion: koreacentral\n"],
      ],
    ],
    ["that it is off", alone, [["# warning", "# warning\n  enabled: false"]]],
    [
      "a text with a variable in it",
      swap(alone, ["severity: 2 ", "description: See ${runbooks}/cpu now\n  severity: 2 "]),
      [["See ${runbooks}/cpu now", "Look at ${runbooks}/cpu"]],
    ],
    ["a tag", `${alone}tags: { a: b }\n`, [["a: b", "a: c"]]],
    ["one condition more", alone, [["80 # percent", "80 # percent\n    - max disk > 4 as disk"]]],
    ["a receiver's address, beside a secret", oncall, [["a@b.c", "d@e.f"]]],
    ["a receiver more", oncall, [["a@b.c }", "a@b.c }, { name: boss, emailAddress: d@e.f }"]]],
  ])("%s", (_what, rules, byHand) => {
    const kept = keep(rules, swap(rules, ...byHand));
    expect(kept).toMatchObject({ left: [], rest: [], rules: swap(rules, ...byHand), workspace: workspaceText });
  });

  test("a value of Azure's environment tag becomes the definition's own", () => {
    const kept = keep(alone, `${alone}tags: { costCenter: "1" }\n`);
    expect(kept).toMatchObject({ left: [], rest: [] });
    expect(kept.rules).toBe(swap(alone, ["spec:\n", `tags: { costCenter: "1" }\nspec:\n`]));
  });

  test("conditions that lose one keep their names", () => {
    const three = swap(alone, ["# percent", "# percent\n    - max node_mem > 3\n    - max disk > 4"]);
    const kept = keep(
      three,
      swap(
        alone,
        ["avg node_cpu > 80", "max node_mem > 5 as Metric2"],
        ["# percent", "# percent\n    - max disk > 4 as Metric3"],
      ),
    );
    expect(kept).toMatchObject({ left: [], rest: [] });
    expect(kept.rules).toContain("- max node_mem > 5 as Metric2");
    expect(kept.rules).toContain("- max disk > 4 as Metric3");
  });

  test("identity comes and goes", () => {
    const rule = `kind: LogAlert\nname: errors\nonly: [production]\nspec:\n  severity: 1\n  scopes: \${logs}\n  windowSize: 5m\n  evaluationFrequency: 5m\n  query: T\n  criteria: count > 5\n`;
    const withOne = swap(rule, ["  severity", "  identity: SystemAssigned\n  severity"]);
    expect(keep(rule, withOne)).toMatchObject({ left: [], rest: [] });
    expect(keep(rule, withOne).rules).toContain("  identity: SystemAssigned\n");
    expect(keep(withOne, rule)).toMatchObject({ left: [], rest: [], rules: rule });
  });
});

describe("a definition of several environments: what is changed by hand is that environment's override", () => {
  test.each<readonly [string, string, readonly Swap[], string]>([
    [
      "a number and a threshold",
      cpu,
      [
        ["severity: 2", "severity: 3"],
        ["> 80", "> 85"],
      ],
      inProduction("{ spec: { severity: 3, criteria: { Metric1: { threshold: 85 } } } }"),
    ],
    [
      "another sort of condition",
      cpu,
      [["> 80", "> dynamic high 3 of 4"]],
      inProduction("{ spec: { criteria: { Metric1: avg node_cpu > dynamic high 3 of 4 } } }"),
    ],
    [
      "one condition more",
      cpu,
      [["# percent", "# percent\n    - max node_mem > 3 as two"]],
      inProduction("{ spec: { criteria: [avg node_cpu > 80, max node_mem > 3 as two] } }"),
    ],
    [
      "a variable that others share",
      swap(cpu, ["> 80", "> ${maxErrorRate}"]),
      [["${maxErrorRate}", "9"]],
      swap(inProduction("{ spec: { criteria: { Metric1: { threshold: 9 } } } }"), ["> 80", "> ${maxErrorRate}"]),
    ],
  ])("%s", (_what, rules, byHand, expected) => {
    expect(keep(rules, swap(rules, ...byHand))).toMatchObject({
      left: [],
      rest: [],
      rules: expected,
      workspace: workspaceText,
    });
  });

  test("where an override says it already, it says the new value", () => {
    const rules = inProduction("{ spec: { severity: 1 } } # loud");
    expect(keep(rules, inProduction("{ spec: { severity: 4 } }")).rules).toBe(
      inProduction("{ spec: { severity: 4 } } # loud"),
    );
    expect(keep(rules, cpu)).toMatchObject({ rules: cpu, rest: [] });
  });

  test("an environment's own variable that is used only there gets the new value", () => {
    const rules = swap(cpu, ["> 80", "> ${maxErrorRate}"]);
    const kept = keep(rules, swap(cpu, ["> 80", "> 9"]), { environment: "staging" });
    expect(kept).toMatchObject({
      left: [],
      rest: [],
      rules,
      workspace: swap(workspaceText, ["maxErrorRate: 20", "maxErrorRate: 9"]),
    });
    expect(kept.updated.resources[0]!.sources.map(({ path }) => path.join("."))).toEqual([
      "environments.staging.variables.maxErrorRate",
    ]);
  });
});

describe("a definition with `forEach`", () => {
  test("keeps what is changed by hand in its entry", () => {
    const rules = `${each("{ a: { limit: 1 }, b: { limit: 2 } }")}only: [production]\n`;
    expect(keep(rules, swap(rules, ["limit: 2", "limit: 7"]))).toMatchObject({
      left: [],
      rest: [],
      rules: swap(rules, ["limit: 2", "limit: 7"]),
    });
  });

  test("keeps it in the environment's entry, where there are others", () => {
    const rules = each("{ a: { limit: 1 }, b: { limit: 2 } }");
    const expected = `${rules}environments:\n  production: { forEach: { b: { limit: 7 } } }\n`;
    expect(keep(rules, swap(rules, ["limit: 2", "limit: 7"]))).toMatchObject({ left: [], rest: [], rules: expected });
  });

  test("says what all of them have in Azure", () => {
    const rules = `${each("{ a: { limit: 1 }, b: { limit: 2 } }")}only: [production]\n`;
    const byHand = swap(rules, ["severity: 2", "severity: 1"]);
    expect(keep(rules, byHand)).toMatchObject({ left: [], rest: [], rules: byHand });
  });

  test("is left where only one of them differs in what all share", () => {
    const rules = `${each("{ a: { limit: 1 }, b: { limit: 2 } }")}only: [production]\n`;
    const byHand = swap(
      rules,
      ["limit: 2", "limit: 2, s: 4"],
      ["limit: 1", "limit: 1, s: 2"],
      ["severity: 2", "severity: ${each.value.s}"],
    );
    const kept = keep(rules, byHand);
    expect(kept.rules).toBe(rules);
    expect(kept.left).toEqual([
      "-: no edit does it alone: MetricAlert cpu-a would change as well; write it by hand, or give each a definition of its own",
    ]);
  });
});

describe("what is not written is told", () => {
  test("a secret that is another one in Azure; the rest is written", () => {
    const kept = keep(
      oncall,
      swap(oncall, ["${secret:hook}", "https://hooks.example/somebody-else"], ["a@b.c", "d@e.f"]),
    );
    expect(kept.rules).toBe(swap(oncall, ["a@b.c", "d@e.f"]));
    expect(kept.left).toEqual([
      "webhookReceivers[slack].serviceUri: the secret is another one in Azure; change it where the secret is kept",
    ]);
  });

  test("a receiver that came with a secret", () => {
    const kept = keep(
      oncall,
      swap(oncall, [
        "webhookReceivers: [",
        "webhookReceivers: [{ name: new, serviceUri: https://hooks.example/new }, ",
      ]),
    );
    expect(kept.rules).toBe(oncall);
    expect(kept.left[0]).toMatch(
      /^webhookReceivers\[new\]: what Azure has is secret, and this run has no name for it; write/,
    );
  });

  test("a text that looks like a credential", () => {
    const description = "description: sv=2022-11-02&sig=Abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG%3D";
    const kept = keep(alone, swap(alone, ["severity: 2 ", `${description}\n  severity: 2 `]));
    expect(kept.rules).toBe(alone);
    expect(kept.left[0]).toMatch(/^description: what Azure has (is secret|looks like)/);
  });

  test("an alias, which stands for other places too, is overridden in the environment", () => {
    const rules = swap(
      alone,
      ["windowSize: 5m", "windowSize: &time 5m"],
      ["evaluationFrequency: 1m", "evaluationFrequency: *time"],
    );
    const kept = keep(rules, swap(rules, ["&time 5m", "15m"], ["*time", "5m"]));
    expect(kept).toMatchObject({
      left: [],
      rest: [],
      rules: `${rules}environments:\n  production: { spec: { windowSize: 15m } }\n`,
    });
  });
});

describe("`arm`", () => {
  const rules = `${alone}arm: { properties: { severity: 1, future: on } } # laid over\n`;

  test("says what Azure has where it says it, known to the schema or not", () => {
    expect(keep(rules, swap(rules, ["severity: 1", "severity: 4"], ["future: on", "future: off"]))).toMatchObject({
      left: [],
      rest: [],
      rules: swap(rules, ["severity: 1", "severity: 4"], ["future: on", "future: off"]),
    });
  });

  test("what Azure has beyond it needs no word", () => {
    const beyond = (body: JsonObject): JsonObject => ({
      ...body,
      properties: { ...(body["properties"] as JsonObject), newer: 1 },
    });
    const kept = keep(alone, swap(alone, ["severity: 2", "severity: 3"]), {
      change: (one) => ({ ...one, body: beyond(one.body) }),
    });
    expect(kept).toMatchObject({ left: [], rest: [], rules: swap(alone, ["severity: 2", "severity: 3"]) });
  });
});
