import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/emulator/arm/json.ts";
import { at, azure, group, refusal, types } from "./azure.ts";

const { body } = types.prometheusRuleGroups;
const [record, alert] = body.properties.rules;
const workspace = body.properties.scopes[0];
const cluster = `${group}/providers/Microsoft.ContainerService/managedClusters/aks`;

test("a rule group is answered as it was sent, in the same order, with nothing filled in", async () => {
  const { create } = azure();
  const actions = ["b", "a"].map((name) => ({ actionGroupId: `${group}/${name}`, actionProperties: { k: "v" } }));
  const rules = [
    { ...alert, actions, resolveConfiguration: { autoResolved: false } },
    record,
    record,
    { ...alert, severity: 0 },
  ];
  const answered = await create("prometheusRuleGroups", { properties: { rules } });
  expect(answered.body.properties).toEqual({ ...body.properties, rules });
  expect(Object.keys(answered.body)).toEqual(["id", "name", "type", "location", "properties"]);
});

test("what no version knows is dropped without a word", async () => {
  const { create } = azure();
  const rules = [{ ...alert, keep_firing_for: "5m", expr: "up" }];
  const answered = await create("prometheusRuleGroups", { properties: { rules, limit: 5 } });
  expect(answered.body.properties).toEqual({ scopes: [workspace], rules: [alert] });
});

test("a PATCH changes tags and whether the group is enabled, and nothing else", async () => {
  const { ask, create } = azure();
  await create("prometheusRuleGroups");
  const patch = { tags: { a: "b" }, properties: { enabled: false, rules: [] } };
  const patched = await ask("PATCH", at("prometheusRuleGroups"), patch);
  expect([patched.status, patched.body.tags, patched.body.properties]).toEqual([
    200,
    { a: "b" },
    { ...body.properties, enabled: false },
  ]);
});

test("a write tells both of its allowances, and the 31st within a minute is told to wait", async () => {
  const now = new Date("2026-11-20T12:00:00Z");
  const { create } = azure({ rateLimits: "real", now: () => now });
  expect((await create("prometheusRuleGroups")).headers).toMatchObject({
    "x-ms-ratelimit-remaining-subscription-resource-requests": "299",
    "x-rate-limit-limit": "1m",
    "x-rate-limit-remaining": "29",
    "x-rate-limit-reset": "2026-11-20T12:01:00.0000000Z",
  });
  for (let write = 0; write < 29; write++) expect((await create("prometheusRuleGroups")).status).toBe(200);
  const { status, headers } = await create("prometheusRuleGroups");
  expect([status, headers["retry-after"]]).toEqual([429, "60"]);
});

test("the workspace of a group stays what it is, and a cluster may come", async () => {
  const { create } = azure();
  await create("prometheusRuleGroups");
  expect((await create("prometheusRuleGroups", { properties: { scopes: [cluster, workspace] } })).status).toBe(200);
  const moved = await create("prometheusRuleGroups", { properties: { scopes: [`${workspace}2`] } });
  expect([moved.status, moved.body.message]).toEqual([400, expect.stringContaining("cannot be changed")]);
});

test("a name that the service does not take is refused in its words", async () => {
  const { ask } = azure();
  const url = at("prometheusRuleGroups").replace("/one?", "/a%3Ab?");
  const { status, body: answered } = await ask("PUT", url, body);
  expect([status, answered.code, answered.message]).toEqual([
    400,
    "BadRequest",
    expect.stringMatching(
      /^The alert rule name can’t contain the following characters: @ .* Activity ID: [-0-9a-f]+\.$/,
    ),
  ]);
});

describe("is refused", () => {
  test.each<[string, JsonObject, RegExp]>([
    ["without scopes", { scopes: undefined }, /'scopes' not found/],
    ["without a workspace", { scopes: [cluster] }, /one Azure Monitor workspace/],
    ["with two workspaces", { scopes: [workspace, `${workspace}2`] }, /one Azure Monitor workspace/],
    ["without rules", { rules: [] }, /at least one rule/],
    ["with 21 rules", { rules: Array.from({ length: 21 }, () => record) }, /has 21 rules, at most 20/],
    ["with an interval of half a minute", { interval: "PT30S" }, /interval 'PT30S'/],
    ["with an interval of two days", { interval: "P2D" }, /interval 'P2D'/],
    ["with a rule of both sorts", { rules: [{ ...alert, ...record }] }, /rules\[0\] must have either/],
    ["with a rule of neither sort", { rules: [record, { expression: "up" }] }, /rules\[1\] must have either/],
    ["with a rule without expression", { rules: [{ alert: "A" }] }, /'expression' not found/],
    ["with an empty expression", { rules: [{ ...alert, expression: "" }] }, /must have an expression/],
    ["with an empty `for`", { rules: [{ ...alert, for: "" }] }, /for '' is not a valid duration/],
    ["with severity 5", { rules: [{ ...alert, severity: 5 }] }, /severity 5 is not valid/],
    ["with a recording rule that has a severity", { rules: [{ ...record, severity: 0 }] }, /must not have severity/],
    ["with a recording rule that tells somebody", { rules: [{ ...record, actions: [] }] }, /must not have actions/],
    [
      "with six groups at a rule",
      { rules: [{ ...alert, actions: Array.from("abcdef").map((name) => ({ actionGroupId: `${group}/${name}` })) }] },
      /6 action groups/,
    ],
  ])("%s", async (_, properties, message) => {
    expect(await refusal("prometheusRuleGroups", properties)).toEqual({
      status: 400,
      body: { code: "BadRequest", message: expect.stringMatching(message) },
    });
  });
});
