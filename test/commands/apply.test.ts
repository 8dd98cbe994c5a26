import { describe, expect, test } from "vitest";
import { apply } from "../../src/commands/apply.ts";
import { exitCodeOf } from "../../src/cli/exit-code.ts";
import { plant } from "../../src/emulator/arm/seed.ts";
import { addFault, clearFaults } from "../../src/emulator/arm/world.ts";
import type { AzureWriter } from "../../src/ports/azure.ts";
import { emulatedAzure } from "../support/emulated-azure.ts";
import { alert, all, applied, bodyIn, broken, group, inputsOf, inWords, logAlert } from "./applied-rules.ts";

describe("the list of results", () => {
  test("has every change with what became of it", async () => {
    const azure = await emulatedAzure();
    addFault(azure.world, "PUT actionGroups 400 code=Bad message=bad");
    const report = await apply(inputsOf(azure, all));
    expect(inWords(report.results)).toEqual([
      "applied: create errors",
      "failed: create oncall",
      "skipped: create cpu-high",
    ]);
    expect(report.results.find(({ name }) => name === "oncall")?.azure).toMatchObject({ code: "Bad", status: 400 });
    expect(exitCodeOf(report)).toBe(3);
    expect(bodyIn(azure, "cpu-high")).toBe(undefined);
    clearFaults(azure.world);
    expect(exitCodeOf(await apply(inputsOf(azure, all)))).toBe(0);
  });

  test("has what was stopped, which is no failure of Azure's", async () => {
    const azure = await emulatedAzure();
    const report = await apply({ ...inputsOf(azure, all), stopped: () => true });
    expect(new Set(report.results.map(({ outcome }) => outcome))).toEqual(new Set(["skipped"]));
    expect(exitCodeOf(report)).toBe(1);
    expect(azure.world.store.all()).toEqual([]);
  });

  test("has deletes last: none is begun before every write is over, also one that fails", async () => {
    const azure = await emulatedAzure();
    await applied(azure, logAlert);
    addFault(azure.world, "PUT metricAlerts latency=50");
    addFault(azure.world, "PUT metricAlerts 400");
    const told: string[] = [];
    await apply({
      ...inputsOf(azure, alert),
      onProgress: ({ begun, result }) => {
        if (begun !== undefined) told.push(`begun ${begun.name}`);
        if (result !== undefined) told.push(`${result.outcome} ${result.name}`);
      },
    });
    expect(told).toEqual(["begun cpu-high", "failed cpu-high", "begun errors", "applied errors"]);
  });

  test("is there after a bug of ours: what was under way is finished, nothing else is begun", async () => {
    const azure = await emulatedAzure();
    addFault(azure.world, "PUT scheduledQueryRules latency=50");
    const writer: AzureWriter = {
      ...azure.writer,
      put: (type, ...asked) =>
        type.name.endsWith("actionGroups") ? Promise.reject(new Error("boom")) : azure.writer.put(type, ...asked),
    };
    const report = await broken(apply({ ...inputsOf(azure, all), writer }));
    expect(inWords(report.results)).toEqual([
      "applied: create errors",
      "failed: create oncall",
      "skipped: create cpu-high",
    ]);
    const because = Object.fromEntries(report.results.map((result) => [result.name, result.because]));
    expect(because["oncall"]).toBe("this is a bug of Tocsin: boom");
    expect(because["cpu-high"]).toBe("it was stopped, because oncall met a bug of Tocsin");
    expect(bodyIn(azure, "errors")).toBeDefined();
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test("survives whoever is told of the progress", async () => {
    const azure = await emulatedAzure();
    const report = await broken(
      apply({
        ...inputsOf(azure, logAlert),
        onProgress: ({ result }) => {
          if (result !== undefined) throw new Error("nobody listens");
        },
      }),
    );
    expect(inWords(report.results)).toEqual(["applied: create errors"]);
  });

  test("survives a bug in what is left to people: what was written stays told", async () => {
    const azure = await emulatedAzure();
    const inputs = inputsOf(azure, all);
    const kinds = inputs.kinds.map((kind) => ({
      ...kind,
      handwork: () => {
        throw new Error("no words");
      },
    }));
    const report = await broken(apply({ ...inputs, kinds }));
    expect(report.results.map(({ outcome }) => outcome)).toEqual(["applied", "applied", "applied"]);
  });
});

test("what Azure makes of tags and of what we carry is told, and is no failure", async () => {
  const azure = await emulatedAzure();
  const writer: AzureWriter = {
    ...azure.writer,
    put: async (...asked) => {
      const answer = await azure.writer.put(...asked);
      return { ...answer, body: { ...answer.body, tags: { "tocsin-stack": "shop/prod", cost: "1" } } };
    },
  };
  const text = alert.replace("spec:", "tags: { team: web }\narm: { properties: { future: on } }\nspec:");
  const { results } = await apply({ ...inputsOf(azure, text), writer, reader: azure.reader });
  expect(results[0]?.outcome).toBe("applied");
  const told = Object.fromEntries((results[0]?.answer ?? []).map(({ path, before, after }) => [path, [before, after]]));
  expect(told).toMatchObject({
    "tags.team": ["web", undefined],
    "tags.cost": [undefined, "1"],
    "tags.tocsin-source": ["example/rules", undefined],
  });
});

test("an answer that says that making it has failed is a failure of Azure's", async () => {
  const azure = await emulatedAzure();
  const writer: AzureWriter = {
    ...azure.writer,
    put: async (...asked) => {
      const answer = await azure.writer.put(...asked);
      return { ...answer, body: { ...answer.body, properties: { provisioningState: "Failed" } } };
    },
  };
  const report = await apply({ ...inputsOf(azure, logAlert), writer });
  expect(report.results[0]).toMatchObject({ outcome: "failed", because: expect.stringContaining("`Failed`") });
  expect(exitCodeOf(report)).toBe(3);
});

test("a secret that only Azure has is in no result, however its refusal is dressed and cut", async () => {
  const secret = "https://hooks.example.com/services/T0/B0/canary123456789";
  const odd = "Pa55 <b>canary w0rd";
  const azure = await emulatedAzure();
  await applied(azure, group);
  const [there] = azure.world.store.all();
  const properties = {
    ...(there?.body["properties"] as object),
    webhookReceivers: [{ name: "hook", serviceUri: secret }],
    future: { password: odd },
  };
  plant(azure.world, [{ ...there?.body, properties }]);
  const text = group
    .replace("spec:", "tags: { team: web }\nspec:")
    .replace(
      "  emailReceivers",
      "  webhookReceivers: [{ name: hook, serviceUri: '${secret:slack}' }]\n  emailReceivers",
    );
  for (const padding of Array.from({ length: 60 }, (_, index) => "x".repeat(240 + index))) {
    clearFaults(azure.world);
    addFault(azure.world, `PUT * 400 body=<p>${padding}</p> ${secret} ${odd}`);
    const { results } = await apply({
      ...inputsOf(azure, text),
      stack: {
        ...inputsOf(azure, text).stack,
        environment: { ...inputsOf(azure, text).stack.environment, secrets: { slack: { live: true } } },
      },
      secrets: new Map(),
    });
    expect(results[0]?.outcome).toBe("failed");
    expect(JSON.stringify(results)).not.toMatch(/canary|hooks\.ex|Pa55/);
  }
});
