import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import type { Schema } from "../../../src/core/settings/schema.ts";
import { readSettings, settle } from "../../../src/core/settings/settings.ts";

const element = { type: "object", additionalProperties: false, required: ["form"] } as const;

const schema: Schema = {
  type: "object",
  additionalProperties: false,
  properties: {
    text: { type: "string" },
    word: { type: "string", enum: ["Include", "Exclude"] },
    usual: { type: "boolean", default: true },
    usualList: { type: "array", items: { type: "string" }, default: [] },
    map: { type: "object", additionalProperties: { type: "string" } },
    inner: {
      type: "object",
      additionalProperties: false,
      properties: { a: { type: "string" }, b: { type: "number", default: 1 } },
    },
    list: {
      type: "array",
      items: {
        oneOf: [
          { ...element, properties: { form: { const: "x" }, x: { type: "string" } } },
          { ...element, properties: { form: { const: "y" }, y: { type: "number", default: 2 } } },
        ],
        discriminator: { propertyName: "form" },
      },
    },
  },
};

const usual = { usual: true, usualList: [] };

describe("what the author wrote is made complete", () => {
  test.each<[string, JsonObject, JsonObject]>([
    ["defaults are spelled out", {}, usual],
    [
      "what is said stays, in whatever case",
      { word: "include", inner: { b: "1" } },
      { ...usual, word: "include", inner: { b: "1" } },
    ],
    ["what is said stays", { usual: false, text: "a" }, { text: "a", usual: false, usualList: [] }],
    ["nothings are absent", { text: "", map: {}, inner: {}, list: [] }, usual],
    ["null is absent, and leaves a default", { text: null, usual: null }, usual],
    ["a nothing is a value where there is a default", { usualList: [] }, usual],
    ["free maps keep empty texts, but no null", { map: { a: "", b: null } }, { ...usual, map: { a: "" } }],
    ["defaults are spelled out inside", { inner: { a: "x" } }, { ...usual, inner: { a: "x", b: 1 } }],
    [
      "the form of an element says its defaults",
      { list: [{ form: "y" }, { form: "x" }] },
      { ...usual, list: [{ form: "y", y: 2 }, { form: "x" }] },
    ],
    [
      "an element of no known form stays as it is",
      { list: [{ form: "z", a: null }] },
      { ...usual, list: [{ form: "z", a: null }] },
    ],
    [
      "unknown properties stay for the schema to judge",
      { unknown: 1, inner: { c: 1 } },
      { ...usual, unknown: 1, inner: { c: 1, b: 1 } },
    ],
  ])("%s", (_, written, expected) => {
    expect(settle(schema, written)).toEqual(expected);
    expect(settle(schema, settle(schema, written))).toEqual(expected);
  });
});

describe("what Azure answers is read leniently", () => {
  test.each<[string, JsonObject, JsonObject]>([
    ["names in any case", { TEXT: "a", Inner: { A: "x" } }, { ...usual, text: "a", inner: { a: "x", b: 1 } }],
    [
      "unknown properties are left out",
      { text: "a", status: "Enabled", inner: { future: 1, a: "x" } },
      { ...usual, text: "a", inner: { a: "x", b: 1 } },
    ],
    ["a nothing beside the same name in another case loses", { text: "a", Text: null }, { ...usual, text: "a" }],
    ["values of another type are values", { text: 5, usual: "yes" }, { ...usual, text: 5, usual: "yes" }],
    ["words in any case", { word: "include" }, { ...usual, word: "Include" }],
    ["words that nobody knows stay", { word: "future" }, { ...usual, word: "future" }],
    ["texts of numbers", { inner: { b: "80.5" } }, { ...usual, inner: { b: 80.5 } }],
    ["texts that are none stay", { inner: { b: "many", a: "1" } }, { ...usual, inner: { a: "1", b: "many" } }],
    ["texts of yes and no", { usual: "False" }, { ...usual, usual: false }],
    [
      "places of elements stay true",
      {
        list: [
          { form: "z", a: 1 },
          { form: "x", x: "1" },
        ],
      },
      {
        ...usual,
        list: [
          { form: "z", a: 1 },
          { form: "x", x: "1" },
        ],
      },
    ],
    [
      "names in free maps are anybody's",
      { map: { Text: "a", text: "b" } },
      { ...usual, map: { Text: "a", text: "b" } },
    ],
  ])("%s", (_, body, expected) => {
    expect(readSettings(schema, body)).toEqual(expected);
  });
});
