import { describe, expect, test } from "vitest";
import { drift } from "../../src/commands/drift.ts";
import { plan } from "../../src/commands/plan.ts";
import { switchOff } from "../../src/emulator/arm/switch-off.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import { emulatedAzure, type EmulatedAzure, today, writesIn } from "../support/emulated-azure.ts";
import { all, applied, bodyIn, inputsOf, logAlert } from "./applied-rules.ts";

const id =
  "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-alerts/providers/Microsoft.Insights/scheduledQueryRules/errors";

/** Everything applied, and the log alert switched off by Azure itself. */
async function switchedOff(): Promise<EmulatedAzure> {
  const azure = await emulatedAzure();
  await applied(azure, all);
  switchOff(azure.world, { id });
  return azure;
}

/** Changes, warnings and notes of a plan, as far as they are about the log alert. */
async function told(azure: EmulatedAzure, text: string): Promise<unknown> {
  const { planned, diagnostics } = await plan(inputsOf(azure, text));
  return {
    changes: planned?.changes.map(({ action, name, differences }) =>
      [action, name, ...differences.map(({ path }) => path)].join(" "),
    ),
    warned: diagnostics
      .filter(({ code }) => code === "switched-off-by-azure")
      .map(({ at, message }) => [at.line, message]),
  };
}

describe("a log alert that Azure switched off by itself", () => {
  test("stays off, and is named at its definition with Azure's reason", async () => {
    expect(await told(await switchedOff(), all)).toEqual({
      changes: [],
      warned: [
        [
          17,
          `errors was switched off by Azure itself on ${today} (Alert has been failing consistently with the same exception for the past week); it stays off until its definition changes`,
        ],
      ],
    });
  });

  test("is switched on with the first change of its definition", async () => {
    const azure = await switchedOff();
    const mended = all.replace("Success == false", "Success != true");
    expect(await told(azure, mended)).toMatchObject({ changes: ["update errors query enabled"] });
    await applied(azure, mended);
    expect(bodyIn(azure, "errors")?.["properties"]).toMatchObject({ enabled: true });
    expect(await told(azure, mended)).toEqual({ changes: [], warned: [] });
  });

  test("is not asked about by a plan of other names", async () => {
    const azure = await switchedOff();
    const { diagnostics } = await plan({ ...inputsOf(azure, all), names: ["oncall"] });
    expect(diagnostics.map(({ code }) => code)).not.toContain("switched-off-by-azure");
    expect(azure.world.events.length).toBeGreaterThan(0);
  });

  test("is no drift, because nobody did it", async () => {
    const azure = await switchedOff();
    const { planned, diagnostics } = await drift(inputsOf(azure, all));
    expect(planned?.changes).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toContain("switched-off-by-azure");
  });

  test("and that somebody has written since is his doing", async () => {
    const azure = await switchedOff();
    await applied(
      azure,
      all.replace(
        "severity: 2\n  scopes: ${vm}\n  windowSize: 5m\n  evaluationFrequency: 5m",
        "severity: 3\n  scopes: ${vm}\n  windowSize: 5m\n  evaluationFrequency: 5m",
      ),
    );
    await applied(azure, `${all}  enabled: false\n`);
    expect(await told(azure, all)).toMatchObject({
      changes: [expect.stringContaining("update errors enabled")],
      warned: [],
    });
  });

  test("is switched on like any other where the log cannot be read, and that is told", async () => {
    const azure = await switchedOff();
    addFault(azure.world, "GET eventtypes 403");
    const { planned } = await plan(inputsOf(azure, all));
    expect(planned?.changes.map(({ action, name }) => `${action} ${name}`)).toEqual(["update errors"]);
    expect(planned?.notes).toEqual([expect.stringMatching(/^who switched off errors is not known: .*403/)]);
  });
});

test("the log is not asked where nothing is off that should be on", async () => {
  const azure = await emulatedAzure();
  await applied(azure, logAlert);
  const before = azure.world.requests.length;
  await plan(inputsOf(azure, logAlert));
  const asked = azure.world.requests.slice(before).map(({ path }) => path);
  expect(asked.filter((path) => path.includes("eventtypes"))).toEqual([]);
  expect(asked.length).toBeGreaterThan(0);
  expect(writesIn(azure.world)).toHaveLength(1);
});
