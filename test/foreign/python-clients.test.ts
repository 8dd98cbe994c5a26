import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resourceTypes } from "../../src/emulator/arm/resource-types.ts";
import { startTlsEmulator, type TlsEmulator } from "../support/tls-emulator.ts";
import { patience, pythonIsAbsent, pythonProgram, toldAbsent, type Client } from "./support/clients.ts";
import { printed } from "./support/shell.ts";

/*
 * Microsoft's typed clients for Python, unmodified: their models serialise what they send and refuse what they do not
 * understand, with api-versions of their own.
 */

const subscription = "33333333-3333-3333-3333-333333333333";

/** What the emulator serves of the clients' types, in the version that the client speaks. */
const alertsManagement = [
  { type: "actionRules", version: "2021-08-08", read: "RemoveAllActionGroups" },
  { type: "prometheusRuleGroups", version: "2021-07-22-preview", read: "up == 0" },
].filter(({ type, version }) =>
  resourceTypes.some(({ name, apiVersions }) => name === type && apiVersions.includes(version)),
);

describe.skipIf(toldAbsent(pythonIsAbsent))("the typed Python clients", { timeout: patience }, () => {
  let emulator: TlsEmulator;
  let python: Client;
  beforeAll(async () => {
    emulator = await startTlsEmulator();
    python = pythonProgram(emulator, resolve(import.meta.dirname, "support"));
  }, patience);
  afterAll(() => emulator?.stop());

  test("create, change, read and delete alerts, and understand what they are refused", async () => {
    expect(await printed(python("manage_alerts.py", subscription))).toEqual({
      receivers: ["admin@company.com"],
      metricAlert: { created: 2, patched: [0, { team: "owls" }], read: [0, 90, 300], listed: ["cpu"] },
      activityLogAlert: [true, false],
      refused: { status: 400, code: "BadRequest", says: expect.stringMatching(/window/i) },
      missing: {
        status: 404,
        code: "ResourceNotFound",
        says: expect.stringContaining("Microsoft.Insights/metricAlerts/cpu"),
      },
      stranger: {
        status: 401,
        code: "InvalidAuthenticationToken",
        says: expect.stringContaining("The access token is invalid."),
      },
    });
  });

  test.each(alertsManagement)("create, change, read and delete $type", async ({ type, read }) => {
    expect(await printed(python("manage_alerts_management.py", subscription, type))).toEqual({
      states: [true, false],
      read,
      listed: ["one"],
      left: [],
    });
  });
});
