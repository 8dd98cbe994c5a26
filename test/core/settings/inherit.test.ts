import { describe, expect, test } from "vitest";
import { inherit } from "../../../src/core/settings/inherit.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { Schema } from "../../../src/core/settings/schema.ts";
import { createSealer } from "../../../src/core/settings/secrets.ts";

const receiver: Schema = {
  type: "object",
  properties: {
    name: { type: "string" },
    tenant: { type: "string", ifDeclared: true },
    uri: { type: "string", writeOnly: true },
  },
};

const schema: Schema = {
  type: "object",
  properties: {
    text: { type: "string" },
    type: { type: "string", ifDeclared: true },
    uri: { type: "string", writeOnly: true },
    receivers: { type: "array", order: { by: "name" }, items: receiver },
    steps: { type: "array", items: receiver },
  },
};

const sealer = createSealer(new Map([["known", "https://known"]]));
sealer.learn("${secret:known}");
const hiddenOf = (text: string): string => sealer.hide(text);

describe("what the author does not say", () => {
  test.each<[string, JsonObject, JsonObject, JsonObject]>([
    ["stays unsaid where it is not Azure's to fill", {}, { text: "a" }, {}],
    ["is inherited where it is", {}, { type: "a" }, { type: "a" }],
    ["is not where he says it", { type: "b" }, { type: "a" }, { type: "b" }],
    [
      "is inherited by an element of the same name",
      { receivers: [{ name: "x" }] },
      {
        receivers: [
          { name: "y", tenant: "1" },
          { name: "X", tenant: "2" },
        ],
      },
      { receivers: [{ name: "x", tenant: "2" }] },
    ],
    [
      "is inherited by place where elements have no names",
      { steps: [{ name: "x" }] },
      { steps: [{ name: "y", tenant: "1" }] },
      { steps: [{ name: "x", tenant: "1" }] },
    ],
    [
      "is not inherited by a new element",
      { receivers: [{ name: "z" }] },
      { receivers: [{ name: "x", tenant: "1" }] },
      { receivers: [{ name: "z" }] },
    ],
  ])("%s", (_, desired, live, expected) => {
    const inherited = inherit(schema, desired, live, { sealer, live: new Set(["gone"]) });
    expect(inherited.desired).toEqual(expected);
    expect(inherited.live).toEqual(live);
    expect([inherited.notCompared, inherited.unwritable]).toEqual([[], []]);
  });
});

describe("a text with a secret", () => {
  test("that is at hand is compared, and hides what is live", () => {
    const { desired, live } = inherit(
      schema,
      { text: "${secret:known}" },
      { text: "https://old" },
      { sealer, live: new Set(["gone"]) },
    );
    expect(desired).toEqual({ text: "${secret:known}" });
    expect(live).toEqual({ text: hiddenOf("https://old") });
  });

  test("that is not at hand is not compared, and what Azure has is written back", () => {
    const old = hiddenOf("https://x/T0");
    const inherited = inherit(
      schema,
      { uri: "https://x/${secret:gone}" },
      { uri: old },
      { sealer, live: new Set(["gone"]) },
    );
    expect(inherited).toEqual({ desired: { uri: old }, live: { uri: old }, notCompared: ["gone"], unwritable: [] });
  });

  test("that is not at hand and whose rest is another cannot be written", () => {
    const template = "https://y/${secret:gone}";
    const inherited = inherit(
      schema,
      { uri: template },
      { uri: hiddenOf("https://x/T0") },
      { sealer, live: new Set(["gone"]) },
    );
    expect([inherited.notCompared, inherited.unwritable]).toEqual([[], [template]]);
  });

  test("that is not at hand and new stays a template", () => {
    const inherited = inherit(schema, { uri: "${secret:gone}" }, {}, { sealer, live: new Set(["gone"]) });
    expect(inherited.desired).toEqual({ uri: "${secret:gone}" });
  });
});
