import { expect, test } from "vitest";
import { createSecretNaming } from "../../src/authoring/live-secrets.ts";

test("a secret is called by whose it is and which: the receiver, or the property", () => {
  const naming = createSecretNaming(["ONCALL-slack"]);
  const named = naming.name(
    {
      webhookReceivers: [
        { name: "slack", serviceUri: "${hidden:0}" },
        { name: "[!]", serviceUri: "${hidden:1}" },
        { name: "again", serviceUri: "${hidden:0}" },
      ],
      actionGroups: [{ name: "/subscriptions/x", webhookProperties: { apiKey: "${hidden:2}", plain: "text" } }],
      known: "${secret:mine}",
    },
    "oncall",
  );
  expect(named).toEqual({
    webhookReceivers: [
      { name: "slack", serviceUri: "${secret:oncall-slack-2}" },
      { name: "[!]", serviceUri: "${secret:oncall-serviceUri}" },
      { name: "again", serviceUri: "${secret:oncall-slack-2}" },
    ],
    actionGroups: [
      { name: "/subscriptions/x", webhookProperties: { apiKey: "${secret:oncall-apiKey}", plain: "text" } },
    ],
    known: "${secret:mine}",
  });
  expect(naming.made()).toEqual(["oncall-slack-2", "oncall-serviceUri", "oncall-apiKey"]);
});

test.each([
  ["지연", "지연", "secret"],
  ["5xx rate", "fn", "secret-5xx-rate-fn"],
  ["a/b (c)", "x y", "a-b-c-x-y"],
])("%s and %s make a legal name", (whose, name, expected) => {
  const naming = createSecretNaming([]);
  naming.name({ receivers: [{ name, 지: "${hidden:0}" }] }, whose);
  expect(naming.made()).toEqual([expected]);
});

test("a credential inside of a text is taken out of it, and the rest stays", () => {
  const naming = createSecretNaming([]);
  const query =
    "externaldata(x:string)[@'https://a.blob.core.windows.net/x?sv=1&sig=abcdefghij0123456789%2B%3D'] | take 1";
  expect(naming.name({ query, password: "Abcdefgh12345678", note: "sig" }, "rule")).toEqual({
    query: "externaldata(x:string)[@'https://a.blob.core.windows.net/x?sv=1&sig=${secret:rule-query}'] | take 1",
    password: "${secret:rule-password}",
    note: "sig",
  });
});
