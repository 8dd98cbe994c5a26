import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { functionNames } from "../../../src/authoring/arm-file/evaluate.ts";
import type { Json } from "../../../src/core/json.ts";
import { group, subscription, valueOf } from "./reading.ts";

const parameters = {
  text: { type: "string", defaultValue: "One Two" },
  list: { type: "array", defaultValue: ["b", "a", "c", "a"] },
  map: { type: "object", defaultValue: { one: "a", Two: { three: 3 }, list: [1, 2] } },
  no: { type: "bool", defaultValue: false },
};

/** Values as Microsoft's reference of the template functions gives them. */
const cases: readonly (readonly [string, Json])[] = [
  ["'it''s'", "it's"],
  ["concat('a', 'b', 1, true())", "ab1True"],
  ["concat(createArray(1), createArray(2, 3))", [1, 2, 3]],
  ["format('{0}-{1:D3} {{x}} {0}', 'a', 7)", "a-007 {x} a"],
  ["format('[{0,4}|{0,-4}]', 'a')", "[   a|a   ]"],
  ["format('{0}', parameters('map').list)", "[1,2]"],
  ["format('{0:N0} {1:n1} {2:D4}', 8175133, -1000, -7)", "8,175,133 -1,000.0 -0007"],
  ["toLower(parameters('text'))", "one two"],
  ["TOUPPER(Parameters('TEXT'))", "ONE TWO"],
  ["replace('a.b.c', '.', '')", "abc"],
  ["replace('ab', 'b', '$&')", "a$&"],
  ["split('a,b;c', createArray(',', ';'))", ["a", "b", "c"]],
  ["join(parameters('list'), '/')", "b/a/c/a"],
  ["substring('abcdef', 1, 3)", "bcd"],
  ["length('abc')", 3],
  ["length(parameters('map'))", 3],
  ["first(parameters('list'))", "b"],
  ["last('abc')", "c"],
  ["take('abc', 2)", "ab"],
  ["skip(parameters('list'), 2)", ["c", "a"]],
  ["union(parameters('list'), createArray('d', 'a'))", ["b", "a", "c", "d"]],
  ["union(createObject('a', createObject('b', 1)), createObject('a', createObject('c', 2)))", { a: { b: 1, c: 2 } }],
  ["intersection(createArray(1, 2, 3), createArray(3, 2))", [2, 3]],
  ["contains('OneTwo', 'two')", false],
  ["contains(parameters('map'), 'ONE')", true],
  ["contains(parameters('list'), 'c')", true],
  ["startsWith('abc', 'AB')", true],
  ["endsWith('abc', 'bc')", true],
  ["indexOf('abCd', 'c')", 2],
  ["lastIndexOf('abab', 'AB')", 2],
  ["lastIndexOf(createArray(createObject('a', 1, 'b', 2), 3), createObject('b', 2, 'a', 1))", 0],
  ["trim(' a ')", "a"],
  ["padLeft(5, 3, '0')", "005"],
  ["string(createObject('a', 1))", '{"a":1}'],
  ["string(false())", "False"],
  ["json('{\"a\": [1]}').a[0]", 1],
  ["int('42')", 42],
  ["bool('1')", true],
  ["add(mul(2, 3), div(7, 2))", 9],
  ["mod(7, sub(5, 2))", 1],
  ["min(3, 1, 2)", 1],
  ["max(createArray(3, 1, 2))", 3],
  ["if(equals(1, '1'), 'same', 'other')", "other"],
  ["if(parameters('no'), first(1), 'fine')", "fine"],
  ["and(not(false()), or(false(), greaterOrEquals(2, 2)))", true],
  ["coalesce(null(), parameters('map').Two.three, first(1))", 3],
  ["empty('')", true],
  ["empty(parameters('map'))", false],
  ["array('a')", ["a"]],
  ["range(3, 3)", [3, 4, 5]],
  ["flatten(createArray(createArray(1), createArray(2)))", [1, 2]],
  [
    "items(createObject('b', 1, 'a', 2))",
    [
      { key: "a", value: 2 },
      { key: "b", value: 1 },
    ],
  ],
  ["shallowMerge(createArray(createObject('a', createObject('b', 1)), createObject('a', 2)))", { a: 2 }],
  ["tryGet(parameters('map'), 'two', 'nothing')", null],
  ["parameters('map').two.THREE", 3],
  ["parameters('map')['list'][1]", 2],
  ["map(range(0, 3), lambda('i', add(lambdaVariables('i'), 1)))", [1, 2, 3]],
  [
    "map(createArray('a', 'b'), lambda('x', 'i', format('{0}{1}', lambdaVariables('x'), lambdaVariables('i'))))",
    ["a0", "b1"],
  ],
  ["filter(parameters('list'), lambda('x', not(equals(lambdaVariables('x'), 'a'))))", ["b", "c"]],
  ["reduce(range(1, 4), 0, lambda('a', 'b', add(lambdaVariables('a'), lambdaVariables('b'))))", 10],
  ["sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))", [1, 2, 3]],
  [
    "toObject(createArray('a', 'b'), lambda('x', lambdaVariables('x')), lambda('x', toUpper(lambdaVariables('x'))))",
    { a: "A", b: "B" },
  ],
  ["mapValues(createObject('a', 1), lambda('x', add(lambdaVariables('x'), 1)))", { a: 2 }],
  ["groupBy(createArray('aa', 'ab', 'b'), lambda('x', take(lambdaVariables('x'), 1)))", { a: ["aa", "ab"], b: ["b"] }],
  ["base64ToString(base64('ü'))", "ü"],
  ["uri('http://contoso.org/first/', '/second.sh')", "http://contoso.org/first/second.sh"],
  ["uri('http://contoso.org/first', 'second.sh')", "http://contoso.org/second.sh"],
  ["uriComponent('a b/c')", "a%20b%2Fc"],
  ["subscription().id", `/subscriptions/${subscription}`],
  ["resourceGroup().location", "westeurope"],
  ["resourceGroup().id", group],
  ["resourceId('Microsoft.Insights/actionGroups', 'a')", `${group}/providers/Microsoft.Insights/actionGroups/a`],
  [
    "resourceId('other', 'Microsoft.Sql/servers/databases', 's', 'd')",
    `/subscriptions/${subscription}/resourceGroups/other/providers/Microsoft.Sql/servers/s/databases/d`,
  ],
  ["resourceId('sub', 'other', 'A.B/c', 'd')", "/subscriptions/sub/resourceGroups/other/providers/A.B/c/d"],
  ["subscriptionResourceId('A.B/c', 'd')", `/subscriptions/${subscription}/providers/A.B/c/d`],
  ["tenantResourceId('A.B/c', 'd')", "/providers/A.B/c/d"],
  ["extensionResourceId(resourceId('A.B/c', 'd'), 'E.F/g', 'h')", `${group}/providers/A.B/c/d/providers/E.F/g/h`],
];

test.each(cases)("%s", (expression, expected) => {
  expect(valueOf(`[${expression}]`, { parameters })).toEqual(expected);
});

describe("hashes are those that Azure makes", () => {
  // Azure answered the first and names of deployed resources hold the second; the others were made by other implementations.
  test.each([
    [
      "'/subscriptions/31e9f9a0-9fd2-4294-a0a3-0101246d9700/resourceGroups/rg-modm201-20230913120256/providers/Microsoft.Compute/virtualMachines/bobjacmodm201'",
      "yvjxno3je5on2",
    ],
    ["'test'", "rbgf3xv4ufgzg"],
    ["'hello', 'world'", "a7wkljktk6wne"],
    ["'abc'", "cgtzqvhu4i23s"],
    ["'/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/my-rg'", "bmg7c6xu4tw46"],
    ["'foo', 'bar', 'baz'", "xzi4ioaxtmth4"],
  ])("uniqueString(%s)", (args, expected) => {
    expect(valueOf(`[uniqueString(${args})]`)).toBe(expected);
  });

  test.each([
    ["'test'", "d6a5baf1-8b9b-542a-8525-2982f1f98a0c"],
    // Made with Python's uuid5, from what Microsoft documents: the texts are joined by hyphens.
    ["'test', 'test2', 'test3'", "43ca56fb-e844-5667-aabf-b316c27c09cc"],
  ])("guid(%s)", (args, expected) => {
    expect(valueOf(`[guid(${args})]`)).toBe(expected);
  });
});

describe("what has no value is said with the reason", () => {
  test.each([
    ["reference('x').y", "what `reference` gives is known only to Azure; write the value in its place"],
    ["listKeys('x', '2020-01-01').keys[0].value", "what `listKeys` gives is known only to Azure"],
    ["utcNow()", "what `utcNow` gives is another value at every deployment"],
    ["environment().name", "depends on the cloud that is deployed to"],
    ["subscription().displayName", "`displayName` of `subscription()` is known only to Azure"],
    ["deployment().name", "what `deployment` gives is known only while deploying"],
    ["tolowr('A')", "the function `tolowr` is not known; did you mean `tolower`?"],
    ["my.own('A')", "the function `my.own` is not known"],
    ["toLower(1)", "`toLower` wants a text as its first value, and it is a number"],
    ["toLower()", "`toLower` takes 1 value, and 0 are given"],
    ["substring('abc', 2, 2)", "`substring` from 2 leads out of a text of 3 characters"],
    ["div(1, 0)", "nothing can be divided by 0"],
    ["mul(9007199254740991, 2)", "a number has more digits than can be kept"],
    ["parameters('txt')", "the template has no parameter `txt`; did you mean `text`?"],
    ["variables('x')", "the template has no variable `x`"],
    ["parameters('map').nothing", "there is no `nothing` here"],
    ["parameters('list')[9]", "there is nothing at 9 of a list"],
    ["copyIndex()", "no `copy` is around this"],
    ["resourceId('x')", "`resourceId` takes 2 or more values, and 1 are given"],
    [
      "resourceId('A.B/c/d', 'x')",
      "wants as many names as the type has parts behind its namespace: 2, and 1 are given",
    ],
    ["if('yes', 1, 2)", "`if` wants a truth value, and it is a text"],
    ["concat('a', createArray(1))", "`concat` joins texts or lists, not one with the other"],
    ["format('{1}', 'a')", "`format` has no value for `{1}`"],
    ["format('{0:P2}', 1)", "the spelling `P2` of `format` is not known here"],
    ["less('a', 'b')", "`less` wants a number as its first value, and it is a text"],
    ["json('{')", "`json` wants a text that is JSON"],
  ])("%s: %s", (expression, why) => {
    expect(valueOf(`[${expression}]`, { parameters })).toContain(why);
  });
});

test("text in brackets that is no expression is text", () => {
  expect(valueOf("[[concat('a')]")).toBe("[concat('a')]");
  expect(valueOf("[a] and b")).toBe("[a] and b");
});

test("the page names every function that has a value, and no other", () => {
  const page = readFileSync("docs/import-files.md", "utf8");
  const [, section = ""] = /^These functions have a value:\n([^]*?)^These have none/m.exec(page) ?? [];
  const named = [...section.matchAll(/`([A-Za-z][A-Za-z0-9]+)(?:\(\)\.name)?`/g)].map(([, name = ""]) =>
    name.toLowerCase(),
  );
  const inside = ["lambdavariables", "d3", "n0"];
  expect(new Set(named.filter((name) => !inside.includes(name)))).toEqual(
    new Set(functionNames.filter((name) => !inside.includes(name))),
  );
});
