import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import type { Schema } from "../../../src/core/settings/schema.ts";
import {
  blind,
  createSealer,
  escapeTemplate,
  isSecret,
  isSecretName,
  secretsIn,
} from "../../../src/core/settings/secrets.ts";
import { startEffort } from "../../support/effort.ts";

const schema: Schema = {
  type: "object",
  properties: {
    uri: { type: "string", writeOnly: true },
    text: { type: "string" },
    properties: { type: "object", additionalProperties: { type: "string" } },
  },
};

const values = new Map([
  ["slack", "https://hooks.example.com/T0/B0"],
  ["pin", "1234"],
  ["odd", "a$&b$1`$$"],
]);

describe("what Azure answers is sealed", () => {
  test.each<[string, readonly string[], JsonObject, JsonObject]>([
    [
      "a known secret is its template again",
      ["${secret:slack}"],
      { uri: values.get("slack")! },
      { uri: "${secret:slack}" },
    ],
    [
      "with the text around it",
      ["${secret:slack}?x=1"],
      { uri: `${values.get("slack")}?x=1` },
      { uri: "${secret:slack}?x=1" },
    ],
    ["what nobody knows is hidden at a secret place", [], { uri: "https://other" }, { uri: "${hidden:0}" }],
    [
      "equal texts are equally hidden",
      [],
      { uri: "u", properties: { token: "u" } },
      { uri: "${hidden:0}", properties: { token: "${hidden:0}" } },
    ],
    ["a secret's value is hidden in any text", [], { text: `see ${values.get("slack")}` }, { text: "${hidden:0}" }],
    [
      "a short secret is in everything, and hidden nowhere else",
      ["${secret:pin}"],
      { text: "x1234y", uri: "1234" },
      { text: "x1234y", uri: "${secret:pin}" },
    ],
    [
      "names of secrets in free maps make them secret",
      [],
      { properties: { apiKey: "k", team: "web" } },
      { properties: { apiKey: "${hidden:0}", team: "web" } },
    ],
    [
      "signs that mean something in templates are escaped",
      [],
      { text: "a ${b} $${c} ${data.x}" },
      { text: "a $${b} $$${c} ${data.x}" },
    ],
    ["values are not patterns", ["x ${secret:odd}"], { text: `x ${values.get("odd")}` }, { text: "x ${secret:odd}" }],
  ])("%s", (_, learnt, answered, sealed) => {
    const sealer = createSealer(values);
    learnt.forEach((template) => sealer.learn(template));
    expect(sealer.seal(schema, answered)).toEqual(sealed);
  });

  test("what no schema describes is sealed by its names", () => {
    const sealer = createSealer(values);
    const beside = { future: { sharedAccessKey: "k", list: [{ password: "p", url: "u" }] } };
    expect(sealer.sealUnknown(beside)).toEqual({
      future: { sharedAccessKey: "${hidden:0}", list: [{ password: "${hidden:1}", url: "u" }] },
    });
  });
});

test("a secret that is not at hand stays a template, and is not opened", () => {
  const sealer = createSealer(new Map());
  expect(sealer.missing("a ${secret:slack} ${secret:pin}")).toEqual(["slack", "pin"]);
  expect(sealer.reseal(schema, { uri: "${secret:slack}" })).toEqual({ uri: "${secret:slack}" });
  expect(sealer.hide("${secret:slack}")).toBe("${secret:slack}");
  expect(() => sealer.open("${secret:slack}")).toThrow("secret slack was opened without being at hand");
});

test("two spellings of one text become one template", () => {
  const sealer = createSealer(
    new Map([
      ["path", "T0/B0"],
      ["url", "https://x/T0/B0"],
    ]),
  );
  sealer.learn("https://x/${secret:path}");
  sealer.learn("${secret:url}");
  expect(sealer.reseal(schema, { uri: "${secret:url}" })).toEqual({ uri: "https://x/${secret:path}" });
});

test.each([
  ["${secret:a}/${secret:b}", ["a", "b"], true],
  ["$${secret:a}", [], false],
  ["${hidden:3}", [], true],
  ["${data.x}", [], false],
])("the secrets in %s", (template, names, secret) => {
  expect(secretsIn(template)).toEqual(names);
  expect(isSecret(template)).toBe(secret);
  expect(blind({ a: [template] })).toEqual({ a: [secret ? "(secret)" : template] });
});

test.each([
  "serviceUri",
  "callbackUrl",
  "apiKey",
  "x-api-key",
  "sharedAccessKey",
  "client_secret",
  "PASSWORD",
  "sasToken",
  "connectionString",
  "code",
  "sig",
])("%s names a secret", (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each(["name", "keyboard", "monkey", "codename", "design", "serviceUriName", "Email.Subject", "partition_keys"])(
  "%s names none",
  (name) => {
    expect(isSecretName(name)).toBe(false);
  },
);

test.each(["${", "$${", "$$${a}", "${data.x}", "$${data.x}", "a$"])("%j is opened as it was escaped", (text) => {
  expect(createSealer(new Map()).open(escapeTemplate(text))).toBe(text);
});

test("a text full of beginnings of placeholders is looked through in no time", () => {
  const many = "${secret:".repeat(50_000);
  const effort = startEffort();
  expect(isSecret(many)).toBe(false);
  expect(secretsIn(`${many}a}`)).toEqual(["a"]);
  expect(effort()).toBeLessThan(1000);
});
