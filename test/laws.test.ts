import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply } from "../src/commands/apply.ts";
import type { DesiredResource } from "../src/core/stack.ts";
import { addFault, clearFaults } from "../src/emulator/arm/world.ts";
import { applyAll, expectNothingToDo } from "./support/applying.ts";
import { emulatedAzure, writesIn } from "./support/emulated-azure.ts";
import { inAnotherDress } from "./support/in-another-dress.ts";
import { runs } from "./support/runs.ts";
import { edited, inputsFor, kindNamed, resources, stackOf, takenByAzure } from "./support/stacks.ts";

/** The properties that must hold of the whole: definitions, plan, apply and Azure together. */

const dresses = ["as it is", "old", "future", "shuffled", "2021-10-10", "2022-08-01"];

describe.each(dresses)("where Azure answers %s", (dress) => {
  test("after an apply the next plan is empty", async () => {
    await fc.assert(
      fc.asyncProperty(resources, async (random) => {
        const wanted = await takenByAzure(random);
        const azure = await emulatedAzure();
        if (dress !== "as it is") addFault(azure.world, `* * dress=${dress}`);
        await applyAll(azure, wanted);
        await expectNothingToDo(azure, wanted);
      }),
      runs(25),
    );
  });

  test("after an apply over what an earlier one left the next plan is empty", async () => {
    await fc.assert(
      fc.asyncProperty(resources, resources, async (...random) => {
        const [before, after] = [await takenByAzure(random[0]), await takenByAzure(random[1])];
        fc.pre(after.length > 0);
        const azure = await emulatedAzure();
        await applyAll(azure, before);
        if (dress !== "as it is") addFault(azure.world, `* * dress=${dress}`);
        await applyAll(azure, after);
        await expectNothingToDo(azure, after);
      }),
      runs(15),
    );
  });
});

test("however the author spells and orders his settings, nothing is to do", async () => {
  await fc.assert(
    fc.asyncProperty(
      resources.chain((wanted) => fc.tuple(fc.constant(wanted), fc.tuple(...wanted.map(redressed)))),
      async ([random, redressed]) => {
        const wanted = await takenByAzure(random);
        const other = redressed.filter(({ id }) => wanted.some((one) => one.id === id));
        const azure = await emulatedAzure();
        await applyAll(azure, wanted);
        await expectNothingToDo(azure, other);
      },
    ),
    runs(25),
  );
});

test("an apply that is interrupted anywhere converges when it is run again", async () => {
  const breaks = fc.record({ after: fc.nat({ max: 4 }), acted: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(resources, resources, breaks, async (first, second, { after: passed, acted }) => {
      const [before, after] = [await takenByAzure(first), await takenByAzure(second)];
      fc.pre(after.length > 0);
      const azure = await emulatedAzure();
      await applyAll(azure, before);
      addFault(azure.world, { methods: ["PUT", "DELETE"], target: "*", effect: { do: "drop", acted }, after: passed });
      await apply(inputsFor(azure, stackOf(after)));
      clearFaults(azure.world);
      await applyAll(azure, after);
      await expectNothingToDo(azure, after);
    }),
    runs(15),
  );
});

test("an apply that is told to stop leaves the rest, and converges when it is run again", async () => {
  await fc.assert(
    fc.asyncProperty(resources, fc.nat({ max: 3 }), async (random, most) => {
      const wanted = await takenByAzure(random);
      const azure = await emulatedAzure();
      const stopped = (): boolean => writesIn(azure.world).length >= most;
      await apply({ ...inputsFor(azure, stackOf(wanted)), stopped });
      await applyAll(azure, wanted);
      await expectNothingToDo(azure, wanted);
    }),
    runs(10),
  );
});

test("a change of one resource writes this one and no other", async () => {
  await fc.assert(
    fc.asyncProperty(
      resources
        .chain((wanted) => fc.tuple(fc.constant(wanted), fc.nat({ max: wanted.length - 1 })))
        .chain(([wanted, index]) => edited(wanted[index]!).map((one) => ({ wanted, index, one }))),
      async ({ wanted: random, index, one }) => {
        const wanted = await takenByAzure(random);
        const next = await takenByAzure(random.with(index, one));
        fc.pre(wanted.length === random.length && next.length === random.length);
        const azure = await emulatedAzure();
        await applyAll(azure, wanted);
        azure.world.requests.length = 0;
        await applyAll(azure, next);
        const written = writesIn(azure.world).map((line) => line.split(" ").slice(1).join(" ").toLowerCase());
        expect(written.filter((path) => decodeURIComponent(path) !== one.id)).toEqual([]);
        await expectNothingToDo(azure, next);
      },
    ),
    runs(20),
  );
});

function redressed(resource: DesiredResource): fc.Arbitrary<DesiredResource> {
  const { schema } = kindNamed(resource.kind);
  return inAnotherDress(schema, resource.settings, "said").map((settings) => ({ ...resource, settings }));
}
