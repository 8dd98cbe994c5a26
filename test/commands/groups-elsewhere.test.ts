import { describe, expect, test } from "vitest";
import { plan } from "../../src/commands/plan.ts";
import { plant } from "../../src/emulator/arm/seed.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import { emulatedAzure, type EmulatedAzure } from "../support/emulated-azure.ts";
import { alert, applied, inputsOf } from "./applied-rules.ts";

const abroad = "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-central";
const near = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-other";
const groupIn = (place: string): string => `${place}/providers/Microsoft.Insights/actionGroups/central`;
const referring = (place: string): string => `${alert}  actionGroups: ${groupIn(place)}\n`;

const mail = { name: "a", emailAddress: "a@company.com", useCommonAlertSchema: true };
const whole = { groupShortName: "central", enabled: true, emailReceivers: [mail] };

function put(azure: EmulatedAzure, place: string, properties: object): void {
  plant(azure.world, [{ id: groupIn(place), name: "central", location: "Global", properties: { ...properties } }]);
}

async function told(azure: EmulatedAzure, rules: string) {
  const { diagnostics, planned } = await plan(inputsOf(azure, rules));
  const ends = diagnostics.filter(({ code }) => code === "dead-end" || code === "reaches-nobody");
  return { ends: ends.map(({ message }) => message), notes: planned?.notes, planned };
}

describe.each([
  ["another subscription", abroad],
  ["another resource group", near],
])("an action group in %s", (_, place) => {
  test.each([
    ["reaches somebody", whole, []],
    ["is disabled", { ...whole, enabled: false }, ["cpu-high refers to central, which is disabled"]],
    ["has no receiver", { ...whole, emailReceivers: [] }, ["cpu-high refers to central, which has no receiver"]],
    ["is not there", undefined, ["cpu-high refers to central, which does not exist"]],
  ])("that %s", async (_state, properties, ends) => {
    const azure = await emulatedAzure();
    if (properties !== undefined) put(azure, place, properties);
    expect(await told(azure, referring(place))).toMatchObject({ ends, notes: [] });
  });

  test.each([
    ["403 message=no", "no; give the identity a role that allows it"],
    ["404 code=SubscriptionNotFound message=nowhere", "nowhere"],
    ["500", "tried 4 times"],
    ["malformed", "Azure answered 404 and says {"],
  ])("of which nothing can be said is no dead end, and changes no plan (%s)", async (fault, because) => {
    const azure = await emulatedAzure();
    const before = await told(azure, referring(place));
    addFault(azure.world, `GET actionGroups/central ${fault}`);
    const { ends, notes, planned } = await told(azure, referring(place));
    expect([ends, notes]).toEqual([[], [expect.stringContaining(because)]]);
    expect(notes?.[0]).toContain("whether these action groups reach anybody is not known: central; cannot read");
    expect({ ...planned, notes: [] }).toEqual(before.planned);
  });
});

test.each([
  "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/..",
  "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/%2e%2e",
  "/subscriptions/${secret:slack}/resourceGroups/rg-central",
])("nothing is asked of a group in %s, which is no place", async (place) => {
  const azure = await emulatedAzure();
  expect(await told(azure, referring(place))).toMatchObject({ ends: [], notes: [] });
  expect(azure.world.requests.filter(({ path }) => path.endsWith("/central"))).toEqual([]);
});

test("it is known by the id that refers to it, whatever id Azure answers", async () => {
  const azure = await emulatedAzure();
  const body = { id: groupIn(near), name: "central", location: "Global", properties: { ...whole, enabled: false } };
  addFault(azure.world, `GET actionGroups/central 200 body=${JSON.stringify(body)}`);
  const ends = ["cpu-high refers to central, which is disabled"];
  expect(await told(azure, referring(abroad))).toMatchObject({ ends, notes: [] });
});

test("it is read once for all rules that refer to it, in whatever case, and never where nothing is written", async () => {
  const azure = await emulatedAzure();
  put(azure, abroad, whole);
  const several = [referring(abroad), referring(abroad.toUpperCase()).replace("cpu-high", "cpu-low")].join("---\n");
  const rules = several.replace("/SUBSCRIPTIONS/", "/subscriptions/");
  const reads = (): number => azure.world.requests.filter(({ path }) => /\/central$/i.test(path)).length;
  await told(azure, rules);
  expect(reads()).toBe(1);
  await applied(azure, rules);
  const before = reads();
  expect((await told(azure, rules)).notes).toEqual([]);
  expect(reads()).toBe(before);
});

test("what should be in a group that was surveyed is not read again", async () => {
  const azure = await emulatedAzure();
  const ours = near.replace("rg-other", "rg-alerts");
  expect((await told(azure, referring(ours))).ends).toEqual(["cpu-high refers to central, which does not exist"]);
  expect(azure.world.requests.filter(({ path }) => path.endsWith("/central"))).toEqual([]);
});

test("the guard and the paging go by what was surveyed, whatever is elsewhere", async () => {
  const [there, gone] = [await emulatedAzure(), await emulatedAzure()];
  put(there, abroad, whole);
  const [first, second] = [await told(there, referring(abroad)), await told(gone, referring(abroad))];
  expect(first.planned).toEqual(second.planned);
  expect(second.planned?.paging[0]?.after?.groups).toMatchObject([{ name: "central", state: "elsewhere" }]);
});
