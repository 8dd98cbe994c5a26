import { expect, test } from "vitest";
import type { JsonObject } from "../../src/emulator/arm/json.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import { azure, group } from "./azure.ts";

const path = `${group}/providers/Microsoft.AlertsManagement/smartDetectorAlertRules`;
const url = (version = "2021-04-01", query = ""): string => `${path}/one?api-version=${version}${query}`;

function rule(more: JsonObject = {}): JsonObject {
  return {
    location: "global",
    properties: {
      state: "Enabled",
      severity: "Sev3",
      frequency: "PT1M",
      detector: { id: "FailureAnomaliesDetector" },
      scope: [`${group}/providers/Microsoft.Insights/components/app`],
      actionGroups: { groupIds: [`${group}/providers/Microsoft.Insights/actionGroups/oncall`] },
      ...more,
    },
  };
}

test("is created, updated, read and deleted with the published statuses", async () => {
  const { ask } = azure();
  expect((await ask("PUT", url(), rule())).status).toBe(201);
  expect((await ask("PUT", url(), rule())).status).toBe(200);
  expect((await ask("DELETE", url())).status).toBe(200);
  expect((await ask("DELETE", url())).status).toBe(204);
});

test("ids and type are in the service's own case", async () => {
  const { ask } = azure();
  const { body } = await ask("PUT", url(), rule());
  expect(body.id).toContain("/resourcegroups/rg/providers/microsoft.alertsManagement/smartdetectoralertrules/one");
  expect(body.type).toBe("microsoft.alertsmanagement/smartdetectoralertrules");
});

test("a detector is told whole to who writes, and to who asks with expandDetector", async () => {
  const { ask } = azure();
  const put = await ask("PUT", url(), rule());
  expect(put.body.properties.detector).toMatchObject({ name: "Failure Anomalies", supportedCadences: [1] });
  expect((await ask("GET", url())).body.properties.detector).toEqual({ id: "FailureAnomaliesDetector" });
  const expanded = await ask("GET", url("2021-04-01", "&expandDetector=true"));
  expect(expanded.body.properties.detector).toEqual(put.body.properties.detector);
  const list = await ask("GET", `${path}?api-version=2021-04-01`);
  expect(list.body.value[0].properties.detector).toEqual({ id: "FailureAnomaliesDetector" });
  const whole = await ask("GET", `${path}?api-version=2021-04-01&expanddetector=True`);
  expect(whole.body.value).toEqual([put.body]);
});

test("a caller who may not read what it watches may not write it", async () => {
  const { ask, world } = azure();
  addFault(world, `PUT * unreadable=${group}/providers/Microsoft.Insights/components`);
  const { status, body } = await ask("PUT", url(), rule());
  expect([status, body.error.code]).toEqual([403, "LinkedAuthorizationFailed"]);
  expect(body.error.message).toContain(
    `action(s) 'microsoft.insights/components/read' on the linked scope(s) '${group}/providers/Microsoft.Insights/components/app'`,
  );
  const elsewhere = rule({ scope: [`${group}/providers/Microsoft.Insights/webtests/app`] });
  expect((await ask("PUT", url(), elsewhere)).status).toBe(201);
});

test("what an older version does not know is not shown by it", async () => {
  const { ask } = azure();
  await ask("PUT", url(), rule());
  const { body } = await ask("GET", url("2019-06-01", "&expandDetector=true"));
  expect(Object.keys(body.properties.detector)).toEqual([
    "id",
    "name",
    "description",
    "supportedResourceTypes",
    "imagePaths",
  ]);
});

test.each<[string, JsonObject]>([
  ["a severity as a number", { severity: 3 }],
  ["no state", { state: undefined }],
  ["no action groups", { actionGroups: undefined }],
  ["action groups without ids", { actionGroups: {} }],
  ["no scope", { scope: [] }],
  ["half a minute", { frequency: "PT30S" }],
  ["seconds of throttling", { throttling: { duration: "PT90S" } }],
  ["no detector", { detector: undefined }],
  ["six groups", { actionGroups: { groupIds: ["a", "b", "c", "d", "e", "f"] } }],
])("%s is refused in ARM's style", async (_, more) => {
  const { status, body } = await azure().ask("PUT", url(), rule(more));
  expect(status).toBe(400);
  expect(body.error.code).toBe("BadRequest");
});

test("what the published type does not know is dropped", async () => {
  const { ask } = azure();
  await ask("PUT", url(), rule({ enabled: true, detector: { id: "X", name: "mine", parameters: { a: 1 } } }));
  const { properties } = (await ask("GET", url())).body;
  expect(properties.enabled).toBeUndefined();
  expect(properties.detector).toEqual({ id: "X", parameters: { a: 1 } });
});
