import { expect, test } from "vitest";
import type { Draft } from "../../src/authoring/draft.ts";
import { wordIds, type NamedResource } from "../../src/authoring/ids.ts";
import type { Json, JsonObject } from "../../src/core/json.ts";
import { armIdOf, resourceId } from "../../src/core/resource.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { environment } from "../support/stacks.ts";

const sub = environment.subscription;
const rg = `/subscriptions/${sub}/resourceGroups/rg-ai/providers`;
const cluster = `${rg}/Microsoft.ContainerService/managedClusters/aks-ai`;
const group = (name: string, resourceGroup = "rg-alerts"): string =>
  `/subscriptions/${sub}/resourceGroups/${resourceGroup}/providers/microsoft.insights/actionGroups/${name}`;

const own = "/subscriptions/${subscription}/resourceGroups/${resourceGroup}";

function draft(spec: JsonObject, more: Partial<Draft> = {}): Draft {
  return { kind: "MetricAlert", name: "cpu", tags: {}, spec, comments: [], ids: [], ...more };
}

function named(name: string, resourceGroup = "rg-alerts"): NamedResource {
  const armId = armIdOf({ subscription: sub, resourceGroup }, "Microsoft.Insights/actionGroups", name);
  return { id: resourceId(armId), name, resourceGroup, type: "Microsoft.Insights/actionGroups" };
}

interface Given {
  readonly variables?: JsonObject;
  readonly named?: readonly NamedResource[];
}

function worded(drafts: readonly Draft[], { variables = {}, named: all = [] }: Given = {}) {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const result = wordIds(drafts, {
    kinds: byName,
    environment: { ...environment, variables },
    named: all,
    taken: Object.keys(variables),
  });
  return { specs: result.drafts.map(({ spec }) => spec), variables: Object.fromEntries(result.variables) };
}

test.each<[string, Json, JsonObject, Json]>([
  ["the variable that holds it", cluster, { cluster }, "${cluster}"],
  ["whatever the case of its letters", cluster.toUpperCase(), { cluster }, "${cluster}"],
  ["without the slash it begins with", cluster.slice(1), { cluster }, "${cluster}"],
  ["a part of a variable", cluster, { ai: { cluster } }, "${ai.cluster}"],
  [
    "the variable it begins with, the longest",
    `${cluster}/agentPools/a`,
    { ids: rg, cluster },
    "${cluster}/agentPools/a",
  ],
  [
    "no variable that only begins like it",
    `${cluster}2`,
    { cluster },
    `/subscriptions/\${subscription}${`${cluster}2`.slice(15 + sub.length)}`,
  ],
  ["the environment's subscription", `/subscriptions/${sub}`, {}, "/subscriptions/${subscription}"],
  ["the environment's resource group", `/subscriptions/${sub}/resourceGroups/rg-alerts`, {}, own],
  [
    "what is in the environment's group",
    `/subscriptions/${sub}/resourcegroups/RG-ALERTS/providers/x/y/z`,
    {},
    `${own}/providers/x/y/z`,
  ],
  [
    "no group that only begins like it",
    `/subscriptions/${sub}/resourceGroups/rg-alerts2`,
    {},
    "/subscriptions/${subscription}/resourceGroups/rg-alerts2",
  ],
  ["nothing where it is another's", "/subscriptions/x/resourceGroups/y", {}, "/subscriptions/x/resourceGroups/y"],
  ["a text that is none stays", "global", { cluster }, "global"],
])("an id becomes %s", (_what, scopes, variables, expected) => {
  expect(worded([draft({ scopes })], { variables }).specs).toEqual([{ scopes: expected }]);
});

test.each<[string, JsonObject, readonly NamedResource[], Json]>([
  ["its name", {}, [named("oncall")], "oncall"],
  ["its name as it is defined", {}, [named("OnCall")], "OnCall"],
  ["its name, where another of the name is elsewhere", {}, [named("oncall"), named("oncall", "rg-web")], "oncall"],
  [
    "its id, where the name means another",
    { resourceGroup: "rg-web" },
    [named("oncall"), named("oncall", "rg-web")],
    "id",
  ],
  ["its id, where nobody defines it", {}, [], "id"],
])("a group is called by %s", (_what, more, all, expected) => {
  const { specs } = worded([draft({ actionGroups: group("oncall") }, more)], { named: all });
  const id = `${own}/providers/microsoft.insights/actionGroups/oncall`;
  expect(specs).toEqual([{ actionGroups: expected === "id" ? id : expected }]);
});

test("an id that stands three times becomes a variable, called by what it is, or by its name", () => {
  const other = `${rg}/Microsoft.ContainerService/managedClusters/aks-b`;
  const vm = `${rg}/Microsoft.Compute/virtualMachines/vm1`;
  const thrice = (scopes: string): readonly Draft[] => [1, 2, 3].map(() => draft({ scopes }));
  expect(worded([...thrice(cluster), draft({ scopes: vm })], { variables: { ids: rg } })).toMatchObject({
    specs: [{}, {}, { scopes: "${cluster}" }, { scopes: "${ids}/Microsoft.Compute/virtualMachines/vm1" }],
    variables: { cluster: "${ids}/Microsoft.ContainerService/managedClusters/aks-ai" },
  });
  const both = worded([...thrice(cluster), ...thrice(other), ...thrice(group("ops", "rg-x"))]);
  expect(Object.keys(both.variables)).toEqual(["aksAi", "aksB", "ops"]);
  expect(Object.keys(worded(thrice(cluster), { variables: { cluster: "x", aksAi: "y" } }).variables)).toEqual([
    "aksAiCluster",
  ]);
  expect(worded([draft({ scopes: cluster }), draft({ scopes: cluster })]).variables).toEqual({});
});

test("where every letter counts only the very same id is replaced", () => {
  const condition = (equals: string): Draft =>
    draft({ condition: { resourceId: equals } }, { kind: "ActivityLogAlert" });
  const { specs } = worded([condition(cluster), condition(cluster.toLowerCase())], { variables: { cluster } });
  expect(specs).toEqual([
    { condition: { resourceId: "${cluster}" } },
    { condition: { resourceId: `/subscriptions/\${subscription}${cluster.toLowerCase().slice(15 + sub.length)}` } },
  ]);
});
