import { describe, expect, test } from "vitest";
import { plant, seed } from "../../src/emulator/arm/seed.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import { at, azure, group, subscription, types } from "./azure.ts";
import { startEffort } from "../support/effort.ts";

const metricAlerts = `${group}/providers/Microsoft.Insights/metricAlerts`;
const many = (count: number): { id: string }[] =>
  Array.from({ length: count }, (_, index) => ({ ...types.metricAlerts.body, id: `${metricAlerts}/rule${index}` }));
const version = "?api-version=2026-01-01";

describe("lists", () => {
  test("are whole, without a nextLink, unless the world has pages", async () => {
    const { ask, world } = azure();
    seed(world, many(120));
    const { body } = await ask("GET", metricAlerts + version);
    expect([body.value.length, body.nextLink]).toEqual([120, undefined]);
  });

  test("in pages link to the host and scheme that the client used", async () => {
    const { ask, world } = azure({ pageSize: 50 });
    seed(world, many(120));
    const headers = { host: "localhost:4711", "x-forwarded-proto": "https" };
    const names: string[] = [];
    let url: string | undefined = metricAlerts + version;
    const sizes: number[] = [];
    const links: (string | undefined)[] = [];
    while (url !== undefined) {
      const { body } = await ask("GET", url, undefined, headers);
      sizes.push(body.value.length);
      names.push(...body.value.map((item: { name: string }) => item.name));
      url = body.nextLink;
      links.push(url?.replace(/\/subscriptions.*\?/, "?"));
    }
    expect([sizes, new Set(names).size]).toEqual([[50, 50, 20], 120]);
    expect(links).toEqual([
      "https://localhost:4711?api-version=2026-01-01&%24skipToken=50",
      "https://localhost:4711?api-version=2026-01-01&%24skipToken=100",
      undefined,
    ]);
  });

  test("come in pages where a fault asks for it, of its type only", async () => {
    const { ask, world } = azure();
    seed(world, many(5));
    addFault(world, "GET actionGroups pages=1");
    expect((await ask("GET", metricAlerts + version)).body.nextLink).toBeUndefined();
    addFault(world, "GET metricAlerts pages=3");
    const first = await ask("GET", metricAlerts + version);
    const second = await ask("GET", first.body.nextLink);
    expect([first.body.value.length, second.body.value.length, second.body.nextLink]).toEqual([3, 2, undefined]);
  });

  test.each(["x", "-1", "1.5", ""])("of which somebody asks for the page `%s` are refused", async (token) => {
    const { ask } = azure();
    const { status, body } = await ask("GET", `${metricAlerts}${version}&$skiptoken=${token}`);
    expect([status, body.code]).toEqual([400, "BadRequest"]);
  });

  test("of a group hold nothing of another group, of a subscription nothing of another", async () => {
    const { ask, world } = azure();
    const elsewhere = { ...types.metricAlerts.body, id: `${metricAlerts.replace("/rg/", "/other/")}/a` };
    const abroad = {
      ...types.metricAlerts.body,
      id: `${metricAlerts.replace(subscription, subscription.replace("b", "c"))}/a`,
    };
    seed(world, [...many(2), elsewhere, abroad]);
    const names = async (url: string): Promise<number> => (await ask("GET", url + version)).body.value.length;
    expect(await names(metricAlerts)).toBe(2);
    expect(await names(metricAlerts.toUpperCase())).toBe(2);
    expect(await names(`/subscriptions/${subscription}/providers/microsoft.insights/metricalerts`)).toBe(3);
  });

  test("of 5,000 rules are quick", async () => {
    const { ask, world } = azure();
    seed(world, many(5000));
    await ask("GET", metricAlerts + version);
    const effort = startEffort();
    for (let round = 0; round < 5; round++) await ask("GET", metricAlerts + version);
    expect(effort() / 5).toBeLessThan(500);
  });

  test("over all types have envelopes only, filtered as az filters", async () => {
    const { ask, create } = azure();
    await create("metricAlerts");
    await create("actionGroups");
    const filter = encodeURIComponent("resourceGroup eq 'RG' and resourceType eq 'microsoft.insights/metricalerts'");
    const { body } = await ask(
      "GET",
      `/subscriptions/${subscription}/resources?api-version=2021-04-01&$filter=${filter}`,
    );
    expect(body.value).toEqual([
      { id: types.metricAlerts.path, name: "one", type: "Microsoft.Insights/metricAlerts", location: "global" },
    ]);
  });
});

describe("seeding", () => {
  test("stores what PUTs would have stored", async () => {
    const seeded = azure();
    const put = azure();
    seed(seeded.world, [{ ...types.actionGroups.body, id: types.actionGroups.path }]);
    await put.create("actionGroups");
    const strip = (body: object): unknown => ({ ...body, systemData: undefined });
    expect(strip((await seeded.ask("GET", at("actionGroups"))).body)).toEqual(
      strip((await put.ask("GET", at("actionGroups"))).body),
    );
  });

  test("refuses what a PUT would refuse", () => {
    const { world } = azure();
    expect(() => seed(world, [{ id: types.actionGroups.path, location: "global", properties: {} }])).toThrow(
      "'groupShortName' not found",
    );
    expect(() => seed(world, [{ id: "/subscriptions/x" }])).toThrow("`/subscriptions/x` is no id");
  });

  test("planting stores anything and answers exactly that", async () => {
    const { ask, world } = azure();
    const odd = { id: types.metricAlerts.path, from: "the future", properties: { templateType: 8 } };
    plant(world, [odd]);
    expect((await ask("GET", at("metricAlerts", "2018-03-01"))).body).toEqual(odd);
  });
});

describe("subscriptions and groups", () => {
  const groupUrl = `/subscriptions/${subscription}/resourcegroups/Rg?api-version=2021-04-01`;

  test("az finds a subscription to log in to", async () => {
    const { ask } = azure();
    const { body } = await ask("GET", "/subscriptions?api-version=2019-11-01");
    expect(body.value).toEqual([expect.objectContaining({ state: "Enabled", displayName: "Tocsin emulator" })]);
  });

  test("az finds the location that is written as the portal does", async () => {
    const { ask } = azure();
    const { body } = await ask("GET", `/subscriptions/${subscription}/locations?api-version=2022-12-01`);
    expect(body.value).toContainEqual(expect.objectContaining({ name: "westus2", displayName: "West US 2" }));
  });

  test("a group is created, read, listed and deleted with all that is in it", async () => {
    const { ask, create } = azure();
    expect((await ask("HEAD", groupUrl)).status).toBe(404);
    expect((await ask("PUT", groupUrl, { location: "West Europe" })).status).toBe(201);
    const shouted = groupUrl.replace("/Rg", "/RG");
    expect((await ask("PUT", shouted, { location: "westeurope", tags: { a: "b" } })).status).toBe(200);
    expect((await ask("HEAD", groupUrl)).status).toBe(204);
    const body = {
      id: `/subscriptions/${subscription}/resourceGroups/Rg`,
      name: "Rg",
      type: "Microsoft.Resources/resourceGroups",
      location: "westeurope",
      tags: { a: "b" },
      properties: { provisioningState: "Succeeded" },
    };
    expect((await ask("GET", groupUrl)).body).toEqual(body);
    expect((await ask("GET", groupUrl.replace("/Rg", ""))).body).toEqual({ value: [body] });
    // The id has the group's own spelling, not that of the PUT.
    expect((await create("metricAlerts")).body.id).toBe(types.metricAlerts.path.replace("/rg/", "/Rg/"));
    expect((await ask("DELETE", groupUrl)).status).toBe(200);
    expect((await ask("GET", groupUrl)).body.error.code).toBe("ResourceGroupNotFound");
    expect((await ask("GET", at("metricAlerts"))).status).toBe(404);
  });

  test("in an open-minded world the first PUT makes the group, and a list of none is empty", async () => {
    const { ask, create } = azure();
    expect((await ask("GET", metricAlerts + version)).body).toEqual({ value: [] });
    await create("metricAlerts");
    expect((await ask("HEAD", groupUrl)).status).toBe(204);
  });

  test.each([
    { method: "PUT", url: at("actionGroups"), code: "ResourceGroupNotFound" },
    { method: "GET", url: at("actionGroups"), code: "ResourceGroupNotFound" },
    { method: "DELETE", url: at("actionGroups"), code: "ResourceGroupNotFound" },
    { method: "GET", url: metricAlerts + version, code: "ResourceGroupNotFound" },
    {
      method: "GET",
      url: groupUrl.replace(subscription, subscription.replace("b", "c")),
      code: "SubscriptionNotFound",
    },
  ])("a strict world answers $code to $method $url", async ({ method, url, code }) => {
    const { ask } = azure({ subscriptions: [{ id: subscription }], anySubscription: false, anyResourceGroup: false });
    const { status, body } = await ask(method, url, method === "PUT" ? types.actionGroups.body : undefined);
    expect([status, body.error.code]).toEqual([404, code]);
  });

  test.each([
    { path: "/subscriptions/nonsense", status: 400, code: "InvalidSubscriptionId" },
    { path: `${group}/providers/Microsoft.Web/sites`, status: 404, code: "InvalidResourceNamespace" },
    { path: `${group}/providers/Microsoft.Insights/webTests`, status: 404, code: "InvalidResourceType" },
    { path: "/tenants/nobody", status: 404, code: "NotFound" },
  ])("$path is answered with $code", async ({ path, status, code }) => {
    const { ask } = azure();
    const answer = await ask("GET", `${path}?api-version=2021-04-01`);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });
});
