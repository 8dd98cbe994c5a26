import { describe, expect, test } from "vitest";
import { openAccess } from "../../src/azure/azure.ts";
import { assignRole } from "../../src/emulator/access/role-assignments.ts";
import { createWorld, type World } from "../../src/emulator/arm/world.ts";
import { inProcess } from "../../src/emulator/in-process.ts";
import { jsonWebToken } from "../support/json-web-token.ts";
import { fakeCredential, never, refusedBy, subscription } from "./support/azure.ts";
import { fakeClock } from "./support/clock.ts";
import { answering, ok } from "./support/in-memory.ts";

const place = { subscription, resourceGroup: "rg" };
const owl = "00000000-0000-0000-0000-0000000000a1";

function accessTo(httpClient: ReturnType<typeof inProcess>, token = jsonWebToken({ oid: owl })) {
  const options = { cloud: "public", env: {}, version: "1", secrets: [], httpClient, clock: fakeClock() } as const;
  return openAccess({ ...options, credential: fakeCredential(token) });
}

function aWorld(): World {
  const world = createWorld({ rateLimits: "off" });
  world.groups.set(`${subscription}/rg`, { subscription, name: "rg", location: "westeurope" });
  return world;
}

describe("against the emulated Azure", () => {
  test("what is there, and what this identity may do", async () => {
    const world = aWorld();
    const { access } = await accessTo(inProcess(world));
    expect(await access.subscription(subscription, never())).toMatchObject({ state: "Enabled" });
    expect(await access.hasResourceGroup(place, never())).toBe(true);
    expect(await access.hasResourceGroup({ ...place, resourceGroup: "other" }, never())).toBe(false);
    expect(await access.registration(subscription, "Microsoft.Insights", never())).toBe("Registered");
    world.unregistered.add(`${subscription}/microsoft.insights`);
    expect(await access.registration(subscription, "Microsoft.Insights", never())).toBe("NotRegistered");
    assignRole(world, { principalId: owl, scope: `/subscriptions/${subscription}`, role: "Contributor" });
    assignRole(world, { principalId: owl, scope: `/subscriptions/${subscription}`, role: "Reader" });
    expect(await access.permissions(place, never())).toEqual([
      { actions: ["*"], notActions: expect.arrayContaining(["Microsoft.Authorization/*/Write"]) },
      { actions: ["*/read"], notActions: [] },
    ]);
  });

  test("what it may not ask is an error that names the action", async () => {
    const world = aWorld();
    assignRole(world, { principalId: owl, scope: "/elsewhere", role: "Reader" });
    const { access } = await accessTo(inProcess(world));
    for (const [asking, action] of [
      [access.hasResourceGroup(place, never()), "subscriptions/resourceGroups/read"],
      [access.permissions(place, never()), "Microsoft.Authorization/permissions/read"],
      [access.registration(subscription, "Microsoft.Insights", never()), "subscriptions/providers/read"],
    ] as const) {
      const { reason, message } = await refusedBy(asking);
      expect([reason, message]).toEqual(["forbidden", expect.stringContaining(action)]);
    }
  });

  test("a subscription that nobody knows is an error", async () => {
    const { access } = await accessTo(inProcess(createWorld({ rateLimits: "off", anySubscription: false })));
    expect((await refusedBy(access.subscription(subscription, never()))).code).toBe("SubscriptionNotFound");
    expect((await refusedBy(access.hasResourceGroup(place, never()))).code).toBe("SubscriptionNotFound");
  });
});

describe("as whom", () => {
  test.each<[Record<string, unknown>, object]>([
    [
      { tid: "t", appid: "a", oid: "o", idtyp: "app" },
      { is: "application", tenant: "t", client: "a", object: "o" },
    ],
    [
      { tid: "t", azp: "a", oid: "o", preferred_username: "owl@company.com" },
      { is: "person", tenant: "t", client: "a", object: "o", name: "owl@company.com" },
    ],
    [{ app_displayname: "tocsin-plan" }, { is: "application", name: "tocsin-plan" }],
    [{}, { is: "application" }],
  ])("the token says of itself %j", async (claims, expected) => {
    const { access } = await accessTo(inProcess(aWorld()), jsonWebToken(claims));
    expect(await access.signIn(never())).toEqual({
      as: { way: "a credential of the caller's", ...expected },
    });
  });

  test("a token that is none says nothing, and nobody signs in over plain http", async () => {
    expect(await (await accessTo(inProcess(aWorld()), "opaque")).access.signIn(never())).toEqual({
      as: { way: "a credential of the caller's", is: "application" },
    });
    const options = { cloud: "public", env: {}, version: "1", secrets: [] } as const;
    const { access } = await openAccess({ ...options, endpoint: "http://127.0.0.1:1" });
    expect(await access.signIn(never())).toBeUndefined();
  });
});

test("all pages of what one may do are read, and none of another host's", async () => {
  const path =
    "https://management.azure.com/subscriptions/s/resourceGroups/g/providers/Microsoft.Authorization/permissions";
  const service = answering(({ url }) =>
    url.searchParams.has("page")
      ? ok({ value: [{ actions: ["b"] }] })
      : ok({ value: [{ actions: ["a"] }], nextLink: `${path}?page=2` }),
  );
  const { access } = await accessTo(service.client);
  const found = await access.permissions({ subscription: "s", resourceGroup: "g" }, never());
  expect(found.map(({ actions }) => actions)).toEqual([["a"], ["b"]]);
  const stranger = answering(() => ok({ value: [], nextLink: "https://evil.example/permissions" }));
  const asking = (await accessTo(stranger.client)).access.permissions(place, never());
  expect((await refusedBy(asking)).message).toContain("tokens go to our own endpoint only");
});

test.each([
  ["an answer that is no subscription", (access: Access) => access.subscription("s", never())],
  ["a provider without a state", (access: Access) => access.registration("s", "Microsoft.Insights", never())],
])("%s is no answer", async (_, ask) => {
  const { access } = await accessTo(answering(() => ok({})).client);
  expect((await refusedBy(ask(access))).reason).toBe("unavailable");
});

type Access = Awaited<ReturnType<typeof openAccess>>["access"];
