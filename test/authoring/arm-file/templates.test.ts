import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { actionGroup, group, read, template } from "./reading.ts";

function names(file: JsonObject, parameters?: Json): readonly unknown[] {
  return read(file, parameters).resources.map(({ body }) => body["name"]);
}

test("a template is read as what Azure would answer after it is deployed", () => {
  const { resources, said } = read(
    template({
      parameters: {
        prefix: { type: "string", defaultValue: "aks" },
        severity: { type: "int" },
        tags: { type: "object", defaultValue: { env: "prod" } },
      },
      variables: {
        name: "[concat(parameters('prefix'), '-cpu')]",
        cluster: "[resourceId('rg-app', 'Microsoft.ContainerService/managedClusters', 'aks')]",
      },
      resources: [
        {
          type: "microsoft.insights/metricalerts",
          apiVersion: "2018-03-01",
          name: "[variables('name')]",
          location: "global",
          tags: "[parameters('tags')]",
          dependsOn: ["[reference('nothing').id]"],
          comments: "not Azure's",
          properties: {
            description: null,
            severity: "[parameters('severity')]",
            scopes: ["[variables('cluster')]"],
            actions: [{ actionGroupId: "[resourceId('Microsoft.Insights/actionGroups', 'oncall')]" }],
          },
        },
      ],
      outputs: { id: { type: "string", value: "[listKeys('x', 'y').z]" } },
    }),
    { severity: { value: 2 } },
  );
  expect(said).toEqual([]);
  const id = `${group}/providers/Microsoft.Insights/metricAlerts/aks-cpu`;
  expect(resources).toEqual([
    {
      armId: id,
      apiVersion: "2018-03-01",
      at: { file: "f.json", line: 24, column: 5 },
      body: {
        id,
        name: "aks-cpu",
        type: "Microsoft.Insights/metricAlerts",
        location: "global",
        tags: { env: "prod" },
        properties: {
          severity: 2,
          scopes: [
            `/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-app/providers/Microsoft.ContainerService/managedClusters/aks`,
          ],
          actions: [{ actionGroupId: `${group}/providers/Microsoft.Insights/actionGroups/oncall` }],
        },
      },
    },
  ]);
});

test("Bicep's symbolic names, existing resources and declared functions are understood", () => {
  const file = template({
    languageVersion: "2.0",
    functions: [
      {
        namespace: "__bicep",
        members: {
          named: {
            parameters: [{ type: "string", name: "what" }],
            output: { type: "string", value: "[format('ag-{0}', parameters('what'))]" },
          },
          twice: {
            parameters: [{ type: "string", name: "what" }],
            output: { type: "string", value: "[concat(__bicep.named(parameters('what')), '-', __bicep.named('x'))]" },
          },
        },
      },
    ],
    resources: {
      workspace: {
        existing: true,
        type: "Microsoft.Insights/actionGroups",
        apiVersion: "2023-01-01",
        name: "not-ours",
      },
      oncall: actionGroup("[__bicep.twice('oncall')]"),
    },
  });
  expect(names(file)).toEqual(["ag-oncall-ag-x"]);
});

test("a loop makes a resource for each round, with its own index", () => {
  const file = template({
    parameters: { teams: { type: "array", defaultValue: ["web", "data"] } },
    resources: [
      actionGroup(
        "[format('{0}-{1}', parameters('teams')[copyIndex()], copyIndex('each', 1))]",
        {},
        { copy: { name: "each", count: "[length(parameters('teams'))]" } },
      ),
    ],
  });
  expect(names(file)).toEqual(["web-1", "data-2"]);
});

test("loops in properties and variables make lists", () => {
  const { resources, said } = read(
    template({
      variables: {
        copy: [{ name: "doubled", count: 2, input: "[mul(copyIndex('doubled'), 2)]" }],
        inner: {
          copy: [{ name: "names", count: 2, input: { name: "[concat('r', copyIndex('names'))]" } }],
          kept: true,
        },
      },
      resources: [
        actionGroup("ag", {
          doubled: "[variables('doubled')]",
          inner: "[variables('inner')]",
          copy: [
            {
              name: "receivers",
              count: "[length(variables('doubled'))]",
              input: { name: "[format('{0}', variables('doubled')[copyIndex('receivers')])]" },
            },
          ],
        }),
      ],
    }),
  );
  expect(said).toEqual([]);
  expect(resources[0]?.body["properties"]).toEqual({
    doubled: [0, 2],
    inner: { names: [{ name: "r0" }, { name: "r1" }], kept: true },
    receivers: [{ name: "0" }, { name: "2" }],
  });
});

test("names of properties can be expressions", () => {
  const { resources } = read(
    template({
      resources: [actionGroup("ag", {}, { tags: { "[concat('hidden-link:', resourceGroup().id)]": "Resource" } })],
    }),
  );
  expect(resources[0]?.body["tags"]).toEqual({ [`hidden-link:${group}`]: "Resource" });
});

test("a condition decides, and what is not deployed is said", () => {
  const file = template({
    parameters: { on: { type: "bool", defaultValue: false } },
    resources: [actionGroup("a", {}, { condition: "[parameters('on')]" }), actionGroup("b", {}, { condition: true })],
  });
  expect(read(file)).toMatchObject({
    resources: [{ body: { name: "b" } }],
    said: ["f.json:11:5 not-deployed: `a` is left out: its `condition` is false, so it is not deployed"],
  });
  expect(names(file, { on: { value: true } })).toEqual(["a", "b"]);
});

test("an exported template finds its names in its parameters", () => {
  const file = template({
    parameters: { actionGroups_oncall_name: { defaultValue: "oncall", type: "String" } },
    variables: {},
    resources: [
      actionGroup("[parameters('actionGroups_oncall_name')]"),
      { type: "Microsoft.Insights/components", apiVersion: "2020-02-02", name: "app" },
      {
        type: "Microsoft.Insights/components/proactivedetectionconfigs",
        apiVersion: "2018-05-01-preview",
        name: "[concat('app', '/x')]",
      },
    ],
  });
  expect(read(file)).toMatchObject({
    resources: [{ body: { name: "oncall" } }],
    said: [
      "f.json:1:1 other-types: 2 resources are of other types than alerts and action groups, and left out: 1 Microsoft.Insights/components, 1 Microsoft.Insights/components/proactivedetectionconfigs",
    ],
  });
});

test("children of other resources are counted by their whole type", () => {
  const parent = { type: "A.B/c", name: "c", resources: [{ type: "d", name: "d" }, actionGroup("inside")] };
  const { resources, said } = read(template({ resources: [parent] }));
  expect(resources.map(({ body }) => body["name"])).toEqual(["inside"]);
  expect(said[0]).toContain("1 A.B/c, 1 A.B/c/d");
});

test("a resource copied out of a template is placed where it would be deployed", () => {
  const { resources, said } = read(actionGroup("[concat('a', 'b')]"));
  expect(said).toEqual([]);
  expect(resources[0]).toMatchObject({
    armId: `${group}/providers/Microsoft.Insights/actionGroups/ab`,
    at: { line: 1, column: 1 },
  });
});

test("the answer to an export holds its template", () => {
  expect(names({ template: template({ resources: [actionGroup("a")] }) })).toEqual(["a"]);
});

test("a nullable parameter without a value is null, and null is not sent", () => {
  const file = template({
    parameters: { d: { type: "string", nullable: true } },
    resources: [actionGroup("a", { description: "[parameters('d')]", x: "[coalesce(parameters('d'), 'usual')]" })],
  });
  expect(read(file).resources[0]?.body["properties"]).toEqual({ x: "usual" });
});

test("null in a parameter file leaves the default, as in the file that an export brings along", () => {
  const file = template({
    parameters: {
      a: { type: "string", defaultValue: "usual" },
      b: { type: "string", nullable: true, defaultValue: "usual" },
    },
    resources: [actionGroup("ag", { a: "[parameters('a')]", b: "[string(equals(parameters('b'), null()))]" })],
  });
  expect(read(file, { a: { value: null }, b: { value: null } })).toMatchObject({
    said: [],
    resources: [{ body: { properties: { a: "usual", b: "True" } } }],
  });
});

test("a condition that is neither true nor false leaves its resource out with an error", () => {
  const file = template({
    resources: [actionGroup("a", {}, { condition: 1 }), actionGroup("b", {}, { condition: "[string(true())]" })],
  });
  expect(read(file)).toMatchObject({
    resources: [{ body: { name: "b" } }],
    said: ["f.json:5:5 not-a-resource: `a` is left out: its `condition` is neither true nor false"],
  });
});

test("a complaint about a resource without its template has the place in the file", () => {
  expect(read(actionGroup("a", { x: ["[utcNow()]"] })).said).toEqual([
    expect.stringMatching(/^f\.json:8:9 not-evaluated: .*`a` \(`properties\.x\[0\]`\)$/),
  ]);
});
