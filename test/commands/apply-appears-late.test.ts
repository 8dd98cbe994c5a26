import { describe, expect, test } from "vitest";
import { exitCodeOf } from "../../src/cli/exit-code.ts";
import { apply } from "../../src/commands/apply.ts";
import { addFault, clearFaults } from "../../src/emulator/arm/world.ts";
import { emulatedAzure } from "../support/emulated-azure.ts";
import { alert, all, bodyIn, inputsOf, inWords, logAlert } from "./applied-rules.ts";

/** Right after its creation Azure can say of a metric alert that it is not there (azure-rest-api-specs#10973). */

describe("a metric alert that was created", () => {
  test("is applied as soon as it is shown", async () => {
    const azure = await emulatedAzure();
    addFault(azure.world, "GET metricAlerts hide-new=5");
    const slept: number[] = [];
    const sleep = (milliseconds: number): Promise<void> => Promise.resolve(void slept.push(milliseconds));
    const report = await apply({ ...inputsOf(azure, alert), sleep });
    expect([inWords(report.results), slept.length]).toEqual([["applied: create cpu-high"], 5]);
  });

  test("and is never shown has failed at Azure, is told so, and is not made twice", async () => {
    const azure = await emulatedAzure();
    addFault(azure.world, "GET metricAlerts hide-new=1000");
    const report = await apply(inputsOf(azure, all));
    expect(inWords(report.results)).toEqual([
      "applied: create errors",
      "applied: create oncall",
      "failed: create cpu-high",
    ]);
    const [result] = report.results.filter(({ outcome }) => outcome === "failed");
    expect(result?.because).toBe(
      "Azure said it was created, and does not show it after 18 seconds; look again, then apply again",
    );
    expect(exitCodeOf(report)).toBe(3);
    const puts = azure.world.requests.filter(({ method, path }) => method === "PUT" && path.endsWith("/cpu-high"));
    expect(puts).toHaveLength(1);
    clearFaults(azure.world);
    expect((await apply(inputsOf(azure, all))).planned).toMatchObject({ changes: [], unchanged: 3 });
  });

  test("whose first read is refused is told with Azure's words, and is there", async () => {
    const azure = await emulatedAzure();
    addFault(azure.world, "GET metricAlerts/cpu-high 403 after=1 message=not for you");
    const report = await apply(inputsOf(azure, alert));
    expect(report.results[0]).toMatchObject({ outcome: "failed", azure: { status: 403 } });
    expect(report.results[0]?.because).toMatch(/^Azure said it was created, and then: cannot read .*not for you/);
    expect(bodyIn(azure, "cpu-high")).toBeDefined();
  });
});

test("other kinds are there when Azure says so, and are not read again", async () => {
  const azure = await emulatedAzure();
  addFault(azure.world, "GET scheduledQueryRules hide-new=1000");
  const report = await apply(inputsOf(azure, logAlert));
  expect(inWords(report.results)).toEqual(["applied: create errors"]);
});
