import { expect, test } from "vitest";
import type { Json } from "../../../src/core/json.ts";
import { longestFile } from "../../../src/core/language/source-file.ts";
import { actionGroup, group, read, template } from "./reading.ts";

const whole = {
  id: `${group}/providers/Microsoft.Insights/actionGroups/a`,
  name: "a",
  type: "Microsoft.Insights/ActionGroups",
  location: "Global",
  properties: { enabled: true },
};

test.each<[string, Json | { readonly text: string }, string]>([
  ["an empty file", { text: " \n" }, "f.json:1:1 not-arm-json: the file is empty"],
  ["a text", "a", "f.json:1:1 not-arm-json: this is no resource, no list of resources and no template"],
  [
    "something else",
    { a: 1 },
    "f.json:1:1 not-arm-json: this is no resource (which has an `id`), no list of resources and no template (which has `resources`)",
  ],
  [
    "a list of something else",
    [{ a: 1 }, 2],
    "f.json:1:1 not-arm-json: nothing in this list is a resource: a resource has an `id`",
  ],
  [
    "Azure's error",
    { error: { code: "X", message: "secret" } },
    "f.json:1:1 not-arm-json: this is an error that Azure answered, and no resource",
  ],
  [
    "a parameter file",
    { $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", parameters: {} },
    "f.json:1:1 not-arm-json: this is a parameter file; give the template with `--from` and this with `--parameters`",
  ],
  [
    "a policy",
    { name: "p", properties: { policyRule: { if: {} } } },
    "f.json:1:1 not-arm-json: this is a policy definition, which makes resources only where it is assigned; import what it has made from Azure",
  ],
  ["YAML", { text: "id: a\n" }, "f.json:1:1 json-syntax: `id` is no JSON; `-o json` makes the Azure CLI write JSON"],
  ["half a file", { text: '{"id": ' }, "f.json:1:8 json-syntax: a value is missing at the end of the file"],
  [
    "a dump",
    { text: " ".repeat(longestFile + 1) },
    "f.json:1:1 file-too-large: a file of 5 million characters is not read; 5 million are the most",
  ],
])("%s is no import", (_what, file, said) => {
  expect(read(file)).toMatchObject({ resources: [], said: [said] });
});

test.each<[string, Json, string]>([
  [
    "an id of something else",
    { ...whole, id: `${group}/providers/Microsoft.Insights/metricAlerts/a` },
    "`a` is left out: its `id` is that of a Microsoft.Insights/metricAlerts, and its `type` is Microsoft.Insights/ActionGroups",
  ],
  [
    "an id outside a group",
    { ...whole, id: "/subscriptions/s/providers/x" },
    "`a` is left out: its `id` is none of a resource in a resource group",
  ],
  ["properties that are none", { ...whole, properties: [1] }, "`a` is left out: its `properties` have to be an object"],
  [
    "a number that was rounded",
    { ...whole, properties: { n: [1e300] } },
    "`a` is left out: the number at `properties.n[0]` has more digits than can be kept",
  ],
  [
    "nothing but a name, as `az resource list` prints it,",
    { ...whole, properties: null, resourceGroup: "rg", provisioningState: null, createdTime: null },
    "`a` is left out: nothing of it but its name is shown; `az resource show` and `az rest` print it whole",
  ],
])("a resource with %s is left out", (_what, file, message) => {
  expect(read([file, { ...whole, id: `${whole.id}2`, name: "a2" }])).toMatchObject({
    resources: [{ body: { name: "a2" } }],
    said: [`f.json:2:3 not-a-resource: ${message}`],
  });
});

test("a list of names, as `az resource list` prints it, is one mistake and not one for each", () => {
  const named = ["a", "b", "c"].map((name) => ({ ...whole, name, properties: null, createdTime: null }));
  expect(read(named)).toMatchObject({
    resources: [],
    said: [expect.stringContaining("this list has the names of 3 resources and nothing else of them")],
  });
});

test("one thing among resources that is none is named with its line", () => {
  expect(read([whole, { a: 1 }]).said).toEqual([
    "f.json:11:3 not-a-resource: this is no resource: it has no `id`, which begins with `/subscriptions/`",
  ]);
});

test.each<[string, Json]>([
  ["`nextLink`", { value: [whole], nextLink: "https://management.azure.com/…" }],
  ["`$skipToken`", { data: [whole], $skipToken: "x" }],
  ["`skip_token`", { data: [whole], skip_token: "x" }],
])("a page of a longer list is told by its %s", (key, file) => {
  const { resources, said } = read(file);
  expect(resources).toHaveLength(1);
  expect(said).toEqual([expect.stringContaining(`one-page-only: this is one page of a longer list (${key})`)]);
});

test("a resource that stands twice is one, unless the two differ", () => {
  expect(read([whole, whole])).toMatchObject({ resources: [{}], said: [] });
  const turned = Object.fromEntries(Object.entries(whole).toReversed());
  expect(read([whole, turned])).toMatchObject({ resources: [{}], said: [] });
  expect(read([whole, { ...whole, location: "West Europe" }])).toMatchObject({
    resources: [{ body: { location: "Global" } }],
    said: [
      expect.stringMatching(
        /^f\.json:11:3 described-twice: .* is described a second time, and otherwise than in line 2; only that one is taken$/,
      ),
    ],
  });
});

test("one expression without a value is one complaint, at its character, with all that need it", () => {
  const file = template({
    variables: { workspace: "[reference('x').customerId]" },
    resources: [
      actionGroup("one", { a: "[variables('workspace')]" }),
      actionGroup("[concat('t', 'wo')]", { list: [{ b: "[concat('x', variables('workspace'))]" }] }),
      actionGroup("three"),
    ],
  });
  expect(read(file)).toMatchObject({
    resources: [{ body: { name: "three" } }],
    said: [
      "f.json:5:20 not-evaluated: `reference('x').customerId` has no value: what `reference` gives is known only to Azure; write the value in its place; left out without it: `one` (`properties.a`), `two` (`properties.list[0].b`)",
    ],
  });
});

test("every place of a resource that has no value is named", () => {
  const { resources, said } = read(template({ resources: [actionGroup("[utcNow()]", { b: ["[newGuid()]"] })] }));
  expect(resources).toEqual([]);
  expect(said.map((line) => line.replace(/ has no value.*; left/, " …; left"))).toEqual([
    "f.json:8:17 not-evaluated: `utcNow()` …; left out without it: `utcNow()` (`name`)",
    "f.json:12:13 not-evaluated: `newGuid()` …; left out without it: `utcNow()` (`properties.b[0]`)",
  ]);
});

test("a text that only begins like an expression is text, and a broken one is not", () => {
  expect(read(template({ resources: [actionGroup("x", { a: "[concat('a'" })] })).said).toEqual([]);
  expect(read(template({ resources: [actionGroup("x", { a: "[concat('a']" })] })).said).toEqual([
    "f.json:11:26 illegal-expression: this is no expression: `)` is missing here; left out without it: `x` (`properties.a`)",
  ]);
});

test("a missing parameter is told once, where it is declared", () => {
  const file = template({
    parameters: { name: { type: "string" } },
    resources: [actionGroup("[parameters('name')]"), actionGroup("[concat(parameters('name'), 'b')]")],
  });
  expect(read(file).said).toEqual([
    "f.json:5:13 missing-parameter: the parameter `name` has neither a value nor a default; give it with `--parameters FILE`; left out without it: `parameters('name')` (`name`), `concat(parameters('name'), 'b')` (`name`)",
  ]);
  expect(read(file, { NAME: { value: "a" } })).toMatchObject({ resources: [{}, {}], said: [] });
});

test.each<[Json, Json, string]>([
  [{ type: "int" }, "5", "the parameter `x` has to be a whole number, and it is a text"],
  [{ type: "Array" }, {}, "the parameter `x` has to be a list, and it is an object"],
  [
    { type: "string", allowedValues: ["a", "b"] },
    "c",
    "the parameter `x` has a value that is not one of its `allowedValues`: `a`, `b`",
  ],
])("a parameter %j cannot be %j", (declared, value, message) => {
  const file = template({ parameters: { x: declared }, resources: [actionGroup("a", { x: "[parameters('x')]" })] });
  expect(read(file, { x: { value } })).toMatchObject({
    resources: [],
    codes: ["illegal-parameter"],
    said: [expect.stringContaining(message)],
  });
});

test("a value for a parameter that is not there is told in the parameter file", () => {
  const file = template({ parameters: { name: { type: "string", defaultValue: "a" } }, resources: [] });
  expect(read(file, { nam: { value: "b" } }).said).toEqual([
    "p.json:1:22 unknown-parameter: the template has no parameter `nam`; did you mean `name`?",
  ]);
});

test.each<[Json, string]>([
  [[1], "p.json:1:15 no-parameter-file: this is no parameter file; write"],
  [{ a: 1 }, "p.json:1:20 no-parameter-file: the parameter `a` has no `value`"],
])("a parameter file cannot be %j", (parameters, said) => {
  const [first = ""] = read(template({ resources: [] }), parameters).said;
  expect(first.replace(/^p\.json:1:\d+ /, "")).toContain(said.replace(/^p\.json:1:\d+ /, ""));
});

test.each<[string, Json]>([
  ["more rounds than Azure makes", 801],
  ["a count that is none", "many"],
  ["a count below nothing", -1],
  ["a count without bound", 1e9],
])("a loop with %s is left out", (_what, count) => {
  const copy = { name: "loop", count };
  const { resources, said } = read(
    template({
      resources: [
        actionGroup("[string(copyIndex())]", {}, { copy }),
        actionGroup("b", { copy: [{ ...copy, input: 1 }] }),
        actionGroup("c"),
      ],
    }),
  );
  expect(resources.map(({ body }) => body["name"])).toEqual(["c"]);
  expect(said).toHaveLength(2);
  expect(said[0]).toContain("`count` of a `copy` has to be a whole number from 0 to 800; left out without it");
});

test.each<[string, string]>([
  ["a name with a `/`", "a/b"],
  ["no name", ""],
])("a resource with %s is left out", (_what, name) => {
  expect(read(template({ resources: [actionGroup(name)] })).codes).toEqual(["not-a-resource"]);
});

test("something among the resources that is none is named", () => {
  expect(read(template({ resources: [1, { name: "x" }] })).said).toEqual([
    "f.json:5:5 not-a-resource: this is no resource: it has no `type`",
    "f.json:6:5 not-a-resource: this is no resource: it has no `type`",
  ]);
});
