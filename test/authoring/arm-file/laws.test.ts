import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { functionNames } from "../../../src/authoring/arm-file/evaluate.ts";
import { isList, isObject, type Json, type JsonObject } from "../../../src/core/json.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { readBody } from "../../support/read-body.ts";
import { runs } from "../../support/runs.ts";
import { validSettings } from "../../support/valid-settings.ts";
import { actionGroup, group, read, template, valueOf } from "./reading.ts";
import { startEffort } from "../../support/effort.ts";

describe.each(kinds.map((kind) => ({ name: kind.name, kind })))("$name", ({ kind }) => {
  const type = kind.armType;

  test("is read out of a template and out of an answer as the same settings", () => {
    fc.assert(
      fc.property(validSettings(kind), (settings) => {
        const body = kind.toArm(settings);
        const id = `${group}/providers/${type}/x`;
        const files = [
          { ...body, id, name: "x", type },
          template({ resources: [{ ...(escaped(body) as JsonObject), name: "x", type, apiVersion: "2021-01-01" }] }),
        ];
        for (const file of files) {
          const { resources, said } = read(file);
          expect(said).toEqual([]);
          expect(resources[0]?.armId).toBe(id);
          expect(readBody(kind, resources[0]?.body ?? {})).toEqual({ settings, beside: undefined });
        }
      }),
      runs(20),
    );
  });
});

/** As Bicep writes a text that begins with a bracket. */
function escaped(value: Json): Json {
  if (typeof value === "string") return value.startsWith("[") && value.endsWith("]") ? `[${value}` : value;
  if (isList(value)) return value.map(escaped);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [escaped(key) as string, escaped(item)]))
    : value;
}

/** Expressions that mostly parse and mostly make no sense. */
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      "'a'",
      "'__proto__'",
      "'{\"a\": [1]}'",
      "1",
      "-3",
      "''",
      "'constructor'",
      "parameters('p')",
      "variables('v')",
      "copyIndex()",
      "lambda('x', lambdaVariables('x'))",
    ),
    fc
      .tuple(
        fc.constantFrom(...functionNames, "reference", "own.f", "constructor", "__proto__"),
        fc.array(tie("expression"), { maxLength: 3 }),
      )
      .map(([name, args]) => `${name}(${args.join(", ")})`),
    fc
      .tuple(tie("expression"), fc.constantFrom("a", "__proto__", "constructor", "length"))
      .map(([of, name]) => `${of}.${name}`),
    fc.tuple(tie("expression"), tie("expression")).map(([of, index]) => `${of}[${index}]`),
  ),
}));
const written = expression.map((text) => `[${text}]`);

test("whatever an expression says, it has a value or a reason", () => {
  fc.assert(
    fc.property(written, written, fc.jsonValue(), (one, two, value) => {
      const sections = {
        parameters: { p: { defaultValue: two } },
        variables: { v: value as Json },
        functions: [{ namespace: "own", members: { f: { output: { value: two } } } }],
      };
      const { resources, codes } = read(
        template({ ...sections, resources: [actionGroup("ag", { value: [one] }, { copy: { name: "c", count: 1 } })] }),
      );
      expect(resources.length === 1 || codes.length > 0).toBe(true);
    }),
    runs(1500),
  );
  expect(({} as { a?: unknown }).a).toBeUndefined();
});

/** Sections of templates in the right places with anything in them. */
const anything = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json) },
  { weight: 1, arbitrary: written },
);
const word = fc.constantFrom(
  "id",
  "type",
  "name",
  "properties",
  "template",
  "resources",
  "copy",
  "count",
  "condition",
  "parameters",
  "value",
  "variables",
  "data",
  "scope",
  "tags",
  "location",
  "outputs",
  "functions",
  "__proto__",
);
const type = fc.constantFrom(
  "Microsoft.Insights/actionGroups",
  "Microsoft.Insights/metricAlerts",
  "microsoft.insights/scheduledqueryrules",
  "Microsoft.Resources/deployments",
  "A.B/c",
);
const { shape } = fc.letrec<{ shape: Json }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 5 },
    anything,
    fc.dictionary(word, tie("shape"), { maxKeys: 5 }),
    fc.array(tie("shape"), { maxLength: 3 }),
    fc.record(
      {
        type,
        name: fc.oneof(fc.constant("x"), written),
        id: fc.constantFrom(undefined as unknown as Json, `${group}/providers/Microsoft.Insights/actionGroups/x`),
        properties: tie("shape"),
        copy: tie("shape"),
        tags: tie("shape"),
      },
      { requiredKeys: ["type"] },
    ) as fc.Arbitrary<Json>,
    fc.record(
      { resources: fc.array(tie("shape")), parameters: tie("shape"), variables: tie("shape") },
      { requiredKeys: ["resources"] },
    ) as fc.Arbitrary<Json>,
  ),
}));

test("no JSON makes the reading fail", () => {
  fc.assert(
    fc.property(shape, (file) => {
      const { resources } = read({ text: JSON.stringify(file) ?? "null" });
      for (const { armId, body } of resources) expect(body["id"]).toBe(armId);
    }),
    runs(1500),
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});

const bomb =
  (variables: JsonObject): (() => unknown) =>
  () =>
    valueOf("[variables('v')]", { variables });
const doubled = (first: Json, next: (before: string) => string): JsonObject => ({
  v0: first,
  ...Object.fromEntries(
    Array.from({ length: 60 }, (_item, index) => [`v${index + 1}`, `[${next(`variables('v${index}')`)}]`]),
  ),
  v: "[variables('v60')]",
});

test.each<[string, () => unknown, string]>([
  ["a text that doubles", bomb(doubled("ab", (v) => `concat(${v}, ${v})`)), "longer than Azure takes"],
  ["a list that doubles", bomb(doubled([1], (v) => `concat(${v}, ${v})`)), "larger than Azure takes"],
  ["an object that doubles", bomb(doubled({}, (v) => `createObject('a', ${v}, 'b', ${v})`)), "larger than Azure takes"],
  ["a format that doubles", bomb(doubled("ab", (v) => `format('{0}{0}', ${v})`)), "longer than Azure takes"],
  ["a replacement of everything", bomb(doubled("aa", (v) => `replace(${v}, 'a', ${v})`)), "longer than Azure takes"],
  [
    "a join of everything",
    bomb(doubled("aa", (v) => `join(createArray(${v}, ${v}), ${v})`)),
    "longer than Azure takes",
  ],
  [
    "a long way of variables",
    bomb({
      ...Object.fromEntries(
        Array.from({ length: 5000 }, (_item, index) => [`w${index}`, `[variables('w${index + 1}')]`]),
      ),
      v: "[variables('w0')]",
    }),
    "this leads deeper than 200 levels",
  ],
  ["a circle", bomb({ v: "[variables('w')]", w: "[variables('v')]" }), "is made of itself"],
  [
    "a deep text of JSON",
    bomb({ v: `[json('${"[".repeat(20_000)}${"]".repeat(20_000)}')]` }),
    "larger than Azure takes",
  ],
  [
    "a list in a list in a list",
    bomb({ v: "[reduce(range(0, 9000), createArray(), lambda('a', 'b', createArray(lambdaVariables('a'))))]" }),
    "larger than Azure takes",
  ],
  [
    "a loop of loops",
    bomb({ v: "[map(range(0, 10000), lambda('a', map(range(0, 10000), lambda('b', 1))))]" }),
    "steps to evaluate",
  ],
  [
    "a search of everything for everything",
    bomb({
      l: "[range(0, 10000)]",
      v: "[filter(variables('l'), lambda('a', contains(variables('l'), lambdaVariables('a'))))]",
    }),
    "steps to evaluate",
  ],
  [
    "a deployment of 800 times 800",
    () =>
      read(template({ resources: [looped(looped(actionGroup("[format('{0}', utcNow())]")))] }))
        .said.join("\n")
        .slice(-2000),
    "left out without it",
  ],
])("%s ends soon, in a complaint", (_what, make, said) => {
  const effort = startEffort();
  expect(make()).toContain(said);
  expect(effort()).toBeLessThan(15_000);
});

function looped(resource: JsonObject): JsonObject {
  return {
    type: "Microsoft.Resources/deployments",
    name: "d",
    copy: { name: "c", count: 800 },
    properties: { template: template({ resources: [resource] }) },
  };
}
