import { describe, expect, test } from "vitest";
import { apply } from "../../src/commands/apply.ts";
import { exitCodeOf } from "../../src/cli/exit-code.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import type { AzureWriter } from "../../src/ports/azure.ts";
import { emulatedAzure, type EmulatedAzure } from "../support/emulated-azure.ts";
import { applied, bodyIn, broken, inputsOf, inWords, logAlert } from "./applied-rules.ts";

describe("a replace", () => {
  const moved = logAlert.replace("westeurope", "koreacentral");
  const location = (azure: EmulatedAzure): unknown => bodyIn(azure, "errors")?.["location"];

  test.each(["drop-before", "drop-after", "500", "500 acted"])(
    "whose DELETE ends in %s is done all the same",
    async (fault) => {
      const azure = await emulatedAzure();
      await applied(azure, logAlert);
      const [effect, ...options] = fault.split(" ");
      addFault(azure.world, ["DELETE *", effect, ...options, "times=1"].join(" "));
      const { results } = await apply(inputsOf(azure, moved));
      expect(inWords(results)).toEqual(["applied: replace errors"]);
      expect(location(azure)).toBe("koreacentral");
    },
  );

  test("whose DELETE never arrives fails, and the old one is in place", async () => {
    const azure = await emulatedAzure();
    await applied(azure, logAlert);
    addFault(azure.world, "DELETE * drop-before");
    const report = await apply(inputsOf(azure, moved));
    expect(report.results[0]).toMatchObject({
      outcome: "failed",
      because: expect.stringContaining("it is still there"),
    });
    expect(exitCodeOf(report)).toBe(3);
    expect(location(azure)).toBe("westeurope");
  });

  test("of which nobody can say whether the old one is gone puts it back", async () => {
    const azure = await emulatedAzure();
    await applied(azure, logAlert);
    addFault(azure.world, "DELETE * drop-after");
    addFault(azure.world, "GET scheduledQueryRules/errors 403 after=1");
    const { results } = await apply(inputsOf(azure, moved));
    expect(results[0]).toMatchObject({
      outcome: "failed",
      because: expect.stringMatching(/nobody knows whether it was done.*; the old one was put back$/),
    });
    expect(location(azure)).toBe("westeurope");
  });

  test("that is told to stop while its DELETE is under way puts the old one back", async () => {
    const azure = await emulatedAzure();
    await applied(azure, logAlert);
    addFault(azure.world, "DELETE * drop-after");
    const stop = new AbortController();
    const writer: AzureWriter = {
      ...azure.writer,
      delete: (...asked) => azure.writer.delete(...asked).finally(() => stop.abort(new Error("enough"))),
    };
    const { results } = await apply({ ...inputsOf(azure, moved), writer, signal: stop.signal });
    expect(results[0]).toMatchObject({
      outcome: "failed",
      because: expect.stringMatching(/the old one was put back$/),
    });
    expect(location(azure)).toBe("westeurope");
  });

  test("is not begun where the new one cannot even be made up", async () => {
    const azure = await emulatedAzure();
    await applied(azure, logAlert);
    const inputs = inputsOf(azure, moved.replace("spec:", "arm: { properties: { future: '${secret:slack}' } }\nspec:"));
    // What a bug would be: the value was there when it was asked for, and is not when it is needed.
    const secrets = new Map([["slack", "canary-of-slack"]]);
    const confirm = (): Promise<boolean> => Promise.resolve(secrets.delete("slack"));
    const report = await broken(apply({ ...inputs, secrets, confirm }));
    expect(report.results[0]?.because).toContain("this is a bug of Tocsin: secret slack was opened");
    expect(location(azure)).toBe("westeurope");
  });

  test("that is refused puts the old one back", async () => {
    const azure = await emulatedAzure();
    await applied(azure, logAlert);
    addFault(azure.world, "PUT * 400 times=1 message=no such region");
    const { results } = await apply(inputsOf(azure, moved));
    expect(results[0]).toMatchObject({
      outcome: "failed",
      because: expect.stringMatching(/no such region; the old one was put back$/),
    });
    expect(location(azure)).toBe("westeurope");
  });

  test("that is told to stop in the middle puts the old one back", async () => {
    const azure = await emulatedAzure();
    await applied(azure, logAlert);
    const stop = new AbortController();
    const writer: AzureWriter = {
      ...azure.writer,
      delete: async (...asked) => {
        const done = await azure.writer.delete(...asked);
        stop.abort(new Error("enough"));
        return done;
      },
    };
    const { results } = await apply({ ...inputsOf(azure, moved), writer, signal: stop.signal });
    expect(results[0]).toMatchObject({
      outcome: "failed",
      because: "it was told to stop; the old one was put back",
    });
    expect(location(azure)).toBe("westeurope");
  });

  test("in which a bug of ours shows puts the old one back", async () => {
    const azure = await emulatedAzure();
    await applied(azure, logAlert);
    let puts = 0;
    const writer: AzureWriter = {
      ...azure.writer,
      put: (...asked) => (puts++ === 0 ? Promise.reject(new TypeError("x is undefined")) : azure.writer.put(...asked)),
    };
    const report = await broken(apply({ ...inputsOf(azure, moved), writer }));
    expect(report.results[0]?.because).toBe("this is a bug of Tocsin: x is undefined; the old one was put back");
    expect(location(azure)).toBe("westeurope");
  });

  test("whose old one cannot be put back says so", async () => {
    const azure = await emulatedAzure();
    await applied(azure, logAlert);
    addFault(azure.world, "PUT * 400 message=not today");
    const { results } = await apply(inputsOf(azure, moved));
    expect(results[0]?.because).toMatch(/and the old one could NOT be put back: .*not today/);
  });
});
