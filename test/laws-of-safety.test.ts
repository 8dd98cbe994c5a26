import fc from "fast-check";
import { expect, test } from "vitest";
import { apply } from "../src/commands/apply.ts";
import { plan } from "../src/commands/plan.ts";
import type { Diagnostic } from "../src/core/diagnostic.ts";
import { isList, isObject, type Json, type JsonObject } from "../src/core/json.ts";
import { isSecretName } from "../src/core/settings/secrets.ts";
import type { DesiredResource } from "../src/core/stack.ts";
import { plant } from "../src/emulator/arm/seed.ts";
import type { AzureReader } from "../src/ports/azure.ts";
import { kinds } from "../src/kinds/kinds.ts";
import { applyAll } from "./support/applying.ts";
import { emulatedAzure, type EmulatedAzure, writesIn } from "./support/emulated-azure.ts";
import { runs } from "./support/runs.ts";
import { environment, inputsFor, kindNamed, resources, secrets, stackOf, takenByAzure } from "./support/stacks.ts";

/** What must never happen, whatever is in the files and in Azure. */

test("a plan is the same bytes, in whatever order files and Azure are read", async () => {
  await fc.assert(
    fc.asyncProperty(resources, resources, fc.infiniteStream(fc.nat()), async (first, second, numbers) => {
      const [before, after] = [await takenByAzure(first), await takenByAzure(second)];
      const azure = await emulatedAzure();
      await apply(inputsFor(azure, stackOf(before)));
      const shuffle = <T>(list: readonly T[]): readonly T[] =>
        list
          .map((item) => ({ item, at: numbers.next().value }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ item }) => item);
      const reader: AzureReader = {
        ...azure.reader,
        list: async (...asked) => shuffle(await azure.reader.list(...asked)),
      };
      const planned = await plan(inputsFor(azure, stackOf(after)));
      const again = await plan({ ...inputsFor({ ...azure, reader }, stackOf(shuffle(after))), kinds: shuffle(kinds) });
      expect(JSON.stringify(again)).toBe(JSON.stringify(planned));
    }),
    runs(20),
  );
});

test("planning writes nothing, and an error in any file means that nothing is planned", async () => {
  const error: Diagnostic = {
    code: "yaml-syntax",
    severity: "error",
    message: "x",
    at: { file: "rules/x.yaml", line: 1, column: 1 },
  };
  await fc.assert(
    fc.asyncProperty(resources, resources, async (first, second) => {
      const azure = await emulatedAzure();
      await apply(inputsFor(azure, stackOf(await takenByAzure(first))));
      const written = writesIn(azure.world).length;
      await plan(inputsFor(azure, stackOf(second)));
      const inputs = { ...inputsFor(azure, stackOf(second.slice(1))), diagnostics: [error] };
      expect((await plan(inputs)).planned).toBe(undefined);
      expect((await apply(inputs)).results).toEqual([]);
      expect(writesIn(azure.world).length).toBe(written);
    }),
    runs(10),
  );
});

test("what is not ours is neither changed nor deleted", async () => {
  const owners = fc.constantFrom<JsonObject>(
    {},
    { team: "web" },
    { "tocsin-stack": "another/production" },
    { "tocsin-stack": "laws/staging" },
    { "tocsin-stack": "laws" },
    { "tocsin-stack": "laws/production", "tocsin-source": "another/repository" },
  );
  await fc.assert(
    fc.asyncProperty(
      resources,
      resources,
      fc.array(owners, { minLength: 4, maxLength: 4 }),
      async (first, second, tags) => {
        const theirs = await takenByAzure(first);
        const azure = await emulatedAzure();
        plant(
          azure.world,
          theirs.map((resource, index) => ({ ...bodyOf(resource), tags: tags[index] ?? {} })),
        );
        const before = JSON.stringify(azure.world.store.all());
        const report = await apply(inputsFor(azure, stackOf(await takenByAzure(second))));
        const ids = new Set(theirs.map(({ id }) => id as string));
        const written = writesIn(azure.world).map((line) =>
          decodeURIComponent(line.slice(line.indexOf("/")).toLowerCase()),
        );
        expect(written.filter((id) => ids.has(id))).toEqual([]);
        const left = azure.world.store.all().filter(({ verbatim }) => verbatim);
        expect(JSON.stringify(left)).toBe(before);
        expect(report.results.filter(({ outcome }) => outcome === "failed")).toEqual([]);
      },
    ),
    runs(30),
  );
});

test("what somebody changes between the plan and the write is not written over", async () => {
  await fc.assert(
    fc.asyncProperty(resources, resources, async (first, second) => {
      const [before, after] = [await takenByAzure(first), await takenByAzure(second)];
      fc.pre(after.length > 0);
      const azure = await emulatedAzure();
      await applyAll(azure, before);
      const byHand = [...before, ...after].map((one) => ({ ...bodyOf(one), tags: { by: "hand" } }));
      const confirm = (): Promise<boolean> => {
        plant(azure.world, byHand);
        return Promise.resolve(true);
      };
      const report = await apply({ ...inputsFor(azure, stackOf(after)), confirm });
      expect(report.results.filter(({ outcome }) => outcome === "applied")).toEqual([]);
      const left = azure.world.store.all().filter(({ body }) => JSON.stringify(body["tags"]) === '{"by":"hand"}');
      const written = report.planned?.changes.length ?? 0;
      if (written > 0) expect(left.length).toBe(new Set([...before, ...after].map(({ id }) => id)).size);
    }),
    runs(15),
  );
});

test("no secret is in a plan or a result, neither ours nor what somebody wrote in Azure", async () => {
  await fc.assert(
    fc.asyncProperty(resources, resources, async (first, second) => {
      const [before, after] = [await takenByAzure(first), await takenByAzure(second)];
      const azure = await emulatedAzure();
      await applyAll(azure, before);
      await poison(azure);
      const inputs = inputsFor(
        azure,
        stackOf([...after, ...before.filter(({ id }) => after.every((one) => one.id !== id))]),
      );
      // Without their values nobody can tell secrets in texts that are none.
      const blind = JSON.stringify(await plan({ ...inputs, secrets: new Map() }));
      expect(/.{60}canary-by-hand.{60}/.exec(blind)?.[0]).toBe(undefined);
      const shown = JSON.stringify([await plan(inputs), await apply(inputs)]);
      expect(/.{60}canary.{60}/.exec(shown)?.[0]).toBe(undefined);
    }),
    runs(30),
  );
});

/** Somebody wrote secrets into Azure: at every secret place, beside what we know, and a known one into other texts. */
async function poison(azure: EmulatedAzure): Promise<void> {
  const types = [...new Map(kinds.map((kind) => [kind.armType, kind])).values()];
  for (const { armType, apiVersions } of types) {
    const scope = { subscription: environment.subscription, resourceGroup: environment.resourceGroup };
    const found = await azure.reader.list({ name: armType, apiVersions }, scope, new AbortController().signal);
    plant(
      azure.world,
      found.map(({ body, armId }) => ({ ...poisoned(body), id: armId, tags: body["tags"] ?? {} })),
    );
  }
}

function poisoned(body: JsonObject): JsonObject {
  const change = (value: Json, secret: boolean): Json => {
    if (typeof value === "string")
      return secret ? "https://canary-by-hand" : value.includes(" ") ? `${value} ${secrets.get("one")}` : value;
    if (isList(value)) return value.map((item) => change(item, secret));
    if (!isObject(value)) return value;
    const changed = Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, change(item, secret || isSecretName(name))]),
    );
    return { ...changed, sharedKey: "canary-by-hand", future: { accessToken: ["canary-by-hand"] } };
  };
  const properties = body["properties"];
  return { ...body, ...(isObject(properties) ? { properties: change(properties, false) } : {}) };
}

function bodyOf(resource: DesiredResource): JsonObject {
  return { ...kindNamed(resource.kind).toArm(resource.settings), id: resource.armId };
}
