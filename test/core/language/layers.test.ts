import fc from "fast-check";
import { expect, test } from "vitest";
import { valueAt, type JsonObject } from "../../../src/core/json.ts";
import { mergePlain } from "../../../src/core/language/layers.ts";
import { compiled } from "../../support/compiled.ts";

const base = `kind: Beacon
name: b
tags: { a: x, b: y }
spec:
  severity: 1
  windowSize: 5m
  scopes: [one, two]
  filter: { field: a, other: b }
  properties: { p: 1st, q: 2nd }
  conditions:
    - cpu > 1 in x
    - { metric: ram, threshold: 2, splits: [{ name: node, values: [a] }] }
    - disk > 3 as full
  groups: [north, south]
`;
const crews = "kind: Crew\nname: north\nlocation: x\nspec: {}\n---\nkind: Crew\nname: south\nlocation: x\nspec: {}\n";

function overridden(override: string) {
  const { stacks, said } = compiled(`${base}environments: { staging: ${override} }`, crews);
  const find = (environment: string) => stacks[environment]?.resources.find(({ name }) => name === "b");
  return { production: find("production"), staging: find("staging"), said };
}

test.each<readonly [string, string, object]>([
  [
    "a map over a map merges",
    "{ spec: { severity: 3, properties: { q: new } } }",
    { severity: 3, windowSize: "PT5M", properties: { p: "1st", q: "new" } },
  ],
  ["null removes", "{ spec: { windowSize: null, properties: { p: null } } }", { properties: { q: "2nd" } }],
  ["a list over a list replaces", "{ spec: { scopes: [three] } }", { scopes: ["three"] }],
  ["one needs no list there either", "{ spec: { scopes: three } }", { scopes: ["three"] }],
  [
    "a map over named things reaches those it names, at any depth",
    "{ spec: { conditions: { Test2: { threshold: 5, splits: { node: { values: [b] } } }, full: null } } }",
    {
      conditions: [
        { name: "Test1", metric: "cpu", threshold: 1, splits: [{ name: "where", values: ["x"] }] },
        { name: "Test2", metric: "ram", threshold: 5, splits: [{ name: "node", values: ["b"] }] },
      ],
    },
  ],
  [
    "a short form replaces what a text replaces",
    "{ spec: { conditions: { Test1: cpu > 9 } } }",
    {
      conditions: [{ name: "Test1", metric: "cpu", threshold: 9 }, { name: "Test2" }, { name: "full" }],
    },
  ],
  [
    "a whole list of short forms is numbered again",
    "{ spec: { conditions: [net > 7] } }",
    { conditions: [{ name: "Test1", metric: "net", threshold: 7 }] },
  ],
  [
    "a short form that is a map changes the map it lies over",
    "{ spec: { filter: { other: c } } }",
    {
      filter: {
        allOf: [
          { field: "field", equals: "a" },
          { field: "other", equals: "c" },
        ],
      },
    },
  ],
])("%s", (_name, override, expected) => {
  const { staging, said } = overridden(override);
  expect(said).toEqual([]);
  expect(staging?.settings).toMatchObject(expected);
  expect(
    Object.keys(expected).flatMap((key) =>
      Array.isArray(staging?.settings[key]) ? [staging.settings[key].length] : [],
    ),
  ).toEqual(Object.values(expected).flatMap((value) => (Array.isArray(value) ? [value.length] : [])));
});

test("an override has the shape of the definition", () => {
  const { production, staging, said } = overridden(
    "{ tags: { a: null, c: z }, resourceGroup: rg-bells, protect: true, adopt: old/staging, name: c, arm: { x: null } }",
  );
  expect(said).toEqual([]);
  expect(production?.tags).toEqual({ costCenter: "4711", a: "x", b: "y" });
  expect(staging).toBeUndefined();
  const other = overridden("{ tags: { a: null, c: z }, protect: true, adopt: old/staging, arm: { x: null } }").staging;
  expect(other).toMatchObject({
    tags: { b: "y", c: "z" },
    protect: true,
    moves: { adopt: "old/staging" },
    arm: { x: null },
  });
});

test("a removed group is no reference any more", () => {
  const { production, staging } = overridden("{ spec: { groups: { north: null } } }");
  expect(production?.references.map((id) => id.replace(/.*\//, ""))).toEqual(["north", "south"]);
  expect(staging?.references.map((id) => id.replace(/.*\//, ""))).toEqual(["south"]);
});

test("`false` and `only` take a definition out of an environment", () => {
  expect(overridden("false").staging).toBeUndefined();
  const { stacks } = compiled(`${base.replaceAll(/groups.*/g, "")}only: staging\n`);
  expect([stacks["production"]?.resources.length, stacks["staging"]?.resources.length]).toEqual([0, 1]);
});

test("a short form leaves nothing of what it replaces", () => {
  const { staging } = overridden("{ spec: { conditions: { Test1: cpu > 9 } } }");
  expect(valueAt(staging?.settings, ["conditions", 0])).toEqual({
    name: "Test1",
    metric: "cpu",
    threshold: 9,
  });
});

test("an override that is no map is told, and nothing else", () => {
  expect(overridden("{ spec: 1 }").said).toEqual([
    "15:34 wrong-type `spec` wants a map with its properties; here stands `1` [staging]",
  ]);
  expect(overridden("{ spec: null }").said).toEqual([
    "1:1 missing-property `spec` is missing: a map with its properties [staging]",
  ]);
});

test("an element that could not be read is not missed", () => {
  const { said } = compiled(
    "kind: Beacon\nname: b\nspec: { severity: 1, conditions: [cpu] }\nenvironments: { staging: { spec: { conditions: { Test1: { threshold: 2 } } } } }",
  );
  expect(said).toEqual(["3:35 illegal-form `cpu` is no condition such as `cpu > 5`"]);
});

test("an element behind a spliced list is found in its own place", () => {
  const { stacks } = compiled('kind: Beacon\nname: b\nspec: { severity: 1, scopes: ["${towns}", z] }');
  const columns = [0, 1, 2].map((index) => stacks["production"]?.resources[0]?.origin(["scopes", index]).at.column);
  expect(columns).toEqual([31, 31, 43]);
});

test("of two elements of one name each is found in its own place", () => {
  const { said } = compiled(`kind: Beacon
name: b
spec:
  severity: 1
  conditions:
    - { metric: ram, threshold: 2, splits: [{ name: node, values: [a] }, { name: node, values: [1] }] }
`);
  expect(said).toEqual(['6:97 wrong-type `values` is a text, and 1 is a number; write it quoted: `"1"`']);
});

test("what an override cannot do is told", () => {
  const { said } = overridden(
    "{ kind: Crew, speck: {}, spec: { conditions: { Tets1: { threshold: 1 }, full: { treshold: 2 } }, groups: { east: null }, scopes: { one: two }, severty: 2 } }",
  );
  expect(said.join("\n")).toMatchInlineSnapshot(`
    "15:28 unknown-property \`kind\` cannot be different in an environment [staging]
    15:40 unknown-property unknown property \`speck\`; did you mean \`spec\`? [staging]
    15:73 unknown-element there is no \`Tets1\` here to change; did you mean \`Test1\`? [staging]
    15:106 unknown-property unknown property \`treshold\`; did you mean \`threshold\`? [staging]
    15:133 unknown-element there is no \`east\` here to change; known: \`north\`, \`south\` [staging]
    15:155 wrong-type \`scopes\` wants a list; here stands a map [staging]
    15:169 unknown-property unknown property \`severty\`; did you mean \`severity\`? [staging]"
  `);
});

test("an origin is the topmost layer that says the value", () => {
  const { production, staging } = overridden(
    "{ spec: { severity: 3, scopes: [x], conditions: { Test1: null, full: { threshold: 9 } } } }",
  );
  const origins = (resource: typeof staging) =>
    [
      ["severity"],
      ["scopes", 0],
      ["conditions", 0, "metric"],
      ["conditions", 0, "name"],
      ["conditions", 1, "threshold"],
      ["conditions", 1, "metric"],
      ["enabled"],
      ["location"],
      ["groups", 0, "name"],
    ].map((path) => {
      const { layer, at } = resource!.origin(path);
      return `${path.join(".")} ${layer} ${at.line}:${at.column}`;
    });
  expect(origins(production)).toMatchInlineSnapshot(`
    [
      "severity spec 5:13",
      "scopes.0 spec 7:12",
      "conditions.0.metric spec 11:7",
      "conditions.0.name spec 11:7",
      "conditions.1.threshold spec 12:33",
      "conditions.1.metric spec 12:17",
      "enabled default 4:1",
      "location default 1:1",
      "groups.0.name spec 14:12",
    ]
  `);
  expect(origins(staging)).toMatchInlineSnapshot(`
    [
      "severity environments.staging 15:46",
      "scopes.0 environments.staging 15:58",
      "conditions.0.metric spec 12:17",
      "conditions.0.name spec 12:7",
      "conditions.1.threshold environments.staging 15:108",
      "conditions.1.metric spec 13:7",
      "enabled default 4:1",
      "location default 1:1",
      "groups.0.name spec 14:12",
    ]
  `);
});

const map = fc.letrec((tie) => ({
  map: fc.dictionary(
    fc.constantFrom("a", "b", "c"),
    fc.oneof({ maxDepth: 3 }, fc.integer(), fc.array(fc.integer()), tie("map")),
  ),
}))["map"] as fc.Arbitrary<JsonObject>;

test("merging nothing changes nothing, and merging twice is merging once", () => {
  fc.assert(
    fc.property(map, map, (a, b) => {
      expect(mergePlain(a, {})).toEqual(a);
      expect(mergePlain({}, a)).toEqual(a);
      expect(mergePlain(mergePlain(a, b), b)).toEqual(mergePlain(a, b));
      const removed = mergePlain(a, Object.fromEntries(Object.keys(a).map((key) => [key, null])));
      expect(removed).toEqual({});
    }),
  );
});
