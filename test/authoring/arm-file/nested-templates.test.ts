import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { actionGroup, group, read, subscription, template } from "./reading.ts";

function deployment(
  name: string,
  inner: JsonObject,
  besides: { readonly properties?: JsonObject; readonly beside?: JsonObject } = {},
): JsonObject {
  return {
    type: "Microsoft.Resources/deployments",
    apiVersion: "2022-09-01",
    name,
    ...besides.beside,
    properties: { mode: "Incremental", template: template(inner), ...besides.properties },
  };
}

const inner = { expressionEvaluationOptions: { scope: "inner" } };

function ids(file: Json): readonly string[] {
  const { resources, said } = read(file);
  return [...resources.map(({ armId }) => armId), ...said];
}

test("a module has parameters of its own, given by the template around it", () => {
  const file = template({
    parameters: { name: { type: "string", defaultValue: "outer" } },
    resources: [
      deployment(
        "module",
        {
          parameters: { name: { type: "string" } },
          variables: { name: "[concat(parameters('name'), '-inner')]" },
          resources: [actionGroup("[variables('name')]")],
        },
        { properties: { ...inner, parameters: { name: { value: "[concat(parameters('name'), '-given')]" } } } },
      ),
    ],
  });
  expect(ids(file)).toEqual([`${group}/providers/Microsoft.Insights/actionGroups/outer-given-inner`]);
});

test("without a scope of its own a template inside speaks of the one around it", () => {
  const file = template({
    variables: { name: "outer" },
    resources: [
      deployment("module", { variables: { name: "inner" }, resources: [actionGroup("[variables('name')]")] }),
    ],
  });
  expect(ids(file)).toEqual([`${group}/providers/Microsoft.Insights/actionGroups/outer`]);
});

test("a deployment can lead to another group and subscription", () => {
  const resources = [actionGroup("a", { here: "[resourceGroup().name]" })];
  const file = template({
    resources: [
      deployment("one", { resources }, { properties: inner, beside: { resourceGroup: "[concat('rg', '-other')]" } }),
      deployment(
        "two",
        { resources },
        {
          properties: inner,
          beside: { subscriptionId: "22222222-2222-2222-2222-222222222222", resourceGroup: "rg-two" },
        },
      ),
    ],
  });
  const found = read(file).resources;
  expect(found.map(({ armId }) => armId)).toEqual([
    `/subscriptions/${subscription}/resourceGroups/rg-other/providers/Microsoft.Insights/actionGroups/a`,
    "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-two/providers/Microsoft.Insights/actionGroups/a",
  ]);
  expect(found.map(({ body }) => body["properties"])).toEqual([{ here: "rg-other" }, { here: "rg-two" }]);
});

test("the region of another group is not known", () => {
  const resources = [actionGroup("a", {}, { location: "[resourceGroup().location]" })];
  const file = template({
    resources: [deployment("one", { resources }, { properties: inner, beside: { resourceGroup: "rg-other" } })],
  });
  expect(ids(file)).toEqual([
    "f.json:20:44 not-evaluated: `resourceGroup().location` has no value: `location` of `resourceGroup()` is known only to Azure; write the value in its place; left out without it: `a` (`location`)",
  ]);
});

test("a template of a subscription deploys alerts only through groups", () => {
  const file = {
    $schema: "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
    resources: [
      actionGroup("nowhere"),
      deployment("in", { resources: [actionGroup("a")] }, { properties: inner, beside: { resourceGroup: "rg" } }),
    ],
  };
  expect(ids(file)).toEqual([
    `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/a`,
    "f.json:4:5 not-a-resource: `nowhere` is left out: the template deploys it to no resource group",
  ]);
});

const groupModule = {
  parameters: { name: { type: "string" } },
  resources: [actionGroup("[parameters('name')]")],
  outputs: { id: { type: "string", value: "[resourceId('Microsoft.Insights/actionGroups', parameters('name'))]" } },
};
const given = { properties: { ...inner, parameters: { name: { value: "oncall" } } } };

test.each<[string, string]>([
  [
    "by its name",
    "[reference(resourceId('Microsoft.Resources/deployments', 'groups'), '2022-09-01').outputs.id.value]",
  ],
  ["by its name alone", "[reference('groups').outputs['id'].value]"],
])("an output of a module is known %s", (_how, expression) => {
  const file = template({
    resources: [deployment("groups", groupModule, given), actionGroup("second", { other: expression })],
  });
  expect(read(file).resources[1]?.body["properties"]).toEqual({
    other: `${group}/providers/Microsoft.Insights/actionGroups/oncall`,
  });
});

test("an output of a module is known by the expression of its name, although the name is not", () => {
  const name = "format('groups-{0}', uniqueString('groups', deployment().name))";
  const file = template({
    resources: [
      deployment(`[${name}]`, groupModule, given),
      actionGroup("second", {
        other: `[reference(resourceId('Microsoft.Resources/deployments', ${name}), '2022-09-01').outputs.id.value]`,
      }),
    ],
  });
  expect(read(file)).toMatchObject({
    said: [],
    resources: [{}, { body: { properties: { other: `${group}/providers/Microsoft.Insights/actionGroups/oncall` } } }],
  });
});

test("an output of a module is known by its symbolic name", () => {
  const file = template({
    languageVersion: "2.0",
    resources: {
      groups: deployment("any", groupModule, given),
      second: actionGroup("second", { other: "[reference('groups').outputs.id.value]" }),
    },
  });
  expect(read(file).resources[1]?.body["properties"]).toEqual({
    other: `${group}/providers/Microsoft.Insights/actionGroups/oncall`,
  });
});

test("modules that need each other end in a complaint", () => {
  const module = (of: string): JsonObject => ({
    parameters: { x: { type: "string" } },
    resources: [actionGroup(of, { x: "[parameters('x')]" })],
    outputs: { x: { type: "string", value: "[parameters('x')]" } },
  });
  const needs = (other: string) => ({
    properties: { ...inner, parameters: { x: { value: `[reference('${other}').outputs.x.value]` } } },
  });
  const { resources, codes } = read(
    template({ resources: [deployment("a", module("a"), needs("b")), deployment("b", module("b"), needs("a"))] }),
  );
  expect(resources).toEqual([]);
  expect(new Set(codes)).toEqual(new Set(["not-evaluated"]));
});

test("a template from elsewhere is named", () => {
  const linked = {
    type: "Microsoft.Resources/deployments",
    apiVersion: "2022-09-01",
    name: "l",
    properties: { templateLink: { uri: "https://example.com/t.json" } },
  };
  expect(ids(template({ resources: [linked, actionGroup("a")] }))).toEqual([
    `${group}/providers/Microsoft.Insights/actionGroups/a`,
    "f.json:5:5 linked-template: this deploys a template from elsewhere (`templateLink`), which is not read; what it holds is left out",
  ]);
});

test("a deployment whose group is not known is left out with all that is in it", () => {
  const file = template({
    resources: [
      deployment(
        "x",
        { resources: [actionGroup("a")] },
        { properties: inner, beside: { resourceGroup: "[utcNow()]" } },
      ),
    ],
  });
  expect(ids(file)).toEqual([
    "f.json:9:26 not-evaluated: `utcNow()` has no value: what `utcNow` gives is another value at every deployment; write the value in its place; left out without it: everything in the deployment `x`",
  ]);
});
