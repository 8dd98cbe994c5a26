import { describe, expect, test } from "vitest";
import { type AzureOptions, openVaults } from "../../src/azure/azure.ts";
import type { AzureEvent } from "../../src/azure/event.ts";
import { readVaultAddress, type VaultSecret } from "../../src/core/language/key-vault.ts";
import type { Cloud } from "../../src/core/language/workspace.ts";
import { AzureError } from "../../src/ports/azure.ts";
import { type Kept, localVaults } from "../support/key-vault.ts";
import { fakeCredential, never, refusedBy } from "./support/azure.ts";
import { fakeClock } from "./support/clock.ts";
import { replies } from "./support/in-memory.ts";

const host = "kv-alerts.vault.azure.net";
const value = "https://hooks.slack.com/services/T0/B0/hush-hush-42";

function secret(address = `https://${host}/secrets/slack`): VaultSecret {
  const read = readVaultAddress(address);
  if ("complaint" in read) throw new Error(read.complaint);
  return read;
}

function vaults(options: Partial<AzureOptions>) {
  const events: AzureEvent[] = [];
  const credential = fakeCredential("vault-token");
  const opened = openVaults({
    cloud: "public",
    env: {},
    version: "1",
    secrets: [],
    credential,
    clock: fakeClock(),
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { ...opened, events, credential };
}

test("a secret is read over a socket, with a token for key vaults", async () => {
  const local = await localVaults({ [host]: { "/secrets/slack": { value } } });
  const { read, credential, events } = vaults({ httpClient: local.httpClient });
  expect(await read(secret(), never())).toBe(value);
  expect(credential.scopes).toEqual(["https://vault.azure.net/.default"]);
  expect(local.seen).toEqual([{ host, url: "/secrets/slack?api-version=7.4", token: "Bearer vault-token" }]);
  expect(JSON.stringify(events)).not.toContain("hush-hush");
});

test("a version is asked for as it is written; several secrets of a vault share a door", async () => {
  const local = await localVaults({
    [host]: { "/secrets/slack/0123abcd": { value: "old" }, "/secrets/pager": { value: "new" } },
  });
  const { read } = vaults({ httpClient: local.httpClient });
  const all = [`https://${host}/secrets/slack/0123abcd`, `https://${host}/secrets/pager`];
  expect(await Promise.all(all.map((address) => read(secret(address), never())))).toEqual(["old", "new"]);
});

test.each<[Cloud, string, string]>([
  ["public", "vault.azure.net", "https://vault.azure.net/.default"],
  ["usgovernment", "vault.usgovcloudapi.net", "https://vault.usgovcloudapi.net/.default"],
  ["china", "vault.azure.cn", "https://vault.azure.cn/.default"],
  [
    { resourceManager: "https://koreacentral.management.azure.com" },
    "vault.azure.net",
    "https://vault.azure.net/.default",
  ],
])("cloud %j has its vaults at %s", async (cloud, domain, scope) => {
  const local = await localVaults({ [`kv.${domain}`]: { "/secrets/slack": { value } } });
  const { read, credential } = vaults({ cloud, httpClient: local.httpClient });
  expect(await read(secret(`https://kv.${domain}/secrets/slack`), never())).toBe(value);
  expect(credential.scopes).toEqual([scope]);
});

describe("no token goes anywhere else", () => {
  test.each<[string, Partial<AzureOptions>, string]>([
    [
      "another cloud's vault",
      { cloud: "usgovernment" },
      "are at vault.usgovcloudapi.net; no token is sent to kv-alerts",
    ],
    [
      "a cloud that is none of Microsoft's",
      { cloud: { resourceManager: "https://arm.stack.example" } },
      "no token is sent to kv-alerts.vault.azure.net",
    ],
    [
      "an emulator",
      { endpoint: "http://127.0.0.1:4711" },
      "this run signs in to nobody, because Azure is http://127.0.0.1:4711",
    ],
  ])("%s is not asked", async (_, options, said) => {
    const local = await localVaults({ [host]: { "/secrets/slack": { value } } });
    const { read, credential } = vaults({ httpClient: local.httpClient, ...options });
    const error = await refusedBy(read(secret(), never()));
    expect(error.reason).toBe("rejected");
    expect(error.message).toContain(said);
    expect([local.seen, credential.scopes]).toEqual([[], []]);
  });

  test("a host that only looks like one of a cloud's is not asked, whoever made the address", async () => {
    const azure = replies({ status: 200, body: { value } });
    const { read, credential } = vaults({ httpClient: azure.client });
    const forged = { ...secret(), host: "kv-alerts.vault.azure.net.evil.example" };
    expect((await refusedBy(read(forged, never()))).message).toContain("evil.example");
    expect([azure.seen, credential.scopes]).toEqual([[], []]);
  });

  test("a redirect is not followed", async () => {
    const azure = replies({ status: 302, headers: { location: "https://evil.example/secrets/slack" } });
    const { read } = vaults({ httpClient: azure.client });
    expect((await refusedBy(read(secret(), never()))).message).toContain("redirects are not followed");
    expect(azure.seen.map(({ url }) => url.host)).toEqual([host]);
  });
});

describe("what a vault refuses is told with what to do", () => {
  const disabled = "Operation get is not allowed on a disabled secret.";
  const firewall = "Client address is not authorized and caller is not a trusted service.\r\nClient address: 20.0.0.1";
  test.each<[string, Kept | undefined, string, string]>([
    ["a secret that is not there", undefined, "not-found", "SecretNotFound"],
    ["a missing role", { status: 403, inner: "ForbiddenByRbac" }, "forbidden", "the role Key Vault Secrets User"],
    [
      "a missing permission",
      { status: 403, inner: "ForbiddenByPolicy" },
      "forbidden",
      "the permission Get for secrets",
    ],
    [
      "a firewall",
      { status: 403, inner: "ForbiddenByFirewall", message: firewall },
      "forbidden",
      `the firewall of ${host}`,
    ],
    ["a firewall in words", { status: 403, message: firewall }, "forbidden", `the firewall of ${host}`],
    [
      "a private network",
      { status: 403, inner: "ForbiddenByConnection" },
      "forbidden",
      "from its private network only",
    ],
    [
      "a disabled secret",
      { status: 403, inner: "SecretDisabled", message: disabled },
      "forbidden",
      "enable it in the vault",
    ],
    ["a disabled secret in words", { status: 403, message: disabled }, "forbidden", "enable it in the vault"],
    ["another tenant", { status: 401, code: "Unauthorized" }, "unauthenticated", "another tenant"],
    ["a vault that is down", { status: 503, code: "ServiceUnavailable" }, "unavailable", "tried 4 times"],
  ])("%s", async (_, kept, reason, said) => {
    const local = await localVaults({ [host]: kept === undefined ? {} : { "/secrets/slack": kept } });
    const error = await refusedBy(vaults({ httpClient: local.httpClient }).read(secret(), never()));
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(`cannot read secret \`slack\` of ${host}`);
    expect(error.message).toContain(said);
    expect(error.message).not.toMatch(/[\r\n]/);
    if (said.includes("enable") || said.includes("firewall")) expect(error.message).not.toContain("Secrets User");
  });

  test("a vault that does not exist", async () => {
    const local = await localVaults({});
    const error = await refusedBy(vaults({ httpClient: local.httpClient }).read(secret(), never()));
    expect(error.reason).toBe("unavailable");
    expect(error.message).toContain("there is no key vault of this name");
  });

  test("a sign-in that fails", async () => {
    const local = await localVaults({ [host]: { "/secrets/slack": { value } } });
    const failing = new AzureError("cannot sign in: AADSTS700016", { reason: "unauthenticated", tried: "sign in" });
    const credential = { getToken: () => Promise.reject(failing) };
    const error = await refusedBy(vaults({ httpClient: local.httpClient, credential }).read(secret(), never()));
    expect(error).toBe(failing);
    expect(local.seen).toEqual([]);
  });
});

describe("what a vault answers and nobody should use", () => {
  const now = Date.parse("2026-11-20T12:00:00Z") / 1000;
  test.each<[string, Kept, string]>([
    ["disabled", { value, attributes: { enabled: false } }, "it is disabled"],
    ["expired", { value, attributes: { exp: now } }, "it expired on 2026-11-20"],
    ["expired for ever", { value, attributes: { exp: -1e300 } }, "it expired on -1e+300"],
    ["not yet valid", { value, attributes: { nbf: now + 86_400 } }, "not to be used before 2026-11-21"],
    ["empty", { value: "" }, "its value is empty"],
    ["no text", { value: { secret: value } }, "the answer holds no value"],
  ])("%s", async (_, kept, said) => {
    const local = await localVaults({ [host]: { "/secrets/slack": kept } });
    const error = await refusedBy(vaults({ httpClient: local.httpClient }).read(secret(), never()));
    expect(error.message).toContain(said);
    expect(JSON.stringify([error.message, error.tried, error.stack])).not.toContain("hush");
  });

  test("still valid", async () => {
    const attributes = { enabled: true, exp: now + 60, nbf: now - 60 };
    const local = await localVaults({ [host]: { "/secrets/slack": { value, attributes } } });
    expect(await vaults({ httpClient: local.httpClient }).read(secret(), never())).toBe(value);
  });

  test("an answer that is cut off or no JSON is not quoted", async () => {
    const azure = replies({ status: 200, body: `{"value":"${value}` });
    const { read, events } = vaults({ httpClient: azure.client });
    const error = await refusedBy(read(secret(), never()));
    expect(error.reason).toBe("unavailable");
    expect(JSON.stringify([error.message, events])).not.toContain("hush");
  });
});
