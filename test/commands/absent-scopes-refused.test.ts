import { describe, expect, onTestFinished, test } from "vitest";
import { openReader } from "../../src/azure/azure.ts";
import { plan } from "../../src/commands/plan.ts";
import { assignRole } from "../../src/emulator/access/role-assignments.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import { startEmulator } from "../../src/emulator/http.ts";
import { inProcess } from "../../src/emulator/in-process.ts";
import { fakeCredential } from "../azure/support/azure.ts";
import { fakeClock } from "../azure/support/clock.ts";
import { jsonWebToken } from "../support/json-web-token.ts";
import { emulatedAzure, type EmulatedAzure } from "../support/emulated-azure.ts";
import { alert, inputsOf } from "./applied-rules.ts";
import { asked, azureWith, index, inWords, machines, missing, one, own, told } from "./scopes-told.ts";

const signedIn = { cloud: "public", env: {}, version: "1", secrets: [] } as const;

describe("where the look is refused or fails, the plan stands with one note", () => {
  const withoutNotes = async (azure: EmulatedAzure): Promise<unknown> => {
    const { planned } = await plan(inputsOf(azure, one));
    return { ...planned, notes: [] };
  };

  test.each([
    ["GET /virtualMachines/vm1$/ 403 message=no", "no; give the identity a role that allows it"],
    ["GET resources 503", "tried 4 times"],
    ["GET resources malformed", "no JSON"],
    ["GET resources drop-before", "broke"],
    ['GET resources 200 body={"items":[]}', "it has no `value`"],
    ["GET /virtualMachines/vm1$/ 404 code=Gone message=who knows", "who knows"],
    ["GET /virtualMachines/vm1$/ 500", "tried 4 times"],
    ["GET /virtualMachines/vm1$/ 400 message=an odd thing", "an odd thing"],
  ])("%s", async (fault, because) => {
    const azure = await azureWith(`${machines}/vm2`);
    const before = await withoutNotes(azure);
    addFault(azure.world, fault);
    const { warnings, notes } = await told(azure, one);
    expect([warnings, notes.length]).toEqual([[], 1]);
    expect(notes[0]).toContain("whether these scopes are there is not known: vm1; cannot ");
    expect(notes[0]).toContain(because);
    expect(await withoutNotes(azure)).toEqual(before);
  });

  test("what is put off for too long is not waited for again", async () => {
    const { world } = await azureWith(`${machines}/vm2`);
    const clock = fakeClock();
    const reader = await openReader({ ...signedIn, credential: fakeCredential(), httpClient: inProcess(world), clock });
    addFault(world, "GET resources 429 times=2 retry-after=7");
    expect(inWords(await plan({ ...inputsOf(await emulatedAzure(), one), reader })).warnings).toHaveLength(1);
    expect(clock.slept.filter((milliseconds) => milliseconds > 5000)).toEqual([7000, 7000]);
    addFault(world, "GET resources 429 retry-after=3600");
    const { warnings, notes } = inWords(await plan({ ...inputsOf(await emulatedAzure(), one), reader }));
    expect([warnings, notes]).toEqual([
      [],
      [expect.stringContaining("vm1; cannot list the Microsoft.Compute/virtualMachines of subscription")],
    ]);
  });

  test.each(["cut=10", "malformed", "drop-before", "503"])("over sockets, too (%s)", async (effect) => {
    const { world } = await azureWith(`${machines}/vm2`);
    const emulator = await startEmulator({ world });
    onTestFinished(() => emulator.close());
    const reader = await openReader({ ...signedIn, endpoint: emulator.url, clock: fakeClock() });
    addFault(world, `GET resources ${effect}`);
    const { warnings, notes } = inWords(await plan({ ...inputsOf(await emulatedAzure(), one), reader }));
    expect([warnings, notes]).toEqual([[], [expect.stringContaining("is not known: vm1; cannot list")]]);
  });

  test("who may see nothing but his own groups is not told that anything is missing", async () => {
    const { world } = await azureWith(`${machines}/vm2`);
    const oid = "00000000-0000-0000-0000-0000000000a1";
    assignRole(world, { principalId: oid, scope: `${own}/resourceGroups/rg-alerts`, role: "Monitoring Reader" });
    const credential = fakeCredential(jsonWebToken({ oid }));
    const clock = fakeClock();
    const reader = await openReader({ ...signedIn, credential, httpClient: inProcess(world), clock });
    const { warnings, notes } = inWords(await plan({ ...inputsOf(await emulatedAzure(), one), reader }));
    expect([warnings, notes]).toEqual([
      [],
      [expect.stringContaining("`Microsoft.Compute/virtualMachines/read`, such as Monitoring Reader")],
    ]);
  });

  test.each([403, 404, 400])(
    "where there is no index (%i), who may read what rules watch is warned all the same",
    async (status) => {
      const azure = await azureWith(`${machines}/vm2`);
      addFault(azure.world, `GET resources ${status}`);
      expect(await told(azure, one)).toEqual({
        warnings: [`11 cpu-high ${missing} Microsoft.Compute/virtualMachines \`vm1\` in resource group \`rg-app\``],
        notes: [],
      });
    },
  );

  test("of a group from which nothing may be read no more than one thing is asked for", async () => {
    const azure = await azureWith(`${machines}/vm9`);
    addFault(azure.world, "GET virtualMachines 403");
    const rules = ["a", "b", "c"].map((name) =>
      alert.replace("cpu-high", name).replace("${vm}", `${machines}/${name}1`),
    );
    const { notes } = await told(azure, rules.join("---\n"));
    expect(notes).toEqual([expect.stringContaining("not known: a1, b1, c1; ")]);
    expect(asked(azure)).toEqual([index, `${machines}/a1`]);
  });

  test("another group is asked about all the same", async () => {
    const azure = await azureWith(`${machines}/vm9`);
    const others = machines.replace("rg-app", "rg-web");
    addFault(azure.world, "GET /rg-app.*virtualMachines/ 403");
    const rules = [machines, others].map((place, at) =>
      alert.replace("cpu-high", `cpu-${at}`).replace("${vm}", `${place}/vm${at}`),
    );
    const { warnings, notes } = await told(azure, rules.join("---\n"));
    expect(notes).toEqual([expect.stringContaining("not known: vm0; ")]);
    expect(warnings).toEqual([expect.stringContaining("`vm1` in resource group `rg-web`")]);
  });

  test("of an index no more than 20,000 are read, and who is not among them is asked for", async () => {
    const azure = await azureWith(`${machines}/vm1`);
    let read = 0;
    const indexed: typeof azure.reader.indexed = async function* () {
      for (;;) yield `${machines}/other${++read}`;
    };
    const { warnings, notes } = inWords(await plan({ ...inputsOf(azure, one), reader: { ...azure.reader, indexed } }));
    expect([warnings, notes, read]).toEqual([[], [], 20_000]);
    expect(asked(azure)).toEqual([`${machines}/vm1`]);
  });

  test("a run that is stopped stops there", async () => {
    const azure = await azureWith(`${machines}/vm2`);
    const stopping = new AbortController();
    const indexed: typeof azure.reader.indexed = (...args) => {
      stopping.abort(new Error("stopped"));
      return azure.reader.indexed(...args);
    };
    const inputs = { ...inputsOf(azure, one), signal: stopping.signal, reader: { ...azure.reader, indexed } };
    await expect(plan(inputs)).rejects.toThrow("stopped");
  });
});
