import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply } from "../../src/commands/apply.ts";
import { drift } from "../../src/commands/drift.ts";
import { heal, type HealInputs } from "../../src/commands/heal.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import { applyAll, expectNothingToDo } from "../support/applying.ts";
import { emulatedAzure, writesIn, type EmulatedAzure } from "../support/emulated-azure.ts";
import { runs } from "../support/runs.ts";
import { edited, inputsFor, resources, stackOf, takenByAzure } from "../support/stacks.ts";
import { all, alert, applied, group, inputsOf, inWords, logAlert } from "./applied-rules.ts";

const boss = "boss@company.com";

/** An Azure as git has it, in which somebody then made it say these rules. */
async function changedByHand(rules: string): Promise<EmulatedAzure> {
  const azure = await emulatedAzure({ caller: "tocsin" });
  await applied(azure, all);
  Object.assign(azure.world.options, { caller: boss });
  await applied(azure, rules);
  Object.assign(azure.world.options, { caller: "tocsin" });
  return azure;
}

function healing(azure: EmulatedAzure, rules = all, more: Partial<HealInputs> = {}): HealInputs {
  return { ...inputsOf(azure, rules), mayWrite: () => Promise.resolve(undefined), ...more };
}

const byHand = all.replace("> 80", "> 95").replace("admin@company.com", boss);

describe("healing", () => {
  test("takes back what somebody changed, and says who it was", async () => {
    const azure = await changedByHand(byHand);
    const { seen, applied: done, withheld } = await heal(healing(azure));
    expect(withheld).toEqual([]);
    expect(seen.planned?.changes.map(({ name, changed }) => `${name} ${changed?.by}`)).toEqual([
      `oncall ${boss}`,
      `cpu-high ${boss}`,
    ]);
    expect(inWords(done?.results ?? [])).toEqual(["applied: update cpu-high", "applied: update oncall"]);
    expect((await drift(inputsOf(azure, all))).planned?.changes).toEqual([]);
  });

  test("brings back what somebody deleted", async () => {
    const azure = await changedByHand([group, alert].join("---\n"));
    expect(inWords((await heal(healing(azure))).applied?.results ?? [])).toEqual([
      "applied: create errors",
      "applied: update cpu-high",
    ]);
    expect((await drift(inputsOf(azure, all))).planned?.changes).toEqual([]);
  });

  test("writes nothing where nothing differs, and does not even ask whether it may", async () => {
    const azure = await changedByHand(all);
    const before = writesIn(azure.world).length;
    const asked: string[] = [];
    const done = await heal(healing(azure, all, { mayWrite: async () => void asked.push("may I?") }));
    expect([done.applied, done.withheld, asked]).toEqual([undefined, [], []]);
    expect(writesIn(azure.world)).toHaveLength(before);
  });

  test.each([
    [
      "something is blocked",
      all.replace("kind: MetricAlert", "adopt: old/prod\nkind: MetricAlert"),
      "another-stack",
      {},
    ],
    ["the guard refuses", alert.replace("spec:", "environments: { prod: false }\nspec:"), "nothing-defined", {}],
    [
      "a secret is missing",
      all.replace("admin@company.com", '"${secret:slack}"'),
      "secret-needed",
      { secrets: new Map() },
    ],
  ])("writes nothing at all where %s", async (_what, rules, code, more) => {
    const azure = await changedByHand(byHand);
    if (code === "another-stack") {
      const [theirs] = azure.world.store.all().filter(({ place }) => place.name === "cpu-high");
      Object.assign(theirs?.body ?? {}, { tags: { "tocsin-stack": "someone/else" } });
    }
    const before = writesIn(azure.world).length;
    let asked = false;
    const mayWrite = async (): Promise<undefined> => void (asked = true);
    const { withheld } = await heal(healing(azure, rules, { ...more, mayWrite }));
    expect(withheld.map((one) => one.code)).toEqual([code]);
    // Whether a secret is missing is known when all is ready to be written.
    expect(asked).toBe(code === "secret-needed");
    expect(writesIn(azure.world)).toHaveLength(before);
  });

  test("writes nothing where somebody says at the last moment that it must not", async () => {
    const azure = await changedByHand(byHand);
    const before = writesIn(azure.world).length;
    const no = { code: "overtaken", message: "main is newer" };
    expect((await heal(healing(azure, all, { mayWrite: () => Promise.resolve(no) }))).withheld).toEqual([no]);
    expect(writesIn(azure.world)).toHaveLength(before);
  });

  test("writes nothing where something else differs by then than was seen", async () => {
    const azure = await changedByHand(byHand);
    const mayWrite = async (): Promise<undefined> => {
      await apply(inputsOf(azure, byHand.replace("count > 5", "count > 50")));
    };
    const { withheld, applied: done } = await heal(healing(azure, all, { mayWrite }));
    expect(withheld).toMatchObject([{ code: "plan-is-stale", message: expect.stringContaining("errors") }]);
    expect(done?.results).toEqual([]);
  });

  test("does the rest where one fails", async () => {
    const azure = await changedByHand(byHand.replace("count > 5", "count > 50"));
    addFault(azure.world, "PUT scheduledQueryRules 403 code=AuthorizationFailed");
    expect(inWords((await heal(healing(azure))).applied?.results ?? [])).toEqual([
      "applied: update cpu-high",
      "applied: update oncall",
      "failed: update errors",
    ]);
  });

  test("does nothing while a definition has an error", async () => {
    const azure = await changedByHand(byHand);
    const before = writesIn(azure.world).length;
    const error = {
      code: "wrong-type",
      severity: "error",
      message: "x",
      path: [],
      at: { file: "a", line: 1, column: 1 },
    };
    const { seen } = await heal(healing(azure, logAlert, { diagnostics: [error as never] }));
    expect(seen.planned).toBeUndefined();
    expect(writesIn(azure.world)).toHaveLength(before);
  });
});

test("whatever somebody changes by hand, healing brings back what git says, or writes nothing", async () => {
  const given = resources.chain((wanted) => fc.tuple(fc.constant(wanted), fc.tuple(...wanted.map(edited)), fc.nat()));
  await fc.assert(
    fc.asyncProperty(given, async ([wanted, others, which]) => {
      const taken = await takenByAzure(wanted);
      const azure = await emulatedAzure();
      await applyAll(azure, taken);
      const ids = new Set(taken.map(({ id }) => id));
      const byThem = others.filter(({ id }, index) => ids.has(id) && (which >> index) % 2 === 0);
      const elsewhere = taken.map((one) => byThem.find(({ id }) => id === one.id) ?? one);
      await apply(inputsFor(azure, stackOf(elsewhere)));
      const before = writesIn(azure.world).length;
      const mayWrite = (): Promise<undefined> => Promise.resolve(undefined);
      const { withheld } = await heal({ ...inputsFor(azure, stackOf(taken)), mayWrite });
      if (withheld.length > 0) expect(writesIn(azure.world)).toHaveLength(before);
      else await expectNothingToDo(azure, taken);
    }),
    runs(30),
  );
});
