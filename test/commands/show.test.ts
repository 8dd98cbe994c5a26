import { expect, test } from "vitest";
import { load } from "../../src/commands/load.ts";
import { show, showList, type ShowInputs } from "../../src/commands/show.ts";
import { readWorkspace } from "../../src/core/language/workspace.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { rules, workspace as workspaceText } from "../cli/tocsin.ts";

function inputs(text: string): ShowInputs {
  const workspace = readWorkspace({ path: "tocsin.yaml", text: workspaceText }).value;
  if (workspace === undefined) throw new Error("the workspace of the test is none");
  const files = [{ path: "rules/a.yaml", text }];
  const loaded = load({
    workspace,
    files,
    diagnostics: [],
    environments: workspace.environments,
    kinds,
    today: "2026-11-20",
  });
  return { workspace, loaded, kinds, source: "github.com/company/alerts", now: "2026-11-20T12:00:00Z" };
}

test("the list has every resource once, with the environments it is in", () => {
  const list = showList(
    inputs(
      rules.replace("name: oncall\n", "name: oncall\nonly: [production]\n").replace("  actionGroups: oncall\n", ""),
    ),
  );
  expect(list.resources.map(({ kind, name, environments }) => [kind, name, ...environments])).toEqual([
    ["ActionGroup", "oncall", "production"],
    ["MetricAlert", "cpu-high", "production", "staging"],
  ]);
});

test("a definition is shown in the author's words, with the layer and the line that say each", () => {
  const { shown } = show("CPU-High", inputs(rules));
  const staging = shown.find((one) => one.subject.environment === "staging");
  const told = Object.fromEntries(
    (staging?.settings ?? []).map(({ path, value, layer, at }) => [path, [value, layer, at.line]]),
  );
  expect(told).toMatchObject({
    severity: [3, "environments.staging", 18],
    windowSize: ["5m", "spec", 12],
    "criteria[Metric1]": ["avg Percentage CPU > 80", "spec", 15],
    actionGroups: [["oncall"], "spec", 16],
    enabled: [true, "default", expect.any(Number)],
  });
  expect(Object.keys(told)).not.toContain("criteriaType");
});

test("whom it pages is known without Azure, and what is not of the stack is not called missing", () => {
  const foreign = "/subscriptions/1/resourceGroups/other/providers/Microsoft.Insights/actionGroups/platform";
  const { shown } = show(
    "cpu-high",
    inputs(rules.replace("actionGroups: oncall", `actionGroups: [oncall, ${foreign}]`)),
  );
  expect(shown[0]?.paging.groups.map(({ name, state }) => [name, state])).toEqual([
    ["oncall", "reached"],
    ["platform", "elsewhere"],
  ]);
});

test("the ARM body has our tags, secrets as templates, and Azure's own `${` as they go over the wire", () => {
  const text = rules
    .replace(
      "actionGroups: oncall\n",
      () => "actionGroups: [{ name: oncall, webhookProperties: { a: '$${b} ${secret:slack}', c: '$${d}' } }]\n",
    )
    .replace("kind: MetricAlert\n", "kind: MetricAlert\narm: { properties: { newThing: 1 } }\ntags: { team: web }\n");
  const { shown, diagnostics } = show("cpu-high", inputs(text));
  expect(diagnostics).toEqual([]);
  expect(shown[0]?.body).toMatchObject({
    tags: { team: "web", "tocsin-stack": "shop/production", "tocsin-source": "github.com/company/alerts" },
    properties: { newThing: 1, actions: [{ webHookProperties: { a: "$${b} ${secret:slack}", c: "${d}" } }] },
  });
});

test("a name there is none is an error with the nearest", () => {
  const { shown, diagnostics } = show("cpu-hihg", inputs(rules));
  expect(shown).toEqual([]);
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ["unknown-name", "nothing here is called `cpu-hihg`; did you mean `cpu-high`?"],
  ]);
});

test("a name whose definition has a mistake is not said to be nowhere", () => {
  const { shown, diagnostics } = show(
    "cpu-high",
    inputs(rules.replace("name: cpu-high\n", "name: cpu-high\nnmae: x\n")),
  );
  expect(shown).toEqual([]);
  expect(diagnostics.map(({ code, message }) => [code, message])).toContainEqual([
    "unknown-name",
    "`cpu-high` cannot be shown: nothing here is called so, or one of these errors is in its way; known: `oncall`",
  ]);
});
