import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import type { Schema } from "../../../src/core/settings/schema.ts";
import { validate } from "../../../src/core/settings/validate.ts";

const schema: Schema = {
  type: "object",
  additionalProperties: false,
  required: ["severity", "scopes"],
  properties: {
    severity: { type: "integer", minimum: 0, maximum: 4, wants: "a number from 0 (critical) to 4 (verbose)" },
    scopes: {
      type: "array",
      minItems: 1,
      maxItems: 2,
      items: { type: "string", pattern: "^/", wants: "an ARM id; it begins with `/`" },
    },
    enabled: { type: "boolean" },
    windowSize: { type: "string", same: "duration", lengths: ["PT5M", "PT1H"] },
    operator: { type: "string", enum: ["GreaterThan", "LessThan"] },
    short: { type: "string", minLength: 2, maxLength: 4 },
    properties: { type: "object", additionalProperties: { type: "string" }, maxProperties: 1 },
    groups: { type: "array", maxItems: 1, items: { type: "string" } },
    secretTag: { type: "string", derived: true },
    criteria: {
      type: "array",
      items: {
        oneOf: [
          {
            type: "object",
            additionalProperties: false,
            required: ["form", "threshold"],
            properties: { form: { const: "static", derived: true }, threshold: { type: "number" } },
          },
          {
            type: "object",
            additionalProperties: false,
            required: ["form", "query"],
            properties: { form: { const: "promql", derived: true }, query: { type: "string" } },
          },
        ],
        discriminator: { propertyName: "form" },
        type: "object",
        wants: "a condition or a query",
      },
    },
  },
};

const right = { severity: 2, scopes: ["/a"] };

describe("one mistake is one complaint, with the value and what would be right", () => {
  test.each<[JsonObject, readonly string[]]>([
    [right, []],
    [{ scopes: ["/a"] }, ["missing-property at : `severity` is missing: a number from 0 (critical) to 4 (verbose)"]],
    [{ ...right, enabeld: true }, ["unknown-property at enabeld: unknown property `enabeld`; did you mean `enabled`?"]],
    [
      { serverity: 2, scopes: ["/a"] },
      ["unknown-property at serverity: unknown property `serverity`; did you mean `severity`?"],
    ],
    [{ ...right, severity: 5 }, ["illegal-value at severity: `severity: 5` is more than 4"]],
    [
      { ...right, severity: 2.5 },
      ["wrong-type at severity: `severity` wants a number from 0 (critical) to 4 (verbose); here stands `2.5`"],
    ],
    [
      { ...right, severity: "2" },
      [
        "wrong-type at severity: `severity` is a number from 0 (critical) to 4 (verbose), and `2` is a text; write it without quotes: `2`",
      ],
    ],
    [
      { ...right, severity: "high" },
      ["wrong-type at severity: `severity` is a number from 0 (critical) to 4 (verbose), and `high` is a text"],
    ],
    [
      { ...right, enabled: "true" },
      ["wrong-type at enabled: `enabled` is `true` or `false`, and `true` is a text; write it without quotes: `true`"],
    ],
    [{ ...right, short: 82 }, ['wrong-type at short: `short` is a text, and 82 is a number; write it quoted: `"82"`']],
    [{ ...right, short: "abcde" }, ["illegal-value at short: `short: abcde` is longer than 4 characters"]],
    [{ ...right, scopes: [] }, ["illegal-value at scopes: `scopes` is empty; it needs at least one"]],
    [
      { ...right, scopes: ["/a", "/b", "/c"] },
      ["illegal-value at scopes: `scopes` has more than 2 elements, which Azure does not take"],
    ],
    [
      { ...right, scopes: ["a"] },
      ["illegal-value at scopes.0: `a` is not what is wanted here: an ARM id; it begins with `/`"],
    ],
    [
      { ...right, groups: ["a", "b"], properties: { a: "b", c: "d" } },
      [
        "illegal-value at properties: `properties` has more than one property",
        "illegal-value at groups: `groups` has more than one element, which Azure does not take",
      ],
    ],
    [
      { ...right, operator: "GreaterThen" },
      ["illegal-value at operator: `operator: GreaterThen` is not known here; did you mean `GreaterThan`?"],
    ],
    [
      { ...right, windowSize: "PT7M" },
      ["illegal-value at windowSize: `windowSize: 7m` is not a length Azure takes here; it takes 5m, 1h"],
    ],
    [{ ...right, windowSize: "PT60M" }, []],
    [
      { ...right, properties: { a: 1 } },
      ['wrong-type at properties.a: `a` is a text, and 1 is a number; write it quoted: `"1"`'],
    ],
    [
      { ...right, criteria: [{ form: "static", treshold: 1 }] },
      ["unknown-property at criteria.0.treshold: unknown property `treshold`; did you mean `threshold`?"],
    ],
    [{ ...right, criteria: [{ form: "promql" }] }, ["missing-property at criteria.0: `query` is missing"]],
    [
      { ...right, criteria: [{ form: "other" }] },
      ["illegal-value at criteria.0: `criteria` is none of the forms known here; wanted: a condition or a query"],
    ],
    [
      { ...right, criteria: ["avg cpu > 80"] },
      ["wrong-type at criteria.0: `criteria` wants a condition or a query; here stands the text `avg cpu > 80`"],
    ],
    [
      { severity: 5, scopes: ["a"], enabled: 1 },
      [
        "illegal-value at severity: `severity: 5` is more than 4",
        "illegal-value at scopes.0: `a` is not what is wanted here: an ARM id; it begins with `/`",
        "wrong-type at enabled: `enabled` wants `true` or `false`; here stands `1`",
      ],
    ],
  ])("%j", (value, expected) => {
    const said = validate(schema, value, () => undefined);
    expect(said.map(({ code, path, message }) => `${code} at ${path.join(".")}: ${message}`)).toEqual(expected);
  });
});

test.each([
  ["twelve characters", "abcdefghijkl", 0],
  ["thirteen", "abcdefghijklm", 1],
  ["twelve on their way to Azure, with an escape", "$${x}abcdefgh", 0],
  ["thirteen, with an escape", "$${x}abcdefghi", 1],
  ["a secret, whose length nobody knows", "${secret:a-long-name}", 0],
])("a text of at most twelve characters may be %s", (_, text, complaints) => {
  const limited = {
    ...schema,
    properties: { ...schema.properties, short: { type: "string", maxLength: 12 } },
  } as const;
  expect(validate(limited, { ...right, short: text }, () => undefined)).toHaveLength(complaints);
});

test("a number that stands for a text is shown as it is written", () => {
  const [said] = validate(schema, { ...right, short: 101 }, (path) => (path[0] === "short" ? "0101" : undefined));
  expect(said?.message).toBe('`short` is a text, and 0101 is a number; write it quoted: `"0101"`');
});
