import { expect, test } from "vitest";
import { valueAt, type JsonObject } from "../../../src/core/json.ts";
import { actionGroup, read, template } from "./reading.ts";
import { startEffort } from "../../support/effort.ts";

const secret = "https://hooks.example.com/T0000/very-secret";

function withHook(hook: JsonObject, properties: JsonObject, besides: JsonObject = {}): JsonObject {
  return template({
    parameters: { hook },
    resources: [actionGroup("ag", { groupShortName: "ag", enabled: true, ...properties }, besides)],
  });
}

const receivers = {
  webhookReceivers: [{ name: "slack", serviceUri: "[parameters('hook')]", useCommonAlertSchema: true }],
};
function receiverOf(file: JsonObject, parameters?: JsonObject): unknown {
  return valueAt(read(file, parameters).resources[0]?.body, ["properties", "webhookReceivers", 0, "serviceUri"]);
}

test("a secret that is given stands where secrets are kept", () => {
  const file = withHook({ type: "securestring" }, receivers);
  expect(read(file, { hook: { value: secret } }).said).toEqual([]);
  expect(receiverOf(file, { hook: { value: secret } })).toBe(secret);
});

test.each<[string, JsonObject | undefined]>([
  ["was not given", undefined],
  ["is in a Key Vault", { hook: { reference: { keyVault: { id: "/subscriptions/x" }, secretName: "hook" } } }],
])("a secret that %s is imported as one to be named", (_how, parameters) => {
  const file = withHook({ type: "securestring" }, receivers);
  expect(read(file, parameters).said).toEqual([
    "f.json:5:13 secret-not-known: the value of the secret parameter `hook` is not known, so `ag` needs a secret of yours in its place",
  ]);
  expect(receiverOf(file, parameters)).toBe("https://hook.secret.invalid/");
});

test.each<[string, JsonObject, JsonObject]>([
  ["a tag", receivers, { tags: { hook: "[parameters('hook')]" } }],
  [
    "a part of a name",
    { emailReceivers: [{ name: "[concat('x', parameters('hook'))]", emailAddress: "a@example.com" }] },
    {},
  ],
  ["a place nobody knows", { somewhere: { deep: ["[parameters('hook')]"] } }, {}],
])("a secret in %s keeps the resource out", (_where, properties, besides) => {
  const file = withHook({ type: "securestring" }, properties, besides);
  for (const parameters of [undefined, { hook: { value: secret } }]) {
    const { resources, said } = read(file, parameters);
    expect(resources).toEqual([]);
    expect(said).toEqual([
      expect.stringContaining(
        "secret-in-the-open: `ag` is left out: the secret parameter `hook` stands in it where it would be shown",
      ),
    ]);
    expect(said.join()).not.toContain(secret);
  }
});

test("nothing is computed from a secret that is not known", () => {
  const { resources, said } = read(withHook({ type: "securestring" }, { enabled: "[not(empty(parameters('hook')))]" }));
  expect(resources).toEqual([]);
  expect(said).toEqual([
    expect.stringContaining("the value of the secret parameter `hook` is not known; give it with `--parameters`"),
  ]);
});

test("a secret that a module is given stays one", () => {
  const inner = template({
    parameters: { uri: { type: "string" } },
    resources: [actionGroup("ag", { groupShortName: "[parameters('uri')]" })],
  });
  const module = {
    type: "Microsoft.Resources/deployments",
    name: "m",
    properties: {
      expressionEvaluationOptions: { scope: "inner" },
      parameters: { uri: { value: "[parameters('hook')]" } },
      template: inner,
    },
  };
  const { resources, codes } = read(template({ parameters: { hook: { type: "secureString" } }, resources: [module] }), {
    hook: { value: secret },
  });
  expect({ resources, codes }).toEqual({ resources: [], codes: ["secret-in-the-open"] });
});

test("an object of secrets is kept apart text by text", () => {
  const file = template({
    parameters: { all: { type: "secureObject" } },
    resources: [
      actionGroup("ag", { webhookReceivers: [{ name: "w", serviceUri: "[parameters('all').uri]" }] }),
      actionGroup("[parameters('all').name]"),
    ],
  });
  const { resources, codes } = read(file, { all: { value: { uri: secret, name: "not-to-be-seen" } } });
  expect(resources.map(({ body }) => body["name"])).toEqual(["ag"]);
  expect(codes).toEqual(["secret-in-the-open"]);
});

test("no complaint says what a parameter or a literal holds", () => {
  const file = withHook(
    { type: "securestring" },
    { a: `[substring(parameters('hook'), 900)]`, b: `[reference('${secret}').x]` },
  );
  const { said } = read(file, { hook: { value: secret } });
  expect(said).toHaveLength(2);
  expect(said.join()).not.toContain("very-secret");
});

test.each<[string, JsonObject]>([
  ["named by it", actionGroup("[parameters('hook')]", { x: "[utcNow()]" })],
  ["called by it, which no name can be", actionGroup("[concat(parameters('hook'), '/x')]")],
  ["whose name is a part of it", actionGroup("[last(split(parameters('hook'), '/'))]", { x: "[parameters('hook')]" })],
  ["that asks for a parameter by it", actionGroup("a", { x: "[parameters(parameters('hook'))]" })],
  ["that asks for a member by it", actionGroup("a", { x: "[resourceGroup()[parameters('hook')]]" })],
])("a complaint about a resource %s does not say it", (_what, resource) => {
  for (const value of [secret, "abc"]) {
    const { resources, said } = read(
      template({ parameters: { hook: { type: "securestring" } }, resources: [resource] }),
      { hook: { value } },
    );
    expect(resources).toEqual([]);
    expect(said).not.toEqual([]);
    expect(said.join()).not.toContain(`\`${value}`);
    expect(said.join()).not.toContain("hooks.example.com");
  }
});

test.each([
  ["a list of it as a text", "[base64(string(createArray(parameters('hook'))))]"],
  ["an object with it as a text", "[string(createObject('k', parameters('hook')))]"],
  ["an object that it names, as a text", "[string(createObject(parameters('hook'), 1))]"],
  ["it in capitals, one of a list", "[toUpper(first(createArray(parameters('hook'))))]"],
  ["it with other letters", "[replace(parameters('hook'), 'e', '3')]"],
  ["it as the name of a member", "[createObject(parameters('hook'), 'x')]"],
  ["it twice in base64", "[base64(base64(parameters('hook')))]"],
])("a secret is one also as %s", (_how, value) => {
  for (const hook of ["hunter2e", 'e"quoted\\e', "long-enough-to-be-one"]) {
    const file = withHook({ type: "securestring" }, { value });
    expect(read(file, { hook: { value: hook } })).toMatchObject({ resources: [], codes: ["secret-in-the-open"] });
  }
});

test("what is made of a secret is one", () => {
  const file = withHook({ type: "securestring" }, { groupShortName: "[toUpper(skip(parameters('hook'), 8))]" });
  expect(read(file, { hook: { value: secret } })).toMatchObject({ resources: [], codes: ["secret-in-the-open"] });
});

test.each([
  "base64(concat(parameters('hook'), string(lambdaVariables('i')), string(lambdaVariables('j'))))",
  "concat(parameters('hook'), string(lambdaVariables('i')))",
])("a template that makes secrets without end is given up in a moment: %s", (made) => {
  const inner = `length(map(range(0, 800), lambda('i', ${made})))`;
  const file = withHook({ type: "securestring" }, { value: `[length(map(range(0, 200), lambda('j', ${inner})))]` });
  const effort = startEffort();
  read(file, { hook: { value: secret } });
  expect(effort()).toBeLessThan(8000);
});
