import { describe, expect, test } from "vitest";
import { arm } from "../../src/emulator/arm/arm.ts";
import { addFault, createWorld, type World } from "../../src/emulator/arm/world.ts";
import { parseJson } from "../../src/emulator/arm/read-request.ts";
import { at, subscription, types } from "./azure.ts";

let now = Date.parse("2026-11-20T12:00:00Z");
const aWorld = (): World => createWorld({ tokens: "required", rateLimits: "off", now: () => new Date(now) });

interface Seen {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: any;
}

async function ask(
  world: World,
  method: string,
  path: string,
  more: { token?: string; body?: string } = {},
): Promise<Seen> {
  const authorization = more.token === undefined ? {} : { authorization: `Bearer ${more.token}` };
  const outcome = await arm(
    { method, url: `https://localhost:4711${path}`, headers: authorization, body: more.body ?? "" },
    world,
  );
  if (outcome.outcome === "dropped") throw new Error("the connection was dropped");
  return { ...outcome.answer, body: parseJson(outcome.answer.body) };
}

const form = {
  grant_type: "client_credentials",
  client_id: "owl",
  client_secret: "hoo",
  scope: "https://management.azure.com/.default",
};

const signIn = (world: World, changes: Record<string, string> = {}, path = "/adfs/oauth2/token"): Promise<Seen> =>
  ask(world, "POST", path, { body: new URLSearchParams({ ...form, ...changes }).toString() });

async function tokenFrom(world: World, changes: Record<string, string> = {}): Promise<string> {
  return (await signIn(world, changes)).body.access_token;
}

const list = `/subscriptions/${subscription}/providers/Microsoft.Insights/metricAlerts?api-version=2018-03-01`;

describe("the token service", () => {
  test.each([
    ["/adfs/.well-known/openid-configuration", "adfs", ""],
    ["/adfs/v2.0/.well-known/openid-configuration", "adfs", "/v2.0"],
    ["//ADFS//.Well-Known/OpenID-Configuration", "ADFS", ""],
    [`/${subscription}/v2.0/.well-known/openid-configuration`, subscription, "/v2.0"],
    [`/adfs/${subscription}/v2.0/.well-known/openid-configuration`, `adfs/${subscription}`, "/v2.0"],
  ])("%s leads to the host and scheme that the client used", async (path, authority, version) => {
    const { status, body } = await ask(aWorld(), "GET", path);
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        issuer: `https://localhost:4711/${authority}`,
        authorization_endpoint: `https://localhost:4711/${authority}/oauth2${version}/authorize`,
        token_endpoint: `https://localhost:4711/${authority}/oauth2${version}/token`,
        jwks_uri: expect.stringContaining("https://localhost:4711/"),
      }),
    ]);
    const token = await ask(aWorld(), "POST", new URL(body.token_endpoint).pathname, {
      body: new URLSearchParams(form).toString(),
    });
    expect(token.status).toBe(200);
  });

  test("gives a token to whoever shows a secret or an assertion, and Resource Manager takes it", async () => {
    const assertion = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    for (const shown of [{}, { client_secret: "", client_assertion: "x", client_assertion_type: assertion }]) {
      const world = aWorld();
      const { status, headers, body } = await signIn(world, shown);
      expect([status, headers["cache-control"], body.token_type, body.expires_in]).toEqual([
        200,
        "no-store",
        "Bearer",
        3600,
      ]);
      expect((await ask(world, "GET", list, { token: body.access_token })).status).toBe(200);
    }
  });

  test.each<[string, Record<string, string>, number, string, number]>([
    ["no secret", { client_secret: "" }, 401, "invalid_client", 7000218],
    ["no application", { client_id: "" }, 400, "invalid_request", 900144],
    ["no grant", { grant_type: "" }, 400, "invalid_request", 900144],
    ["a person's password", { grant_type: "password" }, 400, "unsupported_grant_type", 70003],
    [
      "a scope of a person",
      { scope: "https://management.azure.com/user_impersonation" },
      400,
      "invalid_scope",
      1002012,
    ],
    ["an empty scope", { scope: "" }, 400, "invalid_scope", 1002012],
  ])("refuses %s as Microsoft Entra does", async (_, changes, status, error, code) => {
    const refused = await signIn(aWorld(), changes);
    expect([refused.status, refused.body.error, refused.body.error_codes]).toEqual([status, error, [code]]);
    expect(refused.body.error_description).toMatch(new RegExp(`^AADSTS${code}: `));
  });

  test("is asked for configuration by GET and for tokens by POST", async () => {
    expect((await ask(aWorld(), "GET", "/adfs/oauth2/token")).status).toBe(405);
    expect((await ask(aWorld(), "POST", "/adfs/.well-known/openid-configuration")).status).toBe(405);
  });

  test("keeps nothing of what it is shown", async () => {
    const world = aWorld();
    await signIn(world, { client_secret: "canary-4711" });
    expect(world.requests).toEqual([{ method: "POST", path: "/adfs/oauth2/token", status: 200 }]);
    expect(JSON.stringify([...world.events, ...world.requests])).not.toContain("canary");
  });

  test("goes on while everything else fails, and fails when a fault names it", async () => {
    const world = aWorld();
    addFault(world, "* * 503");
    expect((await signIn(world)).status).toBe(200);
    expect((await ask(world, "GET", list)).status).toBe(503);
    addFault(world, "POST /token$/ 401 code=invalid_client message=the secret is too old");
    const { status, body } = await signIn(world);
    expect([status, body]).toEqual([401, { error: "invalid_client", error_description: "the secret is too old" }]);
  });
});

describe("without a token that is good here and now Resource Manager answers 401", () => {
  const denied = async (world: World, headers: Readonly<Record<string, string>>): Promise<readonly unknown[]> => {
    const url = `https://localhost:4711${at("metricAlerts")}`;
    const outcome = await arm({ method: "PUT", url, headers, body: JSON.stringify(types.metricAlerts.body) }, world);
    if (outcome.outcome === "dropped") throw new Error("the connection was dropped");
    const { status, body, headers: answered } = outcome.answer;
    expect(world.store.all()).toEqual([]);
    expect(world.events).toEqual([]);
    expect(answered["www-authenticate"]).toMatch(
      /^Bearer authorization_uri="https:\/\/localhost:4711\/[0-9a-f-]+", error="invalid_token", error_description="[^"]+"$/,
    );
    return [status, parseJson(body)];
  };
  const error = (code: string, message: string): readonly unknown[] => [401, { error: { code, message } }];

  test("to a request without one", async () => {
    expect(await denied(aWorld(), {})).toEqual(
      error("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing."),
    );
  });

  test("to another way to sign in", async () => {
    expect(await denied(aWorld(), { authorization: "Basic b3dsOmhvbw==" })).toEqual(
      error(
        "AuthenticationFailedInvalidHeader",
        "Authentication failed. The 'Authorization' header is provided in an invalid format.",
      ),
    );
  });

  test("to what is no token of the token service", async () => {
    const token = await tokenFrom(aWorld());
    const [head, payload = "", signature] = token.split(".");
    const later = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
    const altered = Buffer.from(JSON.stringify({ ...later, exp: 9e9 })).toString("base64url");
    const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
    for (const wrong of [
      "x",
      "x.y.z",
      `${head}.${payload}`,
      `${token}.x`,
      `${token}x`,
      `${head}.${altered}.${signature}`,
      `${unsigned}.${payload}.`,
    ]) {
      expect(await denied(aWorld(), { authorization: `Bearer ${wrong}` })).toEqual(
        error("InvalidAuthenticationToken", "The access token is invalid."),
      );
    }
  });

  test("to one that is an hour old", async () => {
    const token = await tokenFrom(aWorld());
    now += 3600_000 + 11_000;
    expect(await denied(aWorld(), { authorization: `Bearer ${token}` })).toEqual(
      error(
        "ExpiredAuthenticationToken",
        "The access token expiry UTC time '11/20/2026 1:00:00 PM' is earlier than current UTC time '11/20/2026 1:00:11 PM'.",
      ),
    );
    now = Date.parse("2026-11-20T12:00:00Z");
  });

  test("to one for another service", async () => {
    const token = await tokenFrom(aWorld(), { scope: "https://vault.azure.net/.default" });
    const [status, body] = await denied(aWorld(), { authorization: `Bearer ${token}` });
    expect([status, body]).toEqual([
      401,
      {
        error: {
          code: "InvalidAuthenticationTokenAudience",
          message: expect.stringMatching(
            /^The access token has been obtained for wrong audience or resource 'https:\/\/vault\.azure\.net'\. It should exactly match with one of the allowed audiences 'https:\/\/management\.azure\.com\/',/,
          ),
        },
      },
    ]);
  });

  test("also where the audience would break the answer's header", async () => {
    const token = await tokenFrom(aWorld(), { scope: "", resource: 'a"\r\nset-cookie: é' });
    expect(token).toBeUndefined();
    const world = aWorld();
    const body = new URLSearchParams({ ...form, resource: 'a"\r\nset-cookie: é' });
    body.delete("scope");
    const given = await ask(world, "POST", "/adfs/oauth2/token", { body: body.toString() });
    expect((await denied(world, { authorization: `Bearer ${given.body.access_token}` }))[0]).toBe(401);
  });
});

test.each([
  "https://management.azure.com/.default",
  "https://management.azure.com//.default",
  "https://management.core.windows.net//.default",
  "https://management.usgovcloudapi.net/.default",
  "https://management.chinacloudapi.cn/.default",
  "https://localhost:4711/.default",
  "https://127.0.0.1:4711/.default",
])("a token for %s opens Resource Manager", async (scope) => {
  const world = aWorld();
  expect((await ask(world, "GET", list, { token: await tokenFrom(world, { scope }) })).status).toBe(200);
});

test("a token is good for the next emulator, so that clients that keep theirs go on", async () => {
  const token = await tokenFrom(aWorld());
  expect((await ask(aWorld(), "GET", list, { token })).status).toBe(200);
});

test("a write is the application's that signed in, in systemData and in the activity log", async () => {
  const world = aWorld();
  const token = await tokenFrom(world);
  const body = JSON.stringify(types.scheduledQueryRules.body);
  const written = await ask(world, "PUT", at("scheduledQueryRules"), { token, body });
  expect(written.body.systemData).toMatchObject({ createdBy: "owl", createdByType: "Application" });
  expect(new Set(world.events.map(({ caller }) => caller))).toEqual(new Set(["owl"]));
});

test("over plain http no token is needed", async () => {
  const world = createWorld({ rateLimits: "off" });
  expect((await ask(world, "GET", list)).status).toBe(200);
  expect((await ask(world, "GET", list, { token: "nonsense" })).status).toBe(200);
});

describe("without a token clients learn", () => {
  const endpoints = async (version: string): Promise<any> =>
    (await ask(aWorld(), "GET", `/metadata/endpoints?api-version=${version}`)).body;
  const origin = "https://localhost:4711";

  test("where to sign in, as az 2.45 asks it", async () => {
    expect(await endpoints("2015-01-01")).toEqual({
      galleryEndpoint: origin,
      graphEndpoint: origin,
      portalEndpoint: origin,
      authentication: { loginEndpoint: `${origin}/adfs`, audiences: [origin] },
    });
  });

  test("where to sign in, as newer ones ask it", async () => {
    const cloud = await endpoints("2022-09-01");
    expect(cloud).toMatchObject({
      name: "Emulator",
      resourceManager: origin,
      suffixes: {},
      authentication: { loginEndpoint: `${origin}/adfs`, audiences: [origin], tenant: "adfs" },
    });
    expect(await endpoints("2019-05-01")).toEqual([cloud]);
  });

  test("nothing else", async () => {
    expect((await ask(aWorld(), "GET", "/subscriptions?api-version=2022-12-01")).status).toBe(401);
    expect((await ask(aWorld(), "GET", "/tenants?api-version=2022-12-01")).status).toBe(401);
    expect((await ask(aWorld(), "GET", "/metadata/endpoints")).status).toBe(400);
    expect((await ask(aWorld(), "POST", "/metadata/endpoints?api-version=2022-09-01")).status).toBe(405);
  });
});

test("the tenants are listed to who has a token", async () => {
  const world = aWorld();
  const { body } = await ask(world, "GET", "/tenants?api-version=2022-12-01", { token: await tokenFrom(world) });
  expect(body.value).toEqual([expect.objectContaining({ tenantId: world.options.tenantId })]);
});
