import fc from "fast-check";
import { expect, test } from "vitest";
import { apply } from "../src/commands/apply.ts";
import type { Base } from "../src/commands/look-back.ts";
import { armTypeOf } from "../src/commands/survey.ts";
import { makePlanFor, plan } from "../src/commands/plan.ts";
import type { Planned, ToldChange } from "../src/core/plan/report.ts";
import { resourceId } from "../src/core/resource.ts";
import type { DesiredResource } from "../src/core/stack.ts";
import { applyAll } from "./support/applying.ts";
import { emulatedAzure, type EmulatedAzure } from "./support/emulated-azure.ts";
import { runs } from "./support/runs.ts";
import { edited, inputsFor, kindNamed, resources, stackOf, takenByAzure } from "./support/stacks.ts";

/** Whose change it is: what the definitions at the base would do as well is marked, and nothing else is or becomes another. */

const commit = { id: "abc1234".repeat(6).slice(0, 40), title: "what was there" };

function baseOf(wanted: readonly DesiredResource[]): Base {
  return { commit, stack: stackOf(wanted) };
}

async function plannedWith(
  azure: EmulatedAzure,
  wanted: readonly DesiredResource[],
  base: readonly DesiredResource[],
): Promise<Planned> {
  const { planned } = await plan({ ...inputsFor(azure, stackOf(wanted)), base: baseOf(base) });
  if (planned === undefined) throw new Error("nothing was planned");
  return planned;
}

function isMarked({ elsewhere, differences }: ToldChange): boolean {
  return elsewhere === true || differences.some((difference) => difference.elsewhere === true);
}

test("where the base has the same definitions, every change is somebody else's", async () => {
  await fc.assert(
    fc.asyncProperty(resources, resources, async (first, second) => {
      const azure = await emulatedAzure();
      await apply(inputsFor(azure, stackOf(await takenByAzure(first))));
      const { changes } = await plannedWith(azure, second, second);
      expect(changes.filter(({ elsewhere, expected }) => elsewhere !== true || expected === true)).toEqual([]);
    }),
    runs(25),
  );
});

test("where Azure is as the base wants it, every change is from here", async () => {
  await fc.assert(
    fc.asyncProperty(resources, resources, async (first, second) => {
      const before = await takenByAzure(first);
      const azure = await emulatedAzure();
      await applyAll(azure, before);
      const { changes } = await plannedWith(azure, second, before);
      expect(changes.filter(isMarked)).toEqual([]);
      const own = changes.filter(({ action }) => action === "update" || action === "replace" || action === "delete");
      expect(own.filter(({ expected }) => expected !== true)).toEqual([]);
    }),
    runs(25),
  );
});

test("marking makes no other change and no other digest, and what is made of the plan is the same", async () => {
  await fc.assert(
    fc.asyncProperty(resources, resources, resources, async (first, second, third) => {
      const azure = await emulatedAzure();
      await apply(inputsFor(azure, stackOf(await takenByAzure(first))));
      const inputs = inputsFor(azure, stackOf(second));
      const [without, marked] = [await makePlanFor(inputs), await makePlanFor({ ...inputs, base: baseOf(third) })];
      const bare = JSON.parse(JSON.stringify(marked.made?.planned), (key, value: unknown) =>
        ["elsewhere", "expected", "base", "changed"].includes(key) ? undefined : value,
      ) as unknown;
      const before = JSON.parse(JSON.stringify(without.made?.planned), (key, value: unknown) =>
        key === "changed" ? undefined : value,
      ) as unknown;
      expect(bare).toEqual(before);
      expect(marked.diagnostics).toEqual(without.diagnostics);
      expect(marked.made?.plan.digest).toBe(without.made?.plan.digest);
      expect([...(marked.made?.plan.digests ?? [])]).toEqual([...(without.made?.plan.digests ?? [])]);
    }),
    runs(15),
  );
});

const { signal } = new AbortController();
const doings = fc.constantFrom("nothing", "author", "hand", "author deletes", "hand deletes");

test("exactly what somebody did in Azure is marked, and not what the author did", async () => {
  const random = resources.chain((wanted) =>
    fc.tuple(
      fc.constant(wanted),
      fc.tuple(...wanted.map(edited)),
      fc.tuple(...wanted.map(edited)),
      fc.array(doings, { minLength: wanted.length, maxLength: wanted.length }),
    ),
  );
  let told = 0;
  await fc.assert(
    fc.asyncProperty(random, async ([wanted, one, other, whose]) => {
      const taken = new Set(await takenByAzure([...wanted, ...one, ...other]));
      const ids = wanted.map(({ id }) => id);
      // Whatever is refused in one of its forms is left alone.
      const doing = (index: number): string =>
        [wanted, one, other].every((list) => taken.has(list[index]!)) ? whose[index]! : "not there";
      const pick = (edits: readonly DesiredResource[], word: string): readonly DesiredResource[] =>
        wanted.flatMap((resource, index) => {
          const done = doing(index);
          if (done === "not there" || (word === "author" && done === "author deletes")) return [];
          return [done === word ? edits[index]! : resource];
        });
      const azure = await emulatedAzure();
      const base = pick([], "nobody");
      await applyAll(azure, base);
      await applyAll(azure, pick(other, "hand"));
      for (const [index, { kind, armId }] of wanted.entries())
        if (doing(index) === "hand deletes") await azure.writer.delete(armTypeOf(kindNamed(kind)), armId, signal);
      const { changes } = await plannedWith(azure, pick(one, "author"), base);
      for (const change of changes) {
        const who = doing(ids.indexOf(resourceId(change.id)));
        expect([who, change.elsewhere ?? false]).toEqual([who, who.startsWith("hand")]);
        if (who.startsWith("author")) expect(isMarked(change)).toBe(false);
        told += 1;
      }
    }),
    runs(40),
  );
  expect(told).toBeGreaterThan(10);
});

test("of one resource that both changed, exactly what only somebody in Azure changed is marked", async () => {
  const sides = fc.record({ description: fc.constantFrom("one", "two", "three"), enabled: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(resources, sides, sides, sides, async (random, first, mine, theirs) => {
      const can = (resource: DesiredResource): boolean =>
        typeof resource.settings["description"] === "string" && "enabled" in resource.settings;
      const [some] = (await takenByAzure(random)).filter(can);
      fc.pre(some !== undefined);
      const as = (sided: typeof first): readonly DesiredResource[] => [
        { ...some, settings: { ...some.settings, ...sided } },
      ];
      const azure = await emulatedAzure();
      await applyAll(azure, as(first));
      await applyAll(azure, as(theirs));
      const { changes } = await plannedWith(azure, as(mine), as(first));
      const marked = changes.flatMap(({ elsewhere, differences }) =>
        differences.filter((one) => elsewhere === true || one.elsewhere === true).map(({ path }) => path),
      );
      const theirsAlone = (["description", "enabled"] as const).filter(
        (name) => theirs[name] !== first[name] && mine[name] === first[name],
      );
      expect(marked.toSorted()).toEqual(theirsAlone);
    }),
    runs(40),
  );
});
