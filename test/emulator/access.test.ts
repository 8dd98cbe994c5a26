import { describe, expect, test } from "vitest";
import { assignRole } from "../../src/emulator/access/role-assignments.ts";
import { arm } from "../../src/emulator/arm/arm.ts";
import { parseJson } from "../../src/emulator/arm/read-request.ts";
import { createWorld, type World } from "../../src/emulator/arm/world.ts";
import { restoreState, stateOf } from "../../src/emulator/arm/world-state.ts";
import { githubClaims, jsonWebToken } from "../support/json-web-token.ts";
import { group, subscription, types } from "./azure.ts";

const owl = "00000000-0000-0000-0000-0000000000a1";
const { metricAlerts } = types;

interface Seen {
  readonly status: number;
  readonly body: any;
}

/** Asks as somebody, known by the object id in his token. */
async function ask(world: World, method: string, path: string, given: { oid?: string; body?: unknown } = {}) {
  const token = jsonWebToken({ oid: given.oid ?? "me", appid: "an-app" });
  const version = path.includes("api-version=") ? "" : `${path.includes("?") ? "&" : "?"}api-version=2022-04-01`;
  const body = given.body === undefined ? "" : JSON.stringify(given.body);
  const request = { method, url: `https://localhost${path}${version}`, headers: { authorization: `Bearer ${token}` } };
  const outcome = await arm({ ...request, body }, world);
  if (outcome.outcome === "dropped") throw new Error("the connection was dropped");
  const seen: Seen = { status: outcome.answer.status, body: parseJson(outcome.answer.body) };
  return seen;
}

const put = (world: World, oid: string): Promise<Seen> =>
  ask(world, "PUT", `${metricAlerts.path}?api-version=${metricAlerts.version}`, { oid, body: metricAlerts.body });
const get = (world: World, oid: string, path: string = metricAlerts.path): Promise<Seen> =>
  ask(world, "GET", `${path}?api-version=${metricAlerts.version}`, { oid });

const aWorld = (): World => createWorld({ rateLimits: "off" });

describe("roles", () => {
  test("whom nobody gave a role may do everything; who has one may do what it says", async () => {
    const world = aWorld();
    expect((await put(world, owl)).status).toBe(200);
    assignRole(world, { principalId: owl, scope: group, role: "Monitoring Reader" });
    expect((await get(world, owl)).status).toBe(200);
    expect(await put(world, owl)).toEqual({
      status: 403,
      body: {
        error: {
          code: "AuthorizationFailed",
          message: `The client 'an-app' with object id '${owl}' does not have authorization to perform action 'Microsoft.Insights/metricAlerts/write' over scope '${metricAlerts.path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
        },
      },
    });
    expect((await put(world, "somebody else")).status).toBe(200);
  });

  test.each<[string, string]>([
    [`${group}/providers/Microsoft.Insights/metricAlerts`, "200"],
    [`${group}`, "200"],
    [`${group}-other/providers/Microsoft.Insights/metricAlerts`, "403 Microsoft.Insights/metricAlerts/read"],
    [`/subscriptions/${subscription}`, "200"],
    [
      `/subscriptions/${subscription}/providers/Microsoft.Insights`,
      "403 Microsoft.Resources/subscriptions/providers/read",
    ],
    [
      `/subscriptions/${subscription}/providers/Microsoft.Insights/eventtypes/management/values`,
      "403 Microsoft.Insights/eventtypes/values/read",
    ],
  ])("a role counts from its scope downwards: %s", async (path, expected) => {
    const world = aWorld();
    world.groups.set(`${subscription}/rg`, { subscription, name: "rg", location: "westeurope" });
    assignRole(world, { principalId: owl, scope: group, role: "Reader" });
    const { status, body } = await get(world, owl, path);
    expect(`${status} ${/action '([^']+)'/.exec(body.error?.message)?.[1] ?? ""}`.trim()).toBe(expected);
  });

  test("who writes a rule needs to read what it watches, and to assign the identity it has", async () => {
    const world = aWorld();
    assignRole(world, { principalId: owl, scope: `${group}/providers/Microsoft.Insights`, role: "Owner" });
    const { status, body } = await put(world, owl);
    expect([status, body.error.code]).toEqual([403, "LinkedAuthorizationFailed"]);
    expect(body.error.message).toContain("'microsoft.compute/virtualmachines/read' on the linked scope(s)");
    assignRole(world, { principalId: owl, scope: `${group}/providers/Microsoft.Compute`, role: "Reader" });
    expect((await put(world, owl)).status).toBe(200);
    const id = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine`;
    const withIdentity = {
      ...metricAlerts.body,
      identity: { type: "UserAssigned", userAssignedIdentities: { [id]: {} } },
    };
    const path = `${metricAlerts.path}?api-version=${metricAlerts.version}`;
    const refused = await ask(world, "PUT", path, { oid: owl, body: withIdentity });
    expect(refused.body.error.message).toContain("userAssignedIdentities/assign/action");
    assignRole(world, { principalId: owl, scope: id, role: "Managed Identity Operator" });
    expect((await ask(world, "PUT", path, { oid: owl, body: withIdentity })).status).toBe(200);
  });

  test("what somebody may do is told as his roles say it", async () => {
    const world = aWorld();
    world.groups.set(`${subscription}/rg`, { subscription, name: "rg", location: "westeurope" });
    const permissions = `${group}/providers/Microsoft.Authorization/permissions`;
    const nothing = { notActions: [], dataActions: [], notDataActions: [] };
    expect((await ask(world, "GET", permissions)).body.value).toEqual([{ ...nothing, actions: ["*"] }]);
    assignRole(world, { principalId: owl, scope: group, role: "Reader" });
    assignRole(world, { principalId: owl, scope: group, role: { actions: ["a/b/write"] } });
    assignRole(world, { principalId: owl, scope: `${group}-other`, role: "Owner" });
    expect((await ask(world, "GET", permissions, { oid: owl })).body.value).toEqual([
      { ...nothing, actions: ["*/read"] },
      { ...nothing, actions: ["a/b/write"] },
    ]);
  });

  test("a role is given once, found by its name, and taken back", async () => {
    const world = aWorld();
    const authorization = `${group}/providers/Microsoft.Authorization`;
    const definitions = await ask(
      world,
      "GET",
      `${authorization}/roleDefinitions?$filter=roleName eq 'Monitoring Reader'`,
    );
    const [role] = definitions.body.value;
    expect(role.name).toBe("43d0d8ad-25c7-4714-9337-8ba259a9fe05");
    const body = { properties: { roleDefinitionId: role.id, principalId: owl } };
    expect((await ask(world, "PUT", `${authorization}/roleAssignments/one`, { body })).status).toBe(201);
    const twice = await ask(world, "PUT", `${authorization}/roleAssignments/two`, { body });
    expect([twice.status, twice.body.error.code]).toEqual([409, "RoleAssignmentExists"]);
    const listed = await ask(world, "GET", `${authorization}/roleAssignments?$filter=principalId eq '${owl}'`);
    expect(listed.body.value).toMatchObject([{ name: "one", properties: { scope: group, principalId: owl } }]);
    expect((await ask(world, "DELETE", `${authorization}/roleAssignments/one`)).status).toBe(200);
    expect((await ask(world, "DELETE", `${authorization}/roleAssignments/one`)).status).toBe(204);
    const unknown = { properties: { ...body.properties, roleDefinitionId: "x/y" } };
    expect((await ask(world, "PUT", `${authorization}/roleAssignments/three`, { body: unknown })).status).toBe(404);
  });
});

const identityPath = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/plan`;
const subject = "repo:shop@1/alerts@2:pull_request";
const { iss: issuer, aud: audience } = githubClaims(subject);

async function withIdentity(): Promise<{ world: World; clientId: string; principalId: string }> {
  const world = aWorld();
  world.groups.set(`${subscription}/rg`, { subscription, name: "rg", location: "westeurope" });
  const { body } = await ask(world, "PUT", identityPath, { body: { location: "westeurope" } });
  return { world, ...body.properties };
}

function trust(world: World, name: string, given: { subject?: string; audiences?: readonly string[] } = {}) {
  const properties = { issuer, subject, audiences: [audience], ...given };
  return ask(world, "PUT", `${identityPath}/federatedIdentityCredentials/${name}`, { body: { properties } });
}

describe("managed identities", () => {
  test("are made once and stay who they are", async () => {
    const { world, clientId } = await withIdentity();
    const again = await ask(world, "PUT", identityPath, { body: { location: "westeurope", tags: { a: "b" } } });
    expect([again.status, again.body.properties.clientId, again.body.tags]).toEqual([200, clientId, { a: "b" }]);
    const elsewhere = identityPath.replace("/rg/", "/nowhere/");
    expect((await ask(world, "PUT", elsewhere, { body: { location: "westeurope" } })).body.error.code).toBe(
      "ResourceGroupNotFound",
    );
  });

  test("may do nothing until they have a role", async () => {
    const { world, principalId } = await withIdentity();
    expect((await get(world, principalId)).status).toBe(403);
    assignRole(world, { principalId, scope: group, role: "Reader" });
    expect((await get(world, principalId)).body.error.code).toBe("ResourceNotFound");
  });

  test("take a token of somebody else's once for each subject", async () => {
    const { world } = await withIdentity();
    expect((await trust(world, "one")).status).toBe(201);
    expect((await trust(world, "one")).status).toBe(200);
    expect((await trust(world, "two")).status).toBe(409);
    expect((await trust(world, "two", { subject: "other" })).status).toBe(201);
    expect((await trust(world, "three", { audiences: [] })).status).toBe(400);
    const { body } = await ask(world, "GET", `${identityPath}/federatedIdentityCredentials`);
    expect(body.value.map((one: { name: string }) => one.name)).toEqual(["one", "two"]);
  });

  test.each<[string, Record<string, string> | undefined, string]>([
    ["what is trusted", {}, "a token"],
    ["another subject", { sub: "repo:shop@1/alerts@2:ref:refs/heads/main" }, "AADSTS700213"],
    ["the subject in another case", { sub: subject.toUpperCase() }, "AADSTS7002138"],
    ["another issuer", { iss: "https://elsewhere" }, "AADSTS700211"],
    ["another audience", { aud: "api://other" }, "AADSTS700212"],
    ["no assertion of such a sort", undefined, "AADSTS700211"],
  ])("are signed in as by %s alone", async (_, claims, expected) => {
    const { world, clientId } = await withIdentity();
    const signIn = async () => {
      const assertion = claims === undefined ? "x" : jsonWebToken({ ...githubClaims(subject), ...claims });
      const scope = "https://management.azure.com/.default";
      const form = { grant_type: "client_credentials", client_id: clientId, client_assertion: assertion, scope };
      const body = new URLSearchParams(form).toString();
      const outcome = await arm(
        { method: "POST", url: "https://localhost/adfs/oauth2/token", headers: {}, body },
        world,
      );
      if (outcome.outcome === "dropped") throw new Error("the connection was dropped");
      const answer: any = parseJson(outcome.answer.body);
      return answer.access_token === undefined ? answer.error_description : "a token";
    };
    expect(await signIn()).toContain("AADSTS70025: The client");
    await trust(world, "one");
    expect(await signIn()).toMatch(new RegExp(`^${expected}(?::|$)`));
  });
});

describe("a subscription", () => {
  test("that has not registered a namespace refuses its types until somebody registers it", async () => {
    const world = aWorld();
    const provider = `/subscriptions/${subscription}/providers/Microsoft.Insights`;
    expect((await ask(world, "POST", `${provider}/unregister`)).body.registrationState).toBe("NotRegistered");
    expect((await get(world, owl)).body.error.code).toBe("MissingSubscriptionRegistration");
    expect((await ask(world, "GET", provider)).body.registrationState).toBe("NotRegistered");
    expect((await ask(world, "POST", `${provider}/register`)).body.registrationState).toBe("Registered");
    expect((await put(world, owl)).status).toBe(200);
  });

  test("that is disabled is read and not written", async () => {
    const world = aWorld();
    await put(world, owl);
    world.subscriptions.set(subscription, { id: subscription, name: "old", state: "Disabled" });
    expect((await ask(world, "GET", `/subscriptions/${subscription}`)).body.state).toBe("Disabled");
    expect((await get(world, owl)).status).toBe(200);
    expect((await put(world, owl)).body.error.code).toBe("ReadOnlyDisabledSubscription");
  });
});

test("who may do what is kept with everything else", async () => {
  const { world } = await withIdentity();
  await trust(world, "one");
  assignRole(world, { principalId: owl, scope: group, role: { actions: ["a/read"] } });
  await ask(world, "POST", `/subscriptions/${subscription}/providers/Microsoft.Insights/unregister`);
  const again = aWorld();
  const state = JSON.parse(JSON.stringify(stateOf(world)));
  restoreState(again, state);
  expect(JSON.parse(JSON.stringify(stateOf(again)))).toEqual(state);
  expect(again.assignments).toHaveLength(1);
});
