import { describe, expect, test } from "vitest";
import { plant } from "../../src/emulator/arm/seed.ts";
import { createWorld } from "../../src/emulator/arm/world.ts";
import { restoreState, stateOf } from "../../src/emulator/arm/world-state.ts";
import { azure, group, subscription } from "./azure.ts";

const clusters = `${group}/providers/Microsoft.ContainerService/managedClusters`;
const version = "?api-version=2024-01-01";
const index = `/subscriptions/${subscription}/resources?api-version=2021-04-01`;

describe("what rules watch", () => {
  test("is there as soon as somebody reads it, while nobody has told of any", async () => {
    const { ask } = azure();
    const { status, body } = await ask("GET", `${clusters}/aks${version}`);
    expect([status, body.type, body.name]).toEqual([200, "Microsoft.ContainerService/managedClusters", "aks"]);
    expect((await ask("GET", index)).body).toEqual({ value: [] });
  });

  test("is what somebody told of, from then on, in that subscription", async () => {
    const { ask, world } = azure();
    plant(world, [{ id: `${clusters}/Aks`, location: "koreacentral", tags: { team: "owls" } }]);
    expect(await ask("GET", `${clusters.toUpperCase()}/aKS${version}`)).toMatchObject({
      status: 200,
      body: { id: `${clusters}/Aks`, name: "Aks", location: "koreacentral" },
    });
    expect(await ask("GET", `${clusters}/other${version}`)).toMatchObject({
      status: 404,
      body: { error: { code: "ResourceNotFound" } },
    });
    expect(await ask("GET", `${clusters.replace("/rg/", "/nowhere/")}/Aks${version}`)).toMatchObject({
      status: 404,
      body: { error: { code: "ResourceGroupNotFound" } },
    });
    const abroad = clusters.replace(subscription, subscription.replace("b", "c"));
    expect((await ask("GET", `${abroad}/other${version}`)).status).toBe(200);
    expect((await ask("HEAD", `${group}${version}`)).status).toBe(204);
  });

  test("is unknown by its type in a world that is not open-minded", async () => {
    const { ask } = azure({ anyOtherResource: false });
    expect((await ask("GET", `${clusters}/aks${version}`)).body.error.code).toBe("InvalidResourceNamespace");
  });

  test.each(["PUT", "PATCH", "DELETE"])("is neither written nor deleted (%s)", async (method) => {
    const { ask, world } = azure();
    plant(world, [{ id: `${clusters}/aks` }]);
    expect((await ask(method, `${clusters}/aks${version}`, {})).status).toBe(404);
    expect(world.others.size).toBe(1);
  });

  test("is in the index, filtered by type, in pages of a thousand", async () => {
    const { ask, world } = azure();
    plant(
      world,
      Array.from({ length: 1001 }, (_, at) => ({ id: `${clusters}/aks${at}`, properties: { secret: "x" } })),
    );
    plant(world, [{ id: `${group}/providers/Microsoft.Web/sites/s` }]);
    const filter = encodeURIComponent("resourceType eq 'microsoft.containerservice/managedclusters'");
    const first = await ask("GET", `${index}&$filter=${filter}`);
    expect([first.body.value.length, first.body.value[0].properties]).toEqual([1000, undefined]);
    const second = await ask("GET", first.body.nextLink);
    expect(second.body).toEqual({ value: [expect.objectContaining({ name: "aks1000" })] });
  });

  test("outlives the process with everything else, and a reset takes it away", () => {
    const world = createWorld();
    plant(world, [{ id: `${clusters}/aks`, location: "koreacentral" }]);
    const again = createWorld();
    restoreState(again, stateOf(world));
    expect(stateOf(again)).toEqual(stateOf(world));
    expect(again.others.size).toBe(1);
  });

  test("is planted beside alerts, and what is no resource of a group is refused", () => {
    const world = createWorld();
    expect(() => plant(world, [{ id: "/subscriptions/x" }])).toThrow("`/subscriptions/x` is no id");
    expect(() => plant(world, [{}])).toThrow("is no id");
  });
});
