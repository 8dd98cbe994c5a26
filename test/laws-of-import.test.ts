import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply } from "../src/commands/apply.ts";
import { plan } from "../src/commands/plan.ts";
import { isList, isNothing, isObject, type Json, type JsonObject } from "../src/core/json.ts";
import type { Schema } from "../src/core/settings/schema.ts";
import { isSecretName } from "../src/core/settings/secrets.ts";
import type { DesiredResource } from "../src/core/stack.ts";
import { plant, seed } from "../src/emulator/arm/seed.ts";
import { addFault } from "../src/emulator/arm/world.ts";
import { kinds } from "../src/kinds/kinds.ts";
import type { AzureWriter } from "../src/ports/azure.ts";
import { emulatedAzure, type EmulatedAzure } from "./support/emulated-azure.ts";
import { bodyOf, importFrom, inputsAfter, type After } from "./support/importing.ts";
import { runs } from "./support/runs.ts";
import { resources, takenByAzure } from "./support/stacks.ts";

/** What must hold of every import, whatever is in Azure and however it came there. */

const tags = fc.constantFrom<JsonObject>(
  {},
  { team: "ai", "cost center": "4711" },
  { "hidden-link:/subscriptions/x/y": "Resource", Odd: "${x}: #{}" },
  { empty: "" },
);

describe.each(["as it is", "old", "future", "shuffled"])("where Azure answers %s", (dress) => {
  test("what is imported is adopted without a change, and after an apply nothing is to do", async () => {
    await fc.assert(
      fc.asyncProperty(resources, fc.array(tags, { minLength: 4, maxLength: 4 }), async (random, some) => {
        const theirs = await takenByAzure(random);
        fc.pre(theirs.length > 0);
        const azure = await emulatedAzure();
        seed(
          azure.world,
          theirs.map((one, index) => bodyOf(one, some[index])),
        );
        if (dress !== "as it is") addFault(azure.world, `* * dress=${dress}`);
        const after = await importFrom(azure);
        await expectAdoption(azure, after, theirs);
        const applied = await apply(inputsAfter(azure, after));
        expect(applied.results.filter(({ outcome }) => outcome !== "applied")).toEqual([]);
        const { planned } = await plan(inputsAfter(azure, after));
        expect(planned).toMatchObject({ changes: [], unchanged: theirs.length });
        const again = await importFrom(azure, after);
        expect(again.report).toMatchObject({ files: [], defined: theirs.length, leftOut: [] });
      }),
      runs(20),
    );
  });
});

test("what Azure has and nobody has words for is written down, and stays", async () => {
  await fc.assert(
    fc.asyncProperty(resources, unknowns, async (random, unknown) => {
      const theirs = await takenByAzure(random);
      fc.pre(theirs.length > 0);
      const azure = await emulatedAzure();
      const bodies = theirs.map((one) => withUnknowns(bodyOf(one), unknown));
      plant(azure.world, bodies);
      const after = await importFrom(azure);
      await expectAdoption(azure, after, theirs);
      const sent = new Map<string, JsonObject>();
      const writer: AzureWriter = {
        ...azure.writer,
        put: (type, id, body, signal) => {
          sent.set(id.toLowerCase(), body);
          return azure.writer.put(type, id, body, signal);
        },
      };
      await apply(inputsAfter({ ...azure, writer }, after));
      // As on the wire: a zero has no sign there.
      const told = (body: JsonObject = {}): unknown =>
        JSON.parse(JSON.stringify(inventedIn(body).filter((one) => !isNothing(one))));
      expect(theirs.map(({ armId }) => told(sent.get(armId.toLowerCase())))).toEqual(bodies.map(told));
    }),
    runs(40),
  );
});

test("bodies of any age, in any resource group, are adopted without a change by `--all`", async () => {
  const groups = fc.array(fc.constantFrom("rg-alerts", "RG-Alerts", "rg-web", "지연"), { minLength: 4, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(resources, groups, fc.constantFrom("old", "shuffled"), async (random, places, dress) => {
      const theirs = await takenByAzure(random);
      fc.pre(theirs.length > 0);
      const azure = await emulatedAzure();
      seed(
        azure.world,
        theirs.map((one, index) => {
          const id = one.armId.replace(/(?<=\/resourceGroups\/)[^/]+/i, places[index] ?? "");
          return { ...bodyOf(one), id };
        }),
      );
      addFault(azure.world, `* * dress=${dress}`);
      const after = await importFrom(azure, { all: true });
      await expectAdoption(azure, after, theirs);
    }),
    runs(40),
  );
});

test("copies of a rule are one definition where that is asked for, and adopted without a change like any others", async () => {
  const names = fc.uniqueArray(fc.constantFrom("krc", "jpe", "eus-2", "a_b", "x.y", "1"), { minLength: 3 });
  await fc.assert(
    fc.asyncProperty(resources, names, async (random, copies) => {
      const [one] = await takenByAzure(random);
      fc.pre(one !== undefined);
      const azure = await emulatedAzure();
      seed(
        azure.world,
        copies.map((name, index) => {
          const body = bodyOf(one, { copy: name, number: String(index) });
          return { ...body, id: `${one.armId}-${name}`, name: `${one.name}-${name}` };
        }),
      );
      const theirs = copies.map(() => one);
      const apart = await importFrom(azure);
      const after = await importFrom(azure, { fold: true });
      await expectAdoption(azure, after, theirs);
      const documents = ({ files }: After): number => files.flatMap(({ text }) => text.match(/^kind: /gm) ?? []).length;
      expect([documents(apart), documents(after)]).toEqual([copies.length, 1]);
      expect(apart.report.notes).toContainEqual(expect.stringContaining("`--fold`"));
    }),
    runs(30),
  );
});

test("no secret is in a file or a report, wherever somebody wrote one in Azure", async () => {
  await fc.assert(
    fc.asyncProperty(resources, async (random) => {
      const theirs = await takenByAzure(random);
      fc.pre(theirs.length > 0);
      const azure = await emulatedAzure();
      plant(
        azure.world,
        theirs.map((one) => poisoned(bodyOf(one))),
      );
      const after = await importFrom(azure);
      const written = JSON.stringify([after.report, after.text, after.files.map(({ text }) => text)]);
      expect(/.{0,60}canary.{0,60}/.exec(written)?.[0]).toBe(undefined);
      const { planned } = await plan(inputsAfter(azure, after));
      expect(planned?.changes.filter(({ action }) => action !== "adopt")).toEqual([]);
    }),
    runs(40),
  );
});

test("the same Azure gives the same files, in whatever order it is read", async () => {
  await fc.assert(
    fc.asyncProperty(resources, fc.infiniteStream(fc.nat()), async (random, numbers) => {
      const azure = await emulatedAzure();
      seed(
        azure.world,
        (await takenByAzure(random)).map((one) => bodyOf(one)),
      );
      const shuffle = <T>(list: readonly T[]): readonly T[] =>
        list
          .map((item) => ({ item, at: numbers.next().value }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ item }) => item);
      const reader = {
        ...azure.reader,
        list: async (...asked: Parameters<typeof azure.reader.list>) => shuffle(await azure.reader.list(...asked)),
      };
      expect(await importFrom({ reader })).toEqual(await importFrom(azure));
    }),
    runs(20),
  );
});

/** Everything that was there is in the files, and a plan does nothing but take it over. */
async function expectAdoption(azure: EmulatedAzure, after: After, theirs: readonly DesiredResource[]): Promise<void> {
  expect(after.report.diagnostics).toEqual([]);
  expect(after.report.leftOut).toEqual([]);
  const definitions = after.report.files.flatMap((file) => file.definitions ?? []);
  expect(definitions.filter(({ adopts }) => adopts !== true)).toEqual([]);
  expect(definitions.length).toBe(theirs.length);
  const { planned, diagnostics } = await plan(inputsAfter(azure, after));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const own = ({ path }: { readonly path: string }): boolean => path.startsWith("tags.tocsin-");
  expect(planned?.changes.filter(({ action }) => action !== "adopt")).toEqual([]);
  expect(planned?.changes.flatMap(({ differences }) => differences.filter((one) => !own(one)))).toEqual([]);
  expect(planned?.changes.length).toBe(theirs.length);
}

const unknowns = fc.oneof(
  fc.constantFrom<Json>("text", 1, false, ["a", { b: "c" }], { deep: { er: null, token: "x" } }, "${x}", "line\nline"),
  fc
    .jsonValue({ maxDepth: 2 })
    .map((value) => value as Json)
    // No YAML file of ours may have it for a key.
    .filter((value) => !JSON.stringify(value).includes("__proto__")),
);

/** Maps whose keys are the author's: what stands in them is no unknown. */
const free = new Set(kinds.flatMap(({ schema }) => freeMapsIn(schema)).map((name) => name.toLowerCase()));

function freeMapsIn(schema: Schema): readonly string[] {
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
    inner.additionalProperties && inner.properties === undefined ? [name] : freeMapsIn(inner),
  );
  return [...below, ...(schema.oneOf ?? []).flatMap(freeMapsIn), ...(schema.items ? freeMapsIn(schema.items) : [])];
}

/** A body with something new in every object that the service's own schema closes. */
function withUnknowns(body: JsonObject, unknown: Json): JsonObject {
  const add = (value: Json): Json => {
    if (isList(value)) return value.map(add);
    if (!isObject(value)) return value;
    const inner = Object.entries(value).map(
      ([name, item]) => [name, free.has(name.toLowerCase()) ? item : add(item)] as const,
    );
    return { ...Object.fromEntries(inner), invented: unknown };
  };
  return { ...body, properties: add(body["properties"] ?? {}), sku: add({}) };
}

/** What stands in a body under the name that nobody has a word for. */
function inventedIn(value: Json): readonly Json[] {
  if (isList(value)) return value.flatMap(inventedIn);
  if (!isObject(value)) return [];
  const { invented, ...rest } = value;
  const below = Object.values(rest).flatMap((inner) => inventedIn(inner ?? null));
  return invented === undefined ? below : [invented, ...below];
}

function poisoned(body: JsonObject): JsonObject {
  const change = (value: Json, secret: boolean): Json => {
    if (typeof value === "string") return secret ? "https://canary.example/by-hand" : value;
    if (isList(value)) return value.map((item) => change(item, secret));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, change(item, secret || isSecretName(name))]),
    );
  };
  const { properties } = body;
  if (!isObject(properties)) return body;
  const maps = isObject(properties["customProperties"])
    ? { customProperties: { ...properties["customProperties"], apiKey: "canary-in-a-free-map" } }
    : {};
  return {
    ...body,
    properties: {
      // Sound because changing the texts of an object leaves an object.
      ...(change(properties, false) as JsonObject),
      ...maps,
      future: { accessToken: ["canary-beside"], plain: "?sig=canaryCanaryCanary0123456789" },
    },
  };
}

test("every kind is among what is imported", () => {
  const seen = new Set(fc.sample(resources, { seed: 1, numRuns: 60 }).flatMap((some) => some.map(({ kind }) => kind)));
  expect(kinds.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
});
