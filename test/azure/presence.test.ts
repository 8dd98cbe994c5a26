import { describe, expect, test } from "vitest";
import { resourceGroupType } from "../../src/ports/azure.ts";
import { group, metricAlerts, never, open, refusedBy, scope, subscription } from "./support/azure.ts";
import { fakeClock } from "./support/clock.ts";
import { answering, ok, replies } from "./support/in-memory.ts";

const cluster = `${group}/providers/Microsoft.ContainerService/managedClusters/aks`;
const refusal = (status: number, code: string, message = "…") => ({ status, body: { error: { code, message } } });
const versions = "The supported api-versions are '2023-01-01, 2024-09-01, 2025-01-02-preview'.";

async function asking(...answers: Parameters<typeof replies>) {
  const azure = replies(...answers);
  const { reader } = await open({ httpClient: azure.client });
  const asked = (): readonly string[] =>
    azure.seen.map(({ url }) => decodeURIComponent(`${url.pathname}${url.search}`));
  return { reader, asked };
}

describe("whether something is there", () => {
  test("is asked with a version that its type has, found once", async () => {
    const none = refusal(404, "ResourceNotFound");
    const { reader, asked } = await asking(refusal(400, "NoRegisteredProviderFound", versions), ok({}), none);
    expect(await reader.isThere(cluster, never())).toBe(true);
    expect(await reader.isThere(`${cluster}2`, never())).toBe(false);
    expect(asked().map((path) => path.split("api-version=")[1])).toEqual(["2021-04-01", "2024-09-01", "2024-09-01"]);
  });

  test("is asked with a preview where a type has nothing else", async () => {
    const only = refusal(
      404,
      "InvalidResourceType",
      "The supported api-versions are '2020-01-01-preview,2021-01-01-preview'.",
    );
    const { reader, asked } = await asking(only, ok({}));
    expect(await reader.isThere(cluster, never())).toBe(true);
    expect(asked()[1]).toContain("api-version=2021-01-01-preview");
  });

  test.each([
    ["a subscription", `/subscriptions/${subscription}/`, `/subscriptions/${subscription}?api-version=2022-12-01`],
    ["a resource group", group, `${group}?api-version=2021-04-01`],
    ["a name with a blank", `${cluster}%20b`, `${cluster} b?api-version=2021-04-01`],
  ])("%s", async (_, armId, path) => {
    const { reader, asked } = await asking(ok({}));
    expect(await reader.isThere(armId, never())).toBe(true);
    expect(asked()).toEqual([path]);
  });

  test.each([
    "ResourceNotFound",
    "ResourceGroupNotFound",
    "NotFound",
    "ParentResourceNotFound",
    "SubscriptionNotFound",
  ])("is denied by Azure with %s", async (code) => {
    const { reader } = await asking(refusal(404, code));
    expect(await reader.isThere(cluster, never())).toBe(false);
  });

  test.each([
    [refusal(403, "AuthorizationFailed"), "forbidden"],
    [refusal(404, "InvalidResourceNamespace"), "not-found"],
    [refusal(404, "InvalidResourceType"), "not-found"],
    [{ status: 404, body: "<html>" }, "not-found"],
    [refusal(400, "BadRequest"), "rejected"],
  ])("is not known after %j", async (answer, reason) => {
    const { reader } = await asking(answer);
    expect((await refusedBy(reader.isThere(cluster, never()))).reason).toBe(reason);
  });

  test("is asked no third time where Azure refuses the version that it has named itself", async () => {
    const { reader, asked } = await asking(refusal(400, "NoRegisteredProviderFound", versions));
    expect((await refusedBy(reader.isThere(cluster, never()))).code).toBe("NoRegisteredProviderFound");
    expect(asked()).toHaveLength(2);
  });

  test.each([
    `${cluster}/agentPools/a`,
    `/subscriptions/${subscription}/providers/a/b`,
    "/",
    `${group}/providers/../../x`,
  ])("is not asked of %s", async (armId) => {
    const { reader, asked } = await asking(ok({}));
    await expect(reader.isThere(armId, never())).rejects.toThrow(/is no (?:ARM )?id/);
    expect(asked()).toEqual([]);
  });
});

test("what only warnings hang on takes no retry from what has to be read", async () => {
  let lists = 0;
  const azure = answering(({ url }) => {
    if (url.pathname.includes("metricAlerts")) lists += 1;
    return lists < 2 ? refusal(503, "Busy") : ok({ value: [] });
  });
  const { reader } = await open({ httpClient: azure.client });
  for (let count = 0; count < 6; count++) {
    await refusedBy(Array.fromAsync(reader.indexed("a/b", subscription, never())));
    await refusedBy(reader.isThere(cluster, never()));
  }
  expect(await reader.list(metricAlerts, scope, never())).toEqual([]);
});

test.each([429, 503])("what only warnings hang on is not waited for as a plan would be (%d)", async (status) => {
  const clock = fakeClock();
  const azure = replies({ ...refusal(status, "Busy"), headers: { "Retry-After": "40" } });
  const { reader } = await open({ httpClient: azure.client, clock });
  await refusedBy(Array.fromAsync(reader.indexed("a/b", subscription, never())));
  expect(clock.slept.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(60_000);
  expect(azure.seen).toHaveLength(2);
});

describe("the index", () => {
  const ids = async (reader: Awaited<ReturnType<typeof asking>>["reader"], type: string) =>
    Array.fromAsync(reader.indexed(type, subscription, never()));

  test("is asked for one type, page after page; what has no id is nothing", async () => {
    const nextLink = `https://management.azure.com/subscriptions/${subscription}/resources?api-version=2021-04-01&$skiptoken=x`;
    const { reader, asked } = await asking(
      ok({ value: [{ id: "/a" }, {}, "x", null], nextLink }),
      ok({ value: [{ id: "/b" }] }),
    );
    expect(await ids(reader, "Microsoft.ContainerService/managedClusters")).toEqual(["/a", "/b"]);
    expect(asked()[0]).toBe(
      `/subscriptions/${subscription}/resources?api-version=2021-04-01&$filter=resourceType eq 'Microsoft.ContainerService/managedClusters'`,
    );
  });

  test("of resource groups is ARM's list of them", async () => {
    const { reader, asked } = await asking(ok({ value: [{ id: group }] }));
    expect(await ids(reader, resourceGroupType)).toEqual([group]);
    expect(asked()).toEqual([`/subscriptions/${subscription}/resourceGroups?api-version=2021-04-01`]);
  });

  test("that leads to another host is not followed", async () => {
    const { reader } = await asking(ok({ value: [], nextLink: "https://evil.example/subscriptions/s/resources" }));
    await expect(ids(reader, "a/b")).rejects.toThrow("tokens go to our own endpoint only");
  });

  test.each([[{ id: "/a" }], [{}]])("that never ends and always says %j is an error", async (item) => {
    const path = `/subscriptions/${subscription}/resources`;
    let sent = 0;
    const azure = answering((_, page) => {
      sent += 1;
      // Whoever still asks then would ask for ever.
      return ok({ value: [item, item], ...(page > 150 ? {} : { nextLink: `${path}?$skiptoken=${page}` }) });
    });
    const { reader } = await open({ httpClient: azure.client });
    expect((await refusedBy(ids(reader, "a/b"))).message).toContain("have brought nothing new");
    expect(sent).toBeLessThan(110);
  });

  test("is no whole list: who has read enough of it stops, and no page is read for nobody", async () => {
    const nextLink = `https://management.azure.com/subscriptions/${subscription}/resources?api-version=2021-04-01&$skiptoken=x`;
    const { reader, asked } = await asking(ok({ value: [{ id: "/a" }, { id: "/b" }], nextLink }), ok({ value: [] }));
    for await (const id of reader.indexed("a/b", subscription, never())) if (id === "/b") break;
    expect(asked()).toHaveLength(1);
  });
});
