import { describe, expect, test } from "vitest";
import { addFault } from "../../src/emulator/arm/world.ts";
import { at, azure, group } from "./azure.ts";

describe("a receiver is subscribed again", () => {
  const path = `${group}/providers/Microsoft.Insights/actionGroups/one/subscribe?api-version=2022-06-01`;
  const mail = { name: "Mail", emailAddress: "a@example.com" };

  test("not one that is not there, not one that is, and not in a group that is not there", async () => {
    const { ask, create } = azure();
    expect((await ask("POST", path, { receiverName: "mail" })).body.error.code).toBe("ResourceNotFound");
    await create("actionGroups", { properties: { emailReceivers: [mail] } });
    expect(await answer(ask("POST", path, { receiverName: "nobody" }))).toEqual([
      404,
      { code: "ReceiverNotFound", message: "Could not find receiver with name nobody in action group with Id RG-ONE" },
    ]);
    expect(await answer(ask("POST", path, { receiverName: "mail" }))).toEqual([
      409,
      {
        code: "ReceiverAlreadyEnabled",
        message: "Receiver with name mail in action group with Id RG-ONE is already enabled",
      },
    ]);
    expect((await ask("PUT", path, { receiverName: "mail" })).status).toBe(405);
    expect((await ask("POST", path.replace("subscribe", "explode"), {})).body.error.code).toBe("NotFound");
  });

  test("the one that had unsubscribed, who stays so whatever a PUT says", async () => {
    const { ask, create, world } = azure();
    await create("actionGroups", { properties: { emailReceivers: [mail] } });
    const [stored] = world.store.all();
    const gone = JSON.parse(JSON.stringify(stored!.body).replaceAll('"Enabled"', '"Disabled"'));
    world.store.set({ ...stored!, body: gone });
    const again = await create("actionGroups", { properties: { emailReceivers: [{ ...mail, status: "Enabled" }] } });
    expect(again.body.properties.emailReceivers[0].status).toBe("Disabled");
    expect((await ask("POST", path, { receiverName: "mail" })).status).toBe(200);
    const { body } = await ask("GET", at("actionGroups"));
    expect(body.properties.emailReceivers[0].status).toBe("Enabled");
  });

  test("before 2023 the refusals had no words", async () => {
    const { ask, create, world } = azure();
    addFault(world, "* * dress=2019-04-16");
    await create("actionGroups", { properties: { emailReceivers: [mail] } });
    expect((await ask("POST", path, { receiverName: "x" })).body).toEqual({ Code: "ReceiverNotFound", Message: null });
  });

  async function answer(seen: Promise<{ status: number; body: unknown }>): Promise<unknown> {
    const { status, body } = await seen;
    return [status, body];
  }
});
