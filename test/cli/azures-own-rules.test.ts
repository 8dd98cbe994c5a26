import { afterEach, beforeEach, expect, test } from "vitest";
import { plant } from "../../src/emulator/arm/seed.ts";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { folderWith, tocsin, type Run } from "./tocsin.ts";

const groupId = "/subscriptions/11111111-1111-1111-1111-111111111111/resourcegroups/rg-alerts";
const component = `${groupId}/providers/microsoft.insights/components/appi`;
const smartDetection = `${groupId}/providers/microsoft.insights/actiongroups/application insights smart detection`;
const ownRule = `${groupId}/providers/microsoft.alertsmanagement/smartdetectoralertrules/failure anomalies - appi`;

/** What Azure makes by itself a few minutes after a component, in the case in which it answers it. */
const azuresOwn = [
  {
    id: smartDetection,
    name: "Application Insights Smart Detection",
    type: "microsoft.insights/actiongroups",
    location: "Global",
    properties: {
      groupShortName: "SmartDetect",
      enabled: true,
      armRoleReceivers: [
        { name: "Monitoring Contributor", roleId: "749f88d5-cbae-40b8-bcfc-e573ddc772fa", useCommonAlertSchema: true },
      ],
    },
  },
  {
    id: ownRule,
    name: "Failure Anomalies - appi",
    type: "microsoft.alertsmanagement/smartdetectoralertrules",
    location: "global",
    properties: {
      description: "Failure Anomalies notifies you of an unusual rise in the rate of failed requests.",
      state: "Enabled",
      severity: "Sev3",
      frequency: "PT1M",
      detector: { id: "FailureAnomaliesDetector", name: "Failure Anomalies", imagePaths: ["https://example.invalid"] },
      scope: [component],
      actionGroups: { groupIds: [smartDetection] },
    },
  },
];

const workspace = `stack: shop
rules: [rules/*.yaml]
environments:
  production: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg-alerts }
`;

const rules = `kind: ActionGroup
name: oncall
spec: { groupShortName: oncall, emailReceivers: [{ name: admin, emailAddress: admin@company.com }] }
---
kind: SmartDetectorAlert
name: slower
spec:
  severity: 2
  scopes: ${component.replace("resourcegroups", "resourceGroups")}
  detector: RequestPerformanceDegradationDetector
  throttling: { duration: 1h }
  customWebhookPayload: |
    { "AlertRuleName": "#alertrulename" }
  actionGroups: oncall
`;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
  plant(emulator.world, azuresOwn);
});

afterEach(async () => {
  await emulator.close();
});

function run(folder: string, command: string, ...args: readonly string[]): Promise<Run> {
  return tocsin(folder, [command, "--endpoint", emulator.url, ...args]);
}

test("a rule of ours is made, found again and deleted; what Azure made itself is never touched", async () => {
  const folder = folderWith({ "tocsin.yaml": workspace, "rules/a.yaml": rules });
  const planned = await run(folder, "plan");
  expect(planned.out).toContain("\n2 to create\n");
  expect(planned.out).not.toMatch(/failure anomalies|smart detection/i);
  expect((await run(folder, "apply", "--yes")).code).toBe(0);
  expect(await run(folder, "plan")).toMatchObject({ code: 0, out: expect.stringContaining("nothing to do: 2") });
  expect((await run(folder, "drift")).code).toBe(0);

  const left = folderWith({ "tocsin.yaml": workspace, "rules/a.yaml": rules.split("---")[0] ?? "" });
  expect((await run(left, "apply", "--yes")).out).toContain("✓ deleted  SmartDetectorAlert slower");
  const touched = emulator.world.requests.filter(
    ({ method, path }) => method !== "GET" && /failure|smart%20|smart /i.test(path),
  );
  expect(touched).toEqual([]);
});

test("a rule of Azure's own is somebody else's until it is adopted; then only what differs changes", async () => {
  const definition = `kind: SmartDetectorAlert
name: Failure Anomalies - appi
spec:
  description: Failure Anomalies notifies you of an unusual rise in the rate of failed requests.
  severity: 1
  scopes: ${component}
  detector: FailureAnomaliesDetector
  actionGroups: ${smartDetection}
`;
  const refused = folderWith({ "tocsin.yaml": workspace, "rules/a.yaml": definition });
  expect(await run(refused, "plan")).toMatchObject({ code: 1, out: expect.stringContaining("[not-ours]") });
  const adopting = folderWith({ "tocsin.yaml": workspace, "rules/a.yaml": `adopt: true\n${definition}` });
  const planned = await run(adopting, "plan");
  expect(planned.code).toBe(2);
  expect(planned.out).toMatch(/severity +3 → 1/);
  expect(planned.out).not.toMatch(/detector|frequency|scopes|imagePaths/);
  expect((await run(adopting, "apply", "--yes")).code).toBe(0);
  expect((await run(adopting, "plan")).code).toBe(0);
});
