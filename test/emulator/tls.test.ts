import { request } from "node:https";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { createWorld } from "../../src/emulator/arm/world.ts";
import { parseJson } from "../../src/emulator/arm/read-request.ts";
import { seed } from "../../src/emulator/arm/seed.ts";
import { makeCertificates } from "../../src/emulator/certificates.ts";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { group, types } from "./azure.ts";

const { authority, ...tls } = makeCertificates();
const running: Emulator[] = [];
afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.close();
});

async function start(): Promise<Emulator> {
  const emulator = await startEmulator({
    tls,
    world: createWorld({ rateLimits: "off", tokens: "required", pageSize: 1 }),
  });
  running.push(emulator);
  return emulator;
}

/** What a client that trusts the authority is answered. */
function ask(
  method: string,
  url: string,
  more: { readonly token?: string; readonly body?: string } = {},
): Promise<{ readonly status: number; readonly body: any }> {
  const headers = more.token === undefined ? {} : { authorization: `Bearer ${more.token}` };
  return new Promise((resolve, reject) => {
    request(url, { method, headers, ca: authority }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body: parseJson(body) }), reject);
    })
      .on("error", reject)
      .end(more.body);
  });
}

const form = "grant_type=client_credentials&client_id=owl&client_secret=x&resource=https%3A%2F%2Fmanagement.azure.com";

test("it is found at localhost, signs in, and answers, all of it over TLS", async () => {
  const { url, world } = await start();
  expect(url).toMatch(/^https:\/\/localhost:\d+$/);
  const { body: configuration } = await ask("GET", `${url}/adfs/.well-known/openid-configuration`);
  expect(configuration.token_endpoint).toBe(`${url}/adfs/oauth2/token`);
  const { body: given } = await ask("POST", configuration.token_endpoint, { body: form });
  const [one] = [types.metricAlerts];
  seed(
    world,
    ["a", "b"].map((name) => ({ ...one.body, id: `${group}/providers/Microsoft.Insights/metricAlerts/${name}` })),
  );
  const list = `${url}${group}/providers/Microsoft.Insights/metricAlerts?api-version=2018-03-01`;
  expect((await ask("GET", list)).status).toBe(401);
  const page = await ask("GET", list, { token: given.access_token });
  expect([page.status, page.body.nextLink]).toEqual([200, expect.stringMatching(`^${url}/`)]);
});

test("it answers at 127.0.0.1, too, and links to there", async () => {
  const { url } = await start();
  const address = url.replace("localhost", "127.0.0.1");
  const { body } = await ask("GET", `${address}/metadata/endpoints?api-version=2022-09-01`);
  expect(body.resourceManager).toBe(address);
});

test("a client that does not know the authority is told nothing", async () => {
  const { url } = await start();
  await expect(fetch(`${url}/subscriptions?api-version=2022-12-01`)).rejects.toMatchObject({
    cause: { code: expect.stringMatching(/^(UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY)$/) },
  });
});
