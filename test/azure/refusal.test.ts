import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/core/json.ts";
import { cpu, metricAlerts, never, open, refusedBy } from "./support/azure.ts";
import { type Reply, replies } from "./support/in-memory.ts";

async function refusal(reply: Reply, secrets: readonly string[] = [], body: JsonObject = {}) {
  const { writer } = await open({ httpClient: replies(reply).client, secrets });
  return refusedBy(writer.put(metricAlerts, cpu, body, never()));
}

test.each<[string, unknown, string | undefined, string]>([
  ["ARM's", { error: { code: "A", message: "m" } }, "A", "says A: m"],
  ["flat", { code: "A", message: "m" }, "A", "says A: m"],
  [
    "flat and capitalised",
    { Code: "BadRequest", Message: "Error parsing request payload" },
    "BadRequest",
    "says BadRequest: Error parsing request payload",
  ],
  ["capitalised ARM's", { Error: { Code: "A", Message: "m" } }, "A", "says A: m"],
  ["null message", { code: "ReceiverNotFound", message: null }, "ReceiverNotFound", "says ReceiverNotFound"],
  ["message only", { Message: "An error has occurred." }, undefined, "says An error has occurred."],
  ["OAuth's", { error: "invalid_token", error_description: "expired" }, "invalid_token", "says invalid_token: expired"],
  [
    "details",
    { error: { code: "A", message: "m", details: [{ code: "B", message: "n" }, { message: "m" }] } },
    "A",
    "says A: m · n",
  ],
  ["HTML", "<html><style>x{}</style><h1>Forbidden</h1>\n<p>by  proxy</p></html>", undefined, "says Forbidden by proxy"],
  ["empty", "", undefined, "says nothing more"],
  ["a list", [1], undefined, "says [1]"],
])("Azure's own words are told: %s", async (_, body, code, words) => {
  const error = await refusal({ status: 400, body });
  expect(error).toMatchObject({ reason: "rejected", status: 400, code, tried: `PUT ${cpu}` });
  expect(error.message).toBe(
    `cannot write Microsoft.Insights/metricAlerts \`cpu\` in resource group \`rg\`: Azure answered 400 and ${words}`,
  );
});

test.each<[number, string]>([
  [400, "rejected"],
  [401, "unauthenticated"],
  [402, "rejected"],
  [403, "forbidden"],
  [404, "not-found"],
  [405, "rejected"],
  [409, "conflict"],
  [412, "conflict"],
  [422, "rejected"],
])("%i is %s", async (status, reason) => expect((await refusal({ status })).reason).toBe(reason));

test("a missing right names the action and a role that has it", async () => {
  const message =
    "The client 'x' with object id 'y' does not have authorization to perform action 'Microsoft.Insights/metricAlerts/write' over scope '/subscriptions/s'";
  const error = await refusal({ status: 403, body: { error: { code: "AuthorizationFailed", message } } });
  expect(error.message).toContain(message);
  expect(error.message).toContain(
    "give the identity a role with the action `Microsoft.Insights/metricAlerts/write`, such as Monitoring Contributor",
  );
});

test("a right missing on what a rule refers to is that right, not the one that the identity has", async () => {
  const said = async (action: string, linkedScope: string): Promise<string> => {
    const message = `The client 'x' with object id 'y' has permission to perform action 'Microsoft.Insights/metricAlerts/write' on scope '${cpu}'; however, it does not have permission to perform ${action} on the linked ${linkedScope} or the linked scope(s) are invalid.`;
    return (await refusal({ status: 403, body: { error: { code: "LinkedAuthorizationFailed", message } } })).message;
  };
  const ops = "/subscriptions/s/resourceGroups/ops/providers/microsoft.insights/actiongroups/oncall";
  expect(await said("action(s) 'microsoft.insights/actiongroups/read'", `scope(s) '${ops}' (respectively)`)).toContain(
    `give the identity a role with the action \`microsoft.insights/actiongroups/read\` on \`${ops}\`, such as Monitoring Reader; if nothing is there, correct the id; a new assignment can take minutes to count`,
  );
  const identity = "/subscriptions/s/resourceGroups/ops/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
  expect(
    await said("action 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'", `scope '${identity}'`),
  ).toContain(
    `give the identity a role with the action \`Microsoft.ManagedIdentity/userAssignedIdentities/assign/action\` on \`${identity}\`; if`,
  );
});

test("who is not signed in is told how to", async () => {
  const error = await refusal({
    status: 401,
    body: { error: { code: "InvalidAuthenticationToken", message: "expired" } },
  });
  expect(error.message).toContain("sign in again (`az login`)");
});

test("the id under which Azure's support finds it is kept", async () => {
  const headers = { "x-ms-correlation-request-id": "c", "x-ms-request-id": "r" };
  expect((await refusal({ status: 400, headers })).correlationId).toBe("c");
});

test("no secret is in an error: not in its text, its code, its path or its cause", async () => {
  const secret = "https://hooks.slack.com/services/T0/B0/abcDEF123456789xyz";
  const error = await refusal({ status: 400, body: { code: secret, message: `no: ${encodeURIComponent(secret)}` } }, [
    secret,
    "cpu",
  ]);
  const all = [error.message, error.tried, error.code, error.stack, String(error.cause), JSON.stringify(error)].join(
    "\n",
  );
  expect(all).not.toMatch(/hooks\.slack|abcDEF|\bcpu\b/);
});

describe("a secret in a page that is shortened", () => {
  const url = "https://hooks.slack.com/services/T0/B0/abcDEF123456789xyz";
  const paddings = Array.from({ length: 90 }, (_, index) => "x".repeat(220 + index));

  test.each(paddings)("is not shown in part, wherever the end falls: %s", async (padding) => {
    const known = await refusal({ status: 400, body: `<p>${padding} ${url} and more words</p>` }, [url]);
    expect(known.message).not.toMatch(/hooks|abcD/);
    const ofBody = await refusal({ status: 400, body: `${padding} "${url}"` }, [], { properties: { callback: url } });
    expect(ofBody.message).not.toMatch(/hooks|abcD/);
    const unknown = await refusal({ status: 400, body: `${padding} ${url}` });
    expect(unknown.message.includes("https") && !unknown.message.includes(url)).toBe(false);
  });

  test("is found before the tags are taken out, and after", async () => {
    const odd = "Pa55 <b>w0rd of ours";
    expect((await refusal({ status: 400, body: `no: ${odd}!` }, [odd])).message).not.toContain("w0rd");
    const spaced = "Pa55 w0rd of ours";
    expect((await refusal({ status: 400, body: `no: Pa55 <b>w0rd  of ours` }, [spaced])).message).not.toContain("w0rd");
  });

  test("is found before blanks around it are", async () => {
    expect(
      (await refusal({ status: 400, body: { code: "X", message: " abc123 def" } }, [" abc123"])).message,
    ).not.toContain("abc");
  });
});

test("what looks like a secret in the body that was sent is in no error, and other texts are", async () => {
  const body = {
    properties: {
      description: "Runbook of the platform team",
      webhookReceivers: [{ name: "hook", serviceUri: "https://hooks.example.com/canary" }],
      future: {
        accessToken: ["canary-of-the-future"],
        wiki: "https://wiki.example.com/canary?x=1",
        host: "https://wiki.example.com",
      },
    },
  };
  const error = await refusal({ status: 400, body: { code: "Bad", message: `no: ${JSON.stringify(body)}` } }, [], body);
  expect(error.message).not.toContain("canary");
  expect(error.message).toContain("Runbook of the platform team");
  expect(error.message).toContain("https://wiki.example.com");
  const interrupted = await refusal({ status: 500, body: { code: "canary-of-the-future", message: "…" } }, [], body);
  expect(interrupted.message + interrupted.code).not.toContain("canary");
});
