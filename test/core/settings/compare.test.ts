import { describe, expect, test } from "vitest";
import { compare, fingerprint } from "../../../src/core/settings/compare.ts";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import type { Schema } from "../../../src/core/settings/schema.ts";

function same(below: Schema, before: Json, after: Json): boolean {
  const schema = { type: "object", properties: { it: below } } as const;
  const equal = compare(schema, { it: before }, { it: after }).length === 0;
  expect(fingerprint(schema, { it: before }) === fingerprint(schema, { it: after })).toBe(equal);
  return equal;
}

describe("what counts as the same is said by the schema", () => {
  test.each<[string, Schema, Json, Json, boolean]>([
    ["texts", { type: "string" }, "a", "A", false],
    ["caseless texts", { type: "string", same: "caseless" }, "a", "A", true],
    ["ARM ids in another case", { type: "string", same: "armId" }, "/subscriptions/AB/x", "/subscriptions/ab/X", true],
    ["ARM ids without a slash", { type: "string", same: "armId" }, "subscriptions/ab", "/subscriptions/ab/", true],
    ["ARM ids of different things", { type: "string", same: "armId" }, "/subscriptions/a", "/subscriptions/b", false],
    ["lengths of time", { type: "string", same: "duration" }, "PT60M", "PT1H", true],
    ["a day and its hours", { type: "string", same: "duration" }, "P1D", "PT24H", true],
    ["different lengths", { type: "string", same: "duration" }, "PT1H", "PT1M", false],
    ["instants", { type: "string", same: "instant" }, "2026-10-01T00:00:00Z", "2026-10-01T00:00:00.000Z", true],
    [
      "instants in another zone",
      { type: "string", same: "instant" },
      "2026-10-01T09:00:00+09:00",
      "2026-10-01T00:00:00Z",
      true,
    ],
    [
      "instants a hundred nanoseconds apart",
      { type: "string", same: "instant" },
      "2026-10-01T00:00:00.1234567Z",
      "2026-10-01T00:00:00.1234568Z",
      false,
    ],
    ["regions", { type: "string", same: "location" }, "West US 2", "westus2", true],
    ["line ends", { type: "string", same: "lines" }, "a\r\nb\n", "a\nb", true],
    ["lines that are indented otherwise", { type: "string", same: "lines" }, "a\n b", "a\nb", false],
    ["numbers", { type: "number" }, 5, 5.0, true],
    ["a number and its text", { type: "number" }, 5, "5", false],
    ["sets", { type: "array", order: "set", items: {} }, ["a", "b"], ["b", "a"], true],
    [
      "sets of caseless texts",
      { type: "array", order: "set", items: { type: "string", same: "caseless" } },
      ["A", "b"],
      ["B", "a"],
      true,
    ],
    ["lists", { type: "array", items: {} }, ["a", "b"], ["b", "a"], false],
    [
      "named lists",
      { type: "array", order: { by: "name" }, items: {} },
      [{ name: "a" }, { name: "b" }],
      [{ name: "b" }, { name: "a" }],
      true,
    ],
    [
      "named lists with two of one name",
      { type: "array", order: { by: "name" }, items: {} },
      [{ name: "a", it: 1 }, { name: "a", it: 2 }, { name: "b" }],
      [{ name: "b" }, { name: "a", it: 2 }, { name: "a", it: 1 }],
      true,
    ],
    [
      "named lists with one of a name twice",
      { type: "array", order: { by: "name" }, items: {} },
      [{ name: "a" }, { name: "a" }],
      [{ name: "a" }],
      false,
    ],
    ["sets with one twice", { type: "array", order: "set", items: {} }, ["a", "a"], ["a"], false],
    [
      "maps in another order",
      { type: "object", additionalProperties: {} },
      { a: "1", b: "2" },
      { b: "2", a: "1" },
      true,
    ],
  ])("%s", (_, below, before, after, expected) => {
    expect(same(below, before, after)).toBe(expected);
    expect(same(below, after, before)).toBe(expected);
  });
});

const schema: Schema = {
  type: "object",
  properties: {
    list: {
      type: "array",
      order: { by: "name" },
      items: {
        type: "object",
        properties: {
          name: { type: "string" },
          value: { type: "number" },
          tags: { type: "array", order: "set", items: {} },
        },
      },
    },
    places: { type: "array", items: { type: "object", properties: { value: { type: "number" } } } },
    union: {
      oneOf: [
        { type: "object", properties: { form: { const: "a" }, x: {} } },
        { type: "object", properties: { form: { const: "b" }, x: {} } },
      ],
      discriminator: { propertyName: "form" },
    },
  },
};

describe("a difference is told where it is", () => {
  const list: readonly JsonObject[] = [
    { name: "cpu", value: 1, tags: ["a"] },
    { name: "Memory", value: 2 },
  ];

  test.each<[string, Json, Json, unknown]>([
    [
      "in an element, by its name",
      { list },
      { list: [list[1]!, { ...list[0], value: 9 }] },
      [[["list", { key: "cpu" }, "value"], 1, 9]],
    ],
    [
      "a name in another case is the same element",
      { list },
      { list: [list[0]!, { name: "memory", value: 2 }] },
      [[["list", { key: "memory" }, "name"], "Memory", "memory"]],
    ],
    ["an element that is new", { list: [list[0]!] }, { list }, [[["list", { key: "Memory" }], undefined, list[1]!]]],
    ["an element that is gone", { list }, { list: [list[0]!] }, [[["list", { key: "Memory" }], list[1]!, undefined]]],
    [
      "in a set",
      { list },
      { list: [{ ...list[0], tags: ["b"] }, list[1]!] },
      [
        [["list", { key: "cpu" }, "tags", { key: "a" }], "a", undefined],
        [["list", { key: "cpu" }, "tags", { key: "b" }], undefined, "b"],
      ],
    ],
    [
      "by place",
      { places: [{ value: 1 }, { value: 2 }] },
      { places: [{ value: 1 }, { value: 3 }] },
      [[["places", 1, "value"], 2, 3]],
    ],
    [
      "another form is one difference",
      { union: { form: "a", x: 1 } },
      { union: { form: "b", x: 2 } },
      [[["union"], { form: "a", x: 1 }, { form: "b", x: 2 }]],
    ],
    [
      "two of one name are told apart by place",
      {
        list: [
          { name: "a", value: 1 },
          { name: "A", value: 2 },
        ],
      },
      {
        list: [
          { name: "a", value: 1 },
          { name: "A", value: 3 },
        ],
      },
      [[["list", { key: "A" }, "value"], 2, 3]],
    ],
  ])("%s", (_, before, after, expected) => {
    // Sound because the table has objects there.
    const found = compare(schema, before as { [key: string]: Json }, after as { [key: string]: Json });
    expect(found.map((one) => [one.path, one.before, one.after])).toEqual(expected);
  });
});

test("of several elements of one name the equal ones are a pair, and the rest is told", () => {
  const schema = {
    type: "object",
    properties: { it: { type: "array", order: { by: "field" }, items: {} } },
  } as const satisfies Schema;
  const [one, two, three] = [1, 2, 3].map((value) => ({ field: "a", value }));
  expect(
    compare(schema, { it: [one!, two!] }, { it: [three!, one!] }).map(({ before, after }) => [before, after]),
  ).toEqual([[2, 3]]);
});
