import { describe, expect, test } from "vitest";
import { apply } from "../../src/commands/apply.ts";
import { exitCodeOf } from "../../src/cli/exit-code.ts";
import { plant } from "../../src/emulator/arm/seed.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import { emulatedAzure } from "../support/emulated-azure.ts";
import { alert, all, applied, bodyIn, group, inputsOf, inWords, logAlert, methodsOf } from "./applied-rules.ts";

const envelopes: readonly (readonly [string, string])[] = [
  ["adopted from another stack", "adopt: old/prod\n"],
  ["protected", "protect: true\n"],
  ["given a tag", "tags: { team: web }\n"],
];

describe("when nobody knows whether a PUT was done, and the change is beside the settings", () => {
  describe.each(envelopes)("%s", (_what, envelope) => {
    test.each(["drop-before", "drop-after", "500", "500 acted"])("%s", async (fault) => {
      const azure = await emulatedAzure();
      await applied(azure, alert, envelope.startsWith("adopt") ? "old" : "shop");
      const wanted = alert.replace("spec:", `${envelope}spec:`);
      const [effect, ...options] = fault.split(" ");
      addFault(azure.world, ["PUT metricAlerts", effect, ...options, "times=1"].join(" "));
      const report = await apply(inputsOf(azure, wanted));
      expect(report.results.map(({ outcome, answer }) => ({ outcome, answer }))).toEqual([
        { outcome: "applied", answer: undefined },
      ]);
      expect((await apply(inputsOf(azure, wanted))).planned).toMatchObject({ changes: [], unchanged: 1 });
    });
  });

  test("the repository in the owner's tag counts as well", async () => {
    const azure = await emulatedAzure();
    await applied(azure, alert);
    const [seen] = azure.world.store.all();
    plant(azure.world, [{ ...seen?.body, tags: { "tocsin-stack": "shop/prod" } }]);
    addFault(azure.world, "PUT metricAlerts drop-before times=1");
    const adopting = alert.replace("spec:", "adopt: true\nprotect: true\nspec:");
    expect(inWords((await apply(inputsOf(azure, adopting))).results)).toEqual(["applied: update cpu-high"]);
    expect(bodyIn(azure, "cpu-high")?.["tags"]).toMatchObject({ "tocsin-source": "example/rules" });
  });

  test("what was done before the connection broke is not done twice", async () => {
    const azure = await emulatedAzure();
    addFault(azure.world, "PUT * drop-after");
    expect(await methodsOf(azure, () => apply(inputsOf(azure, logAlert)))).toEqual(["PUT"]);
  });

  test("where looking is not possible either, it is told that nobody knows", async () => {
    const azure = await emulatedAzure();
    addFault(azure.world, "PUT * drop-before");
    addFault(azure.world, "GET scheduledQueryRules/errors 403 after=1");
    const { results } = await apply(inputsOf(azure, logAlert));
    expect(results[0]?.because).toContain("nobody knows whether it was done");
  });
});

describe("a delete", () => {
  test.each(["drop-before", "drop-after", "500", "500 acted"])(
    "that ends in %s is done all the same",
    async (fault) => {
      const azure = await emulatedAzure();
      await applied(azure, all);
      const [effect, ...options] = fault.split(" ");
      addFault(azure.world, ["DELETE *", effect, ...options, "times=1"].join(" "));
      const report = await apply(inputsOf(azure, [group, alert].join("---\n")));
      expect(inWords(report.results)).toContain("applied: delete errors");
      expect(exitCodeOf(report)).toBe(0);
      expect(bodyIn(azure, "errors")).toBe(undefined);
    },
  );

  test("that never arrives fails, and it is told that it is still there", async () => {
    const azure = await emulatedAzure();
    await applied(azure, all);
    addFault(azure.world, "DELETE * drop-before");
    const report = await apply(inputsOf(azure, [group, alert].join("---\n")));
    const result = report.results.find(({ name }) => name === "errors");
    expect(result).toMatchObject({ outcome: "failed", because: expect.stringContaining("it is still there") });
    expect(exitCodeOf(report)).toBe(3);
  });
});
