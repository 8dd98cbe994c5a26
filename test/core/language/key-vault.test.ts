import { expect, test } from "vitest";
import { readVaultAddress } from "../../../src/core/language/key-vault.ts";

const kv = { host: "kv-alerts.vault.azure.net", domain: "vault.azure.net", name: "slack" };

test.each([
  ["https://kv-alerts.vault.azure.net/secrets/slack", kv],
  ["https://KV-Alerts.vault.azure.net/Secrets/slack/", kv],
  ["https://kv-alerts.vault.azure.net:443/secrets/slack", kv],
  ["https://kv-alerts.vault.azure.net/secrets/slack/0123456789abcdef", { ...kv, version: "0123456789abcdef" }],
  ["https://kv-alerts.vault.azure.net/secrets/slack/0123/", { ...kv, version: "0123" }],
  [
    "https://gov.vault.usgovcloudapi.net/secrets/a",
    { host: "gov.vault.usgovcloudapi.net", domain: "vault.usgovcloudapi.net", name: "a" },
  ],
  ["https://cn.vault.azure.cn/secrets/a", { host: "cn.vault.azure.cn", domain: "vault.azure.cn", name: "a" }],
])("%s is a secret", (text, expected) => {
  expect(readVaultAddress(text)).toEqual(expected);
});

test.each([
  ["slack", "is no address of a secret"],
  ["https://kv-${environment}.vault.azure.net/secrets/slack", "variables do not stand here"],
  ["http://kv-alerts.vault.azure.net/secrets/slack", "is not https"],
  ["https://kv-alerts.vault.azure.net/keys/slack", "is a key, which is no text"],
  ["https://kv-alerts.vault.azure.net/certificates/slack/0123", "is a certificate, which is no text"],
  ["https://kv-alerts.vault.azure.net/secrets", "is no address of a secret"],
  ["https://kv-alerts.vault.azure.net/secrets/", "is no address of a secret"],
  ["https://kv-alerts.vault.azure.net/secrets/a_b", "is no address of a secret"],
  ["https://kv-alerts.vault.azure.net/secrets/a/0123/more", "is no address of a secret"],
  ["https://kv-alerts.vault.azure.net/secrets/a%2F..%2F..%2Fkeys", "is no address of a secret"],
  ["https://kv-alerts.vault.azure.net/", "is no address of a secret"],
  ["https://kv-alerts.vault.azure.net/secrets/a?api-version=7.4", "goes on behind the secret"],
  ["https://vault.azure.net/secrets/a", "`vault.azure.net` is no key vault"],
  ["https://a.b.vault.azure.net/secrets/a", "`a.b.vault.azure.net` is no key vault"],
  ["https://kv.vault.azure.net.evil.example/secrets/a", "`kv.vault.azure.net.evil.example` is no key vault"],
  ["https://evilvault.azure.net/secrets/a", "`evilvault.azure.net` is no key vault"],
  ["https://kv-alerts.vault.azure.net:8443/secrets/a", "`kv-alerts.vault.azure.net:8443` is no key vault"],
  ["https://kv.privatelink.vaultcore.azure.net/secrets/a", "is no key vault"],
  ["https://127.0.0.1/secrets/a", "`127.0.0.1` is no key vault"],
])("%s is none, and what would be right is said", (text, said) => {
  expect(readVaultAddress(text)).toEqual({ complaint: expect.stringContaining(said) });
  expect(readVaultAddress(text)).toEqual({
    complaint: expect.stringContaining("https://VAULT.vault.azure.net/secrets/NAME"),
  });
});

test("a password in an address is not repeated", () => {
  const read = readVaultAddress("https://me:hush@kv-alerts.vault.azure.net/secrets/a");
  expect(JSON.stringify(read)).toContain("no user and no password");
  expect(JSON.stringify(read)).not.toContain("hush");
});
