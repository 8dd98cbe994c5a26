import { expect, test } from "vitest";
import { credentialsIn } from "../../../src/core/language/credentials.ts";
import { diagnose } from "../../../src/core/diagnostic.ts";
import { startEffort } from "../../support/effort.ts";

const random = "aB3dE5fG7hI9jK1lM3nO5pQ7";

test.each([
  `serviceUri: https://prod-01.logic.azure.com/triggers/invoke?sp=x&sig=${random}`,
  `httpTriggerUrl: https://fn.azurewebsites.net/api/notify?code=${random}==`,
  `serviceUri: https://hooks.slack.com/services/T0123456/B0123456/${random}`,
  `# https://hooks.slack.com/services/T0123456/B0123456/${random}`,
  `connection: DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${random}${random}==`,
  `  apiKey: ${random}`,
  `webhookProperties: { apiKey: "${random}" }`,
  `url: https://api.opsgenie.com/v1/json/azure?apiKey=${random}`,
  `token: ghp_${random}${random}`,
  `key: "-----BEGIN RSA PRIVATE KEY-----"`,
  `customWebhookPayload: '{"routing_key":"${random}"}'`,
  `customWebhookPayload: '{ "a": 1, "X-Api-Key" : "${random}" }'`,
  String.raw`customWebhookPayload: "{\"client_secret\":\"${random}\"}"`,
  `{"token0123456789abcdef":"${random}"}`,
])("a credential is told and never said: %s", (text) => {
  const found = credentialsIn(`kind: ActionGroup\n${text}\n`);
  expect(found).toHaveLength(1);
  expect(found[0]?.code).toBe("looks-like-credential");
  expect(found[0]?.message).not.toContain(random.slice(0, 6));
});

test.each([
  "serviceUri: https://hooks.slack.com/services/${secret:slack}",
  "httpTriggerUrl: https://fn1.azurewebsites.net/api/notify?code=${secret:functionKey}",
  "apiKey: ${secret:opsgenie}",
  "apiKey: YOUR_API_KEY_GOES_HERE",
  "serviceUri: https://example.com/hook?sig=xxxxxxxxxxxxxxxxxxxxxxxx",
  "query: AppRequests | where Url has '?code=401'",
  `payload: '{"apiKey":"\${secret:key}","token":"#searchresultcount","note":"${random}"}'`,
  "description: password resets over the last day were above the usual",
])("no credential: %s", (text) => {
  expect(credentialsIn(text)).toEqual([]);
});

test.each([
  ["beginnings of signed tokens", "-eyJaaaaaaaaaaaaaaaa"],
  ["signed tokens without an end", "eyJaaaaaaaaaaaaaaaa."],
  ["beginnings of signatures", "?sig=aaaa&code="],
  ["lines with nothing in them", `${" ".repeat(60)}\n`],
  ["names of passwords", "{password,api_key"],
])("%s are looked through in no time, however many there are", (_what, text) => {
  const many = text.repeat(400_000 / text.length);
  const effort = startEffort();
  credentialsIn(many);
  expect(effort()).toBeLessThan(2000);
});

test("a complaint that quotes a credential does not say it", () => {
  const message = `\`serviceURI: https://x.example/?sig=${random}\` is no property here`;
  const at = { file: "a.yaml", line: 1, column: 1 };
  expect(diagnose({ code: "unknown-property", path: [], message }, at).message).toBe(
    "`serviceURI: https://x.example/?sig=…` is no property here",
  );
});
