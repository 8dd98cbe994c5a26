import { expect, test } from "vitest";
import { connect } from "../../src/azure/cloud.ts";
import type { Cloud } from "../../src/core/language/workspace.ts";

function check(cloud: Cloud, endpoint?: string, env: Record<string, string> = {}): ReturnType<typeof connect> {
  return connect(cloud, { endpoint, env });
}

test.each(["http://localhost:8080", "http://127.0.0.1:1", "http://127.9.8.7", "http://[::1]:8080/"])(
  "%s is this machine: plain http, no sign-in",
  (endpoint) => expect(check("public", endpoint)).toEqual({ origin: new URL(endpoint).origin, signIn: "none" }),
);

test.each([
  "http://arm.example",
  "http://10.0.0.1:8080",
  "http://localhost.evil.example",
  "http://127.0.0.1.evil.example",
  "http://0.0.0.0:80",
])("%s is refused: plain http to another machine", (endpoint) =>
  expect(() => check("public", endpoint)).toThrow(/plain http to another machine/),
);

test.each(["management.azure.com", "ftp://x", "", "https://", "https://h/base", "https://u:p@h", "https://h?x=1"])(
  "`%s` is no endpoint",
  (endpoint) => expect(() => check("public", endpoint)).toThrow(/no address|scheme, host and port alone/),
);

test("a password in an endpoint is not repeated in the error", () => {
  expect(() => check("public", "https://user:hunter2@h")).toThrow(/^(?!.*hunter2)/);
});

test.each<[Cloud, string, string]>([
  ["public", "https://login.microsoftonline.com", "api://AzureADTokenExchange"],
  ["usgovernment", "https://login.microsoftonline.us", "api://AzureADTokenExchangeUSGov"],
  ["china", "https://login.chinacloudapi.cn", "api://AzureADTokenExchangeChina"],
  [
    { resourceManager: "https://usgovtexas.management.usgovcloudapi.net" },
    "https://login.microsoftonline.us",
    "api://AzureADTokenExchangeUSGov",
  ],
])("%j signs in at %s, exchanging tokens for %s", (cloud, authorityHost, federationAudience) => {
  expect(check(cloud)).toMatchObject({ authorityHost, federationAudience });
});

test("of an authority that is not Microsoft's, as an Azure Stack of one's own has it, any audience is asked for", () => {
  const cloud = {
    resourceManager: "https://management.local.azurestack.external",
    audience: "https://management.adfs.local/x",
  };
  expect(() => check(cloud)).toThrow(/is sent nowhere else/);
  expect(check(cloud, undefined, { AZURE_AUTHORITY_HOST: "https://adfs.local" })).toMatchObject({
    scope: `${cloud.audience}/.default`,
  });
});

test("AZURE_AUTHORITY_HOST wins over the cloud's, with or without its scheme", () => {
  expect(check("public", undefined, { AZURE_AUTHORITY_HOST: "https://localhost:9/" })).toMatchObject({
    authorityHost: "https://localhost:9",
  });
  expect(check("public", undefined, { AZURE_AUTHORITY_HOST: "login.chinacloudapi.cn" })).toMatchObject({
    authorityHost: "https://login.chinacloudapi.cn",
  });
  expect(() => check("public", undefined, { AZURE_AUTHORITY_HOST: "http://localhost:9" })).toThrow(/must be https/);
});

test("a file alone cannot send credentials to a stranger", () => {
  const cloud = { resourceManager: "https://arm.evil.example", authorityHost: "https://login.evil.example" };
  expect(() => check(cloud)).toThrow(
    /only when the environment agrees: set AZURE_AUTHORITY_HOST=https:\/\/login\.evil\.example/,
  );
  expect(check(cloud, undefined, { AZURE_AUTHORITY_HOST: cloud.authorityHost })).toMatchObject({
    authorityHost: cloud.authorityHost,
  });
});

test.each([
  "https://management.azure.com",
  "https://management.azure.com/",
  "https://management.azure.com./",
  "https://MANAGEMENT.AZURE.COM\\@evil.example/",
  "https://management.core.windows.net/",
  "https://management.usgovcloudapi.net",
  "https://vault.azure.net",
  "https://graph.microsoft.com",
  "https://storage.azure.com/",
  "https://database.windows.net/",
  // Microsoft's applications are known by their numbers as well: this is Azure Resource Manager.
  "797f4846-ba00-4fd7-ba43-dac1f8f63013",
  "api://797f4846-ba00-4fd7-ba43-dac1f8f63013",
  "management.azure.com",
  "",
])("a file cannot have a token for `%s` sent to another host", (audience) => {
  for (const resourceManager of [
    "https://evil.example",
    "https://evil.cloudapp.azure.com",
    "https://evil.azure.net:8443",
  ])
    expect(() => check({ resourceManager, audience })).toThrow(/is sent nowhere else/);
});

test.each([
  ["https://arm.stack.example", "https://arm.stack.example/x"],
  ["https://arm.stack.example:30024", "https://management.stack.example/abc"],
  ["https://management.local.azurestack.external", "https://management.stackci.onmicrosoft.com/4de154de"],
  ["https://management.azure.com", "https://management.core.windows.net/"],
])("%s may ask for a token for %s", (resourceManager, audience) => {
  expect(check({ resourceManager, audience })).toMatchObject({ scope: `${audience.replace(/\/$/, "")}/.default` });
});
